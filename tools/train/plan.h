// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file plan.h The runs of one command: every seed with every size.

   What is to be run is one thing, and who carries it out another: processes of
   this machine, jobs.h, or the ranks of a cluster, ranks.h.
*/

#ifndef REMANENCE_TRAIN_PLAN_H
#define REMANENCE_TRAIN_PLAN_H

#include "run.h"

/// A run, and what it came to
typedef struct {
  TrainOptions options; ///< With files of its own
  char*        files;   ///< Where their names stand
  Outcome      outcome;
} PlannedRun;

typedef struct {
  const TrainOptions* options; ///< Of the command
  const Recording*    recording;
  const Story*        story;
  PlannedRun*         runs;
  uint32_t            n_runs;
} Plan;

/// Plan the runs of a command; return false without memory, plan_free() in any
/// case
bool
plan_make(Plan*               plan,
          const TrainOptions* options,
          const Recording*    recording,
          const Story*        story);

void
plan_free(Plan* plan);

/// Carry out run `i` in this process, and keep what it came to
void
plan_carry_out(Plan* plan, uint32_t i, RunEar* ear, void* data);

/// Return the run that was best on the validation part, or `n_runs` if none
/// has a preset
uint32_t
plan_best(const Plan* plan);

/// Put the best preset in its place and remove the others, and the checkpoints
/// if all is complete; return false with a message printed
bool
plan_settle(const Plan* plan);

#endif // REMANENCE_TRAIN_PLAN_H
