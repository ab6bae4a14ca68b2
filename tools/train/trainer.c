// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "trainer.h"

#include "adam.h"
#include "crew.h"
#include "fused.h"
#include "group.h"
#include "network.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  N_GROUPS    = 2,
  N_WARM_UP   = 1024,  ///< Frames at the start of a stream that teach nothing
  MIN_STREAM  = 16384, ///< Frames of a stream that teach, if there are as many
  MAX_STREAM  = 65536,
  WINDOW      = 256, ///< Updates whose mean loss is watched
  RISE        = 200, ///< Updates until the rate of learning is reached
  N_LANES_ALL = N_GROUPS * FUSED_LANES,
};

static const double clip_norm  = 0.2;
static const double last_rate  = 1e-5;
static const double too_much   = 3.0; ///< Times the best loss
static const double slow_down  = 0.7;
static const double audio_mean = 1e-12; ///< Least energy to divide by

/// Weights and optimiser at one moment
typedef struct {
  double* weights;
  Adam    adam;
} Snapshot;

struct TrainerImpl {
  TrainSettings  settings;
  const Session* session;
  Trainee*       trainee;
  Crew*          crew;
  Group          groups[N_GROUPS];
  Loss           loss;
  Adam           adam;
  double*        gradient; ///< [n_weights] summed over groups
  Random         random;
  Schedule       schedule;
  Snapshot       best;      ///< At the end of the window of the best loss
  double         best_loss; ///< Mean of that window
  double         slowness;  ///< Factor of the rate of learning
  double         window_loss;
  uint32_t       n_window; ///< Updates in the present window
  uint64_t       n_updates;
  double         n_seconds; ///< Since the start, when this epoch began
  size_t         n_stream;  ///< Frames of a stream without its warm-up
  uint32_t       n_streams; ///< In an epoch
};

