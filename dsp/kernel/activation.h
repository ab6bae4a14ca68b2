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
elu_vector(float* const restrict x, const uint32_t n, const float alpha)
{
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = x[i] < 0.0f ? alpha * expm1f(x[i]) : x[i];
  }
}

static inline void
affine_vector(float* const restrict x,
              const uint32_t n,
              const float    alpha,
              const float    beta)
{
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = madd1(alpha, x[i], beta);
  }
}

static inline void
leaky_relu_vector(float* const restrict x, const uint32_t n, const float alpha)
{
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = x[i] < 0.0f ? alpha * x[i] : x[i];
  }
}

static inline void
thresholded_relu_vector(float* const restrict x,
                        const uint32_t n,
                        const float    alpha)
{
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = x[i] < alpha ? 0.0f : x[i];
  }
}

static inline void
scaled_tanh_vector(float* const restrict x,
                   const uint32_t n,
                   const float    alpha,
                   const float    beta)
{
  for (uint32_t i = 0; i < n; ++i) {
    x[i] *= beta;
  }
  map_tanh(x, n, 0.0f, alpha, 1.0f);
}

static inline void
clip_vector(float* const restrict x,
            const uint32_t n,
            const float    minimum,
            const float    maximum)
{
  for (uint32_t i = 0; i < n; ++i) {
    const float least = x[i] < minimum ? minimum : x[i];
    x[i]              = least > maximum ? maximum : least;
  }
}

static inline void
softsign_vector(float* const restrict x, const uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    x[i] /= 1.0f + fabsf(x[i]);
  }
}

/// Shifted by what is positive, so that nothing overflows
static inline void
softplus_vector(float* const restrict x, const uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    const float above = x[i] < 0.0f ? 0.0f : x[i];
    x[i]              = above + log1pf(expf(-fabsf(x[i])));
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
activate(const RmnFunction* const f, float* const x, const uint32_t n)
{
  switch (f->activation) {
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
    elu_vector(x, n, 1.0f);
    break;
  case RMN_SOFTMAX:
    softmax_vector(x, n);
    break;
  case RMN_AFFINE:
    affine_vector(x, n, f->alpha, f->beta);
    break;
  case RMN_LEAKY_RELU:
    leaky_relu_vector(x, n, f->alpha);
    break;
  case RMN_THRESHOLDED_RELU:
    thresholded_relu_vector(x, n, f->alpha);
    break;
  case RMN_SCALED_TANH:
    scaled_tanh_vector(x, n, f->alpha, f->beta);
    break;
  case RMN_HARD_SIGMOID:
    affine_vector(x, n, f->alpha, f->beta);
    clip_vector(x, n, 0.0f, 1.0f);
    break;
  case RMN_SCALED_ELU:
    elu_vector(x, n, f->alpha);
    break;
  case RMN_SOFTSIGN:
    softsign_vector(x, n);
    break;
  case RMN_SOFTPLUS:
    softplus_vector(x, n);
    break;
  }
}

#endif // RMN_KERNEL_ACTIVATION_H
