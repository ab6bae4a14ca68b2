// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file levels.h What surrounds the network: gains, mix and bypass

#ifndef RMN_LEVELS_H
#define RMN_LEVELS_H

#include "smooth.h"

typedef struct {
  RmnSmooth input_gain;
  RmnSmooth output_gain;
  RmnSmooth mix;
  bool      is_enabled;
  uint32_t  n_fade; ///< Frames of the fade into and out of bypass
  uint32_t  faded;  ///< 0 for bypass to n_fade for effect
} RmnLevels;

void
rmn_levels_init(RmnLevels* levels, double rate_hz);

/// Glide to gains in decibel and a mix in percent, and fade into or out of
/// bypass
RMN_RT
void
rmn_levels_set(RmnLevels* levels,
               float      input_db,
               float      output_db,
               float      mix_percent,
               bool       is_enabled);

/// Jump to the gains and the mix
RMN_RT
void
rmn_levels_snap(RmnLevels* levels);

/// Jump into or out of bypass
RMN_RT
void
rmn_levels_skip_fade(RmnLevels* levels);

/// Return whether nothing glides or fades, and the effect is on
RMN_RT
bool
rmn_levels_is_still(const RmnLevels* levels);

/// Return true if only the dry signal is heard
RMN_RT
bool
rmn_levels_is_bypassed(const RmnLevels* levels);

/// Apply the input gain
RMN_RT
void
rmn_levels_amplify(RmnLevels*    levels,
                   float* const* audio,
                   uint32_t      n_channels,
                   uint32_t      n_frames);

/// Turn `wet` into what is heard: mix, output gain, bypass
RMN_RT
void
rmn_levels_blend(RmnLevels*          levels,
                 const float* const* dry,
                 float* const*       wet,
                 uint32_t            n_channels,
                 uint32_t            n_frames);

/// The same where rmn_levels_is_still(), which most of the time it is
RMN_RT
void
rmn_levels_blend_still(const RmnLevels*    levels,
                       const float* const* dry,
                       float* const*       wet,
                       uint32_t            n_channels,
                       uint32_t            n_frames);

#endif // RMN_LEVELS_H
