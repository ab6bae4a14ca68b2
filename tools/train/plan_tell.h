// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plan_tell.h What the runs of a plan came to, as text

#ifndef REMANENCE_TRAIN_PLAN_TELL_H
#define REMANENCE_TRAIN_PLAN_TELL_H

#include "plan.h"

/// Print a line on what run `i` came to
void
plan_tell_run(const Plan* plan, uint32_t i);

/// Print the median of the seeds of each size, and the best; and all of it into
/// the folder of reports if there is one.  Return false with a message printed
bool
plan_tell_end(const Plan* plan);

#endif // REMANENCE_TRAIN_PLAN_TELL_H
