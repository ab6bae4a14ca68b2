// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file score.h How good a network is, as the engine will play it

#ifndef REMANENCE_TRAIN_SCORE_H
#define REMANENCE_TRAIN_SCORE_H

#include "recording.h"
#include "rmn.h"

/// Error-to-signal ratios: energy of the error over that of the wet audio
typedef struct {
  double plain;
  double emphasised; ///< Both after pre-emphasis
} Score;

/**
   Play a part of a recording from start to end, after up to a second of what
   comes before it, and compare.

   @return False without memory.
*/
bool
score_network(const RmnNetwork* network,
              const Recording*  recording,
              Part              part,
              Score*            score);

/// Return what networks are chosen by: the mean of both
double
score_mean(const Score* score);

#endif // REMANENCE_TRAIN_SCORE_H
