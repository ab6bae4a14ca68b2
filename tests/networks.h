// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file networks.h Networks made up for tests

#ifndef RMN_TEST_NETWORKS_H
#define RMN_TEST_NETWORKS_H

#include "network.h"
#include "rmn_model.h"
#include "test.h"

#include <math.h>
#include <stdint.h>

/// Return a pseudo-random number in [-1, 1) (xorshift, Marsaglia 2003)
static inline float
random_float(uint32_t* const seed)
{
  *seed ^= *seed << 13U;
  *seed ^= *seed >> 17U;
  *seed ^= *seed << 5U;
  return (float)((double)*seed / 2147483648.0 - 1.0);
}

static inline void
randomise(float* const array, const size_t n, const float scale, uint32_t* seed)
{
  for (size_t i = 0; array && i < n; ++i) {
    array[i] = scale * random_float(seed);
  }
}

/// Return a valid network of these layers, weights in +-1 / sqrt(fan-in)
static inline RmnNetwork*
random_network(const RmnShape* const shapes,
               const uint32_t        n_layers,
               uint32_t              seed)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_new("test", &error);
  CHECK(network);

  network->n_inputs = shapes[0].n_inputs;
  for (uint32_t l = 0; l < n_layers; ++l) {
    RmnLayer* const layer = rmn_network_add(network, &shapes[l], "l", &error);
    CHECK(layer);

    const RmnLayerSizes n = rmn_shape_sizes(&shapes[l]);
    const uint32_t      fan_in =
      rmn_shape_n_gates(&shapes[l]) ? shapes[l].n_outputs : shapes[l].n_inputs;
    const float scale = 1.0f / sqrtf((float)fan_in);
    randomise(layer->W, n.W, scale, &seed);
    randomise(layer->U, n.U, scale, &seed);
    randomise(layer->b, n.b, scale, &seed);
    randomise(layer->b_u, n.b_u, scale, &seed);
    randomise(layer->P, n.P, scale, &seed);
    randomise(layer->h0, n.h0, 0.5f, &seed);
    randomise(layer->c0, n.c0, 0.5f, &seed);
  }

  CHECK(!rmn_network_validate(network, &error));
  return network;
}

/// Return `h = phi(W x + U h' + b)` of one unit that starts at zero
static inline RmnNetwork*
unit_network(const RmnActivation phi,
             const float         W,
             const float         U,
             const float         b)
{
  const RmnShape shape = {
    .type = RMN_RNN, .activation = phi, .n_inputs = 1, .n_outputs = 1};
  RmnNetwork* const network = random_network(&shape, 1, 1);

  network->layers[0].W[0]  = W;
  network->layers[0].U[0]  = U;
  network->layers[0].b[0]  = b;
  network->layers[0].h0[0] = 0.0f;
  return network;
}

/// Return `tanh(h + 1/4)` of a relu unit, which hides how large its h grows
static inline RmnNetwork*
masked_network(const float U, const float b)
{
  const RmnShape shapes[] = {
    {.type = RMN_RNN, .activation = RMN_RELU, .n_inputs = 1, .n_outputs = 1},
    {.type = RMN_DENSE, .activation = RMN_TANH, .n_inputs = 1, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 1);
  RmnLayer* const   layers  = network->layers;

  layers[0].W[0]  = 1.0f;
  layers[0].U[0]  = U;
  layers[0].b[0]  = b;
  layers[0].h0[0] = 0.0f;
  layers[1].W[0]  = 1.0f;
  layers[1].b[0]  = 0.25f;
  return network;
}

/// Return where silence leads
static inline RmnSilence
explore_silence(const RmnNetwork* const network)
{
  RmnSilence      silence;
  RmnModel* const model = rmn_model_new(network);
  CHECK(model && !rmn_silence_explore(model, network, &silence));
  rmn_model_free(model);
  return silence;
}

#endif // RMN_TEST_NETWORKS_H
