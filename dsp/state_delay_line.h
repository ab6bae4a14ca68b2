// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file state_delay_line.h What state_delay.c makes and state_delay_rt.c runs

#ifndef RMN_STATE_DELAY_LINE_H
#define RMN_STATE_DELAY_LINE_H

#include "state_delay.h"

enum {
  RMN_MAX_TAPS     = 4,
  RMN_DELAY_CHUNK  = 64, ///< Most frames of one phase that run at a time
  RMN_DELAY_WINDOW = 64, ///< Frames between looks for ringing
};

/// One order of interpolation; taps beyond it have no weight
typedef struct {
  uint32_t delays[RMN_MAX_TAPS];  ///< Frames
  float    weights[RMN_MAX_TAPS]; ///< They sum up to 1
} RmnDelayTaps;

struct RmnStateDelayImpl {
  const RmnModel* model;
  RmnState*       state; ///< Not owned
  const RmnState* home;  ///< Of one stream, not owned, or NULL
  uint32_t        rate_hz;
  uint32_t        model_hz;
  uint32_t        n_inputs;  ///< Of all streams
  uint32_t        n_outputs; ///< Of all streams
  const float**   in;        ///< [n_inputs]
  float**         out;       ///< [n_outputs]

  // Where M is whole
  uint32_t   n_phases; ///< M, or 0
  uint32_t   phase;    ///< Of the next frame
  RmnState** phases;   ///< [n_phases], the first not owned
  float*     buffers;  ///< [n_inputs + n_outputs][RMN_DELAY_CHUNK]

  // Where it is not
  RmnDelayOrder order;
  RmnDelayTaps  taps[RMN_N_DELAY_ORDERS];
  uint32_t      n_slots;   ///< A power of two
  uint32_t      frame;     ///< Of the next frame, modulo 2^32
  uint32_t      n_quiet;   ///< Frames of silence and still knobs up to now
  float*        knobs;     ///< [n_inputs] of the frame before
  uint32_t      n_settled; ///< Frames of silence that surely settle, or 0
  float*        history;   ///< [n_slots][n_streams][n_floats]
};

#endif // RMN_STATE_DELAY_LINE_H
