// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "align.h"

#include "align_rough.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>

enum {
  NEAR      = 8192,    ///< Frames of delay that are searched one by one
  NEAR_PART = 1024,    ///< That a part may differ by from the whole
  N_TAPS    = 192,     ///< Of the response, around the peak of the correlation
  N_BEFORE  = 64,      ///< Of these, before it
  MAX_PEAK  = 1 << 17, ///< Frames that are enough to find this peak
  N_PARTS   = 3,       ///< Whose delays are compared
};

static const double whitening = 0.95; ///< First-order, of music
static const double onset     = 0.3;  ///< Of the peak of the response
static const double quiet     = 0.1;  ///< Part of the mean energy
static const double trust     = 1e-3; ///< Noise to expect, of the energy
static const double alike     = 0.5;  ///< Part of the likeness of the whole

/// Both channels of some frames, whitened
typedef struct {
  float* dry;
  float* wet;
  long   n;
} Pair;

static void
whiten(const float* const audio, float* const out, const size_t n)
{
  for (size_t t = 1; t < n; ++t) {
    out[t] = (float)((double)audio[t] - whitening * (double)audio[t - 1]);
  }
}

/// Return the correlation of dry audio with wet audio `lag` frames later
static double
correlate(const Pair* const pair, const long lag)
{
  const long dry = lag < 0 ? -lag : 0;
  const long wet = lag < 0 ? 0 : lag;
  return cblas_dsdot(
    (int)(pair->n - labs(lag)), pair->dry + dry, 1, pair->wet + wet, 1);
}

static double
energy_of(const Pair* const pair)
{
  return cblas_dsdot((int)pair->n, pair->wet, 1, pair->wet, 1);
}

/// Return the loudest frames that are enough to find a peak
static Pair
find_loudest(const Pair* const pair)
{
  const long n    = pair->n < MAX_PEAK ? pair->n : MAX_PEAK;
  long       best = 0;
  double     most = 0.0;
  for (long t = 0; t + n <= pair->n; t += n / 2) {
    const Pair   part   = {pair->dry + t, pair->wet + t, n};
    const double energy = energy_of(&part);
    if (energy > most) {
      most = energy;
      best = t;
    }
  }
  return (Pair){pair->dry + best, pair->wet + best, n};
}

/// Return what is left where the wet audio is taken to come `lag` frames later
static Pair
shift(const Pair* const pair, const long lag)
{
  return (Pair){pair->dry + (lag < 0 ? -lag : 0),
                pair->wet + (lag < 0 ? 0 : lag),
                pair->n - labs(lag)};
}

/// Return the lag of the largest correlation, of either sign, within `reach` of
/// `centre`
static long
find_peak(const Pair* const all, const long centre, const long reach)
{
  const Pair shifted = shift(all, centre);
  const Pair pair    = find_loudest(&shifted);
  const long longest = reach < pair.n / 4 ? reach : pair.n / 4;
  long       peak    = 0;
  double     most    = 0.0;
  for (long lag = -longest; lag <= longest; ++lag) {
    const double c = fabs(correlate(&pair, lag));
    if (c > most) {
      most = c;
      peak = lag;
    }
  }
  return centre + peak;
}

/**
   Solve for the filter `h` with the autocorrelation `r` that makes the
   correlation `c` (Levinson 1947).  `a` is room for the predictor.
*/
static void
solve_toeplitz(const double* const r,
               const double* const c,
               double* const       h,
               double* const       a)
{
  double error = r[0];

  a[0] = 1.0;
  h[0] = c[0] / error;
  for (int m = 1; m < N_TAPS; ++m) {
    double k = 0.0;
    double q = c[m];
    for (int i = 0; i < m; ++i) {
      k -= a[i] * r[m - i];
      q -= h[i] * r[m - i];
    }
    k /= error;
    a[m] = 0.0;
    for (int i = 0; i <= m / 2; ++i) {
      const double low  = a[i];
      const double high = a[m - i];
      a[i]              = low + k * high;
      a[m - i]          = high + k * low;
    }
    error *= 1.0 - k * k;
    q /= error;
    h[m] = 0.0;
    for (int i = 0; i <= m; ++i) {
      h[i] += q * a[m - i];
    }
  }
}

