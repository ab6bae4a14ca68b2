// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file search.h Finding the model of a session by what it is

#ifndef RMN_SEARCH_H
#define RMN_SEARCH_H

#include "source.h"

/**
   Search the usual folders for a file with the hash of `source`.

   These are the presets in the bundle, the folders in REMANENCE_PATH, the
   folder `remanence` in XDG_DATA_HOME and in each of XDG_DATA_DIRS, and where
   the file was before; with the folders in them, nearest first.  Only files of
   the saved size or name are read, and no more than bounds allow.

   @return A file for rmn_file_free(), or NULL.
*/
RmnFile*
rmn_search(const RmnSource* source, const char* bundle_path);

#endif // RMN_SEARCH_H
