// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file class_score.h How well a network tells classes apart

#ifndef REMANENCE_TRAIN_CLASS_SCORE_H
#define REMANENCE_TRAIN_CLASS_SCORE_H

#include "session.h"

typedef struct {
  double entropy;  ///< Mean cross-entropy, in nats
  double accuracy; ///< Share of frames whose class has the highest score
  double f;        ///< F-measure, the mean over classes that there are
} ClassScore;

/// Refuse classes that are missing in what is learned from; return false with a
/// message printed
bool
class_check_parts(const Session* session);

/// Score a part of every recording; return false without memory
bool
class_score(const RmnNetwork* network,
            const Session*    session,
            PartOf            part,
            ClassScore*       score);

#endif // REMANENCE_TRAIN_CLASS_SCORE_H
