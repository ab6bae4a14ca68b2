// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "network.h"

#include <math.h>
#include <stdio.h>

/// An array to check, NULL if `n` is 0
typedef struct {
  const float* values;
  size_t       n;
  const char*  name;
} Array;

static RmnStatus
check_finite(const Array* const arrays,
             const size_t       n_arrays,
             const char* const  owner,
             RmnError* const    error)
{
  for (const Array* a = arrays; a < arrays + n_arrays; ++a) {
    for (size_t i = 0; i < a->n; ++i) {
      if (!(fabsf(a->values[i]) <= RMN_MAX_NUMBER)) {
        return rmn_error_set(error,
                             RMN_ERR_VALUE,
                             "%s: %s hold a number that is not finite or "
                             "beyond %g",
                             owner,
                             a->name,
                             (double)RMN_MAX_NUMBER);
      }
    }
  }
  return RMN_OK;
}

/// Check once more what rmn_network_add() saw when the layer was added
static RmnStatus
check_chain(const RmnNetwork* const network,
            const uint32_t          l,
            RmnError* const         error)
{
  const RmnShape* const shape     = &network->layers[l].shape;
  const bool            is_beside = l && shape->place == RMN_BESIDE;
  const uint32_t n_given = is_beside ? network->layers[l - 1U].shape.n_inputs
                                     : rmn_network_n_given(network, l);

  return shape->n_inputs == n_given
           ? rmn_shape_check(shape, "layer", error)
           : rmn_error_set(error,
                           RMN_ERR_SHAPE,
                           "layer %u: takes %u channels, but is given %u",
                           l,
                           shape->n_inputs,
                           n_given);
}

static RmnStatus
check_layer(const RmnLayer* const layer,
            const uint32_t        l,
            RmnError* const       error)
{
  const RmnLayerSizes n        = rmn_shape_sizes(&layer->shape);
  const Array         arrays[] = {{layer->W, n.W, "weights"},
                                  {layer->U, n.U, "recurrent weights"},
                                  {layer->b, n.b, "biases"},
                                  {layer->b_u, n.b_u, "recurrent biases"},
                                  {layer->P, n.P, "peephole weights"},
                                  {layer->h0, n.h0, "initial hidden states"},
                                  {layer->c0, n.c0, "initial cells"}};

  char owner[32];
  snprintf(owner, sizeof(owner), "layer %u", l);
  return check_finite(arrays, sizeof(arrays) / sizeof(arrays[0]), owner, error);
}

static RmnStatus
check_inputs(RmnNetwork* const network, RmnError* const error)
{
  for (uint32_t i = 0; i < network->n_inputs; ++i) {
    RmnInput* const input = &network->inputs[i];
    if (!(input->minimum >= -RMN_MAX_NUMBER) ||
        !(input->maximum <= RMN_MAX_NUMBER) ||
        !(input->value >= input->minimum && input->value <= input->maximum)) {
      return rmn_error_set(error,
                           RMN_ERR_VALUE,
                           "input %u: default %g is not in its range, %g to %g",
                           i,
                           (double)input->value,
                           (double)input->minimum,
                           (double)input->maximum);
    }

    if (input->is_side && i != 1U) {
      return rmn_error_set(error,
                           RMN_ERR_UNSUPPORTED,
                           "input %u: only input 1 can be a second audio",
                           i);
    }
    if (input->is_side && rmn_network_is_backward(network)) {
      return rmn_error_set(error,
                           RMN_ERR_UNSUPPORTED,
                           "input %u: a second audio is heard as it comes, so "
                           "no layer can run backward",
                           i);
    }

    if (!input->name[0]) {
      snprintf(input->name,
               RMN_MAX_NAME,
               input->is_side ? "Side"
               : i            ? "Knob %u"
                              : "Audio",
               i);
    }
  }

  return RMN_OK;
}

static RmnStatus
check_outputs(RmnNetwork* const network, RmnError* const error)
{
  const uint32_t n = rmn_network_n_given(network, network->n_layers);
  if (n > RMN_MAX_OUTPUTS) {
    return rmn_error_set(error,
                         RMN_ERR_LIMIT,
                         "the network has %u outputs, at most %d can be played",
                         n,
                         RMN_MAX_OUTPUTS);
  }

  if (network->n_skip > n) {
    return rmn_error_set(error,
                         RMN_ERR_SHAPE,
                         "the audio skips to %u outputs of %u",
                         network->n_skip,
                         n);
  }

  network->n_outputs = n;
  for (uint32_t o = 0; o < n; ++o) {
    if (!network->outputs[o].name[0]) {
      snprintf(network->outputs[o].name, RMN_MAX_NAME, "Output %u", o + 1U);
    }
  }

  return RMN_OK;
}

/// Check the numbers that belong to no layer
static RmnStatus
check_numbers(const RmnNetwork* const network, RmnError* const error)
{
  const RmnSelfTest* const test   = &network->self_test;
  const size_t             frames = test->n_frames;
  const size_t n_rest   = network->rest ? rmn_network_n_state(network) : 0;
  const Array  arrays[] = {
     {&network->in_gain, 1, "input gains"},
     {&network->out_gain, 1, "output gains"},
     {network->rest, n_rest, "rest states"},
     {test->input, frames * network->n_inputs, "self-test inputs"},
     {test->output, frames * network->n_outputs, "self-test outputs"},
     {&test->tolerance, 1, "self-test tolerances"}};

  if (!(network->rate_hz >= 0.0 && network->rate_hz <= 1e7)) {
    return rmn_error_set(error,
                         RMN_ERR_VALUE,
                         "the sample rate %g Hz is not from 0 to 10 MHz",
                         network->rate_hz);
  }

  return check_finite(
    arrays, sizeof(arrays) / sizeof(arrays[0]), "the network", error);
}

/// What runs backward counts from an end that is not known while it plays
static RmnStatus
check_periods(const RmnNetwork* const network, RmnError* const error)
{
  return rmn_network_is_seldom(network) && rmn_network_is_backward(network)
           ? rmn_error_set(error,
                           RMN_ERR_UNSUPPORTED,
                           "a layer runs backward, so that none can have a "
                           "period")
           : RMN_OK;
}

RmnStatus
rmn_network_validate(RmnNetwork* const network, RmnError* const error)
{
  if (!network->n_layers) {
    return rmn_error_set(error, RMN_ERR_MISSING, "the network has no layers");
  }

  if (network->n_inputs < 1 || network->n_inputs > RMN_MAX_INPUTS) {
    return rmn_error_set(error,
                         RMN_ERR_LIMIT,
                         "the network has %u inputs, 1 to %d can be played",
                         network->n_inputs,
                         RMN_MAX_INPUTS);
  }

  for (uint32_t l = 0; l < network->n_layers; ++l) {
    if (check_chain(network, l, error) ||
        check_layer(&network->layers[l], l, error)) {
      return error->status;
    }
  }

  RmnStatus st = check_periods(network, error);
  st           = st ? st : check_inputs(network, error);
  st           = st ? st : check_outputs(network, error);
  st           = st ? st : rmn_prediction_check(network, error);
  return st ? st : check_numbers(network, error);
}
