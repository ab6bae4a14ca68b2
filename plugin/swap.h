// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file swap.h From one sound to the next without a click.

   A sound that arrives hears the input for a moment before it is heard itself,
   because a recurrent network remembers: then it is faded in with equal gain,
   which suits signals as alike as two models of one guitar.  That moment is a
   short one if the next sound waits already, as when models are stepped
   through.

   The dry sound, which surrounds what is made here, is delayed by the latency
   of the sound that plays, and fades from latency to latency likewise.
*/

#ifndef RMN_SWAP_H
#define RMN_SWAP_H

#include "delay.h"
#include "sound.h"

enum { RMN_EFFECT_CHUNK = 256 }; ///< Most frames that are played at a time

typedef float RmnChunk[RMN_MAX_PORT_CHANNELS][RMN_EFFECT_CHUNK];

/// What the ports ask of every player
typedef struct {
  double knobs[RMN_N_KNOBS]; ///< Position in the range of the network's input
  bool   dc_block;
  bool   normalise;
  float  input_dbu;     ///< What full scale stands for, NAN for whatever it is
  RmnNextControls next; ///< Of a predictor
} RmnControls;

typedef struct {
  RmnSound*   playing;  ///< NULL lets the input through
  RmnSound*   arriving; ///< NULL unless a swap is under way
  RmnControls controls;
  uint32_t    n_channels;
  uint32_t    n_memory;  ///< Frames that a sound hears before it is heard
  uint32_t    n_hasty;   ///< The same while another waits
  uint32_t    n_unheard; ///< The same of this swap, and the latency besides
  uint32_t    n_fade;    ///< Frames of the fade
  uint32_t    frame;     ///< Since the swap began
  RmnChunk    wet;       ///< Of the sound that arrives
  RmnChunk    dry;       ///< So is this
  RmnDelay    delay;
} RmnSwap;

void
rmn_swap_init(RmnSwap* swap, double rate_hz, uint32_t n_channels);

/// Turn the knobs of every player
RMN_RT
void
rmn_swap_set_controls(RmnSwap* swap, const RmnControls* controls);

/// Return the sound that will play on, or NULL
RMN_RT
RmnSound*
rmn_swap_newest(const RmnSwap* swap);

/// Return the delay of what plays on, and of the dry sound with it, in frames
RMN_RT
uint32_t
rmn_swap_latency(const RmnSwap* swap);

/// Forget the dry sound; for threads that may take their time
void
rmn_swap_clear(RmnSwap* swap);

/// Begin to swap to `sound`, which plays, with no other swap under way
RMN_RT
void
rmn_swap_begin(RmnSwap* swap, RmnSound* sound);

/// Shorten a swap that is under way, for the next sound waits
RMN_RT
void
rmn_swap_hasten(RmnSwap* swap);

/// End a swap, if any, at once; return the sound that is done with, or NULL
RMN_RT
RmnSound*
rmn_swap_finish(RmnSwap* swap);

/// Return every player to rest
RMN_RT
void
rmn_swap_reset(RmnSwap* swap);

/// Return how many of `n_frames` to play at a time: RMN_EFFECT_CHUNK at most,
/// and none beyond the end of a swap
RMN_RT
uint32_t
rmn_swap_chunk(const RmnSwap* swap, uint32_t n_frames);

/// Return whether a player has contained anything since it was last asked
RMN_RT
bool
rmn_swap_has_contained(RmnSwap* swap);

/**
   Play silence after silence that was longer than any delay of the dry sound,
   with no swap under way.

   @param[out] wet What the player makes of it.
*/
RMN_RT
void
rmn_swap_process_silence(RmnSwap* swap, float* const* wet, uint32_t n_frames);

/**
   Play up to RMN_EFFECT_CHUNK frames in place.

   @param wet [RMN_MAX_PORT_CHANNELS] What the players hear, or NULL to leave
   them out; a predictor hears its second audio as the second channel.
   @param dry The input, which is delayed.
   @return The sound that is done with, if a swap ended, or NULL.
*/
RMN_RT
RmnSound*
rmn_swap_process(RmnSwap*      swap,
                 float* const* wet,
                 float* const* dry,
                 uint32_t      n_frames);

#endif // RMN_SWAP_H
