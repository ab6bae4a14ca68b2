// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_trainer.c Epochs of training, also where gradients go wild

#include "../bidirectional.h"
#include "../training.h"

#include "../../tools/train/checkpoint.h"
#include "../../tools/train/trainer.h"

#include <string.h>

enum { N_FRAMES = 30000 };

static volatile sig_atomic_t stop;
static float                 dry[N_FRAMES];
static float                 wet[N_FRAMES];
static Recording             recording;
static const Session         session = {.n_takes = 1, .takes = &recording};

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
  recording = (Recording){.dry      = dry,
                          .wet      = wet,
                          .n_frames = N_FRAMES,
                          .rate_hz  = 8000,
                          .weight   = 1.0};
  recording_split(&recording);
}

static TrainSettings
settings_of(const uint32_t truncation, const uint32_t n_threads)
{
  return (TrainSettings){.truncation = truncation,
                         .look_ahead = 48,
                         .n_epochs   = 5,
                         .seed       = 1,
                         .n_threads  = n_threads,
                         .stop       = &stop};
}

/// Return a layer of a cell, in both directions if that one is backward, under
/// a dense one
static RmnNetwork*
cell_network(RmnShape cell, const uint32_t n_hidden)
{
  if (cell.direction == RMN_BACKWARD) {
    cell.direction = RMN_FORWARD;
    return bidirectional_network(cell, 1, n_hidden, 1, 1);
  }

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
  Trainer* const trainer = trainer_new(network, &session, settings, &error);
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

static Trainer*
new_trainer(const RmnNetwork* const network, const TrainSettings* settings)
{
  RmnError       error   = {RMN_OK, ""};
  Trainer* const trainer = trainer_new(network, &session, settings, &error);
  CHECK(trainer);
  return trainer;
}

/// Return how many rests silence leads to
static uint32_t
n_rests_of(const RmnNetwork* const network)
{
  RmnSilence      silence = {0};
  RmnModel* const model   = rmn_model_new(network);
  CHECK(model && !rmn_silence_explore(model, network, &silence));
  rmn_model_free(model);
  return silence.n_rests;
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
  uint32_t       n_rests = n_rests_of(network);
  CHECK(n_rests == 2);
  for (uint32_t i = 0; i < settings.n_epochs; ++i) {
    trainer_calm(trainer, calms && n_rests > 1U);
    CHECK(!calms || n_rests == 1U || trainer_is_calmed(trainer));
    *loss = trainer_epoch(trainer, ignore, NULL).loss;
    trainer_store(trainer, network);
    n_rests = n_rests_of(network);
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

/// Return how many bytes a trainer saves, at most `max_bytes`
static size_t
save(Trainer* const trainer, uint8_t* const bytes, const size_t max_bytes)
{
  Archive archive = {.mode = ARCHIVE_SAVE, .bytes = bytes, .size = max_bytes};
  trainer_visit(trainer, &archive);
  CHECK(!archive.is_bad);
  return archive.at;
}

static bool
load(Trainer* const trainer, uint8_t* const bytes, const size_t n_bytes)
{
  Archive archive = {.mode = ARCHIVE_LOAD, .bytes = bytes, .size = n_bytes};
  trainer_visit(trainer, &archive);
  return !archive.is_bad;
}

static uint8_t saved[1 << 20];

/// Where training breaks off
typedef struct {
  Trainer* trainer;
  uint64_t n_updates;
  size_t   n_bytes; ///< That are saved there
} Break;

static double
break_off(void* const data, const uint64_t n_updates)
{
  Break* const where = (Break*)data;
  if (n_updates == where->n_updates) {
    where->n_bytes = save(where->trainer, saved, sizeof(saved));
    stop           = 1;
  }
  return 0.0;
}

/// Train two epochs, or break off after `n_updates` and let another trainer go
/// on from what was saved; return the hash of the network
static uint64_t
hash_after(const RmnShape cell, const uint64_t n_updates)
{
  const TrainSettings settings = settings_of(64, 1);
  RmnNetwork* const   network  = cell_network(cell, 5);
  Trainer*            trainer  = new_trainer(network, &settings);
  uint64_t            n_done   = 0;

  trainer_calm(trainer, true);
  if (n_updates > 0) {
    Break where = {trainer, n_updates, 0};
    while (trainer_epoch(trainer, break_off, &where), !stop) {
      ++n_done;
    }
    stop = 0;
    trainer_free(trainer);
    trainer = new_trainer(network, &settings);
    CHECK(load(trainer, saved, where.n_bytes));
  }
  for (; n_done < 2; ++n_done) {
    trainer_epoch(trainer, ignore, NULL);
  }
  trainer_store(trainer, network);
  trainer_free(trainer);

  const uint64_t hash = rmn_network_hash(network);
  rmn_network_free(network);
  return hash;
}

static void
saved_training_goes_on_to_the_same_bits(void)
{
  static const RmnShape cells[] = {
    {.type = RMN_LSTM},
    {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL},
    {.type = RMN_GRU},
    {.type = RMN_RNN, .activation = RMN_TANH},
    {.type = RMN_GRU, .direction = RMN_BACKWARD}};

  for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); ++i) {
    const uint64_t hash = hash_after(cells[i], 0);
    CHECK(hash_after(cells[i], 1) == hash);
    CHECK(hash_after(cells[i], 77) == hash);
    CHECK(hash_after(cells[i], 256) == hash); // The last one of an epoch
    CHECK(hash_after(cells[i], 333) == hash);
  }
}

/// Each prefix is cut off, and lanes beyond the recording are refused
static void
bad_states_are_refused(void)
{
  const TrainSettings settings = settings_of(64, 1);
  const RmnShape      cell     = {.type = RMN_LSTM};
  RmnNetwork* const   network  = cell_network(cell, 5);

  hash_after(cell, 77);
  Trainer* trainer = new_trainer(network, &settings);
  Archive  count   = {.mode = ARCHIVE_COUNT};
  trainer_visit(trainer, &count);
  for (size_t n = 0; n < count.at; n += 1U + n / 50U) {
    CHECK(!load(trainer, saved, n));
  }
  CHECK(load(trainer, saved, count.at));

  static uint8_t wild[sizeof(saved)];
  size_t         n_refused = 0;
  for (size_t at = 0; at + 8U <= count.at; at += 4U) {
    memcpy(wild, saved, count.at);
    memset(wild + at, 0x7F, 8);
    n_refused += !load(trainer, wild, count.at);
  }
  CHECK(n_refused > 2 * 64); // 64 lanes, each of them read twice at least
  trainer_free(trainer);
  rmn_network_free(network);
}

static void
checkpoint_is_written_each_minute(void)
{
  const Checkpoint none  = {.path = NULL};
  const Checkpoint later = {.path = "x", .saved = 100.0};

  CHECK(!checkpoint_is_due(&none, 1e6));
  CHECK(!checkpoint_is_due(&later, 101.0));
  CHECK(checkpoint_is_due(&later, 150.0));
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
  RUN(saved_training_goes_on_to_the_same_bits);
  RUN(bad_states_are_refused);
  RUN(checkpoint_is_written_each_minute);
  return 0;
}
