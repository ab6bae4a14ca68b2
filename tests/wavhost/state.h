// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file state.h Presets and sessions, restored before the plugin is activated

#ifndef WAVHOST_STATE_H
#define WAVHOST_STATE_H

#include "instance.h"

/// Apply a preset by label or URI; false after a report
bool
state_load_preset(Instance* instance, const char* name);

/// Restore what state_save() wrote to the folder `dir`; false after a report
bool
state_load(Instance* instance, const char* dir);

/**
   Set the path parameter of the plugin to a file as a session that holds
   nothing else would, so that it is in force from the first frame on.

   @param path Absolute path.
   @return False after a report.
*/
bool
state_load_path(Instance* instance, const char* path);

/// Write the state of the plugin and its controls to `dir`, which is made if
/// there is none; false after a report
bool
state_save(Instance* instance, const char* dir);

#endif // WAVHOST_STATE_H
