// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file prepare.h From two files to a recording that can be learned from

#ifndef REMANENCE_TRAIN_PREPARE_H
#define REMANENCE_TRAIN_PREPARE_H

#include "finish.h"

/**
   Read, check, align and divide a recording, as `story->options` say; note its
   delay and hashes in the story.

   @return False with a message printed; recording_free() in any case.
*/
bool
prepare_recording(Recording* recording, Story* story);

#endif // REMANENCE_TRAIN_PREPARE_H
