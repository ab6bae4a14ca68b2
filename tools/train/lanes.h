// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file lanes.h Sequences that go through a network side by side.

   Forward and backward run over a stretch of time; lanes_carry() goes on from
   where it ended.  So what the network remembers is never cut, and only the
   gradient is: truncated back-propagation through time.

   Distinct lanes of one trainee may run on distinct threads.
*/

#ifndef REMANENCE_TRAIN_LANES_H
#define REMANENCE_TRAIN_LANES_H

#include "trainee.h"

typedef struct {
  const Trainee* trainee;
  size_t         n_lanes;
  size_t         max_frames;
  Real*          x;        ///< [max_frames][n_inputs][n_lanes] to be filled
  Real*          y;        ///< [max_frames][n_outputs][n_lanes] what comes out
  Real*          dy;       ///< Gradient of y, to be filled
  Real*          gradient; ///< [trainee->n_weights] summed over lanes
  LayerTape      tapes[RMN_MAX_LAYERS];
} Lanes;

/// Return lanes with a state of zero, or NULL
Lanes*
lanes_new(const Trainee* trainee, size_t n_lanes, size_t max_frames);

void
lanes_free(Lanes* lanes);

/// Put the state of every lane to zero
void
lanes_reset(Lanes* lanes);

/// Compute y from x, which is spoilt
void
lanes_forward(Lanes* lanes, size_t n_frames);

/// Compute the gradient from dy, after lanes_forward() of as many frames
void
lanes_backward(Lanes* lanes);

/// Start the next lanes_forward() from where the last one ended
void
lanes_carry(Lanes* lanes);

/// Copy the state where lane 0 now stands, as in RmnNetwork.rest
void
lanes_state(const Lanes* lanes, float* state);

#endif // REMANENCE_TRAIN_LANES_H
