// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file activation.h Activation functions over arrays

#ifndef RMN_KERNEL_ACTIVATION_H
#define RMN_KERNEL_ACTIVATION_H

#include "vector.h"

/// Replace x by `a + b tanh(x / k)`
INLINE void
map_tanh(float* const   x,
         const uint32_t n,
         const float    a,
         const float    b,
         const float    k)
{
  for (uint32_t i = 0; i < n; i += 4U) {
    const uint32_t left   = n - i < 4U ? n - i : 4U;
    float          in[4]  = {0.0f};
    float          out[4] = {0.0f};
    memcpy(in, x + i, left * sizeof(float));
    const Ratio4 r = tanh_ratio4(load4(in), tanh_gain4(k), k);
    store4(out, madd4(r.n / r.d, splat4(b), splat4(a)));
    memcpy(x + i, out, left * sizeof(float));
  }
}

static inline void
tanh_vector(float* const x, const uint32_t n)
{
  map_tanh(x, n, 0.0f, 1.0f, 1.0f);
}

static inline void
sigmoid_vector(float* const x, const uint32_t n)
{
  map_tanh(x, n, 0.5f, 0.5f, 2.0f);
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
