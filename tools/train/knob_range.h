// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file knob_range.h Knobs in training go from -1 to 1, whatever their range.

   Otherwise, what a knob is counted in would decide how fast it is learned.
*/

#ifndef REMANENCE_TRAIN_KNOB_RANGE_H
#define REMANENCE_TRAIN_KNOB_RANGE_H

#include "rmn.h"

/// A knob is `centre + reach x` where training has x
typedef struct {
  double centre;
  double reach;
} KnobRange;

static const KnobRange knob_range_unit = {0.0, 1.0};

/// Return the range of a knob; one that cannot be turned keeps its value
static inline KnobRange
knob_range_of(const RmnInput* const knob)
{
  const double low  = (double)knob->minimum;
  const double high = (double)knob->maximum;
  return high > low ? (KnobRange){0.5 * (low + high), 0.5 * (high - low)}
                    : knob_range_unit;
}

#endif // REMANENCE_TRAIN_KNOB_RANGE_H
