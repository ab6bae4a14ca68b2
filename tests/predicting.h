// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file predicting.h Networks that predict, and what plays them

#ifndef RMN_TEST_PREDICTING_H
#define RMN_TEST_PREDICTING_H

#include "networks.h"
#include "predictor.h"

#include <string.h>

/// A predictor, and the player that it plays
typedef struct {
  RmnPlayer*    player;
  RmnPredictor* predictor;
} Predicting;

static inline Predicting
predicting(const RmnNetwork* const network,
           const double            rate_hz,
           const RmnRateMode       mode)
{
  RmnError       error = {RMN_OK, ""};
  const RmnSetup asked = {rate_hz, 1U, mode, 1U, 0.0};
  const RmnSetup setup = rmn_predictor_setup(network, &asked);
  Predicting     p     = {rmn_player_new_with(network, &setup, &error), NULL};
  CHECK(p.player);

  p.predictor = rmn_predictor_new(network, p.player, rate_hz);
  CHECK(p.predictor);
  return p;
}

static inline void
predicting_end(const Predicting p)
{
  rmn_predictor_free(p.predictor);
  rmn_player_free(p.player);
}

/// Return a network of several outputs that remembers
static inline RmnNetwork*
several_outputs(const uint32_t n_outputs, const RmnActivation activation)
{
  const RmnShape shapes[]   = {{.type = RMN_GRU, .n_inputs = 1, .n_outputs = 6},
                               {.type       = RMN_DENSE,
                                .activation = activation,
                                .n_inputs   = 6,
                                .n_outputs  = n_outputs}};
  RmnNetwork* const network = random_network(shapes, 2, 11);
  network->rate_hz          = 48000.0;
  for (uint32_t i = 0; i < 6U * n_outputs; ++i) {
    network->layers[1].W[i] *= 4.0f;
  }
  memset(network->layers[1].b, 0, n_outputs * sizeof(float));
  return network;
}

/**
   Return a follower of energy: output `o` is how probable it is that the sound
   is louder than `level[o]`.

   `|x|` is the sum of two rectified halves, a recurrent unit is its leaky
   integral, which forgets 63% in `1 / leak` frames, and each output a sigmoid
   of it: 32 times as steep as the level's own distance.
*/
static inline RmnNetwork*
energy_network(const float* const level,
               const uint32_t     n_outputs,
               const float        leak)
{
  const RmnShape shapes[] = {
    {.type = RMN_DENSE, .activation = RMN_RELU, .n_inputs = 1, .n_outputs = 2},
    {.type = RMN_RNN, .activation = RMN_RELU, .n_inputs = 2, .n_outputs = 1},
    {.type       = RMN_DENSE,
     .activation = RMN_SIGMOID,
     .n_inputs   = 1,
     .n_outputs  = n_outputs}};
  RmnNetwork* const network = random_network(shapes, 3, 1);
  RmnLayer* const   layers  = network->layers;

  network->rate_hz = 48000.0;
  layers[0].W[0]   = 1.0f;
  layers[0].W[1]   = -1.0f;
  memset(layers[0].b, 0, 2U * sizeof(float));
  layers[1].W[0]  = leak;
  layers[1].W[1]  = leak;
  layers[1].U[0]  = 1.0f - leak;
  layers[1].b[0]  = 0.0f;
  layers[1].h0[0] = 0.0f;
  for (uint32_t o = 0; o < n_outputs; ++o) {
    layers[2].W[o] = 32.0f;
    layers[2].b[o] = -32.0f * level[o];
  }
  network->prediction.kind = RMN_PREDICT_VALUE;
  return network;
}

/// Return a network that predicts a sine of `w` radians a frame exactly:
/// `sin(w) x(t + N) = sin((N + 1) w) x(t) - sin(N w) x(t - 1)`
static inline RmnNetwork*
sine_network(const double w, const uint32_t ahead)
{
  const RmnShape    shape   = {.type        = RMN_CONV1D,
                               .n_inputs    = 1,
                               .n_outputs   = 1,
                               .kernel_size = 2,
                               .dilation    = 1,
                               .n_groups    = 1};
  RmnNetwork* const network = random_network(&shape, 1, 1);
  const double      N       = ahead;

  network->rate_hz          = 48000.0;
  network->layers[0].W[0]   = (float)(-sin(N * w) / sin(w));
  network->layers[0].W[1]   = (float)(sin((N + 1.0) * w) / sin(w));
  network->layers[0].b[0]   = 0.0f;
  network->prediction.kind  = RMN_PREDICT_NEXT_SAMPLE;
  network->prediction.ahead = ahead;

  RmnError error = {RMN_OK, ""};
  CHECK(!rmn_network_validate(network, &error));
  return network;
}

#endif // RMN_TEST_PREDICTING_H
