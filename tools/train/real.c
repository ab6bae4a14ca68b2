// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "real.h"

#include "batch.h"
#include "kernel/activation.h"

#include <cblas.h>

#define real_gemm _Generic((Real)0, float : cblas_sgemm, double : cblas_dgemm)

/// What a product takes, row by row, and whether it takes it transposed
typedef struct {
  const Real*     first;
  size_t          n_columns;
  CBLAS_TRANSPOSE transposed;
} Factor;

/// c [m][n] += a b, over `k` products
static void
add_product(const Factor a,
            const Factor b,
            Real* const  c,
            const size_t m,
            const size_t n,
            const size_t k)
{
  real_gemm(CblasRowMajor,
            a.transposed,
            b.transposed,
            (int)m,
            (int)n,
            (int)k,
            (Real)1,
            a.first,
            (int)a.n_columns,
            b.first,
            (int)b.n_columns,
            (Real)1,
            c,
            (int)n);
}

void
multiply(const Matrix      W,
         const Real* const x,
         Real* const       y,
         const size_t      n_lanes)
{
  const Factor weights = {W.first, W.n_columns, CblasNoTrans};
  const Factor lanes   = {x, n_lanes, CblasNoTrans};
  add_product(weights, lanes, y, W.n_rows, n_lanes, W.n_columns);
}

void
multiply_back(const Matrix      W,
              const Real* const dy,
              Real* const       dx,
              const size_t      n_lanes)
{
  const Factor weights = {W.first, W.n_columns, CblasTrans};
  const Factor lanes   = {dy, n_lanes, CblasNoTrans};
  add_product(weights, lanes, dx, W.n_columns, n_lanes, W.n_rows);
}

void
multiply_outer(const Matrix      dW,
               const Real* const dy,
               const Real* const x,
               const size_t      n_lanes)
{
  const Factor left  = {dy, n_lanes, CblasNoTrans};
  const Factor right = {x, n_lanes, CblasTrans};
  add_product(left, right, dW.first, dW.n_rows, dW.n_columns, n_lanes);
}

/// In single precision, the very functions that will play the network
static void
activate_float(const RmnActivation activation, float* const x, const size_t n)
{
  const RmnFunction f = {.activation = activation};
  activate(&f, x, (uint32_t)n);
}

/// In double precision, those that they are compared with
static void
activate_double(const RmnActivation activation, double* const x, const size_t n)
{
  rmn_batch_activate((RmnFunction){.activation = activation}, x, (int)n);
}

void
real_activate(const RmnActivation activation, Real* const x, const size_t n)
{
  _Generic((Real)0, float
           : activate_float, double
           : activate_double)(activation, x, n);
}

void
real_activate_back(const RmnActivation activation,
                   const Real* const   y,
                   Real* const         dy,
                   const size_t        n)
{
  for (size_t i = 0; i < n; ++i) {
    switch (activation) {
    default: // Linear: others are not trained, see layer_funcs()
      break;
    case RMN_TANH:
      dy[i] *= 1 - y[i] * y[i];
      break;
    case RMN_SIGMOID:
      dy[i] *= y[i] * (1 - y[i]);
      break;
    case RMN_RELU:
      dy[i] = y[i] > 0 ? dy[i] : 0;
      break;
    case RMN_ELU:
      dy[i] *= y[i] < 0 ? y[i] + 1 : 1;
      break;
    }
  }
}
