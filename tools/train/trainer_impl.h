// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file trainer_impl.h What a trainer is made of, for trainer*.c alone

#ifndef REMANENCE_TRAIN_TRAINER_IMPL_H
#define REMANENCE_TRAIN_TRAINER_IMPL_H

#include "trainer.h"

#include "adam.h"
#include "crew.h"
#include "fused.h"
#include "group.h"
#include "loss_watch.h"

enum {
  N_GROUPS  = 2,
  N_WARM_UP = 1024,  ///< Frames at the start of a stream that teach nothing,
                     ///< at least
  WINDOW      = 256, ///< Updates whose mean loss is watched
  N_LANES_ALL = N_GROUPS * FUSED_LANES,
};

/// Weights and optimiser at one moment
typedef struct {
  double* weights;
  Adam    adam;
} Snapshot;

/// Where a trainer stands between two updates
typedef struct {
  size_t frame; ///< Of the streams, after their warm-up; 0 before that
  Epoch  epoch; ///< So far, with the sum of losses
} Position;

struct TrainerImpl {
  TrainSettings  settings;
  const Session* session;
  Trainee*       trainee;
  Crew*          crew;
  Steps*         steps; ///< If the layers have a period, else NULL
  Group          groups[N_GROUPS];
  Loss           loss;
  Adam           adam;
  double*        gradient; ///< [n_weights] summed over groups
  Random         random;
  Schedule       schedule;
  Snapshot       best;      ///< At the end of the window of the best loss
  double         best_loss; ///< Mean of that window
  LossWatch      watch;     ///< Of the losses of windows
  double         slowness;  ///< Factor of the rate of learning
  double         decay; ///< Share that recurrent weights lose in an epoch, or 0
  double         window_loss;
  uint32_t       n_window; ///< Updates in the present window
  uint64_t       n_updates;
  double         n_seconds; ///< Since the start, after the last update
  size_t         n_warm_up; ///< Frames of a stream that teach nothing
  size_t         n_stream;  ///< Frames of a stream without these
  uint32_t       n_epoch;   ///< Updates of an epoch
  Position       position;
};

/// Keep weights and optimiser as they now are
void
trainer_save_snapshot(Trainer* trainer);

/// Go back to what was kept, from a state of zero
void
trainer_return_to_snapshot(Trainer* trainer);

static inline size_t
round_up(const size_t n, const size_t unit)
{
  return (n + unit - 1U) / unit * unit;
}

/// Return with how many frames a stream begins, at least, that teach nothing,
/// in stretches
static inline size_t
n_warm_up_of(const TrainSettings* const settings)
{
  return round_up(settings->n_warm_up ? settings->n_warm_up : N_WARM_UP,
                  settings->truncation);
}

#endif // REMANENCE_TRAIN_TRAINER_IMPL_H
