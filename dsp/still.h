// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file still.h When what goes on moving has come to rest all the same.

   Left alone, the state of a network converges, and rounding then leads it
   around for ever: by a float's precision in most networks, by a thousand times
   that in those which hardly damp it.  A decay, which must go on, moves as
   little in a short time.  So how near is near, and how long is long, grow with
   the time that it was left alone: what stayed within a bound for half of that
   has decayed to far less than the bound.
*/

#ifndef RMN_STILL_H
#define RMN_STILL_H

#include "rmn.h"

#include <math.h>

typedef struct {
  float    least;    ///< Smallest bound
  uint32_t n_unit;   ///< Frames after which the bound grows
  uint32_t n_alone;  ///< Frames without anything to disturb it
  uint32_t n_stayed; ///< Frames up to now that were within the bound
} RmnStill;

/// Begin again after a disturbance
RMN_RT
static inline void
rmn_still_disturb(RmnStill* const still)
{
  still->n_alone  = 0;
  still->n_stayed = 0;
}

/// Return how far from where it was is still near, relative to values beyond 1
RMN_RT
static inline float
rmn_still_bound(const RmnStill* const still)
{
  const float largest = 2.5e-4f;
  const float time    = (float)still->n_alone / (float)still->n_unit;
  return fminf(still->least * fmaxf(1.0f, time * time), largest);
}

/// Take note of `n` frames, in all of which it was near to where it was or not
RMN_RT
static inline void
rmn_still_pass(RmnStill* const still, const bool has_stayed, const uint32_t n)
{
  const uint32_t n_most = 128U * still->n_unit;
  still->n_alone += still->n_alone < n_most ? n : 0U;
  still->n_stayed = has_stayed ? still->n_stayed + n : 0U;
}

/// Return whether it has been near for long enough, and for `n_least` frames
RMN_RT
static inline bool
rmn_still_is_at_rest(const RmnStill* const still, const uint32_t n_least)
{
  return still->n_stayed >= n_least && still->n_stayed >= still->n_alone / 2U;
}

#endif // RMN_STILL_H
