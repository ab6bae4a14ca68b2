// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_trainer.c Epochs of training, also where gradients go wild

#include "../networks.h"

#include "../../tools/train/trainer.h"

#include <string.h>

enum { N_FRAMES = 30000 };

static volatile sig_atomic_t stop;
static float                 dry[N_FRAMES];
static float                 wet[N_FRAMES];
static Recording             recording;

/// Noise through a soft clipper and a low-pass
static void
fill_recording(void)
{
  uint32_t seed = 1;
  double   y    = 0.0;
  for (int t = 0; t < N_FRAMES; ++t) {
    dry[t] = 0.5f * random_float(&seed);
    y += 0.5 * (tanh(3.0 * (double)dry[t]) - y);
    wet[t] = (float)y;
  }
  recording =
    (Recording){.dry = dry, .wet = wet, .n_frames = N_FRAMES, .rate_hz = 8000};
  recording_split(&recording);
}

static TrainSettings
settings_of(const uint32_t truncation, const uint32_t n_threads)
{
  return (TrainSettings){.truncation = truncation,
                         .n_epochs   = 5,
                         .seed       = 1,
                         .n_threads  = n_threads,
                         .stop       = &stop};
}

static RmnNetwork*
cell_network(const RmnShape cell, const uint32_t n_hidden)
{
  RmnShape shapes[] = {cell, {.type = RMN_DENSE, .n_outputs = 1}};

  shapes[0].n_inputs  = 1;
  shapes[0].n_outputs = n_hidden;
  shapes[1].n_inputs  = n_hidden;
  return random_network(shapes, 2, 1);
}

static double
ignore(void* const data, const uint64_t n_updates)
{
  (void)data;
  (void)n_updates;
  return 0.0;
}

/// Train some epochs, leave the weights in the network, return the last epoch
static Epoch
train(RmnNetwork* const    network,
      const TrainSettings* settings,
      const int            n_epochs,
      Epoch* const         first)
{
  RmnError       error   = {RMN_OK, ""};
  Trainer* const trainer = trainer_new(network, &recording, settings, &error);
  CHECK(trainer);

  Epoch epoch = trainer_epoch(trainer, ignore, NULL);
  *first      = epoch;
  for (int i = 1; i < n_epochs; ++i) {
    epoch = trainer_epoch(trainer, ignore, NULL);
  }
  trainer_store(trainer, network);
  trainer_free(trainer);
  return epoch;
}

static bool
is_finite(const RmnNetwork* const network)
{
  bool ok = true;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnLayer* const layer = &network->layers[l];
    const RmnLayerSizes   n     = rmn_shape_sizes(&layer->shape);
    for (size_t i = 0; i < n.W; ++i) {
      ok = ok && isfinite(layer->W[i]);
    }
    for (size_t i = 0; i < n.U; ++i) {
      ok = ok && isfinite(layer->U[i]);
    }
  }
  return ok;
}

static void
loss_falls(void)
{
  const TrainSettings settings = settings_of(64, 2);
  RmnNetwork* const   network  = cell_network((RmnShape){.type = RMN_LSTM}, 6);
  Epoch               first;
  const Epoch         last = train(network, &settings, 5, &first);

  CHECK(first.loss > 0.0 && last.loss < 0.1 * first.loss && last.loss < 0.02);
  rmn_network_free(network);
}

static void
number_of_threads_changes_no_bit(void)
{
  RmnNetwork* networks[2];
  for (uint32_t i = 0; i < 2; ++i) {
    const TrainSettings settings = settings_of(64, 1U + i);
    Epoch               first;
    networks[i] = cell_network((RmnShape){.type = RMN_GRU}, 5);
    train(networks[i], &settings, 2, &first);
  }
  CHECK(rmn_network_hash(networks[0]) == rmn_network_hash(networks[1]));
  rmn_network_free(networks[0]);
  rmn_network_free(networks[1]);
}

/// A state that grows by half in each frame is beyond any number soon
static void
explosion_is_seen_and_undone(void)
{
  const TrainSettings settings = settings_of(512, 2);
  RmnNetwork* const   network =
    cell_network((RmnShape){.type = RMN_RNN, .activation = RMN_RELU}, 4);
  for (int i = 0; i < 16; ++i) {
    network->layers[0].U[i] = i % 5 ? 0.0f : 1.5f;
  }

  Epoch first;
  train(network, &settings, 1, &first);
  CHECK(first.n_returns > 0);
  CHECK(is_finite(network));
  rmn_network_free(network);
}

/// Train a cell whose units are all at an end of their range
static Epoch
train_saturated(const RmnShape cell)
{
  const TrainSettings settings = settings_of(4096, 2);
  RmnNetwork* const   network  = cell_network(cell, 6);
  RmnLayer* const     layer    = &network->layers[0];
  const RmnLayerSizes n        = rmn_shape_sizes(&layer->shape);
  for (size_t i = 0; i < n.U; ++i) {
    layer->U[i] *= 30.0f;
  }
  for (size_t i = 0; i < n.b; ++i) {
    layer->b[i] *= 30.0f;
  }

  Epoch first;
  train(network, &settings, 1, &first);
  CHECK(is_finite(network));
  rmn_network_free(network);
  return first;
}

/// Most gradients vanish, some are huge
static void
saturation_over_a_long_truncation_is_clipped(void)
{
  const RmnShape cells[] = {{.type = RMN_RNN, .activation = RMN_TANH},
                            {.type = RMN_LSTM},
                            {.type = RMN_GRU}};

  for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); ++i) {
    const Epoch epoch = train_saturated(cells[i]);
    CHECK(isfinite(epoch.loss) && isfinite(epoch.gradient_norm));
    CHECK(epoch.gradient_norm > 0.2 && epoch.n_clipped > 0);
  }
}

static void
interruption_ends_an_epoch(void)
{
  const TrainSettings settings = settings_of(64, 1);
  RmnNetwork* const   network  = cell_network((RmnShape){.type = RMN_LSTM}, 3);
  const uint64_t      before   = rmn_network_hash(network);
  Epoch               first;

  stop = 1;
  train(network, &settings, 3, &first);
  stop = 0;
  CHECK(rmn_network_hash(network) == before && first.n_clipped == 0);
  rmn_network_free(network);
}

int
main(void)
{
  fill_recording();
  RUN(loss_falls);
  RUN(number_of_threads_changes_no_bit);
  RUN(explosion_is_seen_and_undone);
  RUN(saturation_over_a_long_truncation_is_clipped);
  RUN(interruption_ends_an_epoch);
  return 0;
}
