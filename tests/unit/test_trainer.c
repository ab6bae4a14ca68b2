// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_trainer.c Epochs of training, also where gradients go wild

#include "../epochs.h"
#include "../training.h"

/// Train some epochs, leave the weights in the network, return the last epoch
static Epoch
train(RmnNetwork* const    network,
      const TrainSettings* settings,
      const int            n_epochs,
      Epoch* const         first)
{
  Trainer* const trainer = new_trainer(network, settings);
  Epoch          epoch   = trainer_epoch(trainer, ignore, NULL);
  *first                 = epoch;
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

/// Train with a number of threads; return the hash of the network
static uint64_t
hash_with(const RmnShape cell, const uint32_t n_threads)
{
  const TrainSettings settings = settings_of(64, n_threads);
  RmnNetwork* const   network  = cell_network(cell, 5);
  Epoch               first;
  train(network, &settings, 2, &first);
  const uint64_t hash = rmn_network_hash(network);
  rmn_network_free(network);
  return hash;
}

static void
number_of_threads_changes_no_bit(void)
{
  const RmnShape forward = {.type = RMN_GRU};
  const RmnShape both    = {.type = RMN_LSTM, .direction = RMN_BACKWARD};
  CHECK(hash_with(forward, 1) == hash_with(forward, 2));
  CHECK(hash_with(both, 1) == hash_with(both, 2));
}

/// Where the output is what comes 5 frames later, only what hears that learns
static void
future_is_learned(void)
{
  const TrainSettings settings = settings_of(64, 2);
  Epoch               first;
  Epoch               last[2];
  recording.wet = dry + 5;
  recording.n_frames -= 5;
  recording_split(&recording);
  for (int i = 0; i < 2; ++i) {
    const RmnShape    cell    = {.type      = RMN_GRU,
                                 .direction = i ? RMN_BACKWARD : RMN_FORWARD};
    RmnNetwork* const network = cell_network(cell, 8);
    last[i]                   = train(network, &settings, 8, &first);
    rmn_network_free(network);
  }
  fill_recording();
  CHECK(last[0].loss > 0.8 && last[1].loss < 0.05);
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

/// Return the largest cell after a while of silence
static double
largest_cell(const RmnNetwork* const network)
{
  enum { N_SILENT = 8000 };
  RmnError       error   = {RMN_OK, ""};
  Trainee* const trainee = trainee_new(network, layer_funcs, &error);
  Lanes* const   lanes   = trainee ? lanes_new(trainee, 1, N_SILENT) : NULL;
  CHECK(lanes);
  lanes_forward(lanes, N_SILENT);

  const size_t n       = network->layers[0].shape.n_outputs;
  double       largest = 0.0;
  for (size_t u = 0; u < n; ++u) {
    const double c = (double)lanes->tapes[0].c[N_SILENT * n + u];
    largest        = fmax(largest, fabs(c));
  }
  lanes_free(lanes);
  trainee_free(trainee);
  return largest;
}

/// A cell that adds up for ever has no gradient through its tanh
static void
cells_that_stray_come_back(void)
{
  const TrainSettings settings = settings_of(64, 2);
  RmnNetwork* const   network  = cell_network((RmnShape){.type = RMN_LSTM}, 4);
  RmnLayer* const     layer    = &network->layers[0];
  layer->b[0] += 3.0f;
  layer->b[4] += 9.0f;
  layer->b[8] += 3.0f;

  Epoch first;
  CHECK(largest_cell(network) > 1000.0);
  train(network, &settings, 5, &first);
  CHECK(largest_cell(network) < 10.0);
  rmn_network_free(network);
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

/// Train what has two rests, which no sound tells, and calm it while it has, or
/// not; return how many rests it has then, and the loss in `loss`
static uint32_t
n_rests_after(const bool calms, double* const loss)
{
  const TrainSettings settings = settings_of(64, 2);
  RmnNetwork* const   network =
    cell_network((RmnShape){.type = RMN_RNN, .activation = RMN_TANH}, 6);
  RmnLayer* const layer = &network->layers[0];
  for (size_t i = 1; i < 6U; ++i) { // Unit 0 feeds itself alone
    layer->U[i]      = 0.0f;
    layer->U[6U * i] = 0.0f;
  }
  layer->U[0] = 2.0f;
  layer->W[0] = 0.01f;

  Trainer* const trainer = new_trainer(network, &settings);
  uint32_t       n_rests = explore_silence(network).n_rests;
  CHECK(n_rests == 2);
  for (uint32_t i = 0; i < settings.n_epochs; ++i) {
    trainer_calm(trainer, calms && n_rests > 1U);
    CHECK(!calms || n_rests == 1U || trainer_is_calmed(trainer));
    *loss = trainer_epoch(trainer, ignore, NULL).loss;
    trainer_store(trainer, network);
    n_rests = explore_silence(network).n_rests;
  }
  trainer_calm(trainer, false);
  CHECK(!trainer_is_calmed(trainer));
  trainer_free(trainer);
  rmn_network_free(network);
  return n_rests;
}

static void
what_is_restless_is_calmed(void)
{
  double loss[2] = {0.0, 0.0};
  CHECK(n_rests_after(false, &loss[0]) == 2U);
  CHECK(n_rests_after(true, &loss[1]) == 1U);
  CHECK(loss[1] < 1.5 * loss[0]);
}

int
main(void)
{
  fill_recording();
  RUN(loss_falls);
  RUN(number_of_threads_changes_no_bit);
  RUN(future_is_learned);
  RUN(explosion_is_seen_and_undone);
  RUN(saturation_over_a_long_truncation_is_clipped);
  RUN(cells_that_stray_come_back);
  RUN(what_is_restless_is_calmed);
  RUN(interruption_ends_an_epoch);
  return 0;
}
