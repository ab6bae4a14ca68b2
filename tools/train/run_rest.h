// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file run_rest.h Whether what is learned falls silent in silence

#ifndef REMANENCE_TRAIN_RUN_REST_H
#define REMANENCE_TRAIN_RUN_REST_H

#include "run.h"

/**
   Find whether the network comes to one rest from anywhere, if it is of a
   device, and have the trainer calm it if it does not.

   It takes time, and so is for what may be the best, for what is being calmed,
   and now and then.

   @return What to multiply its error with, to compare it.
*/
double
run_judge_rest(const Run* run);

/// Warn of a device whose best network need not fall silent in silence, or
/// falls to another rest after other sounds; return false without memory
bool
run_warn_if_restless(Run* run);

#endif // REMANENCE_TRAIN_RUN_REST_H
