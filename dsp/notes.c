// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "notes.h"

#include <math.h>

static const double decay_s = 0.02;
static const double gap_s   = 0.005; // 200 values of a controller a second

RmnNoteSetting
rmn_notes_usual(const RmnPrediction* const prediction)
{
  return (RmnNoteSetting){.threshold  = prediction->threshold,
                          .hysteresis = prediction->hysteresis,
                          .hold_ms    = prediction->hold_ms,
                          .velocity   = RMN_VELOCITY_PREDICTION,
                          .note       = 60,
                          .controller = 16};
}

void
rmn_notes_init(RmnNotes* const notes, const double rate_hz)
{
  *notes = (RmnNotes){.rate_hz = rate_hz,
                      .decay   = (float)exp(-1.0 / (rate_hz * decay_s)),
                      .n_gap   = (uint32_t)(rate_hz * gap_s)};
  rmn_notes_reset(notes);
}
