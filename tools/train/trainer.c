// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "trainer_impl.h"

#include "network.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  MIN_STREAM = 16384, ///< Frames of a stream that teach, if there are as many
  MAX_STREAM = 65536,
  RISE       = 200, ///< Updates until the rate of learning is reached
};

static const double last_rate  = 1e-5;
static const double audio_mean = 1e-12; ///< Least energy to divide by

/// Factors that make sums over an update means over the recordings
static Loss
plan_loss(const Trainer* const trainer)
{
  const Session* const session = trainer->session;
  const Energy         energy  = session_energy(session);
  const double   share = (double)energy.n / (double)session_n_train(session);
  const uint32_t n_out =
    trainer->settings.loss == LOSS_CE ? 1U : trainer->trainee->n_outputs;
  const double n =
    share * (double)trainer->settings.truncation * N_LANES_ALL * n_out;
  Loss loss = {.kind = trainer->settings.loss, .plain = 1.0 / n};

  if (loss.kind == LOSS_ESR) {
    loss.plain      = 0.5 / (n * fmax(energy.plain, audio_mean));
    loss.emphasised = 0.5 / (n * fmax(energy.emphasised, audio_mean));
  }
  return loss;
}

/// Larger networks learn more slowly: 0.01 up to 16 units, 0.005 at 40
static double
choose_rate(const RmnNetwork* const network)
{
  uint32_t widest = 1;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const uint32_t n = network->layers[l].shape.n_outputs;
    widest           = n > widest ? n : widest;
  }
  return 0.01 * fmin(1.0, pow(16.0 / widest, 0.75));
}

/// Plan streams that make an epoch, each a whole number of stretches
static void
plan_streams(Trainer* const trainer)
{
  const size_t stretch = trainer->settings.truncation;
  const size_t n_train = session_n_train(trainer->session);
  const size_t n_take  = session_n_shortest(trainer->session);
  const size_t n_room =
    (n_take - n_warm_up_of(&trainer->settings)) / stretch * stretch;
  const size_t n_wanted = n_train / N_LANES_ALL;
  const size_t n_least  = n_wanted > MIN_STREAM ? n_wanted : MIN_STREAM;
  const size_t n_most   = n_least < MAX_STREAM ? n_least : MAX_STREAM;
  const size_t n_stream = n_most < n_room ? n_most : n_room;

  trainer->n_stream  = n_stream / stretch * stretch;
  trainer->n_streams = (uint32_t)(n_wanted / trainer->n_stream + 1U);
}

size_t
trainer_least_frames(const TrainSettings* const settings)
{
  return n_warm_up_of(settings) + 8U * settings->truncation;
}

static bool
allocate(Trainer* const trainer, const RmnNetwork* const network)
{
  const size_t n  = trainer->trainee->n_weights;
  bool         ok = true;
  for (int g = 0; g < N_GROUPS; ++g) {
    ok = ok && group_init(&trainer->groups[g],
                          trainer->trainee,
                          network,
                          trainer->session,
                          FUSED_LANES,
                          trainer->settings.truncation);
  }

  trainer->gradient     = (double*)calloc(n, sizeof(double));
  trainer->best.weights = (double*)calloc(n, sizeof(double));
  trainer->crew         = crew_new(trainer->settings.n_threads < N_GROUPS
                             ? trainer->settings.n_threads
                             : N_GROUPS);
  ok                    = adam_init(&trainer->adam, n) && ok;
  ok                    = adam_init(&trainer->best.adam, n) && ok;
  return ok && trainer->gradient && trainer->best.weights && trainer->crew;
}

void
trainer_save_snapshot(Trainer* const trainer)
{
  adam_copy(&trainer->best.adam, &trainer->adam);
  memcpy(trainer->best.weights,
         trainer->trainee->weights,
         trainer->adam.n * sizeof(double));
}

void
trainer_return_to_snapshot(Trainer* const trainer)
{
  adam_copy(&trainer->adam, &trainer->best.adam);
  memcpy(trainer->trainee->weights,
         trainer->best.weights,
         trainer->adam.n * sizeof(double));
  trainee_update(trainer->trainee);
  for (int g = 0; g < N_GROUPS; ++g) { // Their state may have exploded too
    group_reset(&trainer->groups[g]);
  }
}

Trainer*
trainer_new(const RmnNetwork* const    network,
            const Session* const       session,
            const TrainSettings* const settings,
            RmnError* const            error)
{
  Trainer* const trainer = (Trainer*)calloc(1, sizeof(Trainer));
  if (!trainer) {
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "no memory to train");
    return NULL;
  }

  openblas_set_num_threads(1); // The groups are what runs side by side
  trainer->settings  = *settings;
  trainer->session   = session;
  trainer->random    = (Random){settings->seed};
  trainer->slowness  = 1.0;
  trainer->best_loss = INFINITY;
  trainer->trainee   = trainee_new(network, fused_funcs, error);
  if (!trainer->trainee) {
    trainer_free(trainer);
    return NULL;
  }
  if (!allocate(trainer, network)) {
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "no memory to train");
    trainer_free(trainer);
    return NULL;
  }

  trainee_centre_knobs(trainer->trainee, network);
  const double rate =
    settings->rate > 0.0 ? settings->rate : choose_rate(network);
  trainer->schedule = (Schedule){rate, fmin(rate, last_rate), RISE};
  trainer->loss     = plan_loss(trainer);
  plan_streams(trainer);
  trainer_save_snapshot(trainer);
  return trainer;
}

void
trainer_free(Trainer* const trainer)
{
  if (!trainer) {
    return;
  }

  crew_free(trainer->crew);
  for (int g = 0; g < N_GROUPS && trainer->trainee; ++g) {
    group_free(&trainer->groups[g]);
  }
  adam_free(&trainer->adam);
  adam_free(&trainer->best.adam);
  trainee_free(trainer->trainee);
  free(trainer->best.weights);
  free(trainer->gradient);
  free(trainer);
}

uint64_t
trainer_n_updates(const Trainer* const trainer)
{
  return (uint64_t)trainer->n_streams * trainer->n_stream /
         trainer->settings.truncation;
}

uint64_t
trainer_n_frames(const Trainer* const trainer)
{
  return (uint64_t)trainer->settings.truncation * N_LANES_ALL;
}

void
trainer_store(const Trainer* const trainer, RmnNetwork* const network)
{
  trainee_store(trainer->trainee, network);
}
