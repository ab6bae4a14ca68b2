// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file trainer_state.c All that an update leaves to the next one

#include "trainer_impl.h"

static void
visit_adam(Archive* const archive, Adam* const adam)
{
  ARCHIVE_VISIT(archive, adam->n_steps);
  archive_visit(archive, adam->mean, adam->n * sizeof(double));
  archive_visit(archive, adam->variance, adam->n * sizeof(double));
}

/// Visit what the network remembers in each lane
static void
visit_memory(Archive* const archive, const Lanes* const lanes)
{
  for (uint32_t l = 0; l < lanes->trainee->n_layers; ++l) {
    const LayerTape* const tape = &lanes->tapes[l];
    const size_t n = lanes->trainee->layers[l].shape.n_outputs * lanes->n_lanes;
    archive_visit(archive, tape->h, n * sizeof(Real));
    if (tape->c) {
      archive_visit(archive, tape->c, n * sizeof(Real));
    }
  }
}

/// Visit where the lanes are, and require that each can go on for `n_left`
static void
visit_group(Archive* const archive, Group* const group, const size_t n_left)
{
  const Part   part    = group->recording->train;
  const size_t n_lanes = group->lanes->n_lanes;

  archive_visit(archive, group->at, n_lanes * sizeof(size_t));
  for (size_t l = 0; l < n_lanes; ++l) {
    archive_require(archive,
                    n_left == 0 ||
                      (group->at[l] >= part.first &&
                       group->at[l] <= part.first + part.n - n_left));
  }
  archive_visit(archive, group->of.before, n_lanes * sizeof(Real));
  visit_memory(archive, group->lanes);
}

static void
visit_place(Archive* const archive, Trainer* const trainer)
{
  Place* const place = &trainer->place;

  ARCHIVE_VISIT(archive, place->stream);
  ARCHIVE_VISIT(archive, place->frame);
  ARCHIVE_VISIT(archive, place->epoch.n_updates);
  ARCHIVE_VISIT(archive, place->epoch.loss);
  ARCHIVE_VISIT(archive, place->epoch.gradient_norm);
  ARCHIVE_VISIT(archive, place->epoch.n_clipped);
  ARCHIVE_VISIT(archive, place->epoch.n_returns);
  archive_require(
    archive,
    place->frame % trainer->settings.truncation == 0 &&
      place->frame < trainer->n_stream &&
      (place->stream < trainer->n_streams ||
       (place->stream == trainer->n_streams && place->frame == 0)));
}

void
trainer_visit(Trainer* const trainer, Archive* const archive)
{
  const size_t n_weights = trainer->adam.n * sizeof(double);

  archive_visit(archive, trainer->trainee->weights, n_weights);
  visit_adam(archive, &trainer->adam);
  archive_visit(archive, trainer->best.weights, n_weights);
  visit_adam(archive, &trainer->best.adam);
  ARCHIVE_VISIT(archive, trainer->best_loss);
  ARCHIVE_VISIT(archive, trainer->slowness);
  ARCHIVE_VISIT(archive, trainer->window_loss);
  ARCHIVE_VISIT(archive, trainer->n_window);
  archive_require(archive, trainer->n_window < WINDOW);
  ARCHIVE_VISIT(archive, trainer->random.state);
  ARCHIVE_VISIT(archive, trainer->n_updates);
  ARCHIVE_VISIT(archive, trainer->n_seconds);
  visit_place(archive, trainer);

  // At the start of a stream, lanes are sent elsewhere
  const size_t frame  = trainer->place.frame;
  const size_t n_left = frame ? trainer->n_stream - frame : 0U;
  for (int g = 0; g < N_GROUPS; ++g) {
    visit_group(archive, &trainer->groups[g], archive->is_bad ? 0U : n_left);
  }
  if (archive->mode == ARCHIVE_LOAD) {
    trainee_update(trainer->trainee);
  }
}
