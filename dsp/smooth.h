// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file smooth.h A control that glides from value to value, frame by frame

#ifndef RMN_SMOOTH_H
#define RMN_SMOOTH_H

#include "rmn.h"

#include <math.h>

/// A first-order low-pass that arrives at its target exactly; single precision
/// would get stuck on its way, where a step is too small for it
typedef struct {
  double value;
  float  target;
  float  coefficient; ///< Part of the distance that one frame leaves
} RmnSmooth;

/// Prepare to cover 63% of any distance in `time_s`
static inline void
rmn_smooth_init(RmnSmooth* const s,
                const float      value,
                const double     rate_hz,
                const double     time_s)
{
  s->value       = (double)value;
  s->target      = value;
  s->coefficient = (float)exp(-1.0 / (rate_hz * time_s));
}

RMN_RT
static inline void
rmn_smooth_set(RmnSmooth* const s, const float target)
{
  s->target = target;
}

/// Return whether it has arrived at its target
RMN_RT
static inline bool
rmn_smooth_is_still(const RmnSmooth* const s)
{
  return s->value == s->target;
}

/// Jump to the target
RMN_RT
static inline void
rmn_smooth_snap(RmnSmooth* const s)
{
  s->value = (double)s->target;
}

/// Advance one frame and return the value
RMN_RT
static inline float
rmn_smooth_next(RmnSmooth* const s)
{
  const double target   = (double)s->target;
  const double distance = (s->value - target) * (double)s->coefficient;
  const double near     = 1e-5 * fmax(1.0, fabs(target));

  s->value = fabs(distance) < near ? target : target + distance;
  return (float)s->value;
}

#endif // RMN_SMOOTH_H
