// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file session.h Recordings of one device, with its knobs turned in between.

   A device without knobs has one.  All audio is held in memory, 4 bytes a
   sample of each file: 0.7 GB for an hour at 48 kHz.
*/

#ifndef REMANENCE_TRAIN_SESSION_H
#define REMANENCE_TRAIN_SESSION_H

#include "goal.h"
#include "random.h"
#include "recording.h"
#include "series.h"
#include "teacher.h"
#include "warnings.h"

enum { MAX_SETTING = 160 }; ///< Bytes of a setting in text

typedef struct {
  Goal       goal;
  uint32_t   n_takes;
  Recording* takes; ///< [n_takes]
  uint32_t   n_knobs;
  RmnInput   knobs[MAX_KNOBS];
  uint32_t   default_take; ///< Whose knobs are at their defaults
  AudioFile* files;
  Series*    series;   ///< That takes[0] is of, or NULL
  Teacher*   teacher;  ///< That made the wet audio, or NULL
  Warnings   warnings; ///< Of what was found in the recordings
} Session;

/**
   Read into a session that is zero, but for its goal and how warnings are to be
   told, the files of a list of takes, each once, or have its teacher play.

   Labels in text tell whether the goal is a label or classes, and of which
   names.

   @return False with a message printed; session_free() in any case.
*/
bool
session_read(Session* session, const TakeList* list);

void
session_free(Session* session);

/// Write how the knobs of a take stood, such as "Gain=0.5,Tone=2"; "" if there
/// are none
void
session_setting(const Session* session, uint32_t take, char text[MAX_SETTING]);

/// Let a quiet recording count as much as a loud one: so that each adds as much
/// to the error of silence
void
session_balance(Session* session);

/// Return the mean over recordings of the ESR that no network comes below, 0
/// unless it is known of each
double
session_noise_esr(const Session* session);

/// Return the mean over recordings of what they have to learn from
Energy
session_energy(const Session* session);

/// Return the RMS of the dry audio that there is to learn from
double
session_level(const Session* session);

/// Return the peak of it
double
session_peak(const Session* session);

/// Return how many frames there are to learn from
size_t
session_n_train(const Session* session);

/// Return how many of these the shortest recording has
size_t
session_n_shortest(const Session* session);

/// A frame of a recording
typedef struct {
  const Recording* take;
  size_t           frame;
} Place;

/// Return a random place that leaves `n_frames` to learn from
Place
session_place(const Session* session, Random* random, size_t n_frames);

#endif // REMANENCE_TRAIN_SESSION_H
