// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file finish.h What makes a trained network a preset

#ifndef REMANENCE_TRAIN_FINISH_H
#define REMANENCE_TRAIN_FINISH_H

#include "recording.h"
#include "rmn.h"
#include "score.h"
#include "train_options.h"

/// How a network came to be
typedef struct {
  const TrainOptions* options;
  long                delay; ///< That was taken out
  uint64_t            dry_hash;
  uint64_t            wet_hash;
  uint32_t            n_epochs;
  uint32_t            best_epoch;
  Score               valid;
  Score               test;
  double              noise_esr; ///< That no network comes below, 0 if unknown
} Story;

/// Give the network its rest state, a self-test with audio of the recording,
/// loudness, metadata, provenance and figures; return false without memory
bool
finish_network(RmnNetwork*      network,
               const Recording* recording,
               const Story*     story);

#endif // REMANENCE_TRAIN_FINISH_H
