// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "loudness.h"

#include <math.h>

enum { HOPS_PER_SECOND = 10, HOPS_PER_BLOCK = 4 };

static const double pi = 3.14159265358979323846;

/// Blocks below are no part of the programme
static const double absolute_gate_lufs = -70.0;
static const double relative_gate_lu   = -10.0;

/// A second-order filter, b0 + b1 z^-1 + b2 z^-2 over 1 + a1 z^-1 + a2 z^-2
typedef struct {
  double b[3];
  double a[2];
  double s[2]; ///< What it remembers, in transposed direct form II
} Biquad;

/// The two stages of the K-weighting: the head, and what the ear hears of lows
typedef struct {
  Biquad shelf;
  Biquad high_pass;
} Weighting;

/// How audio is cut up: into hops, of which some in a row are a block
typedef struct {
  uint32_t n_frames; ///< Of a hop
  uint32_t n_hops;
  uint32_t n_per_block;
} Cut;

/**
   Return the shelf of the standard, which gives coefficients for 48 kHz alone.

   They are those of an analogue prototype, which is warped to other rates.
*/
static Biquad
make_shelf(const double rate_hz)
{
  static const double f0_hz   = 1681.974450955533;
  static const double gain_db = 3.999843853973347;
  static const double Q       = 0.7071752369554196;

  const double K  = tan(pi * f0_hz / rate_hz);
  const double Vh = pow(10.0, gain_db / 20.0);
  const double Vb = pow(Vh, 0.4996667741545416);
  const double a0 = 1.0 + K / Q + K * K;

  return (Biquad){{(Vh + Vb * K / Q + K * K) / a0,
                   2.0 * (K * K - Vh) / a0,
                   (Vh - Vb * K / Q + K * K) / a0},
                  {2.0 * (K * K - 1.0) / a0, (1.0 - K / Q + K * K) / a0},
                  {0.0, 0.0}};
}

static Biquad
make_high_pass(const double rate_hz)
{
  static const double f0_hz = 38.13547087602444;
  static const double Q     = 0.5003270373238773;

  const double K  = tan(pi * f0_hz / rate_hz);
  const double a0 = 1.0 + K / Q + K * K;

  return (Biquad){{1.0, -2.0, 1.0},
                  {2.0 * (K * K - 1.0) / a0, (1.0 - K / Q + K * K) / a0},
                  {0.0, 0.0}};
}

static double
biquad_next(Biquad* const q, const double x)
{
  const double y = q->b[0] * x + q->s[0];

  q->s[0] = q->b[1] * x - q->a[0] * y + q->s[1];
  q->s[1] = q->b[2] * x - q->a[1] * y;
  return y;
}

static double
loudness_of(const double mean_square)
{
  return -0.691 + 10.0 * log10(mean_square);
}

static double
mean_square_of(const double lufs)
{
  return pow(10.0, (lufs + 0.691) / 10.0);
}

/// Return the energy of a hop, weighted
static double
measure_hop(Weighting* const   weighting,
            const float* const audio,
            const uint32_t     n_frames)
{
  double energy = 0.0;
  for (uint32_t t = 0; t < n_frames; ++t) {
    const double head = biquad_next(&weighting->shelf, (double)audio[t]);
    const double x    = biquad_next(&weighting->high_pass, head);
    energy += x * x;
  }
  return energy;
}

/// Return the mean square of the blocks whose own is above `gate`, 0 without
static double
mean_above(const float* const audio,
           const Cut* const   cut,
           const double       rate_hz,
           const double       gate)
{
  const double n_frames  = fmax((double)cut->n_frames * cut->n_per_block, 1.0);
  Weighting    weighting = {make_shelf(rate_hz), make_high_pass(rate_hz)};
  double       hops[HOPS_PER_BLOCK] = {0.0};
  double       sum                  = 0.0;
  uint32_t     n_blocks             = 0;

  for (uint32_t h = 0; h < cut->n_hops; ++h) {
    const float* const hop   = audio + (size_t)h * cut->n_frames;
    hops[h % HOPS_PER_BLOCK] = measure_hop(&weighting, hop, cut->n_frames);

    const double block = (hops[0] + hops[1] + hops[2] + hops[3]) / n_frames;
    if (h + 1U >= cut->n_per_block && !(block <= gate)) { // NaN is to be seen
      sum += block;
      ++n_blocks;
    }
  }
  return n_blocks ? sum / n_blocks : 0.0;
}

double
rmn_loudness_integrated(const float* const audio,
                        const uint32_t     n_frames,
                        const double       rate_hz)
{
  const double   usual    = fmax(rate_hz / HOPS_PER_SECOND + 0.5, 1.0);
  const uint32_t n_hop    = (uint32_t)usual;
  const bool     is_short = n_frames / HOPS_PER_BLOCK < n_hop;
  const Cut      whole    = {n_frames, 1U, 1U};
  const Cut      hops     = {n_hop, n_frames / n_hop, HOPS_PER_BLOCK};
  const Cut*     cut      = is_short ? &whole : &hops;

  const double absolute = mean_square_of(absolute_gate_lufs);
  const double relative = pow(10.0, relative_gate_lu / 10.0);
  const double ungated  = mean_above(audio, cut, rate_hz, absolute);
  const double gate     = fmax(absolute, relative * ungated);
  const double gated    = mean_above(audio, cut, rate_hz, gate);
  return loudness_of(isfinite(ungated) ? gated : NAN);
}
