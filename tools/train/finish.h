// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file finish.h What makes a trained network a preset

#ifndef REMANENCE_TRAIN_FINISH_H
#define REMANENCE_TRAIN_FINISH_H

#include "story.h"

/// Give the network its rest state, a self-test with audio of a recording,
/// loudness, metadata, provenance and figures; return false without memory
bool
finish_network(RmnNetwork* network, const Session* session, const Story* story);

#endif // REMANENCE_TRAIN_FINISH_H
