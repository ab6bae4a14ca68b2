// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file about_write.h How a model's description is told

#ifndef RMN_ABOUT_WRITE_H
#define RMN_ABOUT_WRITE_H

#include "about.h"
#include "patch.h"

/// Append an event that describes a model; return false, with nothing written,
/// if there is no room
RMN_RT
bool
rmn_about_write(LV2_Atom_Forge* forge,
                const RmnUris*  uris,
                const RmnAbout* about);

#endif // RMN_ABOUT_WRITE_H
