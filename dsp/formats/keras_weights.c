// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file keras_weights.c The weights of a layer in a Keras-style file.

   Keras multiplies from the left, `x W`, so its matrices are [in][out].  The
   gates of a LSTM stand in the canonical order, those of a GRU as z, r, c.
*/

#include "keras.h"

#include "formats.h"
#include "network.h"

#include <math.h>
#include <string.h>

static bool
read_bias(const RmnKerasSource* const source, RmnLayer* const layer)
{
  const RmnJson bias = rmn_json_element(source->weights, 1);
  return !bias.value || rmn_json_vector(bias, source->out, layer->b);
}

static bool
read_dense(const RmnKerasSource* const source, RmnLayer* const layer)
{
  const RmnJson weights = rmn_json_element(source->weights, 0);
  return rmn_json_transposed(weights, source->in, source->out, layer->W) &&
         read_bias(source, layer);
}

/// The rows of every gate
static RmnExtent
gates_extent(const RmnKerasSource* const source, const RmnLayer* const layer)
{
  const uint32_t n_gates = rmn_shape_n_gates(&layer->shape);
  return (RmnExtent){n_gates * source->out.size, source->out.source};
}

static bool
read_kernels(const RmnKerasSource* const source, RmnLayer* const layer)
{
  const RmnJson   W     = rmn_json_element(source->weights, 0);
  const RmnJson   U     = rmn_json_element(source->weights, 1);
  const RmnExtent gates = gates_extent(source, layer);
  return rmn_json_transposed(W, source->in, gates, layer->W) &&
         rmn_json_transposed(U, source->out, gates, layer->U);
}

static bool
read_lstm(const RmnKerasSource* const source, RmnLayer* const layer)
{
  const RmnJson   b     = rmn_json_element(source->weights, 2);
  const RmnExtent gates = gates_extent(source, layer);
  return read_kernels(source, layer) && rmn_json_vector(b, gates, layer->b);
}

/// The input bias and the recurrent bias are two rows
static bool
read_gru_biases(const RmnJson   rows,
                const RmnExtent gates,
                RmnLayer* const layer)
{
  const RmnExtent two = {2, "input and recurrent bias"};
  float           recurrent[3 * RMN_MAX_WIDTH];

  if (!rmn_json_expect_length(rows, two, "rows") ||
      !rmn_json_vector(rmn_json_element(rows, 0), gates, layer->b) ||
      !rmn_json_vector(rmn_json_element(rows, 1), gates, recurrent)) {
    return false;
  }

  rmn_layer_add_recurrent_bias(layer, recurrent);
  return true;
}

static bool
read_gru(const RmnKerasSource* const source, RmnLayer* const layer)
{
  const RmnJson   b        = rmn_json_element(source->weights, 2);
  const RmnExtent gates    = gates_extent(source, layer);
  const bool      is_after = layer->shape.reset == RMN_RESET_AFTER;

  if (!read_kernels(source, layer) ||
      !(is_after ? read_gru_biases(b, gates, layer)
                 : rmn_json_vector(b, gates, layer->b))) {
    return false;
  }

  rmn_layer_swap_update_reset(layer);
  return true;
}

static bool
read_conv1d(const RmnKerasSource* const source, RmnLayer* const layer)
{
  const RmnShape* const s      = &layer->shape;
  const RmnJson         kernel = rmn_json_element(source->weights, 0);
  const RmnExtent       taps   = {s->kernel_size, "kernel_size"};
  const RmnExtent       group  = {s->n_inputs / s->n_groups, source->in.source};
  const size_t          n      = group.size * s->n_outputs;

  bool ok = rmn_json_expect_length(kernel, taps, "taps");
  for (size_t k = 0; ok && k < taps.size; ++k) {
    const RmnJson tap = rmn_json_element(kernel, k);
    ok = rmn_json_transposed(tap, group, source->out, layer->W + k * n);
  }
  return ok && read_bias(source, layer);
}

