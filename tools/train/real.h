// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file real.h The precision of training, and products over lanes.

   What includes this is compiled twice: in single precision for training, and
   with TRAIN_REAL=double for the tests, which compare gradients with finite
   differences.  Never link both into one program.

   A matrix of activations is [unit][lane], with lanes side by side, so that a
   product with weights [row][column] is a GEMM as it stands.
*/

#ifndef REMANENCE_TRAIN_REAL_H
#define REMANENCE_TRAIN_REAL_H

#include "rmn.h"

#include <stddef.h>

#ifndef TRAIN_REAL
#  define TRAIN_REAL float
#endif

typedef TRAIN_REAL Real;

/// Weights, row by row, or their gradient
typedef struct {
  Real*  first;
  size_t n_rows;
  size_t n_columns;
} Matrix;

/// y [rows][lanes] += W x, where x is [columns][lanes]
void
multiply(Matrix W, const Real* x, Real* y, size_t n_lanes);

/// dx [columns][lanes] += W transposed dy, where dy is [rows][lanes]
void
multiply_back(Matrix W, const Real* dy, Real* dx, size_t n_lanes);

/// dW += dy [rows][lanes] x [columns][lanes] transposed
void
multiply_outer(Matrix dW, const Real* dy, const Real* x, size_t n_lanes);

/// sums [m] += dy [m][lanes], summed over lanes
static inline void
add_lanes(Real* const       sums,
          const size_t      m,
          const Real* const dy,
          const size_t      n_lanes)
{
  for (size_t r = 0; r < m; ++r) {
    Real sum = 0;
    for (size_t l = 0; l < n_lanes; ++l) {
      sum += dy[r * n_lanes + l];
    }
    sums[r] += sum;
  }
}

/// Set row r of y [m][lanes] to b[r] in every lane
static inline void
fill_lanes(Real* const       y,
           const size_t      m,
           const Real* const b,
           const size_t      n_lanes)
{
  for (size_t r = 0; r < m; ++r) {
    for (size_t l = 0; l < n_lanes; ++l) {
      y[r * n_lanes + l] = b[r];
    }
  }
}

/// Apply an activation function but softmax to `n` numbers
void
real_activate(RmnActivation activation, Real* x, size_t n);

/// Multiply `dy` by the derivative of an activation that gave `y`
void
real_activate_back(RmnActivation activation, const Real* y, Real* dy, size_t n);

#endif // REMANENCE_TRAIN_REAL_H
