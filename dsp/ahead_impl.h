// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ahead_impl.h What ahead.c makes and ahead_rt.c runs

#ifndef RMN_AHEAD_IMPL_H
#define RMN_AHEAD_IMPL_H

#include "ahead.h"

/// Channels that come out later, or at once if `n_frames` is 0
typedef struct {
  uint32_t n_frames;
  uint32_t at;
  float*   frames; ///< [n_channels][n_frames]
} RmnLater;

struct RmnAheadImpl {
  const RmnModel* model;
  RmnState*       state; ///< At the first frame of the window, not owned
  RmnState*       trial; ///< Of layers that run forward, beyond its first hop
  float*          rest;  ///< [n_floats] of one stream, at the end of the window
  RmnSpan         span;  ///< The window
  uint32_t        n_hop;
  uint32_t        n_in;                     ///< Inputs of all streams
  uint32_t        n_out;                    ///< Outputs of all streams
  uint32_t        n_needed[RMN_MAX_LAYERS]; ///< Frames of the window
  uint64_t        costs[RMN_MAX_LAYERS];    ///< Of a piece
  uint64_t        cost;                     ///< Of the window
  uint64_t        done;                     ///< Of that
  uint32_t        layer;                    ///< That runs next
  uint32_t        piece;                    ///< Of what it needs, in order
  uint32_t        n_before; ///< Frames of the window before the first of all
  uint32_t        frame;    ///< Number of the first one of the window
  uint32_t        phase;    ///< Frames taken of the present hop
  float           output;   ///< What silence gave at first, of output 0
  float**         taken;    ///< [n_in] the present hop, [n_hop]
  float**         coming;   ///< [n_out] what the window gives
  float**         given;    ///< [n_out] what comes out during this hop
  RmnLater        later;    ///< Outputs, to make latency a multiple
  RmnLater        offsets;  ///< What silence gives
  float*          planes;   ///< Owns the arrays of frames
};

#endif // RMN_AHEAD_IMPL_H