/// Return the lag where the response begins, near the peak of the correlation
static long
find_onset(const Pair* const pair, const long peak, double* const likeness)
{
  double r[N_TAPS];
  double c[N_TAPS];
  double h[N_TAPS];
  double a[N_TAPS];
  int    tap = 0;

  const Pair dry = {pair->dry, pair->dry, pair->n};
  for (int k = 0; k < N_TAPS; ++k) {
    r[k] = correlate(&dry, k);
    c[k] = correlate(pair, peak - N_BEFORE + k);
  }
  r[0] *= 1.0 + trust;
  solve_toeplitz(r, c, h, a);
  *likeness = cblas_ddot(N_TAPS, h, 1, c, 1) / energy_of(pair);
  for (int k = 1; k < N_TAPS; ++k) {
    tap = fabs(h[k]) > fabs(h[tap]) ? k : tap;
  }
  const double least = onset * fabs(h[tap]);
  while (tap > 0 && fabs(h[tap - 1]) >= least) {
    --tap;
  }
  return peak - N_BEFORE + tap;
}

/// Find the delay within `reach` of `centre`
static long
find_delay(const Pair* const pair,
           const long        centre,
           const long        reach,
           double* const     likeness)
{
  return find_onset(pair, find_peak(pair, centre, reach), likeness);
}

/// Widen the range of delays by that of one part of what is aligned, unless
/// that is too quiet or too unlike to say
static void
add_part(Alignment* const alignment, const Pair* const aligned, const int part)
{
  const long n        = aligned->n / N_PARTS;
  const Pair third    = {aligned->dry + part * n, aligned->wet + part * n, n};
  double     likeness = 0.0;
  if (N_PARTS * energy_of(&third) < quiet * energy_of(aligned)) {
    return;
  }

  const long more  = find_delay(&third, 0, NEAR_PART, &likeness);
  const long delay = alignment->delay + more;
  if (!(likeness > alike * alignment->likeness)) {
    return; // NaN, too, where the dry audio is silent
  }
  if (delay < alignment->earliest) {
    alignment->earliest = delay;
  }
  if (delay > alignment->latest) {
    alignment->latest = delay;
  }
}

/// Find the delay among those near zero and, if it may be, far from it
static void
find_whole(Alignment* const  alignment,
           const Pair* const pair,
           const Rough       rough)
{
  double likeness  = 0.0;
  alignment->delay = find_delay(pair, 0, NEAR, &alignment->likeness);
  if (labs(rough.delay) + rough.precision > NEAR) {
    const long far = find_delay(pair, rough.delay, rough.precision, &likeness);
    if (likeness > alignment->likeness) {
      alignment->delay    = far;
      alignment->likeness = likeness;
    }
  }
  alignment->earliest = alignment->delay;
  alignment->latest   = alignment->delay;
}

bool
align_find(const Recording* const recording, Alignment* const alignment)
{
  const size_t n     = recording->n_frames;
  const Pair   pair  = {(float*)calloc(n, sizeof(float)),
                        (float*)calloc(n, sizeof(float)),
                        (long)n};
  Rough        rough = {0, 0};
  const bool   ok    = pair.dry && pair.wet;
  if (ok) {
    whiten(recording->dry, pair.dry, n);
    whiten(recording->wet, pair.wet, n);
  }

  const bool is_rough = ok && align_roughly(pair.dry, pair.wet, n, &rough);
  if (is_rough) {
    find_whole(alignment, &pair, rough);
    const Pair aligned = shift(&pair, alignment->delay);
    for (int part = 0; part < N_PARTS; ++part) {
      add_part(alignment, &aligned, part);
    }
  }

  free(pair.dry);
  free(pair.wet);
  return is_rough;
}
