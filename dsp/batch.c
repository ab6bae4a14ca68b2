// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file batch.c The layers over whole sequences of many streams.

   Written for clarity, in double precision, straight from the description of
   the network: this is what the real-time path is compared with.  One product
   projects the inputs of every time step at once; only the recurrent product
   goes step by step, over all streams.
*/

#include "batch.h"
#include "network.h"

#include <cblas.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool
widen(double** const array, const float* const source, const size_t n)
{
  if (!n) {
    return true;
  }

  *array = (double*)malloc(n * sizeof(double));
  for (size_t i = 0; *array && i < n; ++i) {
    (*array)[i] = (double)source[i];
  }
  return *array;
}

static bool
widen_layer(RmnWeights* const w, const RmnLayer* const layer)
{
  const RmnLayerSizes n = rmn_shape_sizes(&layer->shape);

  return widen(&w->W, layer->W, n.W) && widen(&w->U, layer->U, n.U) &&
         widen(&w->b, layer->b, n.b) && widen(&w->b_u, layer->b_u, n.b_u) &&
         widen(&w->P, layer->P, n.P) && widen(&w->h0, layer->h0, n.h0) &&
         widen(&w->c0, layer->c0, n.c0);
}

static void
free_weights(RmnWeights* const w)
{
  free(w->W);
  free(w->U);
  free(w->b);
  free(w->b_u);
  free(w->P);
  free(w->h0);
  free(w->c0);
}

/// Shifted by the largest element, so that nothing overflows
static void
softmax(double* const x, const int n)
{
  double largest = x[0];
  double sum     = 0.0;
  for (int i = 1; i < n; ++i) {
    largest = fmax(largest, x[i]);
  }
  for (int i = 0; i < n; ++i) {
    x[i] = exp(x[i] - largest);
    sum += x[i];
  }
  for (int i = 0; i < n; ++i) {
    x[i] /= sum;
  }
}

/// Apply a function that sees no other channel
static double
apply(const RmnFunction f, const double x)
{
  const double alpha = (double)f.alpha;
  const double beta  = (double)f.beta;
  switch (f.activation) {
  case RMN_LINEAR:
  case RMN_SOFTMAX:
    break;
  case RMN_TANH:
    return tanh(x);
  case RMN_SIGMOID:
    return rmn_batch_sigmoid(x);
  case RMN_RELU:
    return fmax(x, 0.0);
  case RMN_ELU:
    return x < 0.0 ? expm1(x) : x;
  case RMN_AFFINE:
    return alpha * x + beta;
  case RMN_LEAKY_RELU:
    return x < 0.0 ? alpha * x : x;
  case RMN_THRESHOLDED_RELU:
    return x < alpha ? 0.0 : x;
  case RMN_SCALED_TANH:
    return alpha * tanh(beta * x);
  case RMN_HARD_SIGMOID:
    return fmin(fmax(alpha * x + beta, 0.0), 1.0);
  case RMN_SCALED_ELU:
    return x < 0.0 ? alpha * expm1(x) : x;
  case RMN_SOFTSIGN:
    return x / (1.0 + fabs(x));
  case RMN_SOFTPLUS:
    return fmax(x, 0.0) + log1p(exp(-fabs(x)));
  }
  return x;
}

void
rmn_batch_activate(const RmnFunction f, double* const x, const int n)
{
  if (f.activation == RMN_SOFTMAX) {
    softmax(x, n);
  }
  for (int i = 0; i < n; ++i) {
    x[i] = apply(f, x[i]);
  }
}

void
rmn_batch_multiply(const double* const x,
                   const double* const W,
                   double* const       y,
                   const int           m,
                   const int           k,
                   const int           n)
{
  cblas_dgemm(CblasRowMajor,
              CblasNoTrans,
              CblasTrans,
              m,
              n,
              k,
              1.0,
              x,
              k,
              W,
              k,
              1.0,
              y,
              n);
}

void
rmn_batch_fill(double* const       y,
               const double* const bias,
               const int           m,
               const int           n)
{
  for (int r = 0; r < m; ++r) {
    double* const row = y + (size_t)r * n;
    for (int i = 0; i < n; ++i) {
      row[i] = bias ? bias[i] : 0.0;
    }
  }
}

static void
run_dense(const RmnShape* const   s,
          const RmnWeights* const w,
          const RmnExtent         extent,
          const double* const     x,
          double* const           y)
{
  const int m = extent.n_frames * extent.n_streams;
  const int n = (int)s->n_outputs;

  rmn_batch_fill(y, w->b, m, n);
  rmn_batch_multiply(x, w->W, y, m, (int)s->n_inputs, n);
  for (int r = 0; r < m; ++r) {
    rmn_batch_activate(
      rmn_shape_function(s, RMN_OF_GATES), y + (size_t)r * n, n);
  }
}

