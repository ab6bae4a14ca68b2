// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file activation.h Activation functions over vectors

#ifndef RMN_KERNEL_ACTIVATION_H
#define RMN_KERNEL_ACTIVATION_H

#include "rmn.h"

#include <math.h>

/**
   tanh(x) as a rational minimax approximation on [-8, 8], saturating outside.

   Of degree 7 over 8, written in its real roots so the chain of operations is
   short; the largest error is 6e-7.
*/
static inline float
tanh_rational(const float x)
{
  const float below = x > 8.0f ? 8.0f : x;
  const float z     = below < -8.0f ? -8.0f : below;
  const float u     = z * z;

  const float e0 = 9.88128506f;
  const float e1 = 43.2971243f, e2 = 206.659512f;
  const float r0 = 2.46749162f, r3 = 867.403691f;
  const float r1 = 22.5497723f, r2 = 85.4822224f;

  const float n =
    (46.6623667f * z) * (u + e0) * (u * (u + (e1 + e2)) + e1 * e2);
  const float d =
    (u * (u + (r0 + r3)) + r0 * r3) * (u * (u + (r1 + r2)) + r1 * r2);

  return n / d;
}

static inline void
tanh_vector(float* const restrict x, const uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = tanh_rational(x[i]);
  }
}

static inline void
sigmoid_vector(float* const restrict x, const uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = 0.5f + 0.5f * tanh_rational(0.5f * x[i]);
  }
}

/// A NaN stays NaN, so that the player sees and contains it
static inline void
relu_vector(float* const restrict x, const uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = x[i] < 0.0f ? 0.0f : x[i];
  }
}

static inline void
elu_vector(float* const restrict x, const uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = x[i] < 0.0f ? expm1f(x[i]) : x[i];
  }
}

/// Shifted by the largest element, so that nothing overflows
static inline void
softmax_vector(float* const restrict x, const uint32_t n)
{
  float largest = x[0];
  for (uint32_t i = 1; i < n; ++i) {
    largest = x[i] > largest ? x[i] : largest;
  }

  float sum = 0.0f;
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = expf(x[i] - largest);
    sum += x[i];
  }

  for (uint32_t i = 0; i < n; ++i) {
    x[i] /= sum;
  }
}

static inline void
activate(const RmnActivation activation, float* const x, const uint32_t n)
{
  switch (activation) {
  case RMN_LINEAR:
    break;
  case RMN_TANH:
    tanh_vector(x, n);
    break;
  case RMN_SIGMOID:
    sigmoid_vector(x, n);
    break;
  case RMN_RELU:
    relu_vector(x, n);
    break;
  case RMN_ELU:
    elu_vector(x, n);
    break;
  case RMN_SOFTMAX:
    softmax_vector(x, n);
    break;
  }
}

#endif // RMN_KERNEL_ACTIVATION_H
