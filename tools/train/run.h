// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file run.h One training, from recordings to a preset

#ifndef REMANENCE_TRAIN_RUN_H
#define REMANENCE_TRAIN_RUN_H

#include "../progress.h"
#include "checkpoint.h"
#include "story.h"

/// Hear how far a run is, from 0 to 1, after each update
typedef void
RunEar(void* data, double done);

/// Everything of one run; the caller fills in what comes before `story`
typedef struct {
  const TrainOptions* options;
  const Session*      session; ///< As prepare_session() left it
  RunEar*             ear;     ///< Or NULL: the run itself tells
  void*               ear_data;
  Story               story;
  RmnNetwork*         network; ///< As it now is
  RmnNetwork*         best;    ///< As it was at its best on the validation part
  Trainer*            trainer;
  Progress            progress;
  double              best_mean; ///< Of its score, see run_judge_rest()
  double*             losses;    ///< [n_epochs] of training, then of validation
  Checkpoint          checkpoint;
  double              n_seconds; ///< Of training, over all its runs
  char                recipe[CHECKPOINT_MAX_TEXT];
} Run;

/// What a run came to, as plain bytes
typedef struct {
  bool     is_done;     ///< There is a preset
  bool     is_complete; ///< And nothing more to train
  uint32_t n_epochs;
  uint32_t best_epoch;
  double   mean; ///< Of the validation part, to compare it by
  Score    valid;
  Score    test;
} Outcome;

/**
   Carry a run out: train, write the preset and the report.

   @return What it came to, not done with a message printed; run_free() in any
   case.
*/
Outcome
run_carry_out(Run* run);

void
run_free(Run* run);

/// Return whether training came to its end, and was not interrupted
bool
run_is_complete(const Run* run);

#endif // REMANENCE_TRAIN_RUN_H
