// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file lanes.h Sequences that go through a network side by side.

   Forward and backward run over a stretch of time; lanes_carry() goes on from
   where it ended.  So what the network remembers is never cut, and only the
   gradient is: truncated back-propagation through time.

   A layer that runs backward begins at the end of the stretch, from a state of
   zero: it has to hear some frames there before what it gives counts, from
   which lanes_carry() then goes back.

   Distinct lanes of one trainee may run on distinct threads.
*/

#ifndef REMANENCE_TRAIN_LANES_H
#define REMANENCE_TRAIN_LANES_H

#include "joint.h"
#include "random.h"
#include "trainee.h"

/// How a layer is connected
typedef struct {
  uint32_t takes; ///< The joint below it
  uint32_t gives; ///< That above, of which it has the numbers from `at` on
  size_t   at;
  bool     is_direct; ///< It is all of that joint, and in its order
  bool     is_turned;
  Real*    x;  ///< What it takes, turned; NULL if it is not
  Real*    dx; ///< Gradient of what it takes; NULL if direct or not wanted
} Link;

typedef struct {
  const Trainee* trainee;
  size_t         n_lanes;
  size_t         max_frames;
  Real*          x;        ///< [max_frames][n_inputs][n_lanes] to be filled
  Real*          y;        ///< [max_frames][n_outputs][n_lanes] what comes out
  Real*          dy;       ///< Gradient of y, to be filled
  Real*          gradient; ///< [trainee->n_weights] summed over lanes
  Real           pull;     ///< On cells that stray, see LayerTape; 0 at first
  LayerTape      tapes[RMN_MAX_LAYERS];
  Link           links[RMN_MAX_LAYERS];
  Joint          joints[RMN_MAX_LAYERS + 1]; ///< That of the inputs first
  uint32_t       n_joints;                   ///< Besides that
} Lanes;

/// Return lanes with a state of zero, or NULL
Lanes*
lanes_new(const Trainee* trainee, size_t n_lanes, size_t max_frames);

void
lanes_free(Lanes* lanes);

/// Put the state of every lane to zero
void
lanes_reset(Lanes* lanes);

/// Put the state of one lane in `step` to zero, from lane 0 on
void
lanes_reset_some(Lanes* lanes, size_t step);

/// Put the state of one lane in `step` anywhere, from -2 to 2, from lane 1 on,
/// so that lanes_reset_some() and this have lanes of their own if steps are
/// even
void
lanes_scatter_some(Lanes* lanes, size_t step, Random* random);

/// Compute y from x, which is spoilt
void
lanes_forward(Lanes* lanes, size_t n_frames);

/// Compute the gradient from dy, after lanes_forward() of as many frames
void
lanes_backward(Lanes* lanes);

/// Start the next lanes_forward() `n_frames` after where the last one began
void
lanes_carry(Lanes* lanes, size_t n_frames);

/// Copy the state where lane 0 now stands, as in RmnNetwork.rest
void
lanes_state(const Lanes* lanes, float* state);

#endif // REMANENCE_TRAIN_LANES_H
