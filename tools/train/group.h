// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file group.h Lanes that go through recordings, each from its own place.

   A group is what one thread works on.  The network always has the same number
   of groups, so that what comes out does not depend on the number of threads.
*/

#ifndef REMANENCE_TRAIN_GROUP_H
#define REMANENCE_TRAIN_GROUP_H

#include "front.h"
#include "lanes.h"
#include "loss.h"
#include "pool.h"
#include "random.h"
#include "session.h"
#include "steps.h"

typedef struct {
  const Session* session;
  Lanes*         lanes;
  Front*         front; ///< Or NULL
  const Steps*   steps; ///< What it gives, if layers above have a period
  LossOf         of;
  Pool           pool; ///< What the loss is of
  Real*          target;
  Real*          counts;
  size_t         n_ahead; ///< Frames that are heard after a stretch
  Place*         at;      ///< [n_lanes] where each lane stands
  double         loss;    ///< Of the last step
} Group;

/// Return whether there was memory for stretches of `n_frames`, and `n_ahead`
/// more to be heard; group_free() in any case; the network is that of the
/// trainee, and frames are steps of its layers, if these are given
bool
group_init(Group*            group,
           const Trainee*    trainee,
           const RmnNetwork* network,
           const Session*    session,
           const Steps*      steps,
           size_t            n_lanes,
           size_t            n_frames,
           size_t            n_ahead);

void
group_free(Group* group);

/// Send every lane to a random place that leaves `n_frames` to go
void
group_place(Group* group, Random* random, size_t n_frames);

/// Go on from a state of zero, as after silence
void
group_reset(Group* group);

/// Put some lanes, from which no stream begins at zero, in states at random
void
group_scatter(Group* group, Random* random);

/// Run `n_frames`, only to warm up: most lanes from what they remember, so that
/// those which went astray learn to come back, and some from a state of zero
void
group_warm_up(Group* group, size_t n_frames);

/// Run one stretch on from there; leaves loss and gradient
void
group_step(Group* group, const Loss* loss);

#endif // REMANENCE_TRAIN_GROUP_H
