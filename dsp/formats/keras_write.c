// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file keras_write.c Writing Keras-style JSON, as RTNeural and AIDA-X read it.

   Matrices are [in][out] here, and a GRU's gates z, r, c.
*/

#include "json_write.h"
#include "network.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

static const char title[] = "Keras-style JSON (RTNeural, AIDA-X)";

enum {
  SEEN = RMN_HAS_NAME | RMN_HAS_AUTHOR | RMN_HAS_LICENCE | RMN_HAS_DESCRIPTION |
         RMN_HAS_GEAR | RMN_HAS_ESR,
};

/* What it can express
   =================== */

static bool
check_layer(const RmnShape* const s, const uint32_t l, RmnError* const error)
{
  const char* const lack =
    s->type == RMN_RNN                 ? "simple RNN"
    : s->peephole != RMN_PEEPHOLE_NONE ? "LSTM with peepholes"
    : !rmn_shape_is_usual(s) ? "cell with a clip or other activations than "
                               "sigmoid and tanh"
    : s->activation > RMN_SOFTMAX ? "layer with such an activation"
                                  : NULL;
  return !lack || !rmn_error_set(error,
                                 RMN_ERR_UNSUPPORTED,
                                 "%s has no %s, which layer %u of this network "
                                 "is",
                                 title,
                                 lack,
                                 l + 1U);
}

static bool
check(const RmnNetwork* const network, RmnError* const error)
{
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    if (!check_layer(&network->layers[l].shape, l, error)) {
      return false;
    }
  }
  return rmn_refuse_ranges(network, title, error) &&
         (network->n_skip <= 1U ||
          !rmn_error_set(error,
                         RMN_ERR_UNSUPPORTED,
                         "%s adds the audio to the first output alone, and "
                         "this network to %u",
                         title,
                         network->n_skip));
}

/* Arrays
   ====== */

/// Append what a row for each gate and unit makes in columns
static bool
append_columns(json_t* const      weights,
               const float* const values,
               const size_t       n_rows,
               const size_t       n_columns)
{
  return rmn_json_append(weights,
                         rmn_json_new_transposed(values, n_rows, n_columns));
}

static bool
append_vector(json_t* const weights, const float* const values, const size_t n)
{
  return rmn_json_append(weights, rmn_json_new_vector(values, n));
}

static bool
add_dense(json_t* const weights, const RmnLayer* const layer)
{
  const RmnShape* const s = &layer->shape;
  return append_columns(weights, layer->W, s->n_outputs, s->n_inputs) &&
         append_vector(weights, layer->b, s->n_outputs);
}

static bool
add_lstm(json_t* const weights, const RmnLayer* const layer)
{
  const RmnShape* const s = &layer->shape;
  const size_t          H = s->n_outputs;
  return append_columns(weights, layer->W, 4U * H, s->n_inputs) &&
         append_columns(weights, layer->U, 4U * H, H) &&
         append_vector(weights, layer->b, 4U * H);
}

/// Copy the rows of a GRU, [3 * H][n], with update before reset
static void
copy_gates(float* const       to,
           const float* const from,
           const size_t       H,
           const size_t       n)
{
  const size_t size = H * n;
  memcpy(to, from + size, size * sizeof(float));
  memcpy(to + size, from, size * sizeof(float));
  memcpy(to + 2U * size, from + 2U * size, size * sizeof(float));
}

/// Append one row of biases, or another that only the candidate has
static bool
append_gru_biases(json_t* const         weights,
                  const RmnLayer* const layer,
                  float* const          rows)
{
  const size_t H = layer->shape.n_outputs;
  copy_gates(rows, layer->b, H, 1U);
  if (!layer->b_u) {
    return append_vector(weights, rows, 3U * H);
  }

  memset(rows + 3U * H, 0, 2U * H * sizeof(float));
  memcpy(rows + 5U * H, layer->b_u, H * sizeof(float));
  return rmn_json_append(weights, rmn_json_new_matrix(rows, 2U, 3U * H));
}

static bool
add_gru(json_t* const weights, const RmnLayer* const layer)
{
  const RmnShape* const s = &layer->shape;
  const size_t          H = s->n_outputs;
  const size_t          n = s->n_inputs > H ? s->n_inputs : H;
  float* const rows       = (float*)malloc(3U * H * (n + 2U) * sizeof(float));
  if (!rows) {
    return false;
  }

  copy_gates(rows, layer->W, H, s->n_inputs);
  bool ok = append_columns(weights, rows, 3U * H, s->n_inputs);
  copy_gates(rows, layer->U, H, H);
  ok = ok && append_columns(weights, rows, 3U * H, H) &&
       append_gru_biases(weights, layer, rows);
  free(rows);
  return ok;
}

