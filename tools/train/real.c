// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "real.h"

#include "kernel/activation.h"

#include <cblas.h>

#include <math.h>

#define real_gemm _Generic((Real)0, float : cblas_sgemm, double : cblas_dgemm)

void
multiply(const Real* const W,
         const size_t      m,
         const size_t      k,
         const Real* const x,
         Real* const       y,
         const size_t      n_lanes)
{
  const int M = (int)m;
  const int K = (int)k;
  const int N = (int)n_lanes;
  real_gemm(CblasRowMajor,
            CblasNoTrans,
            CblasNoTrans,
            M,
            N,
            K,
            (Real)1,
            W,
            K,
            x,
            N,
            (Real)1,
            y,
            N);
}

void
multiply_back(const Real* const W,
              const size_t      m,
              const size_t      k,
              const Real* const dy,
              Real* const       dx,
              const size_t      n_lanes)
{
  const int M = (int)m;
  const int K = (int)k;
  const int N = (int)n_lanes;
  real_gemm(CblasRowMajor,
            CblasTrans,
            CblasNoTrans,
            K,
            N,
            M,
            (Real)1,
            W,
            K,
            dy,
            N,
            (Real)1,
            dx,
            N);
}

void
multiply_outer(Real* const       dW,
               const size_t      m,
               const size_t      k,
               const Real* const dy,
               const Real* const x,
               const size_t      n_lanes)
{
  const int M = (int)m;
  const int K = (int)k;
  const int N = (int)n_lanes;
  real_gemm(CblasRowMajor,
            CblasNoTrans,
            CblasTrans,
            M,
            K,
            N,
            (Real)1,
            dy,
            N,
            x,
            N,
            (Real)1,
            dW,
            K);
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
