// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "hash.h"
#include "network.h"

#include <stddef.h>

static uint64_t
hash_floats(const uint64_t hash, const float* const array, const size_t n)
{
  return rmn_hash_bytes(hash, array, n * sizeof(float));
}

static uint64_t
hash_function(const uint64_t hash, const RmnFunction f)
{
  const float    parameters[] = {f.alpha, f.beta};
  const uint32_t n            = rmn_activation_n_parameters(f.activation);
  return hash_floats(hash, parameters, n);
}

/// Functions besides the usual ones, and their parameters
static uint64_t
hash_functions(uint64_t hash, const RmnShape* const s)
{
  hash = hash_function(hash, (RmnFunction){s->activation, s->alpha, s->beta});
  for (uint32_t i = 0; !rmn_shape_is_usual(s) && i < RMN_N_CELL_FUNCTIONS;
       ++i) {
    const RmnFunction f = s->functions[i];
    hash = rmn_hash_bytes(hash, &f.activation, sizeof(f.activation));
    hash = hash_function(hash, f);
  }
  if (s->period > 1U) {
    hash = rmn_hash_bytes(hash, &s->period, sizeof(s->period));
  }
  return s->clip > 0.0f ? hash_floats(hash, &s->clip, 1) : hash;
}

static uint64_t
hash_layer(uint64_t hash, const RmnLayer* const layer)
{
  const RmnLayerSizes n = rmn_shape_sizes(&layer->shape);

  // What came later counts where it is used, so that older hashes stay
  const RmnShape* const s     = &layer->shape;
  const uint32_t        way[] = {s->direction, s->place};

  hash = rmn_hash_bytes(hash, s, offsetof(RmnShape, direction));
  if (way[0] || way[1]) {
    hash = rmn_hash_bytes(hash, way, sizeof(way));
  }
  hash = hash_functions(hash, s);
  hash = hash_floats(hash, layer->W, n.W);
  hash = hash_floats(hash, layer->U, n.U);
  hash = hash_floats(hash, layer->b, n.b);
  hash = hash_floats(hash, layer->b_u, n.b_u);
  hash = hash_floats(hash, layer->P, n.P);
  hash = hash_floats(hash, layer->h0, n.h0);
  return hash_floats(hash, layer->c0, n.c0);
}

static uint64_t
hash_knob(uint64_t hash, const RmnInput* const knob)
{
  hash = hash_floats(hash, &knob->value, 1);
  hash = hash_floats(hash, &knob->minimum, 1);
  hash = hash_floats(hash, &knob->maximum, 1);
  return knob->is_side ? rmn_hash_bytes(hash, "side", 4U) : hash;
}

static uint64_t
hash_prediction(uint64_t hash, const RmnNetwork* const network)
{
  const RmnPrediction* const p = &network->prediction;

  hash = rmn_hash_bytes(hash, &p->kind, sizeof(p->kind));
  hash = rmn_hash_bytes(hash, &p->hop, sizeof(p->hop));
  hash = rmn_hash_bytes(hash, &p->window, sizeof(p->window));
  hash = rmn_hash_bytes(hash, &p->ahead, sizeof(p->ahead));
  hash = hash_floats(hash, &p->threshold, 1);
  hash = hash_floats(hash, &p->hysteresis, 1);
  hash = hash_floats(hash, &p->hold_ms, 1);
  if (p->pool) { // It came later, see hash_layer()
    hash = rmn_hash_bytes(hash, &p->pool, sizeof(p->pool));
  }
  if (p->latency) { // So did this
    hash = rmn_hash_bytes(hash, "latency", 7U);
    hash = rmn_hash_bytes(hash, &p->latency, sizeof(p->latency));
  }
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    hash = hash_floats(hash, &network->outputs[o].minimum, 1);
    hash = hash_floats(hash, &network->outputs[o].maximum, 1);
    hash = hash_floats(hash, &network->outputs[o].smoothing_ms, 1);
  }
  return hash;
}

uint64_t
rmn_network_hash(const RmnNetwork* const network)
{
  uint64_t hash = rmn_hash_seed;

  hash = rmn_hash_bytes(hash, &network->rate_hz, sizeof(network->rate_hz));
  hash = rmn_hash_bytes(hash, &network->n_skip, sizeof(network->n_skip));
  hash = hash_floats(hash, &network->in_gain, 1);
  hash = hash_floats(hash, &network->out_gain, 1);
  for (uint32_t k = 1; k < network->n_inputs; ++k) {
    hash = hash_knob(hash, &network->inputs[k]);
  }
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    hash = hash_layer(hash, &network->layers[l]);
  }
  return network->prediction.kind ? hash_prediction(hash, network) : hash;
}