static void
run_pointwise(const RmnShape* const   s,
              const RmnWeights* const w,
              const RmnExtent         extent,
              const double* const     x,
              double* const           y)
{
  const int n = (int)s->n_outputs;

  for (int r = 0; r < extent.n_frames * extent.n_streams; ++r) {
    const double* const in  = x + (size_t)r * n;
    double* const       out = y + (size_t)r * n;

    memcpy(out, in, (size_t)n * sizeof(double));
    if (s->type == RMN_ACTIVATION) {
      rmn_batch_activate(rmn_shape_function(s, RMN_OF_GATES), out, n);
    }
    for (int i = 0; s->type == RMN_PRELU && i < n; ++i) {
      out[i] *= in[i] < 0.0 ? w->W[i] : 1.0; // NOLINT: prelu has W
    }
    for (int i = 0; s->type == RMN_BATCHNORM && i < n; ++i) {
      out[i] = w->W[i] * in[i] + w->b[i]; // NOLINT: batchnorm has W
    }
  }
}

/// One output frame of one stream: the taps that have been heard, by group
static void
convolve(const RmnShape* const   s,
         const RmnWeights* const w,
         const RmnExtent         extent,
         const double* const     x,
         double* const           y,
         const int               t)
{
  const int n_in  = (int)(s->n_inputs / s->n_groups);
  const int n_out = (int)(s->n_outputs / s->n_groups);

  for (int tap = 0; tap < (int)s->kernel_size; ++tap) {
    const int age = ((int)s->kernel_size - 1 - tap) * (int)s->dilation;
    if (age > t) {
      continue;
    }

    const double* const in =
      x - (size_t)age * (size_t)extent.n_streams * s->n_inputs;
    const double* const W = w->W + (size_t)tap * s->n_outputs * (size_t)n_in;
    for (int o = 0; o < (int)s->n_outputs; ++o) {
      const double* const group = in + (size_t)(o / n_out) * n_in;
      y[o] += cblas_ddot(n_in, W + (size_t)o * n_in, 1, group, 1);
    }
  }
}

static void
run_conv1d(const RmnShape* const   s,
           const RmnWeights* const w,
           const RmnExtent         extent,
           const double*           x,
           double*                 y)
{
  const int n = (int)s->n_outputs;

  rmn_batch_fill(y, w->b, extent.n_frames * extent.n_streams, n);
  for (int t = 0; t < extent.n_frames; ++t) {
    for (int m = 0; m < extent.n_streams; ++m) {
      convolve(s, w, extent, x, y, t);
      rmn_batch_activate(rmn_shape_function(s, RMN_OF_GATES), y, n);
      x += s->n_inputs;
      y += n;
    }
  }
}

static RmnStatus
run_layer(const RmnLayer* const layer,
          const RmnExtent       extent,
          const RmnStart        start,
          const double* const   x,
          double* const         y)
{
  const RmnShape* const s  = &layer->shape;
  RmnWeights            w  = {0};
  RmnStatus             st = RMN_ERR_NO_MEMORY;

  if (widen_layer(&w, layer)) {
    st = RMN_OK;
    if (rmn_shape_n_gates(s)) {
      st = rmn_batch_recurrent(s, &w, extent, start, x, y);
    } else if (s->type == RMN_DENSE) {
      run_dense(s, &w, extent, x, y);
    } else if (s->type == RMN_CONV1D) {
      run_conv1d(s, &w, extent, x, y);
    } else {
      run_pointwise(s, &w, extent, x, y);
    }
  }

  free_weights(&w);
  return st;
}

/// Copy frames of `n` channels: of `from`, every `step`th
static void
pick(const double* const from,
     double* const       to,
     const size_t        n_frames,
     const size_t        n,
     const size_t        step)
{
  for (size_t t = 0; t * step < n_frames; ++t) {
    memcpy(to + t * n, from + t * step * n, n * sizeof(double));
  }
}

/// Copy each frame of `n` channels as often as it is held
static void
hold(const double* const from,
     double* const       to,
     const size_t        n_frames,
     const size_t        n,
     const size_t        step)
{
  for (size_t t = 0; t < n_frames; ++t) {
    memcpy(to + t * n, from + t / step * n, n * sizeof(double));
  }
}

