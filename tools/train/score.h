// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file score.h How good a network is, as the engine will play it

#ifndef REMANENCE_TRAIN_SCORE_H
#define REMANENCE_TRAIN_SCORE_H

#include "rmn.h"
#include "session.h"

/// Error-to-signal ratios: energy of the error over that of the wet audio
typedef struct {
  double plain;
  double emphasised; ///< Both after pre-emphasis
} Score;

/**
   Play a part of each recording from start to end, with its knobs, after up to
   a second of what comes before it, and compare.

   @param[out] mean Over the recordings.
   @param[out] takes Of each recording, or NULL.
   @return False without memory.
*/
bool
score_network(const RmnNetwork* network,
              const Session*    session,
              PartOf            part,
              Score*            mean,
              Score*            takes);

/// Return what networks are chosen by: the mean of both
double
score_mean(const Score* score);

#endif // REMANENCE_TRAIN_SCORE_H
