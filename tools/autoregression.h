// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file autoregression.h Linear autoregression, to hold a forecast against:
/// each value a constant and a weighted sum of those before it

#ifndef REMANENCE_AUTOREGRESSION_H
#define REMANENCE_AUTOREGRESSION_H

#include <stdbool.h>
#include <stddef.h>

enum { AUTOREGRESSION_ORDER = 16 }; ///< Values that it looks back

typedef struct {
  double constant;
  double weights[AUTOREGRESSION_ORDER]; ///< The latest value's first
} Autoregression;

/// Fit to `n` values by least squares; false if there are too few of them
bool
autoregression_fit(Autoregression* ar, const double* values, size_t n);

/// Return what comes after the value before `end`, of which there are enough
double
autoregression_next(const Autoregression* ar, const double* end);

#endif // REMANENCE_AUTOREGRESSION_H
