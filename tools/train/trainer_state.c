// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file trainer_state.c All that an update leaves to the next one

#include "trainer_impl.h"

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

/// Visit where a lane is, and require that it can go on for `n_left` frames
static void
visit_place(Archive* const       archive,
            Place* const         place,
            const Session* const session,
            const size_t         n_left)
{
  uint64_t take = place->take ? (uint64_t)(place->take - session->takes) : 0U;

  ARCHIVE_VISIT(archive, take);
  ARCHIVE_VISIT(archive, place->frame);
  archive_require(archive, take < session->n_takes);
  place->take     = &session->takes[archive->is_bad ? 0U : take];
  const Part part = place->take->parts[PART_TRAIN];
  archive_require(archive,
                  n_left == 0 ||
                    (part.n >= n_left && place->frame >= part.first &&
                     place->frame <= part.first + part.n - n_left));
}

/// Visit the lanes, each of which is to go on for `n_left` frames
static void
visit_group(Archive* const archive, Group* const group, const size_t n_left)
{
  const size_t n_lanes = group->lanes->n_lanes;

  for (size_t l = 0; l < n_lanes; ++l) {
    visit_place(archive, &group->at[l], group->session, n_left);
  }
  archive_visit(archive, group->of.before, n_lanes * sizeof(Real));
  visit_memory(archive, group->lanes);
}

static void
visit_position(Archive* const archive, Trainer* const trainer)
{
  Position* const position = &trainer->position;

  ARCHIVE_VISIT(archive, position->frame);
  ARCHIVE_VISIT(archive, position->epoch.n_updates);
  ARCHIVE_VISIT(archive, position->epoch.loss);
  ARCHIVE_VISIT(archive, position->epoch.gradient_norm);
  ARCHIVE_VISIT(archive, position->epoch.n_clipped);
  ARCHIVE_VISIT(archive, position->epoch.n_returns);
  archive_require(archive,
                  position->frame % trainer->settings.truncation == 0 &&
                    position->frame < trainer->n_stream &&
                    position->epoch.n_updates <= trainer->n_epoch);
}

void
trainer_visit(Trainer* const trainer, Archive* const archive)
{
  const size_t n_weights = trainer->adam.n * sizeof(double);

  archive_visit(archive, trainer->trainee->weights, n_weights);
  adam_visit(&trainer->adam, archive);
  archive_visit(archive, trainer->best.weights, n_weights);
  adam_visit(&trainer->best.adam, archive);
  ARCHIVE_VISIT(archive, trainer->best_loss);
  ARCHIVE_VISIT(archive, trainer->watch.mean);
  ARCHIVE_VISIT(archive, trainer->watch.variance);
  ARCHIVE_VISIT(archive, trainer->watch.n);
  archive_require(archive, trainer->watch.n <= WATCHED);
  ARCHIVE_VISIT(archive, trainer->slowness);
  ARCHIVE_VISIT(archive, trainer->decay);
  ARCHIVE_VISIT(archive, trainer->window_loss);
  ARCHIVE_VISIT(archive, trainer->n_window);
  archive_require(archive, trainer->n_window < WINDOW);
  ARCHIVE_VISIT(archive, trainer->random.state);
  ARCHIVE_VISIT(archive, trainer->n_updates);
  ARCHIVE_VISIT(archive, trainer->n_seconds);
  visit_position(archive, trainer);

  // At the start of a stream, lanes are sent elsewhere
  const size_t frame = trainer->position.frame;
  const size_t n_left =
    frame ? trainer->n_stream - frame + trainer->settings.look_ahead : 0U;
  for (int g = 0; g < N_GROUPS; ++g) {
    visit_group(archive, &trainer->groups[g], archive->is_bad ? 0U : n_left);
  }
  if (archive->mode == ARCHIVE_LOAD) {
    trainee_update(trainer->trainee);
  }
}
