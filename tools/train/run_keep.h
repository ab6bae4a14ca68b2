// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file run_keep.h The checkpoint of a run

#ifndef REMANENCE_TRAIN_RUN_KEEP_H
#define REMANENCE_TRAIN_RUN_KEEP_H

#include "run.h"

/// Go on from the checkpoint, or begin one, if there is to be one; return false
/// with a message printed
bool
run_open_checkpoint(Run* run);

/// Write the checkpoint, if there is to be one, or warn: training is worth more
/// than that, and goes on
void
run_try_to_save(Run* run);

#endif // REMANENCE_TRAIN_RUN_KEEP_H
