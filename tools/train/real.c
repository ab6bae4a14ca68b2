// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "real.h"

#include "kernel/activation.h"

#include <cblas.h>

#include <math.h>

#define real_gemm _Generic((Real)0, float : cblas_sgemm, double : cblas_dgemm)

/// A matrix, row by row, `n` numbers each
typedef struct {
  const Real* first;
  size_t      n;
} Rows;

/// c [m][n] += a b, both of which may be transposed, over `k` products
static void
add_product(const Rows   a,
            const bool   is_a_transposed,
            const Rows   b,
            const bool   is_b_transposed,
            Real* const  c,
            const size_t m,
            const size_t n,
            const size_t k)
{
  real_gemm(CblasRowMajor,
            is_a_transposed ? CblasTrans : CblasNoTrans,
            is_b_transposed ? CblasTrans : CblasNoTrans,
            (int)m,
            (int)n,
            (int)k,
            (Real)1,
            a.first,
            (int)a.n,
            b.first,
            (int)b.n,
            (Real)1,
            c,
            (int)n);
}

void
multiply(const Real* const W,
         const size_t      m,
         const size_t      k,
         const Real* const x,
         Real* const       y,
         const size_t      n_lanes)
{
  const Rows weights = {W, k};
  const Rows lanes   = {x, n_lanes};
  add_product(weights, false, lanes, false, y, m, n_lanes, k);
}

void
multiply_back(const Real* const W,
              const size_t      m,
              const size_t      k,
              const Real* const dy,
              Real* const       dx,
              const size_t      n_lanes)
{
  const Rows weights = {W, k};
  const Rows lanes   = {dy, n_lanes};
  add_product(weights, true, lanes, false, dx, k, n_lanes, m);
}

void
multiply_outer(Real* const       dW,
               const size_t      m,
               const size_t      k,
               const Real* const dy,
               const Real* const x,
               const size_t      n_lanes)
{
  const Rows left  = {dy, n_lanes};
  const Rows right = {x, n_lanes};
  add_product(left, false, right, true, dW, m, k, n_lanes);
}

/// In single precision, the very functions that will play the network
static void
activate_float(const RmnActivation activation, float* const x, const size_t n)
{
  activate(activation, x, (uint32_t)n);
}

static void
activate_double(const RmnActivation activation, double* const x, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    switch (activation) {
    case RMN_LINEAR:
    case RMN_SOFTMAX:
      break;
    case RMN_TANH:
      x[i] = tanh(x[i]);
      break;
    case RMN_SIGMOID:
      x[i] = 0.5 + 0.5 * tanh(0.5 * x[i]);
      break;
    case RMN_RELU:
      x[i] = x[i] < 0.0 ? 0.0 : x[i];
      break;
    case RMN_ELU:
      x[i] = x[i] < 0.0 ? expm1(x[i]) : x[i];
      break;
    }
  }
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
    case RMN_LINEAR:
    case RMN_SOFTMAX:
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
