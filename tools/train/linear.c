// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "linear.h"

#include <stdlib.h>
#include <string.h>

/// Of the energy, added to it as if by noise, -120 dB, so that what is nearly
/// singular can be solved
static const double floor_share = 1e-12;

void
linear_solve(const double* const r,
             const uint32_t      order,
             const uint32_t      ahead,
             double* const       a)
{
  const double r0                     = r[0] * (1.0 + floor_share);
  double       back[LINEAR_MAX_ORDER] = {1.0}; // Predicts what was before
  double       error                  = r0;

  memset(a, 0, order * sizeof(double));
  for (uint32_t m = 0; m < order && error > 0.0; ++m) {
    if (m) { // One order more of the prediction backwards
      double reflection = 0.0;
      double next[LINEAR_MAX_ORDER];
      for (uint32_t i = 0; i < m; ++i) {
        reflection -= back[i] * r[m - i] / error;
      }
      next[0] = 1.0;
      for (uint32_t i = 1; i <= m; ++i) {
        next[i] = (i < m ? back[i] : 0.0) + reflection * back[m - i];
      }
      memcpy(back, next, (m + 1U) * sizeof(double));
      error *= 1.0 - reflection * reflection;
    }

    double missing = r[ahead + m];
    for (uint32_t i = 0; i < m; ++i) {
      missing -= a[i] * r[m - i];
    }
    for (uint32_t i = 0; i <= m; ++i) {
      a[i] += missing / error * back[m - i];
    }
  }
}

/// Add the autocorrelation of a part of a series
static void
correlate(const float* const x, const Part part, double* const r, uint32_t n)
{
  for (uint32_t lag = 0; lag < n; ++lag) {
    for (size_t t = part.first + lag; t < part.first + part.n; ++t) {
      r[lag] += (double)x[t] * (double)x[t - lag];
    }
  }
}

/// Add the energies of the error, and of what is predicted
static void
measure(const float* const  x,
        const float* const  later,
        const Part          part,
        const double* const a,
        const uint32_t      order,
        double              sums[2])
{
  const size_t first = part.first < order ? order : part.first;
  for (size_t t = first; t < part.first + part.n; ++t) {
    double e = (double)later[t];
    sums[1] += e * e;
    for (uint32_t i = 0; i < order; ++i) {
      e -= a[i] * (double)x[t - i];
    }
    sums[0] += e * e;
  }
}

/// Return series `i` of a recording, now and later
static const float*
series_of(const Recording* const take, const uint32_t i, const bool is_later)
{
  return is_later ? (i ? take->wets[i - 1U] : take->wet)
                  : (i ? take->others[i - 1U] : take->dry);
}

/// Fit and measure series `i`
static double
esr_of(const Session* const session,
       const uint32_t       i,
       const uint32_t       order,
       const PartOf         part)
{
  const uint32_t ahead                               = session->goal.ahead;
  double         a[LINEAR_MAX_ORDER]                 = {1.0};
  double         r[RMN_MAX_AHEAD + LINEAR_MAX_ORDER] = {0.0};
  double         sums[2]                             = {0.0, 0.0};

  for (uint32_t t = 0; order && t < session->n_takes; ++t) {
    const Recording* const take = &session->takes[t];
    correlate(
      series_of(take, i, false), take->parts[PART_TRAIN], r, ahead + order);
  }
  if (order) {
    linear_solve(r, order, ahead, a);
  }
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const Recording* const take = &session->takes[t];
    measure(series_of(take, i, false),
            series_of(take, i, true),
            take->parts[part],
            a,
            order ? order : 1U,
            sums);
  }
  return sums[0] / sums[1];
}

double
linear_esr(const Session* const session,
           const uint32_t       order,
           const PartOf         part)
{
  const uint32_t n   = goal_n_outputs(&session->goal);
  double         sum = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    sum += esr_of(session, i, order, part);
  }
  return sum / n;
}
