// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file label_track.h Labels as text, a line each: start, end and what is so.

   Times are in seconds; tabs, commas or semicolons part them, so that label
   tracks of Audacity and tables of times are read.  A label without an end, or
   that ends where it starts, is an onset, and lasts for 30 ms.  With texts of
   two kinds or more, each is a class, and so is "none", what no label covers.
*/

#ifndef REMANENCE_TRAIN_LABEL_TRACK_H
#define REMANENCE_TRAIN_LABEL_TRACK_H

#include "audio_file.h"
#include "goal.h"

#include <stdbool.h>

/// Return whether a file is of labels in text, by its name
bool
label_track_is(const char* path);

/// Add the texts of a file to the classes of a goal; return false with a
/// message printed
bool
label_track_name(const char* path, Goal* goal);

/**
   Return labels as samples that go along with `dry`, in a list of files.

   For a GOAL_LABEL they are 0 or 1, for a GOAL_CLASS the number of the class,
   to which "none" is added if need be.

   @return NULL with a message printed.
*/
const AudioFile*
label_track_read(AudioFile**      list,
                 const char*      path,
                 const AudioFile* dry,
                 Goal*            goal);

#endif // REMANENCE_TRAIN_LABEL_TRACK_H
