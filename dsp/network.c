// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

RmnNetwork*
rmn_network_new(const char* const format, RmnError* const error)
{
  RmnNetwork* const network = (RmnNetwork*)calloc(1, sizeof(RmnNetwork));
  if (!network) {
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "No memory for a network");
    return NULL;
  }

  network->format   = format;
  network->n_inputs = 1;
  network->in_gain  = 1.0f;
  network->out_gain = 1.0f;
  for (uint32_t i = 1; i < RMN_MAX_INPUTS; ++i) {
    network->inputs[i] = (RmnInput){.value = 0.5f, .maximum = 1.0f};
  }
  network->inputs[0] = (RmnInput){.minimum = -1.0f, .maximum = 1.0f};

  network->metadata.loudness_db      = NAN;
  network->metadata.esr              = NAN;
  network->metadata.input_level_dbu  = NAN;
  network->metadata.output_level_dbu = NAN;
  return network;
}

static void
free_layer(RmnLayer* const layer)
{
  free(layer->W);
  free(layer->U);
  free(layer->b);
  free(layer->b_u);
  free(layer->P);
  free(layer->h0);
  free(layer->c0);
}

void
rmn_network_free(RmnNetwork* const network)
{
  if (!network) {
    return;
  }

  for (uint32_t l = 0; l < network->n_layers; ++l) {
    free_layer(&network->layers[l]);
  }

  RmnMetadata* const metadata = &network->metadata;
  free(metadata->name);
  free(metadata->author);
  free(metadata->licence);
  free(metadata->description);
  free(metadata->gear);
  free(metadata->provenance);
  free(metadata->training);
  free(network->self_test.input);
  free(network->self_test.output);
  free(network->rest);
  free(network);
}

/// Check the fields of a shape alone: known type, sizes within the limits
static RmnStatus
check_shape(const RmnShape* const s, const char* const key, RmnError* const e)
{
  if ((unsigned)s->type >= RMN_N_LAYER_TYPES ||
      (unsigned)s->activation >= RMN_N_ACTIVATIONS) {
    return rmn_error_set(
      e, RMN_ERR_UNSUPPORTED, "%s: unknown layer type or activation", key);
  }

  if (s->n_inputs < 1 || s->n_inputs > RMN_MAX_WIDTH || s->n_outputs < 1 ||
      s->n_outputs > RMN_MAX_WIDTH) {
    return rmn_error_set(e,
                         RMN_ERR_LIMIT,
                         "%s: channels %u in and %u out, 1 to %d can be played",
                         key,
                         s->n_inputs,
                         s->n_outputs,
                         RMN_MAX_WIDTH);
  }

  if (s->type != RMN_CONV1D) {
    return RMN_OK;
  }

  if (s->kernel_size < 1 || s->dilation < 1 || s->n_groups < 1) {
    return rmn_error_set(
      e,
      RMN_ERR_VALUE,
      "%s: kernel size %u, dilation %u and groups %u must be at least 1",
      key,
      s->kernel_size,
      s->dilation,
      s->n_groups);
  }

  if (s->n_inputs % s->n_groups || s->n_outputs % s->n_groups) {
    return rmn_error_set(e,
                         RMN_ERR_SHAPE,
                         "%s: %u groups do not divide %u channels to %u",
                         key,
                         s->n_groups,
                         s->n_inputs,
                         s->n_outputs);
  }

  // Groups are packed into a full matrix, so they do not reduce the limit
  const uint64_t n_kept =
    (uint64_t)(s->kernel_size - 1U) * s->dilation * s->n_inputs;
  const uint64_t n_full = (uint64_t)s->kernel_size * s->n_inputs * s->n_outputs;
  if (n_kept > RMN_MAX_HISTORY || n_full > RMN_MAX_WEIGHTS) {
    return rmn_error_set(e,
                         RMN_ERR_LIMIT,
                         "%s: kernel size %u with dilation %u is too much for "
                         "%u channels to %u",
                         key,
                         s->kernel_size,
                         s->dilation,
                         s->n_inputs,
                         s->n_outputs);
  }

  return RMN_OK;
}

/// Check a new layer against its neighbours and the room that is left
static RmnStatus
check_fit(const RmnNetwork* const network,
          const RmnShape* const   s,
          const char* const       key,
          RmnError* const         e)
{
  if (network->n_layers >= RMN_MAX_LAYERS) {
    return rmn_error_set(e,
                         RMN_ERR_LIMIT,
                         "%s: more than %d layers cannot be played",
                         key,
                         RMN_MAX_LAYERS);
  }

  const uint32_t n_given =
    network->n_layers ? network->layers[network->n_layers - 1].shape.n_outputs
                      : network->n_inputs;
  if (s->n_inputs != n_given) {
    return rmn_error_set(e,
                         RMN_ERR_SHAPE,
                         "%s: takes %u channels, but %s gives %u",
                         key,
                         s->n_inputs,
                         network->n_layers ? "the layer before" : "the input",
                         n_given);
  }

  const bool is_pointwise = s->type == RMN_ACTIVATION || s->type == RMN_PRELU ||
                            s->type == RMN_BATCHNORM;
  if (is_pointwise && s->n_inputs != s->n_outputs) {
    return rmn_error_set(e,
                         RMN_ERR_SHAPE,
                         "%s: %s cannot turn %u channels into %u",
                         key,
                         rmn_layer_type_name(s->type),
                         s->n_inputs,
                         s->n_outputs);
  }

  return RMN_OK;
}