/// Factors that make sums over an update means over the recordings
static Loss
plan_loss(const Trainer* const trainer)
{
  const Session* const session = trainer->session;
  const Energy         energy  = session_energy(session);
  const double share = (double)energy.n / (double)session_n_train(session);
  const double n = share * (double)trainer->settings.truncation * N_LANES_ALL *
                   trainer->trainee->n_outputs;
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

static size_t
round_up(const size_t n, const size_t unit)
{
  return (n + unit - 1U) / unit * unit;
}

/// Plan streams that make an epoch, each a whole number of stretches
static void
plan_streams(Trainer* const trainer)
{
  const size_t stretch = trainer->settings.truncation;
  const size_t n_train = session_n_train(trainer->session);
  const size_t n_take  = session_n_shortest(trainer->session);
  const size_t n_room =
    (n_take - round_up(N_WARM_UP, stretch)) / stretch * stretch;
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
  return round_up(N_WARM_UP, settings->truncation) + 8U * settings->truncation;
}

static bool
allocate(Trainer* const trainer)
{
  const size_t n  = trainer->trainee->n_weights;
  bool         ok = true;
  for (int g = 0; g < N_GROUPS; ++g) {
    ok = ok && group_init(&trainer->groups[g],
                          trainer->trainee,
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

static void
save_snapshot(Trainer* const trainer)
{
  adam_copy(&trainer->best.adam, &trainer->adam);
  memcpy(trainer->best.weights,
         trainer->trainee->weights,
         trainer->adam.n * sizeof(double));
}

static void
return_to_snapshot(Trainer* const trainer)
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
  if (!allocate(trainer)) {
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
  save_snapshot(trainer);
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

static void
warm_up_task(void* const data, const uint32_t i)
{
  Trainer* const trainer = (Trainer*)data;
  group_warm_up(&trainer->groups[i], N_WARM_UP);
}

static void
step_task(void* const data, const uint32_t i)
{
  Trainer* const trainer = (Trainer*)data;
  group_step(&trainer->groups[i], &trainer->loss);
}

/// Return the loss of all groups, and sum their gradients in their order
static double
gather(Trainer* const trainer)
{
  double loss = 0.0;

  memset(trainer->gradient, 0, trainer->adam.n * sizeof(double));
  for (int g = 0; g < N_GROUPS; ++g) {
    const Real* const gradient = trainer->groups[g].lanes->gradient;
    for (size_t i = 0; i < trainer->adam.n; ++i) {
      trainer->gradient[i] += (double)gradient[i];
    }
    loss += trainer->groups[g].loss;
  }
  return loss;
}

/// Return how much of the whole is done, by updates or by time
static double
progress_of(const Trainer* const trainer)
{
  const double n_planned =
    (double)trainer_n_updates(trainer) * trainer->settings.n_epochs;
  const double by_updates = (double)trainer->n_updates / n_planned;
  const double by_time =
    trainer->settings.n_minutes > 0.0
      ? trainer->n_seconds / (60.0 * trainer->settings.n_minutes)
      : 0.0;

  return fmax(by_updates, by_time);
}

/// Close a window of updates: keep the best, or leave what explodes
static void
close_window(Trainer* const trainer, Epoch* const epoch)
{
  const double loss = trainer->window_loss / trainer->n_window;

  if (loss < trainer->best_loss) {
    trainer->best_loss = loss;
    save_snapshot(trainer);
  } else if (!isfinite(loss) || loss > too_much * trainer->best_loss) {
    return_to_snapshot(trainer);
    trainer->slowness *= slow_down;
    ++epoch->n_returns;
  }
  trainer->window_loss = 0.0;
  trainer->n_window    = 0;
}

static void
update(Trainer* const trainer, Epoch* const epoch)
{
  crew_run(trainer->crew, step_task, trainer, N_GROUPS);

  const double loss = gather(trainer);
  const double norm =
    gradient_clip(trainer->gradient, trainer->adam.n, clip_norm);
  const double rate =
    trainer->slowness *
    schedule_rate(&trainer->schedule, trainer->n_updates, progress_of(trainer));

  ++trainer->n_updates;
  ++trainer->n_window;
  trainer->window_loss += loss;
  epoch->loss += loss;
  epoch->gradient_norm = fmax(epoch->gradient_norm, norm);
  epoch->n_clipped += norm > clip_norm;
  if (isfinite(loss) && isfinite(norm)) {
    adam_step(
      &trainer->adam, trainer->trainee->weights, trainer->gradient, rate);
    trainee_update(trainer->trainee);
  }
  if (trainer->n_window == WINDOW || !isfinite(loss) || !isfinite(norm)) {
    close_window(trainer, epoch);
  }
}

/// Return whether it is to end, even within an epoch
static bool
is_over(const Trainer* const trainer)
{
  const double n_minutes = trainer->settings.n_minutes;
  return *trainer->settings.stop ||
         (n_minutes > 0.0 && trainer->n_seconds >= 60.0 * n_minutes);
}

Epoch
trainer_epoch(Trainer* const trainer, TrainerNote* const note, void* const data)
{
  const size_t stretch  = trainer->settings.truncation;
  const size_t n_places = round_up(N_WARM_UP, stretch) + trainer->n_stream;
  Epoch        epoch    = {0};
  uint32_t     n        = 0;

  for (uint32_t s = 0; s < trainer->n_streams; ++s) {
    for (int g = 0; g < N_GROUPS; ++g) {
      group_place(&trainer->groups[g], &trainer->random, n_places);
    }
    crew_run(trainer->crew, warm_up_task, trainer, N_GROUPS);
    for (size_t t = 0; t < trainer->n_stream && !is_over(trainer);
         t += stretch, ++n) {
      update(trainer, &epoch);
      trainer->n_seconds = note(data, trainer->n_updates);
    }
  }
  epoch.loss /= n ? n : 1U;
  return epoch;
}

void
trainer_store(const Trainer* const trainer, RmnNetwork* const network)
{
  trainee_store(trainer->trainee, network);
}
