// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file follow.h A value on its way to a meter, a voltage or a controller:
   where it is in its range, and smoothed.
*/

#ifndef RMN_FOLLOW_H
#define RMN_FOLLOW_H

#include "rmn.h"

#include <math.h>

/// A one-pole low-pass
typedef struct {
  double value;
  double coefficient; ///< Part of the distance that one frame leaves
} RmnFollow;

/// Choose to cover 63% of a step in `time_ms`, or with 0 all of it at once
RMN_RT
static inline void
rmn_follow_set(RmnFollow* const follow,
               const double     rate_hz,
               const float      time_ms)
{
  follow->coefficient =
    time_ms > 0.0f ? exp(-1000.0 / (rate_hz * (double)time_ms)) : 0.0;
}

/// Advance a frame towards `target`; return where it is now
RMN_RT
static inline float
rmn_follow_next(RmnFollow* const follow, const float target)
{
  const double to = (double)target;

  // What is left of a denormal has arrived
  const double distance = (follow->value - to) * follow->coefficient;
  follow->value         = fabs(distance) < 1e-12 ? to : to + distance;
  return (float)follow->value;
}

/// Return where a value is in the range of its output, from 0 to 1
RMN_RT
static inline float
rmn_follow_position(const RmnOutput* const output, const float value)
{
  const float position =
    (value - output->minimum) / (output->maximum - output->minimum);

  return position > 0.0f ? (position < 1.0f ? position : 1.0f) : 0.0f;
}

#endif // RMN_FOLLOW_H
