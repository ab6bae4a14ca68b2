// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file trainer_epoch.c Streams of updates

#include "trainer_impl.h"

#include "network.h"

#include <math.h>
#include <string.h>

static const double clip_norm = 0.2;
static const double slow_down = 0.7;

/// Share of recurrent weights that decays in an epoch, at the highest rate
static const double restless_decay = 0.1;

static void
warm_up_task(void* const data, const uint32_t i)
{
  Trainer* const trainer = (Trainer*)data;
  group_warm_up(&trainer->groups[i], trainer->n_warm_up);
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

/// Have lanes begin new streams from a state of zero: theirs may have exploded
static void
start_anew(Trainer* const trainer)
{
  for (int g = 0; g < N_GROUPS; ++g) {
    group_reset(&trainer->groups[g]);
  }
  trainer->position.frame = 0;
}

/// Close a window of updates: keep the best, or leave what explodes
static void
close_window(Trainer* const trainer, Epoch* const epoch)
{
  const double loss = trainer->window_loss / trainer->n_window;

  if (loss_watch_explodes(&trainer->watch, loss)) {
    trainer_return_to_snapshot(trainer);
    trainer->slowness *= slow_down;
    start_anew(trainer);
    ++epoch->n_returns;
  } else if (loss < trainer->best_loss) {
    trainer->best_loss = loss;
    trainer_save_snapshot(trainer);
  }
  trainer->window_loss = 0.0;
  trainer->n_window    = 0;
}

/// Have recurrent weights decay, less as they learn less, so that learning can
/// make up for it
static void
weaken(Trainer* const trainer, const double rate)
{
  const Trainee* const trainee = trainer->trainee;
  const double         share   = rate / trainer->schedule.rate;
  const double         factor = 1.0 - trainer->decay * share / trainer->n_epoch;
  for (uint32_t l = 0; l < trainee->n_layers && factor < 1.0; ++l) {
    const RmnLayerSizes n = rmn_shape_sizes(&trainee->layers[l].shape);
    const Real* const   W = trainee_arrays(trainee, l, trainee->values).W;
    double* const       U = trainee->weights + (W - trainee->values) + n.W;
    for (size_t i = 0; i < n.U; ++i) {
      U[i] *= factor;
    }
  }
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
  ++epoch->n_updates;
  trainer->window_loss += loss;
  epoch->loss += loss;
  epoch->gradient_norm = fmax(epoch->gradient_norm, norm);
  epoch->n_clipped += norm > clip_norm;
  if (isfinite(loss) && isfinite(norm)) {
    adam_step(&trainer->adam,
              trainer->crew,
              trainer->trainee->weights,
              trainer->gradient,
              rate);
    weaken(trainer, rate);
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

/// Send the lanes to new places, and let them hear what comes before
static void
start_stream(Trainer* const trainer)
{
  const size_t n_frames =
    trainer->n_warm_up + trainer->n_stream + trainer->settings.look_ahead;

  for (int g = 0; g < N_GROUPS; ++g) {
    group_place(&trainer->groups[g], &trainer->random, n_frames);
    if (trainer->settings.from_anywhere) {
      group_scatter(&trainer->groups[g], &trainer->random);
    }
  }
  crew_run(trainer->crew, warm_up_task, trainer, N_GROUPS);
}

/// Go on by an update, from stream to stream
static void
advance(Trainer* const trainer)
{
  Position* const position = &trainer->position;

  if (position->frame == 0) {
    start_stream(trainer);
  }
  position->frame += trainer->settings.truncation;
  if (position->frame == trainer->n_stream) {
    position->frame = 0;
  }
  update(trainer, &position->epoch);
}

Epoch
trainer_epoch(Trainer* const trainer, TrainerNote* const note, void* const data)
{
  Position* const position = &trainer->position;

  while (position->epoch.n_updates < trainer->n_epoch && !is_over(trainer)) {
    advance(trainer);
    trainer->n_seconds = note(data, trainer->n_updates);
  }

  Epoch epoch = position->epoch;
  epoch.loss /= epoch.n_updates ? epoch.n_updates : 1U;
  if (position->epoch.n_updates == trainer->n_epoch) {
    position->epoch = (Epoch){0};
  }
  return epoch;
}

void
trainer_calm(Trainer* const trainer, const bool is_restless)
{
  trainer->decay = is_restless ? restless_decay : 0.0;
}

bool
trainer_is_calmed(const Trainer* const trainer)
{
  return trainer->decay > 0.0;
}

bool
trainer_is_within_epoch(const Trainer* const trainer)
{
  return trainer->position.epoch.n_updates > 0;
}
