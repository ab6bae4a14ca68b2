// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file layer_gru.c Gated recurrent units, in both forms; see RmnReset.

   `extra` keeps q = U_n h' + b_u if the reset gate acts after the product, and
   s = r * h' if it acts before; on the way back it becomes the gradient of q.
*/

#include "layer.h"

#include <string.h>

/// One frame of a GRU: [H][lanes] each
typedef struct {
  Real *      r, *z, *n; ///< Gates, then the gradients of their sums
  Real*       extra;
  const Real* h_before;
  Real*       h;
} Frame;

static Frame
find_frame(const Layer* const     layer,
           const LayerTape* const tape,
           const size_t           t)
{
  const size_t n     = layer->shape.n_outputs * tape->n_lanes;
  Real* const  gates = frame_of(tape->gates, t, 3U * n);

  return (Frame){.r        = gates,
                 .z        = gates + n,
                 .n        = gates + 2U * n,
                 .extra    = frame_of(tape->extra, t, n),
                 .h_before = frame_of(tape->h, t, n),
                 .h        = frame_of(tape->h, t + 1U, n)};
}

/// Return the recurrent weights of the candidate
static const Real*
candidate_of(const Real* const U, const size_t H)
{
  return U + 2U * H * H;
}

/// Add to the candidate's sum what it sees of the state before
static void
add_memory(const Layer* const layer, const Frame* const s, const size_t n_lanes)
{
  const LayerArrays* const w   = &layer->weights;
  const size_t             H   = layer->shape.n_outputs;
  const size_t             n   = H * n_lanes;
  const Real* const        U_n = candidate_of(w->U, H);

  if (layer->shape.reset == RMN_RESET_AFTER) {
    fill_lanes(s->extra, H, w->b_u, n_lanes);
    multiply(U_n, H, H, s->h_before, s->extra, n_lanes);
    for (size_t j = 0; j < n; ++j) {
      s->n[j] += s->r[j] * s->extra[j];
    }
  } else {
    for (size_t j = 0; j < n; ++j) {
      s->extra[j] = s->r[j] * s->h_before[j];
    }
    multiply(U_n, H, H, s->extra, s->n, n_lanes);
  }
}

static void
forward(const Layer* const layer, const LayerTape* const tape)
{
  const size_t n = layer->shape.n_outputs * tape->n_lanes;

  for (size_t t = 0; t < tape->n_frames; ++t) {
    const Frame s = find_frame(layer, tape, t);

    layer_project(layer, tape, t, 2);
    real_activate(RMN_SIGMOID, s.r, 2U * n);
    add_memory(layer, &s, tape->n_lanes);
    real_activate(RMN_TANH, s.n, n);
    for (size_t j = 0; j < n; ++j) {
      s.h[j] = s.n[j] + s.z[j] * (s.h_before[j] - s.n[j]);
    }
  }
}

/// From the gradient of h to those of z, n and, along z, of the state before
static void
output_back(const Frame* const s, Real* const dh, const size_t n)
{
  for (size_t j = 0; j < n; ++j) {
    const Real z         = s->z[j];
    const Real candidate = s->n[j];
    s->z[j]              = dh[j] * (s->h_before[j] - candidate) * z * (1 - z);
    s->n[j]              = dh[j] * (1 - z) * (1 - candidate * candidate);
    dh[j] *= z;
  }
}

/// From the gradient of n to those of r and the state before, reset after
static void
reset_after_back(const Layer* const     layer,
                 const LayerTape* const tape,
                 const Frame* const     s,
                 Real* const            dh)
{
  const size_t H       = layer->shape.n_outputs;
  const size_t n_lanes = tape->n_lanes;

  for (size_t j = 0; j < H * n_lanes; ++j) {
    const Real r = s->r[j];
    const Real q = s->extra[j];
    s->r[j]      = s->n[j] * q * r * (1 - r);
    s->extra[j]  = s->n[j] * r;
  }

  add_lanes(tape->gradient.b_u, H, s->extra, n_lanes);
  multiply_outer(
    tape->gradient.U + 2U * H * H, H, H, s->extra, s->h_before, n_lanes);
  multiply_back(candidate_of(layer->weights.U, H), H, H, s->extra, dh, n_lanes);
}

/// The same, reset before; `ds` is room for the gradient of r * h'
static void
reset_before_back(const Layer* const     layer,
                  const LayerTape* const tape,
                  const Frame* const     s,
                  Real* const            dh,
                  Real* const            ds)
{
  const size_t H       = layer->shape.n_outputs;
  const size_t n_lanes = tape->n_lanes;

  multiply_outer(tape->gradient.U + 2U * H * H, H, H, s->n, s->extra, n_lanes);
  memset(ds, 0, H * n_lanes * sizeof(Real));
  multiply_back(candidate_of(layer->weights.U, H), H, H, s->n, ds, n_lanes);
  for (size_t j = 0; j < H * n_lanes; ++j) {
    const Real r = s->r[j];
    s->r[j]      = ds[j] * s->h_before[j] * r * (1 - r);
    dh[j] += ds[j] * r;
  }
}

static void
backward(const Layer* const layer, const LayerTape* const tape)
{
  const size_t H       = layer->shape.n_outputs;
  const size_t n_lanes = tape->n_lanes;
  const size_t n       = H * n_lanes;
  Real* const  dh      = tape->scratch; // Of h, first as the frame after knows

  memset(dh, 0, n * sizeof(Real));
  for (size_t t = tape->n_frames; t-- > 0U;) {
    const Frame       s        = find_frame(layer, tape, t);
    const Real* const dh_above = frame_of(tape->dh, t, n);
    for (size_t j = 0; j < n; ++j) {
      dh[j] += dh_above[j];
    }

    output_back(&s, dh, n);
    if (layer->shape.reset == RMN_RESET_AFTER) {
      reset_after_back(layer, tape, &s, dh);
    } else {
      reset_before_back(layer, tape, &s, dh, tape->scratch + n);
    }
    multiply_outer(tape->gradient.U, 2U * H, H, s.r, s.h_before, n_lanes);
    multiply_back(layer->weights.U, 2U * H, H, s.r, dh, n_lanes);
    layer_project_back(layer, tape, t);
  }
}

const LayerFuncs layer_gru = {
  .n_scratch = layer_n_scratch,
  .forward   = forward,
  .backward  = backward,
};
