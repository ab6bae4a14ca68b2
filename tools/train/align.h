// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file align.h How late the wet audio of a recording is

#ifndef REMANENCE_TRAIN_ALIGN_H
#define REMANENCE_TRAIN_ALIGN_H

#include "recording.h"

/// Delays of wet audio in frames, negative if it comes before the dry
typedef struct {
  long   delay;    ///< Of all
  long   earliest; ///< Of the thirds of the recording, to see it drift
  long   latest;
  double likeness; ///< Share of the wet energy that a filter explains
} Alignment;

/**
   Find the delay: where the response to an impulse begins.

   The peak of the cross-correlation is not that, as it follows what a device
   filters.  So the response is estimated by least squares, which undoes the
   colour of the dry audio, around that peak; what a device distorts adds noise
   to it (Bussgang 1952), and so it begins where it first comes close to its
   peak.  A delay of up to a quarter of the recording is found.

   @return False without memory.
*/
bool
align_find(const Recording* recording, Alignment* alignment);

#endif // REMANENCE_TRAIN_ALIGN_H
