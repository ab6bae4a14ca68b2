// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "loss.h"

#include "rmn.h"

#include <math.h>
#include <stdbool.h>

const double pre_emphasis = 0.85;

const char*
loss_name(const LossKind kind)
{
  static const char* const names[N_LOSSES] = {
    "esr", "mse", "bce", "cross-entropy"};
  return names[kind];
}

enum { SUMS = 16 }; ///< Side by side, as vectors would have them

/// Add w x^2 to sums
static void
add_squares(Real              sums[SUMS],
            const Real* const w,
            const Real* const x,
            const size_t      n)
{
  size_t i = 0;
  for (; i + SUMS <= n; i += SUMS) {
    for (size_t k = 0; k < SUMS; ++k) {
      sums[k] += w[i + k] * x[i + k] * x[i + k];
    }
  }
  for (; i < n; ++i) {
    sums[i % SUMS] += w[i] * x[i] * x[i];
  }
}

static double
sum_of(const Real sums[SUMS])
{
  double sum = 0.0;
  for (size_t k = 0; k < SUMS; ++k) {
    sum += (double)sums[k];
  }
  return sum;
}

/// dy = the pre-emphasised error; return the sums of squares
static double
emphasise(const Loss* const loss, const LossOf* const of)
{
  const size_t n              = of->n_lanes;
  const Real   a              = (Real)pre_emphasis;
  Real         plain[SUMS]    = {0};
  Real         emphatic[SUMS] = {0};

  for (size_t row = 0; row < of->n_frames * of->n_outputs; ++row) {
    const Real* const counts = of->counts + row / of->n_outputs * n;
    const Real* const y      = of->y + row * n;
    const Real* const target = of->target + row * n;
    Real* const       dy     = of->dy + row * n;
    Real* const       before = of->before + row % of->n_outputs * n;
    for (size_t l = 0; l < n; ++l) {
      const Real e = y[l] - target[l];
      dy[l]        = e - a * before[l];
      before[l]    = e;
    }
    add_squares(plain, counts, before, n);
    add_squares(emphatic, counts, dy, n);
  }
  return loss->plain * sum_of(plain) + loss->emphasised * sum_of(emphatic);
}

/// Squares of the error, plain and pre-emphasised
static double
square_gradient(const Loss* const loss, const LossOf* const of)
{
  const size_t n          = of->n_lanes;
  const size_t n_all      = of->n_frames * of->n_outputs;
  const Real   plain      = (Real)(2.0 * loss->plain);
  const Real   emphasised = (Real)(2.0 * loss->emphasised);
  const double sum        = emphasise(loss, of);

  // An error is heard once more in the frame after it, if that is known
  for (size_t row = 0; row < n_all; ++row) {
    const bool        is_last     = row + of->n_outputs >= n_all;
    const size_t      later       = is_last ? row : row + of->n_outputs;
    const Real        a           = is_last ? 0 : (Real)pre_emphasis;
    const Real* const counts      = of->counts + row / of->n_outputs * n;
    const Real* const next_counts = of->counts + later / of->n_outputs * n;
    const Real* const y           = of->y + row * n;
    const Real* const target      = of->target + row * n;
    const Real* const next        = of->dy + later * n;
    Real* const       dy          = of->dy + row * n;
    for (size_t l = 0; l < n; ++l) {
      const Real e = y[l] - target[l];
      const Real d = counts[l] * dy[l] - a * next_counts[l] * next[l];
      dy[l]        = plain * counts[l] * e + emphasised * d;
    }
  }
  return sum;
}

/// Return the nearest probability whose logarithm is tame
static double
tame(const double y)
{
  static const double edge = 1e-6;
  return y < edge ? edge : y > 1.0 - edge ? 1.0 - edge : y; // NAN stays
}

double
cross_entropy(const double y, const double label)
{
  const double p = tame(y);
  return -(label * log(p) + (1.0 - label) * log1p(-p));
}

static double
cross_entropy_gradient(const Loss* const loss, const LossOf* const of)
{
  const size_t n     = of->n_outputs * of->n_lanes;
  const size_t n_all = n * of->n_frames;
  double       sum   = 0.0;

  for (size_t at = 0; at < n_all; ++at) {
    const double w =
      (double)of->counts[at / n * of->n_lanes + at % of->n_lanes];
    const double p = tame((double)of->y[at]);
    const double q = (double)of->target[at];
    sum += w * cross_entropy(p, q);
    of->dy[at] = (Real)(loss->plain * w * (p - q) / (p * (1.0 - p)));
  }
  return loss->plain * sum;
}

/// Return the logarithm of the sum of exponentials of scores, `step` apart
static double
log_sum(const Real* const scores, const size_t n, const size_t step)
{
  double most = (double)scores[0];
  double sum  = 0.0;
  for (size_t o = 1; o < n; ++o) {
    most = fmax(most, (double)scores[o * step]);
  }
  for (size_t o = 0; o < n; ++o) {
    sum += exp((double)scores[o * step] - most);
  }
  // cppcheck-suppress invalidFunctionArg ; The largest adds 1
  return most + log(sum);
}

double
class_entropy(const float* const scores, const size_t n, const size_t k)
{
  Real copy[RMN_MAX_OUTPUTS] = {0};
  for (size_t o = 0; o < n; ++o) {
    copy[o] = (Real)scores[o];
  }
  return log_sum(copy, n, 1) - (double)scores[k];
}

/// Of a softmax, which is part of the loss, so that its gradient is tame
static double
softmax_gradient(const Loss* const loss, const LossOf* const of)
{
  const size_t step = of->n_lanes;
  double       sum  = 0.0;

  for (size_t at = 0; at < of->n_frames * step; ++at) {
    const size_t      first = at / step * step * of->n_outputs + at % step;
    const Real* const y     = of->y + first;
    const double      w     = loss->plain * (double)of->counts[at];
    const size_t      right = (size_t)of->target[at];
    const double      total = log_sum(y, of->n_outputs, step);
    for (size_t o = 0; o < of->n_outputs; ++o) {
      const double p           = exp((double)y[o * step] - total);
      of->dy[first + o * step] = (Real)(w * (p - (o == right ? 1.0 : 0.0)));
    }
    sum += w * (total - (double)y[right * step]);
  }
  return sum;
}

double
loss_gradient(const Loss* const loss, const LossOf* const of)
{
  return loss->kind == LOSS_BCE  ? cross_entropy_gradient(loss, of)
         : loss->kind == LOSS_CE ? softmax_gradient(loss, of)
                                 : square_gradient(loss, of);
}
