// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "align_rough.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>

enum {
  STEP        = 16,   ///< Frames that are summed to one
  MAX_PASSAGE = 8192, ///< Steps that are enough to tell a passage
  N_NEAR      = 8,    ///< Steps that the result may be wrong by
};

static const double silence = 1e-12; ///< Energy that says nothing

static void
decimate(const float* const audio, float* const steps, const long n)
{
  for (long i = 0; i < n; ++i) {
    float sum = 0.0F;
    for (long t = 0; t < STEP; ++t) {
      sum += audio[i * STEP + t];
    }
    steps[i] = sum;
  }
}

static double
energy_of(const float* const audio, const long n)
{
  return cblas_dsdot((int)n, audio, 1, audio, 1);
}

static long
find_loudest(const float* const audio, const long n, const long n_passage)
{
  long   best = 0;
  double most = 0.0;
  for (long t = 0; t + n_passage <= n; t += n_passage / 2) {
    const double energy = energy_of(audio + t, n_passage);
    if (energy > most) {
      most = energy;
      best = t;
    }
  }
  return best;
}

/// Return where a passage is most like some audio within a quarter of it from
/// `at`: the largest correlation for the energy, of either sign
static long
find_passage(const float* const passage,
             const long         n_passage,
             const float* const audio,
             const long         n,
             const long         at)
{
  const long first  = at > n / 4 ? at - n / 4 : 0;
  const long end    = n - n_passage < at + n / 4 ? n - n_passage : at + n / 4;
  double     energy = energy_of(audio + first, n_passage);
  double     most   = 0.0;
  long       best   = at;
  for (long t = first; t <= end; ++t) {
    const double c =
      (double)cblas_sdot((int)n_passage, passage, 1, audio + t, 1);
    if (c * c > most * (energy + silence)) {
      most = c * c / (energy + silence);
      best = t;
    }
    if (t < end) {
      const double in  = (double)audio[t + n_passage];
      const double out = (double)audio[t];
      energy           = fmax(energy + in * in - out * out, 0.0);
    }
  }
  return best;
}

bool
align_roughly(const float* const dry,
              const float* const wet,
              const size_t       n,
              Rough* const       rough)
{
  const long   n_steps = (long)(n / STEP);
  const long   quarter = n_steps / 4;
  const long   length  = quarter < MAX_PASSAGE ? quarter : MAX_PASSAGE;
  float* const a       = (float*)calloc((size_t)n_steps + 1U, sizeof(float));
  float* const b       = (float*)calloc((size_t)n_steps + 1U, sizeof(float));
  const bool   ok      = a && b;
  if (ok) {
    decimate(dry, a, n_steps);
    decimate(wet, b, n_steps);
    const long at    = find_loudest(b, n_steps, length);
    const long there = find_passage(b + at, length, a, n_steps, at);
    rough->delay     = (at - there) * STEP;
    rough->precision = (long)N_NEAR * STEP;
  }

  free(a);
  free(b);
  return ok;
}
