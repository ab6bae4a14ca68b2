// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file sweep_tell.h What the runs of a sweep came to, as text

#ifndef REMANENCE_TRAIN_SWEEP_TELL_H
#define REMANENCE_TRAIN_SWEEP_TELL_H

#include "sweep.h"

/// Print a line on what run `i` came to
void
sweep_tell_run(const Sweep* sweep, uint32_t i);

/// Print, for each device, the median of the seeds of each size, which run was
/// best, and how good it is; and this into the folder of reports if there is
/// one.  Return false with a message printed
bool
sweep_tell_end(const Sweep* sweep);

#endif // REMANENCE_TRAIN_SWEEP_TELL_H
