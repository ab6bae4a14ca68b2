// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file score.h How good a network is, as the engine will play it

#ifndef REMANENCE_TRAIN_SCORE_H
#define REMANENCE_TRAIN_SCORE_H

#include "class_score.h"
#include "label.h"
#include "rmn.h"
#include "session.h"

/// Error-to-signal ratios: energy of the error over that of the wet audio; or
/// how good a predictor is, if that is a label or classes
typedef struct {
  double     plain;
  double     emphasised; ///< Both after pre-emphasis
  LabelScore label;
  ClassScore classes;
  double     mean; ///< What networks are chosen by
} Score;

/// A score of nothing
extern const Score score_none;

/// Hear what a network makes of `n` frames of a recording from `first` on, as
/// [output][frame]
typedef void
ScoreEar(void* data, size_t first, const float* const* y, size_t n);

/// Play a part of a recording from start to end, with its knobs, after up to a
/// second of what comes before it, block by block, each window from the start
/// of a state; what hears the future, before a second of what comes after it;
/// return false without memory
bool
score_play(const RmnNetwork* network,
           const Recording*  recording,
           Part              part,
           ScoreEar*         ear,
           void*             data);

/**
   Play a part of each recording from start to end, with its knobs, after up to
   a second of what comes before it, and compare.

   For a label or classes, the mean alone has a score, over all frames.

   @param[in,out] mean Over the recordings; with the threshold of a label to
   take, or NAN.
   @param[out] takes Of each recording, or NULL.
   @return False without memory.
*/
bool
score_network(const RmnNetwork* network,
              const Session*    session,
              PartOf            part,
              Score*            mean,
              Score*            takes);

/**
   Play each recording of a device from start to end, without a pause, and
   compare from its second second on.

   Parts are played from zero: a state that the network gets stuck in, be it by
   what the device hears once in a while, shows here alone.

   @param[out] worst That of the recording which comes out worst.
   @return False without memory.
*/
bool
score_whole(const RmnNetwork* network, const Session* session, Score* worst);

/// Score a part, but as a plugin plays it with its usual look-ahead, in place
/// of all that comes
bool
score_ahead(const RmnNetwork* network,
            const Session*    session,
            PartOf            part,
            Score*            mean);

/// Return what networks are chosen by: the mean of both ratios, the plain one
/// of what comes next or if that is what they learn by, or the cross-entropy of
/// a label or of classes
double
score_mean(const Score* score);

#endif // REMANENCE_TRAIN_SCORE_H
