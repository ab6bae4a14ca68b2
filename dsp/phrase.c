// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "phrase.h"

#include <math.h>

/// Single notes, hard and soft, then a chord with a note on top
static const RmnPluck plucks[] = {
  {0.000, 0.1, 196.0, 0.9},
  {0.100, 0.2, 98.0, 0.5},
  {0.200, 0.3, 392.0, 0.3},
  {0.300, 0.4, 246.9, 1.0},
  {0.400, 0.6, 110.0, 0.5},
  {0.402, 0.6, 164.8, 0.4},
  {0.404, 0.6, 220.0, 0.4},
  {0.500, 0.6, 659.3, 0.2},
};

const RmnPhrase rmn_guitar_phrase = {plucks, 8, 12, 1.5, 0.1};

static const double tau    = 6.283185307179586;
static const double fade_s = 0.002;

/// Return 0 to 1 in the first and 1 to 0 in the last moments
static double
envelope(const RmnPluck* const pluck, const double t)
{
  const double from_end = fmin(t - pluck->start_s, pluck->end_s - t);
  const double x        = from_end / fade_s;
  return x < 1.0 ? 0.5 - 0.5 * cos(0.5 * tau * x) : 1.0;
}

/// Return the sum of `levels[k - 1] sin(k angle)`, by the recurrence of
/// Clenshaw
static double
sum_partials(const double* const levels, const uint32_t n, const double angle)
{
  const double twice_cos = 2.0 * cos(angle);
  double       b1        = 0.0;
  double       b2        = 0.0;
  for (uint32_t k = n; k--;) {
    const double b0 = levels[k] + twice_cos * b1 - b2;

    b2 = b1;
    b1 = b0;
  }
  return b1 * sin(angle);
}

static void
add_pluck(const RmnPhrase* const phrase,
          const RmnPluck* const  pluck,
          float* const           audio,
          const uint32_t         n_frames,
          const double           rate_hz,
          const double           highest_hz)
{
  double   levels[RMN_MAX_PARTIALS];
  uint32_t n = 0;
  while (n < phrase->n_partials && (n + 1) * pluck->frequency_hz < highest_hz) {
    levels[n] = pluck->level * pow(n + 1, -phrase->roll_off);
    ++n;
  }

  const uint32_t first = (uint32_t)ceil(pluck->start_s * rate_hz);
  for (uint32_t t = first; t < n_frames && t < pluck->end_s * rate_hz; ++t) {
    const double time_s = t / rate_hz;
    const double since  = time_s - pluck->start_s;
    const double level =
      envelope(pluck, time_s) * exp(-since / phrase->decay_s);
    const double angle = tau * pluck->frequency_hz * since;
    audio[t] += (float)(level * sum_partials(levels, n, angle));
  }
}

void
rmn_phrase_add(const RmnPhrase* const phrase,
               float* const           audio,
               const uint32_t         n_frames,
               const double           rate_hz,
               const double           highest_hz)
{
  for (uint32_t p = 0; p < phrase->n_plucks; ++p) {
    add_pluck(phrase, &phrase->plucks[p], audio, n_frames, rate_hz, highest_hz);
  }
}
