// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file swap.h From one sound to the next without a click.

   A sound that arrives hears the input for a moment before it is heard itself,
   because a recurrent network remembers: then it is faded in with equal gain,
   which suits signals as alike as two models of one guitar.
*/

#ifndef RMN_SWAP_H
#define RMN_SWAP_H

#include "ports.h"
#include "sound.h"

enum { RMN_EFFECT_CHUNK = 256 }; ///< Most frames that are played at a time

/// What the ports ask of every player
typedef struct {
  float knobs[RMN_N_KNOBS]; ///< Position in the range of the network's input
  bool  dc_block;
} RmnControls;

typedef struct {
  RmnSound*   playing;  ///< NULL lets the input through
  RmnSound*   arriving; ///< NULL unless a swap is under way
  RmnControls controls;
  uint32_t    n_channels;
  uint32_t    n_unheard; ///< Frames before the fade
  uint32_t    n_fade;    ///< Frames of the fade
  uint32_t    frame;     ///< Since the swap began
  float       buffers[RMN_MAX_PORT_CHANNELS][RMN_EFFECT_CHUNK];
} RmnSwap;

void
rmn_swap_init(RmnSwap* swap, double rate_hz, uint32_t n_channels);

/// Turn the knobs of every player
RMN_RT
void
rmn_swap_set_controls(RmnSwap* swap, const RmnControls* controls);

/// Begin to swap to `sound`, which plays, with no other swap under way
RMN_RT
void
rmn_swap_begin(RmnSwap* swap, RmnSound* sound);

/// End a swap, if any, at once; return the sound that is done with, or NULL
RMN_RT
RmnSound*
rmn_swap_finish(RmnSwap* swap);

/// Return every player to rest
RMN_RT
void
rmn_swap_reset(RmnSwap* swap);

/// Return whether a player has contained anything since it was last asked
RMN_RT
bool
rmn_swap_has_contained(RmnSwap* swap);

/**
   Play up to RMN_EFFECT_CHUNK frames in place.

   @return The sound that is done with, if a swap ended, or NULL.
*/
RMN_RT
RmnSound*
rmn_swap_process(RmnSwap* swap, float* const* audio, uint32_t n_frames);

#endif // RMN_SWAP_H
