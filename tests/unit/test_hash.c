// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_hash.c A hash changes with whatever decides the sound

#include "../networks.h"

#include <string.h>

/// Return a LSTM with a knob, and its hash
static RmnNetwork*
make_network(uint64_t* const hash)
{
  const RmnShape shapes[] = {
    {.type      = RMN_LSTM,
     .peephole  = RMN_PEEPHOLE_DIAGONAL,
     .n_inputs  = 2,
     .n_outputs = 3},
    {.type = RMN_GRU, .n_inputs = 3, .n_outputs = 2},
    {.type = RMN_DENSE, .n_inputs = 2, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 3, 1);

  *hash = rmn_network_hash(network);
  return network;
}

/// Change a number that decides the sound, and check that the hash tells
static void
check_float(RmnNetwork* const network, float* const number, const uint64_t hash)
{
  const float before = *number;
  *number            = before + 1.0f;
  CHECK(rmn_network_hash(network) != hash);
  *number = before;
  CHECK(rmn_network_hash(network) == hash);
}

static void
every_weight_counts(void)
{
  uint64_t          hash    = 0;
  RmnNetwork* const network = make_network(&hash);

  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnLayer* const layer = &network->layers[l];
    const RmnLayerSizes   n     = rmn_shape_sizes(&layer->shape);
    const struct {
      float* array;
      size_t n;
    } arrays[] = {{layer->W, n.W},
                  {layer->U, n.U},
                  {layer->b, n.b},
                  {layer->b_u, n.b_u},
                  {layer->P, n.P},
                  {layer->h0, n.h0},
                  {layer->c0, n.c0}};
    for (size_t a = 0; a < sizeof(arrays) / sizeof(arrays[0]); ++a) {
      for (size_t i = 0; i < arrays[a].n; ++i) {
        check_float(network, &arrays[a].array[i], hash);
      }
    }
  }
  rmn_network_free(network);
}

static void
gains_and_knobs_count(void)
{
  uint64_t          hash    = 0;
  RmnNetwork* const network = make_network(&hash);
  RmnInput* const   knob    = &network->inputs[1];

  check_float(network, &network->in_gain, hash);
  check_float(network, &network->out_gain, hash);
  check_float(network, &knob->value, hash);
  check_float(network, &knob->minimum, hash);
  check_float(network, &knob->maximum, hash);
  rmn_network_free(network);
}

static void
skip_rate_and_shape_count(void)
{
  uint64_t          hash    = 0;
  RmnNetwork* const network = make_network(&hash);

  network->n_skip = 1;
  CHECK(rmn_network_hash(network) != hash);
  network->n_skip  = 0;
  network->rate_hz = 44100.0;
  CHECK(rmn_network_hash(network) != hash);
  network->rate_hz               = 0.0;
  network->layers[1].shape.reset = RMN_RESET_BEFORE;
  CHECK(rmn_network_hash(network) != hash);
  network->layers[1].shape.reset     = RMN_RESET_AFTER;
  network->layers[1].shape.direction = RMN_BACKWARD;
  CHECK(rmn_network_hash(network) != hash);
  network->layers[1].shape.direction = RMN_FORWARD;
  network->layers[1].shape.place     = RMN_BESIDE;
  CHECK(rmn_network_hash(network) != hash);
  network->layers[1].shape.place = RMN_AFTER;
  CHECK(rmn_network_hash(network) == hash);
  rmn_network_free(network);
}

static void
functions_and_bounds_count(void)
{
  uint64_t          hash    = 0;
  RmnNetwork* const network = make_network(&hash);
  RmnShape* const   lstm    = &network->layers[0].shape;
  RmnShape* const   dense   = &network->layers[2].shape;

  check_float(network, &lstm->clip, hash);
  for (int i = 0; i < RMN_N_CELL_FUNCTIONS; ++i) {
    lstm->functions[i].activation = RMN_HARD_SIGMOID;
    const uint64_t hard           = rmn_network_hash(network);
    CHECK(hard != hash);
    check_float(network, &lstm->functions[i].alpha, hard);
    check_float(network, &lstm->functions[i].beta, hard);
    lstm->functions[i].activation = RMN_LINEAR;
    CHECK(rmn_network_hash(network) == hash);
  }
  dense->activation = RMN_LEAKY_RELU;
  check_float(network, &dense->alpha, rmn_network_hash(network));
  rmn_network_free(network);
}

static void
predictions_count(void)
{
  uint64_t             hash    = 0;
  RmnNetwork* const    network = make_network(&hash);
  RmnPrediction* const p       = &network->prediction;

  p->kind                 = RMN_PREDICT_VALUE;
  const uint64_t predicts = rmn_network_hash(network);
  CHECK(predicts != hash);
  check_float(network, &p->threshold, predicts);
  check_float(network, &p->hysteresis, predicts);
  check_float(network, &p->hold_ms, predicts);
  check_float(network, &network->outputs[0].minimum, predicts);
  check_float(network, &network->outputs[0].maximum, predicts);
  check_float(network, &network->outputs[0].smoothing_ms, predicts);
  p->pool = RMN_POOL_MEAN;
  CHECK(rmn_network_hash(network) != predicts);
  p->pool    = RMN_POOL_LAST;
  p->latency = 64U;
  CHECK(rmn_network_hash(network) != predicts);
  p->latency = 0U;
  p->window  = 64U;
  CHECK(rmn_network_hash(network) != predicts);
  p->window = 0U;
  p->hop    = 64U;
  CHECK(rmn_network_hash(network) != predicts);
  rmn_network_free(network);
}

static void
names_do_not_count(void)
{
  uint64_t          hash    = 0;
  RmnNetwork* const network = make_network(&hash);

  strcpy(network->inputs[1].name, "Drive");
  network->metadata.esr = 0.5;
  CHECK(rmn_network_hash(network) == hash);
  rmn_network_free(network);
}

int
main(void)
{
  RUN(every_weight_counts);
  RUN(gains_and_knobs_count);
  RUN(skip_rate_and_shape_count);
  RUN(functions_and_bounds_count);
  RUN(predictions_count);
  RUN(names_do_not_count);
  return 0;
}
