// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file decision.h From what a network puts out in every frame to what it
   predicts: a value at the end of each hop, held until the next.

   A value is pooled: it is the last, the mean or the largest of the outputs
   since the hop began, or the window if there are windows.  Frames count from
   the first that the network has answered to.

   The scores of classes are normalised by a softmax, unless the network ends
   with one, once they are pooled, and the best is the winner.
*/

#ifndef RMN_DECISION_H
#define RMN_DECISION_H

#include "rmn.h"

typedef struct {
  uint32_t n_outputs;
  bool     is_class;
  bool     is_softmax; ///< Scores are not normalised as they come
  double   hop;        ///< Frames of the audio from value to value, from 1 on
  uint32_t n_latency;  ///< Frames that the outputs are late
  uint32_t n_hops;     ///< Hops of a window, 0 if it has no end
  RmnPool  pool;
  float    first[RMN_MAX_OUTPUTS]; ///< Values until there is one

  double   due;    ///< Part of a frame that the present hop ends too early
  uint32_t n_left; ///< Frames to the end of the present hop, from 1 on
  uint32_t n_hops_left;
  bool     begins;                  ///< A window does
  uint32_t n_early;                 ///< Frames to come that are no answer yet
  uint32_t n_pooled;                ///< Frames that `pooled` is of
  double   pooled[RMN_MAX_OUTPUTS]; ///< Of a mean, the sum
  float    values[RMN_MAX_OUTPUTS];
  uint32_t winner;
} RmnDecision;

/// Return what a network predicts, or if it does not say so what can be seen of
/// it: classes where it ends with a softmax, or else values
RmnPrediction
rmn_decision_guess(const RmnNetwork* network);

/**
   Prepare to decide.

   @param ratio Frames of the audio to a frame of the network.
   @param n_latency Frames of the audio that the outputs are late.
*/
void
rmn_decision_init(RmnDecision*         decision,
                  const RmnNetwork*    network,
                  const RmnPrediction* prediction,
                  double               ratio,
                  uint32_t             n_latency);

/// Forget every value, and begin a hop, and a window
RMN_RT
void
rmn_decision_reset(RmnDecision* decision);

/// Return whether the network is to begin anew before the next frame, once
RMN_RT
bool
rmn_decision_begins(RmnDecision* decision);

/// Return how many of `n_frames` the network is to play at a time, from 1 on
RMN_RT
uint32_t
rmn_decision_chunk(const RmnDecision* decision, uint32_t n_frames);

/**
   Turn outputs into values, as many frames as rmn_decision_chunk() said.

   @param outputs [n_outputs][n_frames] What the network put out; replaced.
   @param[out] winners [n_frames] The number of the winning class, from 1; 0
   before there is one, and where there are no classes.
*/
RMN_RT
void
rmn_decision_take(RmnDecision*  decision,
                  float* const* outputs,
                  float*        winners,
                  uint32_t      n_frames);

#endif // RMN_DECISION_H
