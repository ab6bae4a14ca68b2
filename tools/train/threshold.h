// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file threshold.h From where on a probability is an event.

   An event is on as RmnPrediction says: from the threshold, until the value is
   below it by more than the hysteresis, and for the hold at least.  It is
   judged by the F-measure, the harmonic mean of how many events are found and
   how many of those found are right: counted in frames, or, if what counts is
   where events begin, by beginnings within 25 ms, each counted once.
*/

#ifndef REMANENCE_TRAIN_THRESHOLD_H
#define REMANENCE_TRAIN_THRESHOLD_H

#include "session.h"

typedef struct {
  double value; ///< The threshold
  double hysteresis;
  double hold_ms;
  bool   is_onset; ///< Beginnings count, not frames
  double f;        ///< F-measure, from 0 to 1
} Threshold;

/// What is predicted of the time, in steps of a millisecond or more
typedef struct {
  size_t n;
  double step_ms;
  float* y;     ///< [n]
  bool*  is_so; ///< [n] What is so
} Timeline;

/// Return what a network says of a part of every recording, for
/// timeline_free(); without memory, of no steps
Timeline
timeline_new(const RmnNetwork* network, const Session* session, PartOf part);

void
timeline_free(Timeline* timeline);

/// Return whether events are so short that only their beginnings matter: 0.1 s
/// on the average
bool
timeline_is_onset(const Timeline* timeline);

/// Measure a threshold: fill in its F-measure
void
threshold_score(Threshold* threshold, const Timeline* timeline);

/// Return the threshold of the best F-measure
Threshold
threshold_tune(const Timeline* timeline, bool is_onset);

#endif // REMANENCE_TRAIN_THRESHOLD_H
