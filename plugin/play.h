// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file play.h Playing a part of a block, chunk by chunk

#ifndef RMN_PLAY_H
#define RMN_PLAY_H

#include "effect.h"

/// Play from frame `first` of the block to frame `end`; a swap ends between
/// two chunks, so that the next begins at once, wherever blocks end
RMN_RT
void
rmn_play(RmnEffect* effect, uint32_t first, uint32_t end);

/**
   Play the whole block as the one before, if that was mute and this one is
   silence: all sleeps, and nothing was asked for.

   It gives the same bits as rmn_play(), for less than reading the ports costs.

   @return Whether it has been played.
*/
RMN_RT
bool
rmn_play_nothing(RmnEffect* effect, uint32_t n_frames);

#endif // RMN_PLAY_H
