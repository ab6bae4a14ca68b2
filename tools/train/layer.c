// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "layer_step.h"

#include "network.h"

#include <string.h>

/// Return what a cell does, or NULL if it cannot be trained
static const LayerStep*
step_of(const RmnShape* const shape)
{
  if (!rmn_shape_is_usual(shape) || shape->activation > RMN_ELU) {
    return NULL;
  }

  switch (shape->type) {
  case RMN_DENSE:
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

/// What goes back from frame to frame: dh and dc of a step
static size_t
n_scratch(const RmnShape* const shape, const size_t n_lanes)
{
  return 2U * shape->n_outputs * n_lanes;
}

/// Gates that see the state straight, which come first
static size_t
n_recurrent_of(const RmnShape* const shape)
{
  const size_t n_gates = rmn_shape_n_gates(shape);
  return shape->type == RMN_GRU ? n_gates - 1U : n_gates;
}

static LayerFrame
find_frame(const Layer* const     layer,
           const LayerTape* const tape,
           const size_t           t)
{
  const size_t n     = layer->shape.n_outputs * tape->n_lanes;
  LayerFrame   frame = {.n = n};

  frame.gates =
    frame_of(tape->gates, t, n_rows_of(&layer->shape) * tape->n_lanes);
  frame.h_before = frame_of(tape->h, t, n);
  frame.h        = frame_of(tape->h, t + 1U, n);
  if (tape->extra) {
    frame.extra = frame_of(tape->extra, t, n);
  }
  if (tape->c) {
    frame.c_before = frame_of(tape->c, t, n);
    frame.c        = frame_of(tape->c, t + 1U, n);
  }
  return frame;
}

/// Return all rows of W, or of its gradient
static Matrix
matrix_of_inputs(const Layer* const layer, const LayerArrays* const arrays)
{
  return (Matrix){arrays->W, n_rows_of(&layer->shape), layer->shape.n_inputs};
}

/// Return the rows of U that see the state straight, or their gradient
static Matrix
matrix_of_state(const Layer* const layer, const LayerArrays* const arrays)
{
  const size_t H = layer->shape.n_outputs;
  return (Matrix){arrays->U, n_recurrent_of(&layer->shape) * H, H};
}

static void
forward(const Layer* const layer, const LayerTape* const tape)
{
  const LayerStep* const   step    = step_of(&layer->shape);
  const LayerArrays* const w       = &layer->weights;
  const size_t             n_lanes = tape->n_lanes;
  const Matrix             W       = matrix_of_inputs(layer, w);
  const Matrix             U       = matrix_of_state(layer, w);

  for (size_t t = 0; t < tape->n_frames; ++t) {
    const LayerFrame frame = find_frame(layer, tape, t);

    fill_lanes(frame.gates, W.n_rows, w->b, n_lanes);
    multiply(W, tape->x + t * W.n_columns * n_lanes, frame.gates, n_lanes);
    if (U.n_rows) {
      multiply(U, frame.h_before, frame.gates, n_lanes);
    }
    step->forward(layer, tape, &frame);
  }
}

/// Add to the gradients of W, b and x what a frame says
static void
project_back(const Layer* const     layer,
             const LayerTape* const tape,
             const size_t           t,
             const Real* const      dgates)
{
  const size_t n_lanes = tape->n_lanes;
  const Matrix W       = matrix_of_inputs(layer, &layer->weights);
  const size_t n_x     = W.n_columns * n_lanes;

  multiply_outer(matrix_of_inputs(layer, &tape->gradient),
                 dgates,
                 tape->x + t * n_x,
                 n_lanes);
  add_lanes(tape->gradient.b, W.n_rows, dgates, n_lanes);
  if (tape->dx) {
    Real* const dx = frame_of(tape->dx, t, n_x);
    memset(dx, 0, n_x * sizeof(Real));
    multiply_back(W, dgates, dx, n_lanes);
  }
}

static void
backward(const Layer* const layer, const LayerTape* const tape)
{
  const LayerStep* const step    = step_of(&layer->shape);
  const size_t           n_lanes = tape->n_lanes;
  const size_t           n       = layer->shape.n_outputs * n_lanes;
  const Matrix           U       = matrix_of_state(layer, &layer->weights);
  const Matrix           dU      = matrix_of_state(layer, &tape->gradient);
  Real* const dh = tape->scratch; // At first, what the frame after says
  Real* const dc = tape->scratch + n;

  memset(tape->scratch, 0, 2U * n * sizeof(Real));
  for (size_t t = tape->n_frames; t-- > 0U;) {
    const LayerFrame  frame    = find_frame(layer, tape, t);
    const Real* const dh_above = frame_of(tape->dh, t, n);
    for (size_t j = 0; j < n; ++j) {
      dh[j] += dh_above[j];
    }

    step->backward(layer, tape, &frame, dh, dc);
    if (U.n_rows) {
      multiply_outer(dU, frame.gates, frame.h_before, n_lanes);
      multiply_back(U, frame.gates, dh, n_lanes);
    }
    project_back(layer, tape, t, frame.gates);
  }
}

const LayerFuncs*
layer_funcs(const RmnShape* const shape)
{
  static const LayerFuncs funcs = {
    .n_scratch = n_scratch, .forward = forward, .backward = backward};
  return step_of(shape) ? &funcs : NULL;
}