static bool
add_conv1d(json_t* const weights, const RmnLayer* const layer)
{
  const RmnShape* const s     = &layer->shape;
  const size_t          n_in  = s->n_inputs / s->n_groups;
  const size_t          n_tap = n_in * s->n_outputs;
  json_t* const         taps  = json_array();
  bool                  ok    = rmn_json_append(weights, taps);
  for (uint32_t k = 0; ok && k < s->kernel_size; ++k) {
    ok = append_columns(taps, layer->W + k * n_tap, s->n_outputs, n_in);
  }
  return ok && append_vector(weights, layer->b, s->n_outputs);
}

/// Statistics that change nothing: mean 0, variance 1
static bool
add_batchnorm(json_t* const weights, const RmnLayer* const layer)
{
  const uint32_t n                   = layer->shape.n_outputs;
  const float    mean[RMN_MAX_WIDTH] = {0.0f};
  float          variance[RMN_MAX_WIDTH];
  for (uint32_t i = 0; i < n; ++i) {
    variance[i] = 1.0f;
  }
  return append_vector(weights, layer->W, n) &&
         append_vector(weights, layer->b, n) &&
         append_vector(weights, mean, n) && append_vector(weights, variance, n);
}

static bool
add_prelu(json_t* const weights, const RmnLayer* const layer)
{
  return rmn_json_append(
    weights, rmn_json_new_matrix(layer->W, 1U, layer->shape.n_outputs));
}

static bool
add_weights(json_t* const object, const RmnLayer* const layer)
{
  json_t* const weights = json_array();
  if (!rmn_json_add(object, "weights", weights)) {
    return false;
  }

  switch (layer->shape.type) {
  case RMN_DENSE:
    return add_dense(weights, layer);
  case RMN_LSTM:
    return add_lstm(weights, layer);
  case RMN_GRU:
    return add_gru(weights, layer);
  case RMN_CONV1D:
    return add_conv1d(weights, layer);
  case RMN_BATCHNORM:
    return add_batchnorm(weights, layer);
  case RMN_PRELU:
    return add_prelu(weights, layer);
  default:
    return true;
  }
}

/* Layers
   ====== */

/// Return a shape: batch and time are open
static json_t*
new_shape(const uint32_t n)
{
  return json_pack("[nni]", (int)n);
}

static bool
add_options(json_t* const object, const RmnShape* const s)
{
  switch (s->type) {
  case RMN_CONV1D:
    return rmn_json_add(
             object, "kernel_size", json_pack("[i]", (int)s->kernel_size)) &&
           rmn_json_add(
             object, "dilation", json_pack("[i]", (int)s->dilation)) &&
           rmn_json_add_count(object, "groups", s->n_groups);
  case RMN_BATCHNORM:
    return rmn_json_add(object, "epsilon", json_real(0.0));
  default:
    return true;
  }
}

static bool
fill_layer(json_t* const object, const RmnLayer* const layer)
{
  const RmnShape* const s       = &layer->shape;
  const char* const     name    = rmn_activation_name(s->activation);
  const bool            is_none = s->activation == RMN_LINEAR;

  return rmn_json_add(
           object, "type", json_string(rmn_layer_type_name(s->type))) &&
         rmn_json_add(object, "activation", json_string(is_none ? "" : name)) &&
         rmn_json_add(object, "shape", new_shape(s->n_outputs)) &&
         add_options(object, s) && add_weights(object, layer);
}

static bool
add_metadata(json_t* const root, const RmnNetwork* const network)
{
  const RmnMetadata* const m      = &network->metadata;
  json_t* const            object = json_object();
  return rmn_json_add(root, "metadata", object) &&
         rmn_json_add_text(object, "name", m->name) &&
         rmn_json_add_text(object, "author", m->author) &&
         rmn_json_add_text(object, "license", m->licence) &&
         rmn_json_add_text(object, "style", m->description) &&
         rmn_json_add_text(object, "based", m->gear) &&
         rmn_json_add_figure(object, "esr", m->esr) &&
         rmn_json_add(object, "remanence", rmn_supplement_new(network, SEEN));
}

static bool
fill_root(json_t* const root, const RmnNetwork* const network)
{
  return rmn_json_add(root, "in_shape", new_shape(network->n_inputs)) &&
         rmn_json_add_count(root, "in_skip", network->n_skip) &&
         rmn_json_add_gain(root, "in_gain", network->in_gain) &&
         rmn_json_add_gain(root, "out_gain", network->out_gain) &&
         rmn_json_add_rate(root, "samplerate", network->rate_hz) &&
         add_metadata(root, network) &&
         rmn_json_add_layers(root, network, fill_layer);
}

static char*
print(const RmnNetwork* const network, size_t* const size)
{
  json_t* const root = json_object();
  return rmn_json_print(root, fill_root(root, network), size);
}

const RmnWriter rmn_keras_writer = {
  .name  = "keras",
  .title = title,
  .seen  = SEEN,
  .check = check,
  .print = print,
};
