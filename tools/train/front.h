// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file front.h Layers below those that are trained, which stay as they are.

   A bank of filters, say: what a model begins with, up to the last layer that
   cannot be trained.  The engine plays it, as it will later.

   Layers above step as often as its last one does.  If that is in every frame,
   it is played again and again, and so must remember no more than some frames,
   to take up a recording anywhere; else see steps.h.
*/

#ifndef REMANENCE_TRAIN_FRONT_H
#define REMANENCE_TRAIN_FRONT_H

#include "real.h"
#include "recording.h"

typedef struct FrontImpl Front;

/// Return how many layers of a network make its front, 0 if it has none
uint32_t
front_n_layers(const RmnNetwork* network);

/// Return how often the layers above the front step: every so many frames
uint32_t
front_period(const RmnNetwork* network);

/// Return the front of a network as a network by itself, or NULL without memory
RmnNetwork*
front_network(const RmnNetwork* network);

/// Copy the first layers of a model to a network that has none, and its gain;
/// return false with `error` filled if it is no front of one audio input
bool
front_add(RmnNetwork* network, const RmnNetwork* model, RmnError* error);

/// Return the front of a network for some lanes, or NULL without memory
Front*
front_new(const RmnNetwork* network, size_t n_lanes);

void
front_free(Front* front);

/**
   Hear a stretch of a recording.

   @param[out] x [n_frames][channel][n_lanes] of which that of the lane is
   filled in.
*/
void
front_hear(Front*           front,
           size_t           lane,
           const Recording* take,
           size_t           first,
           size_t           n_frames,
           Real*            x);

#endif // REMANENCE_TRAIN_FRONT_H