/// Run a layer over the frames in which it steps
static RmnStatus
run_seldom(const RmnLayer* const layer,
           const RmnExtent       extent,
           const RmnStart        start,
           const double* const   x,
           double* const         y)
{
  const size_t    P     = rmn_shape_period(&layer->shape);
  const size_t    m     = (size_t)extent.n_frames;
  const size_t    n_in  = layer->shape.n_inputs * (size_t)extent.n_streams;
  const size_t    n_out = layer->shape.n_outputs * (size_t)extent.n_streams;
  const RmnExtent steps = {(int)((m + P - 1U) / P), extent.n_streams};
  double* const   in    = (double*)malloc((m + P) * n_in * sizeof(double));
  double* const   out   = (double*)malloc((m + P) * n_out * sizeof(double));
  RmnStatus       st    = in && out ? RMN_OK : RMN_ERR_NO_MEMORY;
  if (!st) {
    pick(x, in, m, n_in, P);
    st = run_layer(layer, steps, start, in, out);
  }
  if (!st) {
    hold(out, y, m, n_out, P);
  }
  free(in);
  free(out);
  return st;
}

/// Widest sequence between layers, in channels
static size_t
max_width(const RmnNetwork* const network)
{
  size_t width = network->n_inputs;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const size_t n = rmn_network_n_given(network, l + 1U);
    width          = n > width ? n : width;
  }
  return width;
}

/// Copy the `n` channels of `m` frames to where channel `first` of a joint
/// frame is
static void
join(const double* const part,
     double* const       joint,
     const size_t        m,
     const size_t        n,
     const size_t        first,
     const size_t        n_joint)
{
  for (size_t i = 0; i < m; ++i) {
    memcpy(joint + i * n_joint + first, part + i * n, n * sizeof(double));
  }
}

/**
   Run layer `l`, and those beside it, which take the same.

   @param part Room for what one of them gives.
   @return The layer after them, or 0 without memory.
*/
static uint32_t
run_beside(const RmnNetwork* const network,
           uint32_t                l,
           const RmnExtent         extent,
           const RmnStart          start,
           const double* const     x,
           double* const           part,
           double* const           y)
{
  const size_t m   = (size_t)extent.n_frames * (size_t)extent.n_streams;
  uint32_t     end = l + 1U;
  while (end < network->n_layers &&
         network->layers[end].shape.place == RMN_BESIDE) {
    ++end;
  }

  const size_t n_joint = rmn_network_n_given(network, end);
  for (size_t first = 0; l < end; ++l) {
    const RmnLayer* const layer     = &network->layers[l];
    const size_t          n         = layer->shape.n_outputs;
    const bool            is_seldom = rmn_shape_period(&layer->shape) > 1U;
    if ((is_seldom ? run_seldom : run_layer)(layer, extent, start, x, part)) {
      return 0;
    }
    join(part, y, m, n, first, n_joint);
    first += n;
  }
  return end;
}

RmnStatus
rmn_batch_process(const RmnNetwork* const network,
                  const RmnStart          start,
                  const double* const     in,
                  double* const           out,
                  const uint32_t          n_frames,
                  const uint32_t          n_streams)
{
  const RmnExtent extent = {(int)n_frames, (int)n_streams};
  const size_t    m      = (size_t)n_frames * n_streams;
  const size_t    size   = m * max_width(network) * sizeof(double) + 1U;
  const size_t    n_in   = network->n_inputs;
  const size_t    n_out  = network->n_outputs;

  double*       x    = (double*)calloc(1, size);
  double*       y    = (double*)calloc(1, size);
  double* const part = (double*)calloc(1, size);
  RmnStatus     st   = x && y && part ? RMN_OK : RMN_ERR_NO_MEMORY;

  for (size_t i = 0; !st && i < m * n_in; ++i) {
    x[i] = in[i] * (i % n_in ? 1.0 : (double)network->in_gain);
  }

  for (uint32_t l = 0; !st && l < network->n_layers;) {
    l  = run_beside(network, l, extent, start, x, part, y);
    st = l ? RMN_OK : RMN_ERR_NO_MEMORY;

    double* const swap = x;
    x                  = y;
    y                  = swap;
  }

  for (size_t i = 0; !st && i < m * n_out; ++i) {
    const double audio = in[i / n_out * n_in] * (double)network->in_gain;
    const double skip  = i % n_out < network->n_skip ? audio : 0.0;

    out[i] = (x[i] + skip) * (double)network->out_gain;
  }

  free(x);
  free(y);
  free(part);
  return st;
}
