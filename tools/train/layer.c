// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "layer.h"

#include "network.h"

#include <string.h>

const LayerFuncs*
layer_funcs(const RmnShape* const shape)
{
  switch (shape->type) {
  case RMN_DENSE:
    return shape->activation == RMN_SOFTMAX ? NULL : &layer_dense;
  case RMN_RNN:
    return &layer_rnn;
  case RMN_LSTM:
    return &layer_lstm;
  case RMN_GRU:
    return &layer_gru;
  default:
    return NULL;
  }
}

/// Rows of W: one for each gate of each unit
static size_t
n_rows_of(const RmnShape* const shape)
{
  const size_t n_gates = rmn_shape_n_gates(shape);
  return (n_gates ? n_gates : 1U) * shape->n_outputs;
}

size_t
layer_n_scratch(const RmnShape* const shape, const size_t n_lanes)
{
  return 2U * shape->n_outputs * n_lanes;
}

void
layer_project(const Layer* const     layer,
              const LayerTape* const tape,
              const size_t           t,
              const size_t           n_recurrent)
{
  const LayerArrays* const w       = &layer->weights;
  const size_t             n_lanes = tape->n_lanes;
  const size_t             n_in    = layer->shape.n_inputs;
  const size_t             H       = layer->shape.n_outputs;
  const size_t             n_rows  = n_rows_of(&layer->shape);
  Real* const              gates   = frame_of(tape->gates, t, n_rows * n_lanes);

  fill_lanes(gates, n_rows, w->b, n_lanes);
  multiply(w->W, n_rows, n_in, tape->x + t * n_in * n_lanes, gates, n_lanes);
  if (n_recurrent) {
    const Real* const h = frame_of(tape->h, t, H * n_lanes);
    multiply(w->U, n_recurrent * H, H, h, gates, n_lanes);
  }
}

void
layer_project_back(const Layer* const     layer,
                   const LayerTape* const tape,
                   const size_t           t)
{
  const size_t n_lanes = tape->n_lanes;
  const size_t n_in    = layer->shape.n_inputs;
  const size_t n_rows  = n_rows_of(&layer->shape);
  const Real*  dgates  = frame_of(tape->gates, t, n_rows * n_lanes);
  const Real*  x       = tape->x + t * n_in * n_lanes;

  multiply_outer(tape->gradient.W, n_rows, n_in, dgates, x, n_lanes);
  add_lanes(tape->gradient.b, n_rows, dgates, n_lanes);
  if (tape->dx) {
    Real* const dx = frame_of(tape->dx, t, n_in * n_lanes);
    memset(dx, 0, n_in * n_lanes * sizeof(Real));
    multiply_back(layer->weights.W, n_rows, n_in, dgates, dx, n_lanes);
  }
}
