// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file train_check.h Options that do not go together

#ifndef REMANENCE_TRAIN_CHECK_H
#define REMANENCE_TRAIN_CHECK_H

#include "train_options.h"

/// Settle what options say of each other; return 0, or an exit status after a
/// message
int
train_options_check(TrainOptions* options);

#endif // REMANENCE_TRAIN_CHECK_H
