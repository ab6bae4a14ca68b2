// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file start.h The network that training starts from

#ifndef REMANENCE_TRAIN_START_H
#define REMANENCE_TRAIN_START_H

#include "session.h"
#include "train_options.h"

/// Return a new network as designed, or read from a file, with the knobs of the
/// takes and the outputs of the goal; or NULL with a message printed
RmnNetwork*
start_network(const TrainOptions* options, const Session* session);

#endif // REMANENCE_TRAIN_START_H
