// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file label.h Recordings whose wet side is a label: 1 where something is so,
   0 where it is not, and between where it is likely.

   A network that learns it is a predictor: what it plays is a probability.  It
   is judged by cross-entropy, and by how well it tells frames of 1 (from a half
   on) from others, whatever the threshold (Hanley and McNeil 1982).
*/

#ifndef REMANENCE_TRAIN_LABEL_H
#define REMANENCE_TRAIN_LABEL_H

#include "rmn.h"
#include "session.h"

/// What a network says of a frame, and what is so
typedef struct {
  float y;
  bool  is_one;
} Guess;

/// How good a predictor is
typedef struct {
  double bce;       ///< Mean binary cross-entropy, in nats
  double area;      ///< Under the ROC curve: 0.5 by chance, 1 if perfect
  double accuracy;  ///< Share of frames on the right side of the threshold
  double threshold; ///< NAN to find the best one when scoring
} LabelScore;

/// Refuse a label that is not from 0 to 1; return false with a message printed
bool
label_check(const Recording* recording);

/// Refuse parts that are all 0 or all 1, likewise
bool
label_check_parts(const Recording* recording);

/// Refuse a network whose output is no probability, likewise
bool
label_check_network(const RmnNetwork* network, const char* path);

/// Return what a network says of each frame that counts, in a part of every
/// recording, likeliest first, for free(); or NULL without memory
Guess*
label_guess(const RmnNetwork* network,
            const Session*    session,
            PartOf            part,
            size_t*           n_guesses,
            double*           bce);

/// Score a part; return false without memory
bool
label_score(const RmnNetwork* network,
            const Session*    session,
            PartOf            part,
            LabelScore*       score);

/// Score guesses, likeliest first, all but cross-entropy
void
label_rank(const Guess* guesses, size_t n, LabelScore* score);

#endif // REMANENCE_TRAIN_LABEL_H
