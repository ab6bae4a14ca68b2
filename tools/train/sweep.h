// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file sweep.h The runs of one command: every seed with every size.

   What is to be run is one thing, and who carries it out another: processes of
   this machine, jobs.h, or the ranks of a cluster, ranks.h.
*/

#ifndef REMANENCE_TRAIN_SWEEP_H
#define REMANENCE_TRAIN_SWEEP_H

#include "run.h"

/// A run, and what it came to
typedef struct {
  TrainOptions options; ///< With files of its own
  char*        files;   ///< Where their names stand
  Outcome      outcome;
} SweepRun;

typedef struct {
  const TrainOptions* options; ///< Of the command
  const Session*      session;
  SweepRun*           runs;
  uint32_t            n_runs;
} Sweep;

/// Sweep the runs of a command; return false without memory, sweep_free() in
/// any case
bool
sweep_make(Sweep* sweep, const TrainOptions* options, const Session* session);

void
sweep_free(Sweep* sweep);

/// Carry out run `i` in this process, and keep what it came to
void
sweep_carry_out(Sweep* sweep, uint32_t i, RunEar* ear, void* data);

/// Return the run that was best on the validation part, or `n_runs` if none
/// has a preset
uint32_t
sweep_best(const Sweep* sweep);

/// Put the best preset in its place and remove the others, and the checkpoints
/// if all is complete; return false with a message printed
bool
sweep_settle(const Sweep* sweep);

#endif // REMANENCE_TRAIN_SWEEP_H
