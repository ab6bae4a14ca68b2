// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "detector.h"

void
rmn_detector_set(RmnDetector* const detector,
                 const float        threshold,
                 const float        hysteresis,
                 const uint32_t     n_hold,
                 const uint32_t     n_look)
{
  detector->rise   = threshold;
  detector->fall   = threshold - hysteresis;
  detector->n_look = n_look;

  // No event is over before all of it was seen, so at most one waits to be told
  const uint32_t n_least = n_look + 1U;
  detector->n_hold       = n_hold > n_least ? n_hold : n_least;
}

/// Take note of the value of a frame
static void
cross(RmnDetector* const detector, const float value)
{
  if (!detector->is_high && value >= detector->rise) {
    const uint32_t n_least = detector->n_to_off + 1U; // One after the other

    detector->is_high = true;
    detector->n_high  = 0U;
    detector->n_to_on = detector->n_look + 1U;
    detector->n_to_on +=
      n_least > detector->n_to_on ? n_least - detector->n_to_on : 0U;
    detector->peak = 0.0f;
    return;
  }

  detector->n_high += detector->n_high < detector->n_hold ? 1U : 0U;
  if (detector->is_high && !detector->n_to_on && value < detector->fall &&
      detector->n_high >= detector->n_hold) {
    detector->is_high  = false;
    detector->n_to_off = detector->n_look + 1U;
  }
}

/// Return whether what waits is due in this frame
static bool
is_due(uint32_t* const n_left)
{
  return *n_left && !--*n_left;
}

bool
rmn_detector_hear(RmnDetector* const detector,
                  const float        value,
                  const float        strength,
                  RmnEvent* const    event)
{
  cross(detector, value);
  if (detector->n_to_on && strength > detector->peak) {
    detector->peak = strength < 1.0f ? strength : 1.0f;
  }

  const bool is_off = is_due(&detector->n_to_off);
  const bool is_on  = is_due(&detector->n_to_on);
  if (is_on || is_off) {
    *event            = (RmnEvent){is_on, is_on ? detector->peak : 0.0f};
    detector->is_told = is_on;
  }
  return is_on || is_off;
}

bool
rmn_detector_release(RmnDetector* const detector)
{
  const bool was_told = detector->is_told;

  detector->is_high  = false;
  detector->is_told  = false;
  detector->n_to_on  = 0U;
  detector->n_to_off = 0U;
  return was_told;
}
