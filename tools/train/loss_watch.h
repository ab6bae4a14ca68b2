// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file loss_watch.h Whether a loss is beyond what is usual of late.

   Losses of a training differ by what was heard: a window of little audio, or
   of loud passages, may have several times that of another.  So what is usual
   is measured, in logarithms, and an explosion is what lies far outside.
*/

#ifndef REMANENCE_TRAIN_LOSS_WATCH_H
#define REMANENCE_TRAIN_LOSS_WATCH_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

enum { WATCHED = 16 }; ///< Losses that what is usual is the mean of, about

typedef struct {
  double   mean;     ///< Of the logarithms of losses
  double   variance; ///< Of these
  uint32_t n;        ///< Losses that count in both, up to WATCHED
} LossWatch;

/// Return whether a loss is more than three times what is usual, and more than
/// chance explains, or no number; else count it in
static inline bool
loss_watch_explodes(LossWatch* const watch, const double loss)
{
  static const double least    = 1e-30;
  static const double too_much = 1.0986122886681098; ///< log 3
  static const double too_far  = 4.0;                ///< Standard deviations
  static const double unknown  = 0.25; ///< Variance, while losses are few
  if (!isfinite(loss)) {
    return true;
  }

  const double x     = log(fmax(loss, least));
  const double above = x - watch->mean;
  if (watch->n && above > too_much &&
      above > too_far * sqrt(watch->variance + unknown / watch->n)) {
    return true;
  }
  watch->n += watch->n < WATCHED;
  watch->mean += above / watch->n;
  watch->variance += (above * (x - watch->mean) - watch->variance) / watch->n;
  return false;
}

#endif // REMANENCE_TRAIN_LOSS_WATCH_H
