// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file loader_sound.h What a loader makes of what it found

#ifndef RMN_LOADER_SOUND_H
#define RMN_LOADER_SOUND_H

#include "loader.h"

/// Return what plays what was found for `source`, or says why nothing does;
/// NULL, which is logged, without memory for that.  Takes the network of the
/// file.  For who holds the lock.
RmnSound*
rmn_loader_make_sound(RmnLoader*       loader,
                      const RmnSource* source,
                      RmnFind*         find);

#endif // RMN_LOADER_SOUND_H
