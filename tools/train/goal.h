// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file goal.h What a network is to learn: to be a device, or to predict.

   A device is judged by its ESR; a label by how well it is told when something
   is so; classes by how often the right one wins; and what comes next by the
   prediction gain, the energy of the signal over that of the error.
*/

#ifndef REMANENCE_TRAIN_GOAL_H
#define REMANENCE_TRAIN_GOAL_H

#include "loss.h"

#include "rmn.h"

typedef enum {
  GOAL_DEVICE, ///< WET is what a device makes of DRY
  GOAL_LABEL,  ///< WET is a label, from 0 to 1
  GOAL_CLASS,  ///< WET is the number of a class, from 0 on
  GOAL_NEXT,   ///< WET is DRY some frames later
  GOAL_SERIES, ///< Columns of a table, one row later or one from the others
} GoalKind;

/// A kind of goal, and when its values come, as in RmnPrediction
typedef struct {
  GoalKind kind;
  uint32_t hop;       ///< Only the last frame of each counts; 0 or 1 for all
  uint32_t window;    ///< Frames after which the state begins anew, 0 for never
  RmnPool  pool;      ///< What a value is of the outputs of a hop or window
  uint32_t ahead;     ///< Frames that WET is later, if next
  uint32_t latency;   ///< Frames that are heard after what is told of a label
  bool     is_plain;  ///< Networks are chosen by the plain ESR, if by any
  bool     is_onset;  ///< What counts of a label is where it begins
  uint32_t n_series;  ///< Outputs of a network for series
  uint32_t n_classes; ///< Of a label or classes, 0 if they have no names
  char     classes[RMN_MAX_OUTPUTS][RMN_MAX_NAME];
} Goal;

/// Return whether what is to be learned is told by a file of labels
static inline bool
goal_is_told(const Goal* const goal)
{
  return goal->kind == GOAL_LABEL || goal->kind == GOAL_CLASS;
}

/// Return whether a network for it may hear the future: not to predict that,
/// nor to begin anew, as it is not there by then, nor where it waits for it
static inline bool
goal_has_future(const Goal* const goal)
{
  return goal->kind != GOAL_NEXT && goal->kind != GOAL_SERIES &&
         !goal->window && !goal->latency;
}

/// Return how many outputs a network for it has
static inline uint32_t
goal_n_outputs(const Goal* const goal)
{
  return goal->kind == GOAL_CLASS    ? goal->n_classes
         : goal->kind == GOAL_SERIES ? goal->n_series
                                     : 1U;
}

/// Return the loss that such a goal is scored by
static inline LossKind
goal_loss(const Goal* const goal)
{
  return goal->kind == GOAL_LABEL    ? LOSS_BCE
         : goal->kind == GOAL_CLASS  ? LOSS_CE
         : goal->kind == GOAL_SERIES ? LOSS_MSE
                                     : LOSS_ESR;
}

#endif // REMANENCE_TRAIN_GOAL_H
