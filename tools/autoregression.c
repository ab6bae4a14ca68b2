// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "autoregression.h"

#include <math.h>

enum { N = AUTOREGRESSION_ORDER + 1 }; ///< Coefficients, the constant last

/// Of the energy, added to each so that what is nearly singular can be solved
static const double ridge = 1e-12;

/// Solve `A x = b`, A symmetric and positive: Cholesky, in place
static bool
solve(double A[N][N], double x[N])
{
  for (int i = 0; i < N; ++i) {
    for (int j = 0; j <= i; ++j) {
      double sum = A[i][j];
      for (int k = 0; k < j; ++k) {
        sum -= A[i][k] * A[j][k];
      }
      if (i == j && !(sum > 0.0)) {
        return false;
      }
      A[i][j] = i == j ? sqrt(sum) : sum / A[j][j];
    }
  }
  for (int i = 0; i < N; ++i) {
    for (int k = 0; k < i; ++k) {
      x[i] -= A[i][k] * x[k];
    }
    x[i] /= A[i][i];
  }
  for (int i = N - 1; i >= 0; --i) {
    for (int k = i + 1; k < N; ++k) {
      x[i] -= A[k][i] * x[k];
    }
    x[i] /= A[i][i];
  }
  return true;
}

/// Return the mean of `n` values
static double
find_mean(const double* const values, const size_t n)
{
  double sum = 0.0;
  for (size_t t = 0; t < n; ++t) {
    sum += values[t];
  }
  return sum / (double)n;
}

/// Add one row to the normal equations, of values less their mean
static void
add_row(double A[N][N], double b[N], const double* const end, const double mean)
{
  double row[N];
  for (int i = 0; i < AUTOREGRESSION_ORDER; ++i) {
    row[i] = end[-1 - i] - mean;
  }
  row[N - 1] = 1.0;
  for (int i = 0; i < N; ++i) {
    b[i] += row[i] * (*end - mean);
    for (int j = 0; j <= i; ++j) {
      A[i][j] += row[i] * row[j];
    }
  }
}

bool
autoregression_fit(Autoregression* const ar,
                   const double* const   values,
                   const size_t          n)
{
  double A[N][N] = {{0.0}};
  double b[N]    = {0.0};
  if (n < 4U * N) {
    return false;
  }

  const double mean = find_mean(values, n); // Against rounding
  for (size_t t = AUTOREGRESSION_ORDER; t < n; ++t) {
    add_row(A, b, values + t, mean);
  }
  for (int i = 0; i < N; ++i) {
    A[i][i] += ridge * A[i][i] + 1e-300;
  }
  if (!solve(A, b)) {
    return false;
  }

  ar->constant = b[N - 1] + mean;
  for (int i = 0; i < AUTOREGRESSION_ORDER; ++i) {
    ar->weights[i] = b[i];
    ar->constant -= b[i] * mean;
  }
  return true;
}

double
autoregression_next(const Autoregression* const ar, const double* const end)
{
  double sum = ar->constant;
  for (int i = 0; i < AUTOREGRESSION_ORDER; ++i) {
    sum += ar->weights[i] * end[-1 - i];
  }
  return sum;
}
