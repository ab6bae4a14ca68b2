// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file batch.h What the files of the batch form share

#ifndef RMN_BATCH_H
#define RMN_BATCH_H

#include "rmn.h"

#include <math.h>

/// A sequence is [n_frames][n_streams][channels]; both counts never change
typedef struct {
  int n_frames;
  int n_streams;
} RmnExtent;

/// The arrays of a layer in double precision, see RmnLayer
typedef struct {
  double* W;
  double* U;
  double* b;
  double* b_u;
  double* P;
  double* h0;
  double* c0;
} RmnWeights;

static inline double
rmn_batch_sigmoid(const double x)
{
  return 1.0 / (1.0 + exp(-x));
}

/// Apply a function to one row of `n` channels
void
rmn_batch_activate(RmnFunction f, double* x, int n);

/// Set each of `m` rows of y to `bias` [n], or to zero without one
void
rmn_batch_fill(double* y, const double* bias, int m, int n);

/// y [m][n] += x [m][k] W^T, W [n][k] being rows of weights
void
rmn_batch_multiply(const double* x,
                   const double* W,
                   double*       y,
                   int           m,
                   int           k,
                   int           n);

/**
   Run a rnn, lstm or gru layer.

   @param x [n_frames][n_streams][n_inputs]
   @param y [n_frames][n_streams][n_outputs]
   @return RMN_OK or RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_batch_recurrent(const RmnShape*   shape,
                    const RmnWeights* weights,
                    RmnExtent         extent,
                    RmnStart          start,
                    const double*     x,
                    double*           y);

#endif // RMN_BATCH_H