static size_t
total_size(const RmnLayerSizes* const n)
{
  return n->W + n->U + n->b + n->b_u + n->P + n->h0 + n->c0;
}

/// Return false if memory for a wanted array is missing
static bool
allocate(float** const array, const size_t n)
{
  *array = n ? (float*)calloc(n, sizeof(float)) : NULL;
  return *array || !n;
}

RmnLayer*
rmn_network_add(RmnNetwork* const     network,
                const RmnShape* const shape,
                const char* const     key,
                RmnError* const       error)
{
  if (check_shape(shape, key, error) || check_fit(network, shape, key, error)) {
    return NULL;
  }

  const RmnLayerSizes n = rmn_shape_sizes(shape);
  if (rmn_network_n_weights(network) + total_size(&n) > RMN_MAX_WEIGHTS) {
    rmn_error_set(error,
                  RMN_ERR_LIMIT,
                  "%s: more than %d weights cannot be played",
                  key,
                  RMN_MAX_WEIGHTS);
    return NULL;
  }

  RmnLayer* const layer = &network->layers[network->n_layers++];
  layer->shape          = *shape;

  const bool complete =
    allocate(&layer->W, n.W) && allocate(&layer->U, n.U) &&
    allocate(&layer->b, n.b) && allocate(&layer->b_u, n.b_u) &&
    allocate(&layer->P, n.P) && allocate(&layer->h0, n.h0) &&
    allocate(&layer->c0, n.c0);
  if (!complete) {
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "%s: no memory", key);
    return NULL;
  }

  return layer;
}

uint32_t
rmn_shape_n_gates(const RmnShape* const shape)
{
  switch (shape->type) {
  case RMN_RNN:
    return 1;
  case RMN_LSTM:
    return 4;
  case RMN_GRU:
    return 3;
  default:
    return 0;
  }
}

static RmnLayerSizes
recurrent_sizes(const RmnShape* const s)
{
  const size_t  H      = s->n_outputs;
  const size_t  n_rows = rmn_shape_n_gates(s) * H;
  RmnLayerSizes n      = {
         .W = n_rows * s->n_inputs, .U = n_rows * H, .b = n_rows, .h0 = H};

  if (s->type == RMN_LSTM) {
    n.c0 = H;
    n.P  = s->peephole == RMN_PEEPHOLE_DIAGONAL ? 3 * H
           : s->peephole == RMN_PEEPHOLE_FULL   ? 3 * H * H
                                                : 0;
  }

  if (s->type == RMN_GRU && s->reset == RMN_RESET_AFTER) {
    n.b_u = H;
  }

  return n;
}

RmnLayerSizes
rmn_shape_sizes(const RmnShape* const s)
{
  const size_t n_in  = s->n_inputs;
  const size_t n_out = s->n_outputs;

  switch (s->type) {
  case RMN_DENSE:
    return (RmnLayerSizes){.W = n_out * n_in, .b = n_out};
  case RMN_RNN:
  case RMN_LSTM:
  case RMN_GRU:
    return recurrent_sizes(s);
  case RMN_CONV1D:
    return (RmnLayerSizes){.W = s->kernel_size * n_out * (n_in / s->n_groups),
                           .b = n_out};
  case RMN_ACTIVATION:
    break;
  case RMN_PRELU:
    return (RmnLayerSizes){.W = n_out};
  case RMN_BATCHNORM:
    return (RmnLayerSizes){.W = n_out, .b = n_out};
  }

  return (RmnLayerSizes){0};
}

size_t
rmn_shape_n_state(const RmnShape* const s)
{
  if (s->type == RMN_CONV1D) {
    return (size_t)(s->kernel_size - 1U) * s->dilation * s->n_inputs;
  }

  const RmnLayerSizes n = rmn_shape_sizes(s);
  return n.h0 + n.c0;
}

size_t
rmn_network_n_weights(const RmnNetwork* const network)
{
  size_t total = 0;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnLayerSizes n = rmn_shape_sizes(&network->layers[l].shape);
    total += n.W + n.U + n.b + n.b_u + n.P;
  }
  return total;
}

size_t
rmn_network_n_state(const RmnNetwork* const network)
{
  size_t total = 0;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    total += rmn_shape_n_state(&network->layers[l].shape);
  }
  return total;
}

const char*
rmn_layer_type_name(const RmnLayerType type)
{
  static const char* const names[RMN_N_LAYER_TYPES] = {"dense",
                                                       "rnn",
                                                       "lstm",
                                                       "gru",
                                                       "conv1d",
                                                       "activation",
                                                       "prelu",
                                                       "batchnorm"};
  return names[type];
}

const char*
rmn_activation_name(const RmnActivation activation)
{
  static const char* const names[RMN_N_ACTIVATIONS] = {
    "linear", "tanh", "sigmoid", "relu", "elu", "softmax"};
  return names[activation];
}
