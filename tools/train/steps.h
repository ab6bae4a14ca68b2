// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file steps.h What a front gives in the frames in which layers above it step.

   Layers of a period hear nothing else, so that they learn from it alone, as if
   from recordings of a lower rate.  It is little enough to be kept, so the
   engine plays the front once, from the start of each recording, whatever the
   front remembers.
*/

#ifndef REMANENCE_TRAIN_STEPS_H
#define REMANENCE_TRAIN_STEPS_H

#include "session.h"

typedef struct {
  const Session* session;
  size_t         period;     ///< Frames from step to step
  size_t         n_channels; ///< That the front gives
  float**        x;          ///< [n_takes] of each, [n_steps][n_channels]
} Steps;

/// Play the front of a network, whose layers above step every `period` frames;
/// return NULL without memory
Steps*
steps_new(const RmnNetwork* network, const Session* session, size_t period);

void
steps_free(Steps* steps);

/// Return the channels at a place, whose frame is a multiple of the period
static inline const float*
steps_at(const Steps* const steps, const Place at)
{
  const size_t step = at.frame / steps->period;
  return steps->x[at.take - steps->session->takes] + step * steps->n_channels;
}

#endif // REMANENCE_TRAIN_STEPS_H
