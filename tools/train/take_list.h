// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file take_list.h Which files are to be learned from, and how the knobs
   stood.

   It is read in the order of the command line, one word after the other.
*/

#ifndef REMANENCE_TRAIN_TAKE_LIST_H
#define REMANENCE_TRAIN_TAKE_LIST_H

#include "rmn.h"

enum {
  MAX_KNOBS = 4,   ///< As many as the plugin has
  MAX_TAKES = 128, ///< Settings of the knobs
};

/// A device at one setting of its knobs
typedef struct {
  const char* dry_path;
  const char* wet_path;         ///< Of the teacher, if there is one
  const char* setting;          ///< As given, such as "Gain=0.5", or NULL
  float       knobs[MAX_KNOBS]; ///< In the order of `TakeList.knobs`
} ListedTake;

typedef struct {
  const char* teacher_path; ///< Model that plays the wet audio, or NULL
  bool        is_alone;     ///< DRY is all that there is: it is its own WET
  const char* csv_path;     ///< Table of series in place of audio, or NULL
  const char* csv_target;   ///< Its column to learn from the others, or NULL
  const char* dry_path;     ///< Of all takes that have none of their own
  uint32_t    n_knobs;      ///< That are turned, and so learned
  uint32_t    n_set;        ///< These, and those that keep still for a teacher
  RmnInput    knobs[MAX_KNOBS]; ///< Default: of the take nearest to the middle
  uint32_t    n_takes;
  uint32_t    default_take;
  ListedTake  takes[MAX_TAKES];
} TakeList;

/// What a list of takes needs at least, in a sentence
extern const char take_list_needs[];

/// Begin a take with a setting such as "Gain=0.5,Tone=2"; return false with
/// `error` filled
bool
take_list_add_setting(TakeList* list, const char* text, RmnError* error);

/// Add a name of a file, which belongs to the setting before it, or to all
/// settings if it comes before them; return false with `error` filled
bool
take_list_add_name(TakeList* list, const char* path, RmnError* error);

/// Complete the list after the last word; return false with `error` filled if
/// it is none to learn from
bool
take_list_close(TakeList* list, RmnError* error);

#endif // REMANENCE_TRAIN_TAKE_LIST_H
