// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file knobs.h The plugin's knobs, in the ranges of whatever model plays.

   A knob keeps its position, from 0 to 1, when models change.  Positions are
   doubles, so that a value that is set is the value that is told.
*/

#ifndef RMN_KNOBS_H
#define RMN_KNOBS_H

#include "ports.h"

/// Return the value at a position of a network's input
RMN_RT
static inline float
rmn_knob_value(const RmnInput* const input, const double position)
{
  const double minimum = (double)input->minimum;
  return (float)(minimum + position * ((double)input->maximum - minimum));
}

/// Return the position of a value of a network's input, or of the nearest end
RMN_RT
static inline double
rmn_knob_position(const RmnInput* const input, const float value)
{
  const double minimum  = (double)input->minimum;
  const double range    = (double)input->maximum - minimum;
  const double position = ((double)value - minimum) / range;
  return position > 0.0 ? (position < 1.0 ? position : 1.0) : 0.0;
}

/// Return how many of a player's knobs the plugin has
RMN_RT
static inline uint32_t
rmn_knobs_count(const RmnPlayer* const player)
{
  const uint32_t n = rmn_player_n_knobs(player);
  return n < RMN_N_KNOBS ? n : RMN_N_KNOBS;
}

#endif // RMN_KNOBS_H
