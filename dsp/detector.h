// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file detector.h Events: where a value rises to a threshold, and is over.

   An event begins in the frame whose value reaches the threshold, and ends in
   the first frame that is below the threshold less its hysteresis, but not
   before it was held for a while.  How strong it is can only be known once it
   has peaked, so whoever wants to know that looks ahead for some frames after
   the crossing: then beginnings and ends are told that many frames late, all of
   them, so that lengths and distances stay what they are.
*/

#ifndef RMN_DETECTOR_H
#define RMN_DETECTOR_H

#include "rmn.h"

typedef struct {
  bool  is_on;    ///< It begins, or else it ends
  float strength; ///< Of one that begins: 0 to 1
} RmnEvent;

typedef struct {
  float    rise;   ///< The threshold
  float    fall;   ///< Below this it is over
  uint32_t n_hold; ///< Frames of the shortest event
  uint32_t n_look; ///< Frames after the crossing in which it may peak

  bool     is_high;  ///< The value is in an event
  bool     is_told;  ///< That it began was the last to be told
  uint32_t n_high;   ///< Frames since it began, up to the longest count
  uint32_t n_to_on;  ///< Frames until a beginning is told, from 1 on, or 0
  uint32_t n_to_off; ///< So for an end
  float    peak;
} RmnDetector;

/// Choose what is an event; one that is under way goes on
RMN_RT
void
rmn_detector_set(RmnDetector* detector,
                 float        threshold,
                 float        hysteresis,
                 uint32_t     n_hold,
                 uint32_t     n_look);

/**
   Hear a frame.

   @param value A number.
   @param strength From 0 to 1; an event has the largest of the frame in which
   it crosses the threshold and the `n_look` frames after it.
   @return Whether there is an event in this frame.
*/
RMN_RT
bool
rmn_detector_hear(RmnDetector* detector,
                  float        value,
                  float        strength,
                  RmnEvent*    event);

/// Forget everything; return whether the end of an event is to be told now
RMN_RT
bool
rmn_detector_release(RmnDetector* detector);

#endif // RMN_DETECTOR_H
