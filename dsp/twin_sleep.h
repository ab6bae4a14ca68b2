// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file twin_sleep.h What twin.c makes and twin_rt.c runs

#ifndef RMN_TWIN_SLEEP_H
#define RMN_TWIN_SLEEP_H

#include "still.h"
#include "twin.h"

enum { RMN_TWIN_CHUNK = 256 }; ///< Most frames that run at a time

struct RmnTwinImpl {
  const RmnModel* model;
  RmnState*       state; ///< Of one stream
  RmnStateDelay*  delay; ///< As of what plays, or NULL
  uint32_t        n_knobs;
  float           defaults[RMN_MAX_INPUTS]; ///< Of the knobs
  float           knobs[RMN_MAX_INPUTS];    ///< Of the frame before
  float           output;                   ///< Of the frame before
  bool            is_asleep;
  uint32_t        n_awake;  ///< Frames since it woke
  uint32_t        n_window; ///< Frames between looks at the state
  uint32_t        n_most;   ///< Frames after which it sleeps, where it settles
  uint32_t        n_budget; ///< Frames of a reset
  RmnStill        still;    ///< Next to where it was before
  float           heard[RMN_MAX_INPUTS];     ///< Knobs at the last look
  float*          before;                    ///< State where it was still
  float*          buffers;                   ///< Owns the arrays of frames
  float*          silence;                   ///< [RMN_TWIN_CHUNK]
  float*          constants[RMN_MAX_INPUTS]; ///< [RMN_TWIN_CHUNK] of each knob
  float*          out[RMN_MAX_OUTPUTS];      ///< [RMN_TWIN_CHUNK]
};

#endif // RMN_TWIN_SLEEP_H
