// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file rescale.c Knobs from 0 to 1, for dialects that know no others

#include "network.h"

/// Return the rows of weights that see what a layer takes, 0 if it has none
static size_t
n_rows(const RmnShape* const s)
{
  const uint32_t n_gates = rmn_shape_n_gates(s);
  return s->type == RMN_DENSE ? s->n_outputs : (size_t)n_gates * s->n_outputs;
}

/// Let what a layer takes be `minimum` and `span` times what it took
static void
rescale_input(const RmnLayer* const layer,
              const uint32_t        i,
              const double          minimum,
              const double          span)
{
  const size_t n_in = layer->shape.n_inputs;
  for (size_t r = 0; r < n_rows(&layer->shape); ++r) {
    float* const w = &layer->W[r * n_in + i];
    layer->b[r]    = (float)((double)layer->b[r] + minimum * (double)*w);
    *w             = (float)(span * (double)*w);
  }
}

/// Whether a layer takes what comes into the network
static bool
is_first(const RmnNetwork* const network, const uint32_t l)
{
  return !l || network->layers[l].shape.place == RMN_BESIDE;
}

static void
rescale_knob(RmnNetwork* const network, const uint32_t i)
{
  RmnInput* const    knob    = &network->inputs[i];
  RmnSelfTest* const test    = &network->self_test;
  const double       minimum = (double)knob->minimum;
  const double       span    = (double)knob->maximum - minimum;

  for (uint32_t l = 0; l < network->n_layers && is_first(network, l); ++l) {
    rescale_input(&network->layers[l], i, minimum, span);
  }
  for (uint32_t t = 0; t < test->n_frames; ++t) {
    float* const x = &test->input[(size_t)t * network->n_inputs + i];
    *x             = (float)(((double)*x - minimum) / span);
  }
  knob->value   = (float)(((double)knob->value - minimum) / span);
  knob->minimum = 0.0f;
  knob->maximum = 1.0f;
}

RmnStatus
rmn_network_rescale_knobs(RmnNetwork* const network, RmnError* const error)
{
  for (uint32_t i = 1; i < network->n_inputs; ++i) {
    const RmnInput* const knob = &network->inputs[i];
    if (knob->is_side || (knob->minimum == 0.0f && knob->maximum == 1.0f)) {
      continue;
    }
    if (!n_rows(&network->layers[0].shape) || knob->minimum == knob->maximum) {
      return rmn_error_set(error,
                           RMN_ERR_UNSUPPORTED,
                           "\"%.63s\" cannot be rescaled: it goes nowhere, or "
                           "the first layer is a %s",
                           knob->name,
                           rmn_layer_type_name(network->layers[0].shape.type));
    }
    rescale_knob(network, i);
  }
  return rmn_network_validate(network, error); // Products may be beyond a float
}
