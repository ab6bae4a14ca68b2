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
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "no memory for a model");
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
  for (uint32_t o = 0; o < RMN_MAX_OUTPUTS; ++o) {
    network->outputs[o] = (RmnOutput){.maximum = 1.0f};
  }
  network->prediction = (RmnPrediction){
    .hop = 1U, .threshold = 0.5f, .hysteresis = 0.1f, .hold_ms = 50.0f};

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

uint32_t
rmn_network_n_given(const RmnNetwork* const network, const uint32_t n_layers)
{
  uint32_t n = 0;
  for (uint32_t l = n_layers; l-- > 0U;) {
    const RmnShape* const s = &network->layers[l].shape;
    n += s->n_outputs;
    if (s->place == RMN_AFTER) {
      break;
    }
  }
  return n_layers ? n : network->n_inputs;
}

bool
rmn_network_is_backward(const RmnNetwork* const network)
{
  bool is_backward = false;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    is_backward |= network->layers[l].shape.direction == RMN_BACKWARD;
  }
  return is_backward;
}

bool
rmn_network_is_seldom(const RmnNetwork* const network)
{
  bool is_seldom = false;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    is_seldom |= rmn_shape_period(&network->layers[l].shape) > 1U;
  }
  return is_seldom;
}

/// Check that a new layer takes what there is
static RmnStatus
check_width(const RmnNetwork* const network,
            const RmnShape* const   s,
            const char* const       key,
            RmnError* const         e)
{
  const uint32_t  n    = network->n_layers;
  const RmnLayer* last = n ? &network->layers[n - 1U] : NULL;
  if (s->place == RMN_BESIDE && (!last || !rmn_shape_n_gates(&last->shape))) {
    return rmn_error_set(
      e, RMN_ERR_SHAPE, "%s: there is no recurrent layer to stand beside", key);
  }

  const bool     is_beside = s->place == RMN_BESIDE;
  const uint32_t n_given =
    is_beside ? last->shape.n_inputs : rmn_network_n_given(network, n);
  if (is_beside && rmn_shape_period(s) != rmn_shape_period(&last->shape)) {
    return rmn_error_set(e,
                         RMN_ERR_SHAPE,
                         "%s: a period of %u frames, but of %u for the layer "
                         "that it stands beside",
                         key,
                         rmn_shape_period(s),
                         rmn_shape_period(&last->shape));
  }
  return s->n_inputs == n_given
           ? RMN_OK
           : rmn_error_set(e,
                           RMN_ERR_SHAPE,
                           "%s: takes %u channels, but %s %u",
                           key,
                           s->n_inputs,
                           is_beside ? "the layer that it stands beside takes"
                           : n       ? "the layer before gives"
                                     : "the input gives",
                           n_given);
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

  if (check_width(network, s, key, e)) {
    return e->status;
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

/// Check that a new layer leaves the network within the limits of memory
static RmnStatus
check_room(const RmnNetwork* const network,
           const RmnShape* const   s,
           const char* const       key,
           RmnError* const         e)
{
  size_t n_packed = rmn_shape_n_packed(s);
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    n_packed += rmn_shape_n_packed(&network->layers[l].shape);
  }
  if (n_packed > RMN_MAX_WEIGHTS) {
    return rmn_error_set(e,
                         RMN_ERR_LIMIT,
                         "%s: %zu weights up to here, at most %d can be played",
                         key,
                         n_packed,
                         RMN_MAX_WEIGHTS);
  }

  const size_t n_state = rmn_network_n_state(network) + rmn_shape_n_state(s);
  if (n_state > RMN_MAX_HISTORY) {
    return rmn_error_set(e,
                         RMN_ERR_LIMIT,
                         "%s: %zu numbers to remember up to here, at most %d "
                         "can be",
                         key,
                         n_state,
                         RMN_MAX_HISTORY);
  }

  return RMN_OK;
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
  if (rmn_shape_check(shape, key, error) ||
      check_fit(network, shape, key, error) ||
      check_room(network, shape, key, error)) {
    return NULL;
  }

  const RmnLayerSizes n     = rmn_shape_sizes(shape);
  RmnLayer* const     layer = &network->layers[network->n_layers++];
  layer->shape              = *shape;

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

void
rmn_network_remove(RmnNetwork* const network, const uint32_t l)
{
  RmnLayer* const layer = &network->layers[l];
  free_layer(layer);
  memmove(layer, layer + 1, (--network->n_layers - l) * sizeof(RmnLayer));
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
