// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "sinc.h"

#include "../test.h"

#include <math.h>

static const double pi      = 3.141592653589793;
static const double stop_db = 140.0;

/// The filter at every position between frames that occurs
typedef struct {
  uint32_t n_phases;
  int64_t  n_half;  ///< Taps on either side
  double*  weights; ///< [n_phases][2 * n_half + 1]
} Phases;

/// The modified Bessel function of the first kind and order 0
static double
bessel_i0(const double x)
{
  double term = 1.0;
  double sum  = 1.0;
  for (int k = 1; term > 1e-17 * sum; ++k) {
    term *= (0.5 * x / k) * (0.5 * x / k);
    sum += term;
  }
  return sum;
}

/// Return after how many frames out both rates are at a frame again
static uint32_t
count_phases(const uint32_t in_hz, const uint32_t out_hz)
{
  uint32_t n = 1;
  while ((uint64_t)n * in_hz % out_hz) {
    ++n;
  }
  return n;
}

/// Return the filter at `t` seconds, `half_s` being half its length
static double
impulse_response(const double t, const double half_s, const double cut_hz)
{
  const double beta  = 0.1102 * (stop_db - 8.7); // Kaiser
  const double x     = t / half_s;
  const double angle = 2.0 * pi * cut_hz * t;
  const double sinc  = fabs(angle) < 1e-9 ? 1.0 : sin(angle) / angle;
  return fabs(x) >= 1.0
           ? 0.0
           : 2.0 * cut_hz * sinc * bessel_i0(beta * sqrt(1.0 - x * x)) /
               bessel_i0(beta);
}

static Phases
make_phases(const uint32_t in_hz, const uint32_t out_hz, const SincBand band)
{
  const double width_hz = band.stop_hz - band.pass_hz;
  const double cut_hz   = 0.5 * (band.stop_hz + band.pass_hz);
  const double half_s = (stop_db - 7.95) / (2.0 * 2.285 * 2.0 * pi * width_hz);

  Phases phases  = {.n_phases = count_phases(in_hz, out_hz),
                    .n_half   = (int64_t)(half_s * in_hz) + 1};
  phases.weights = (double*)calloc(
    phases.n_phases * (size_t)(2 * phases.n_half + 1), sizeof(double));
  CHECK(phases.weights);

  double* weight = phases.weights;
  for (uint32_t p = 0; p < phases.n_phases; ++p) {
    const uint64_t position = (uint64_t)p * in_hz % out_hz;
    const double   fraction = (double)position / out_hz;
    for (int64_t i = -phases.n_half; i <= phases.n_half; ++i) {
      const double t = ((double)i - fraction) / in_hz;
      *weight++      = impulse_response(t, half_s, cut_hz) / in_hz;
    }
  }
  return phases;
}

void
sinc_resample(const float* const in,
              const uint32_t     n_in,
              const uint32_t     in_hz,
              float* const       out,
              const uint32_t     n_out,
              const uint32_t     out_hz,
              const SincBand     band)
{
  const Phases  phases = make_phases(in_hz, out_hz, band);
  const int64_t n_taps = 2 * phases.n_half + 1;

  for (uint32_t t = 0; t < n_out; ++t) {
    const double* const weights =
      phases.weights + (t % phases.n_phases) * (size_t)n_taps;
    const int64_t first =
      (int64_t)((uint64_t)t * in_hz / out_hz) - phases.n_half;
    const int64_t begin = first < 0 ? -first : 0;
    const int64_t left  = (int64_t)n_in - first;
    const int64_t end   = left < n_taps ? left : n_taps;

    double sum = 0.0;
    for (int64_t i = begin; i < end; ++i) {
      sum += weights[i] * (double)in[first + i];
    }
    out[t] = (float)sum;
  }
  free(phases.weights);
}
