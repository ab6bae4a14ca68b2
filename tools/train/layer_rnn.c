// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file layer_rnn.c `h = phi(W x + U h' + b)`

#include "layer.h"

#include <string.h>

static void
forward(const Layer* const layer, const LayerTape* const tape)
{
  const size_t n = layer->shape.n_outputs * tape->n_lanes;

  for (size_t t = 0; t < tape->n_frames; ++t) {
    layer_project(layer, tape, t, 1);
    Real* const h = frame_of(tape->h, t + 1U, n);
    memcpy(h, frame_of(tape->gates, t, n), n * sizeof(Real));
    real_activate(layer->shape.activation, h, n);
  }
}

static void
backward(const Layer* const layer, const LayerTape* const tape)
{
  const Real* const U       = layer->weights.U;
  const size_t      H       = layer->shape.n_outputs;
  const size_t      n_lanes = tape->n_lanes;
  const size_t      n       = H * n_lanes;
  Real* const       carried = tape->scratch; // From the frame after

  memset(carried, 0, n * sizeof(Real));
  for (size_t t = tape->n_frames; t-- > 0U;) {
    const Real* const dh = frame_of(tape->dh, t, n);
    Real* const       dz = frame_of(tape->gates, t, n);
    for (size_t i = 0; i < n; ++i) {
      dz[i] = dh[i] + carried[i];
    }
    real_activate_back(
      layer->shape.activation, frame_of(tape->h, t + 1U, n), dz, n);

    multiply_outer(
      tape->gradient.U, H, H, dz, frame_of(tape->h, t, n), n_lanes);
    memset(carried, 0, n * sizeof(Real));
    multiply_back(U, H, H, dz, carried, n_lanes);
    layer_project_back(layer, tape, t);
  }
}

const LayerFuncs layer_rnn = {
  .n_scratch = layer_n_scratch,
  .forward   = forward,
  .backward  = backward,
};
