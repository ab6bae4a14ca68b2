// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file checkpoint.h A file from which training goes on to the same result.

   It begins with a text, one line for everything that decides the result, so
   that it can be said what differs; then comes the state.  It is for the
   version and kind of machine that wrote it, and nothing in it is trusted.
*/

#ifndef REMANENCE_TRAIN_CHECKPOINT_H
#define REMANENCE_TRAIN_CHECKPOINT_H

#include "archive.h"

enum { CHECKPOINT_MAX_TEXT = 65536 };

/// Visit all that is to be kept
typedef void
CheckpointVisit(void* data, Archive* archive);

typedef struct {
  const char*      path;
  const char*      text; ///< Lines that must be the same to go on
  CheckpointVisit* visit;
  void*            data;
  double           saved; ///< Seconds of training when it was last written
} Checkpoint;

/// Return whether there is a file of that name to go on from
bool
checkpoint_exists(const Checkpoint* checkpoint);

/// Load the state; return false with a message printed that says what is wrong
bool
checkpoint_load(const Checkpoint* checkpoint);

/**
   Write the state so that the file is complete at any time.

   @param n_seconds Of training so far.
   @return 0, or the errno of what went wrong.
*/
int
checkpoint_save(Checkpoint* checkpoint, double n_seconds);

/// Return whether it is time to write, for that no more than a minute be lost
bool
checkpoint_is_due(const Checkpoint* checkpoint, double n_seconds);

#endif // REMANENCE_TRAIN_CHECKPOINT_H
