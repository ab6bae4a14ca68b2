// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file layer_dense.c Dense layers: no memory, one frame like another

#include "layer.h"

#include <string.h>

static void
forward(const Layer* const layer, const LayerTape* const tape)
{
  const size_t n = layer->shape.n_outputs * tape->n_lanes;

  for (size_t t = 0; t < tape->n_frames; ++t) {
    layer_project(layer, tape, t, 0);
    Real* const y = frame_of(tape->h, t + 1U, n);
    memcpy(y, frame_of(tape->gates, t, n), n * sizeof(Real));
    real_activate(layer->shape.activation, y, n);
  }
}

static void
backward(const Layer* const layer, const LayerTape* const tape)
{
  const size_t n = layer->shape.n_outputs * tape->n_lanes;

  for (size_t t = tape->n_frames; t-- > 0U;) {
    Real* const       dz = frame_of(tape->gates, t, n);
    const Real* const y  = frame_of(tape->h, t + 1U, n);
    memcpy(dz, frame_of(tape->dh, t, n), n * sizeof(Real));
    real_activate_back(layer->shape.activation, y, dz, n);
    layer_project_back(layer, tape, t);
  }
}

const LayerFuncs layer_dense = {
  .n_scratch = layer_n_scratch,
  .forward   = forward,
  .backward  = backward,
};
