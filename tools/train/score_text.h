// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file score_text.h Scores in words

#ifndef REMANENCE_TRAIN_SCORE_TEXT_H
#define REMANENCE_TRAIN_SCORE_TEXT_H

#include "score.h"

enum { MAX_SCORE = 56 };

/// Say how good a network is, in few words
void
score_format(char text[MAX_SCORE], const Score* score, GoalKind kind);

/// Return in one sentence how good a preset is by the score of its test
const char*
score_judge(const Score* score, GoalKind kind);

/// Print the score of the test of the preset at `path`, and this sentence
void
score_tell(const Score* score,
           GoalKind     kind,
           const char*  sentence,
           const char*  path);

#endif // REMANENCE_TRAIN_SCORE_TEXT_H
