// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file teacher.h A model that plays what another network is to learn

#ifndef REMANENCE_TRAIN_TEACHER_H
#define REMANENCE_TRAIN_TEACHER_H

#include "audio_file.h"
#include "take_list.h"
#include "warnings.h"

typedef struct {
  const TakeList* list;
  RmnNetwork*     network;
  RmnModel*       model;
  RmnState*       state;
} Teacher;

/**
   Load the teacher of a list of takes, and warn that its licence goes with it.

   @return NULL with a message printed if it cannot be loaded, or has not the
   knobs of the takes in their ranges.
*/
Teacher*
teacher_open(const TakeList* list, Warnings* warnings);

void
teacher_free(Teacher* teacher);

/**
   Return what the teacher makes of a dry file, from rest, with the knobs of a
   take and all others at their defaults.

   @param files List to append it to.
   @return NULL with a message printed if the file is of another rate than the
   teacher, or too long.
*/
const AudioFile*
teacher_play(const Teacher*    teacher,
             const ListedTake* take,
             const AudioFile*  dry,
             AudioFile**       files);

#endif // REMANENCE_TRAIN_TEACHER_H
