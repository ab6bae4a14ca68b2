// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file run.h One training, from recordings to a preset

#ifndef REMANENCE_TRAIN_RUN_H
#define REMANENCE_TRAIN_RUN_H

#include "../progress.h"
#include "checkpoint.h"
#include "finish.h"

typedef struct RunImpl Run;

/// Everything of one run
struct RunImpl {
  const TrainOptions* options;
  Recording           recording;
  Story               story;
  RmnNetwork*         network; ///< As it now is
  RmnNetwork*         best;    ///< As it was at its best on the validation part
  Trainer*            trainer;
  Progress            progress;
  double              best_mean; ///< Of its score
  double*             losses;    ///< [n_epochs] of training, then of validation
  Checkpoint          checkpoint;
  double              n_seconds; ///< Of training, over all its runs
  char                recipe[CHECKPOINT_MAX_TEXT];
};

/**
   Carry a run out: read, train, write the preset and the report.

   @return False with a message printed; run_free() in any case.
*/
bool
run_carry_out(Run* run, const TrainOptions* options);

void
run_free(Run* run);

/// Return whether training came to its end, and was not interrupted
bool
run_is_complete(const Run* run);

#endif // REMANENCE_TRAIN_RUN_H
