// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file run_tell.h What a run says on the terminal

#ifndef REMANENCE_TRAIN_RUN_TELL_H
#define REMANENCE_TRAIN_RUN_TELL_H

#include "run.h"

/// Say from where a checkpoint goes on
void
run_tell_start(const Run* run);

/// Say how an epoch went: a line, or a note beside the bar
void
run_tell_epoch(Run* run, const Epoch* epoch, const Score* valid);

/// Say how good the preset is, and how to go on if there is more to do
void
run_tell_end(const Run* run);

#endif // REMANENCE_TRAIN_RUN_TELL_H