/// Turn gamma and beta, which are in W and b, into `y = W x + b`
static bool
fold_statistics(const RmnJson      weights,
                const float* const mean,
                const float* const variance,
                const double       epsilon,
                RmnLayer* const    layer)
{
  for (size_t i = 0; i < layer->shape.n_outputs; ++i) {
    const double squared = (double)variance[i] + epsilon;
    const double scale   = (double)layer->W[i] / sqrt(squared);
    const double shift   = (double)layer->b[i] - (double)mean[i] * scale;
    if (!(squared > 0.0)) {
      return rmn_json_fail(weights,
                           RMN_ERR_VALUE,
                           "channel %zu has variance %g with epsilon %g",
                           i,
                           (double)variance[i],
                           epsilon);
    }
    layer->W[i] = (float)scale;
    layer->b[i] = (float)shift;
  }
  return true;
}

/// Four arrays are gamma, beta, mean and variance; two are the last two
static bool
read_batchnorm(const RmnKerasSource* const source, RmnLayer* const layer)
{
  const RmnJson   weights  = source->weights;
  const RmnExtent channels = source->out;
  const size_t    n_arrays = rmn_json_length(weights);
  double          epsilon  = 0.0;
  float           mean[RMN_MAX_WIDTH];
  float           variance[RMN_MAX_WIDTH];

  for (size_t i = 0; i < channels.size; ++i) {
    layer->W[i] = 1.0f;
  }
  if (n_arrays == 3) {
    return rmn_json_fail(weights, RMN_ERR_SHAPE, "3 arrays, 2 or 4 expected");
  }

  const size_t  first = n_arrays - 2;
  const RmnJson gamma = rmn_json_element(weights, 0);
  const RmnJson beta  = rmn_json_element(weights, 1);
  return rmn_json_number_or(
           rmn_json_member(source->json, "epsilon"), 0.001, &epsilon) &&
         (n_arrays == 2 || (rmn_json_vector(gamma, channels, layer->W) &&
                            rmn_json_vector(beta, channels, layer->b))) &&
         rmn_json_vector(rmn_json_element(weights, first), channels, mean) &&
         rmn_json_vector(
           rmn_json_element(weights, first + 1), channels, variance) &&
         fold_statistics(weights, mean, variance, epsilon, layer);
}

/// One slope for each channel or one for all, often in a row of its own
static bool
read_prelu(const RmnKerasSource* const source, RmnLayer* const layer)
{
  const RmnExtent one_row = {1, "slopes that are the same at every time"};
  const RmnExtent one     = {1, "one slope for all channels"};
  RmnJson         alpha   = rmn_json_element(source->weights, 0);

  if (json_is_array(json_array_get(alpha.value, 0))) {
    if (!rmn_json_expect_length(alpha, one_row, "rows")) {
      return false;
    }
    alpha = rmn_json_element(alpha, 0);
  }

  const bool is_shared = rmn_json_length(alpha) == 1;
  if (!rmn_json_vector(alpha, is_shared ? one : source->out, layer->W)) {
    return false;
  }
  for (size_t i = 1; is_shared && i < source->out.size; ++i) {
    layer->W[i] = layer->W[0];
  }
  return true;
}

static const RmnKerasKind kinds[] = {
  {"dense", RMN_DENSE, 1, 2, read_dense},
  {"time-distributed-dense", RMN_DENSE, 1, 2, read_dense},
  {"lstm", RMN_LSTM, 3, 3, read_lstm},
  {"gru", RMN_GRU, 3, 3, read_gru},
  {"conv1d", RMN_CONV1D, 1, 2, read_conv1d},
  {"batchnorm", RMN_BATCHNORM, 2, 4, read_batchnorm},
  {"prelu", RMN_PRELU, 1, 1, read_prelu},
  {"activation", RMN_ACTIVATION, 0, 0, NULL},
};

const RmnKerasKind*
rmn_keras_kind(const char* const name)
{
  for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); ++k) {
    if (!strcmp(kinds[k].name, name)) {
      return &kinds[k];
    }
  }
  return NULL;
}
