// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file train_help.h The manual page of `remanence train`

#ifndef REMANENCE_TRAIN_HELP_H
#define REMANENCE_TRAIN_HELP_H

extern const char train_help[];
extern const char train_help_more[]; ///< From the options on how to train
extern const char train_help_end[];  ///< From those on how many to train

#endif // REMANENCE_TRAIN_HELP_H
