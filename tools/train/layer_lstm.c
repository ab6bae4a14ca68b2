// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file layer_lstm.c Long short-term memory, with or without peepholes.

   Forward as in Hochreiter and Schmidhuber (1997) and Gers et al. (2000, 2002),
   backward by the chain rule, every path included.  `extra` keeps tanh of the
   cell.
*/

#include "layer.h"

#include <string.h>

/// One frame of a LSTM: [H][lanes] each
typedef struct {
  Real *      i, *f, *g, *o; ///< Gates, then the gradients of their sums
  const Real* c_before;
  const Real* h_before;
  Real*       c;
  Real*       h;
  Real*       tanh_c;
} Frame;

/// What peephole of P looks from which gate
typedef enum { I, F, O } Peephole;

static Frame
find_frame(const Layer* const     layer,
           const LayerTape* const tape,
           const size_t           t)
{
  const size_t n     = layer->shape.n_outputs * tape->n_lanes;
  Real* const  gates = frame_of(tape->gates, t, 4U * n);

  return (Frame){.i        = gates,
                 .f        = gates + n,
                 .g        = gates + 2U * n,
                 .o        = gates + 3U * n,
                 .c_before = frame_of(tape->c, t, n),
                 .h_before = frame_of(tape->h, t, n),
                 .c        = frame_of(tape->c, t + 1U, n),
                 .h        = frame_of(tape->h, t + 1U, n),
                 .tanh_c   = frame_of(tape->extra, t, n)};
}

/// gate += P c
static void
peep(const Layer* const layer,
     const Peephole     which,
     const Real* const  c,
     Real* const        gate,
     const size_t       n_lanes)
{
  const size_t H = layer->shape.n_outputs;
  if (layer->shape.peephole == RMN_PEEPHOLE_FULL) {
    multiply(layer->weights.P + which * H * H, H, H, c, gate, n_lanes);
  } else if (layer->shape.peephole == RMN_PEEPHOLE_DIAGONAL) {
    for (size_t i = 0; i < H * n_lanes; ++i) {
      gate[i] += layer->weights.P[which * H + i / n_lanes] * c[i];
    }
  }
}

/// dc += P transposed dgate, and the gradient of P
static void
peep_back(const Layer* const     layer,
          const LayerTape* const tape,
          const Peephole         which,
          const Real* const      c,
          const Real* const      dgate,
          Real* const            dc)
{
  const size_t H       = layer->shape.n_outputs;
  const size_t n_lanes = tape->n_lanes;
  const Real*  P       = layer->weights.P;
  Real* const  dP      = tape->gradient.P;

  if (layer->shape.peephole == RMN_PEEPHOLE_FULL) {
    const size_t first = which * H * H;
    multiply_back(P + first, H, H, dgate, dc, n_lanes);
    multiply_outer(dP + first, H, H, dgate, c, n_lanes);
  } else if (layer->shape.peephole == RMN_PEEPHOLE_DIAGONAL) {
    for (size_t i = 0; i < H * n_lanes; ++i) {
      const size_t unit = which * H + i / n_lanes;
      dc[i] += P[unit] * dgate[i];
      dP[unit] += dgate[i] * c[i];
    }
  }
}

static void
forward(const Layer* const layer, const LayerTape* const tape)
{
  const size_t n_lanes = tape->n_lanes;
  const size_t n       = layer->shape.n_outputs * n_lanes;

  for (size_t t = 0; t < tape->n_frames; ++t) {
    const Frame s = find_frame(layer, tape, t);

    layer_project(layer, tape, t, 4);
    peep(layer, I, s.c_before, s.i, n_lanes);
    peep(layer, F, s.c_before, s.f, n_lanes);
    real_activate(RMN_SIGMOID, s.i, 2U * n);
    real_activate(RMN_TANH, s.g, n);
    for (size_t j = 0; j < n; ++j) {
      s.c[j] = s.f[j] * s.c_before[j] + s.i[j] * s.g[j];
    }

    peep(layer, O, s.c, s.o, n_lanes);
    real_activate(RMN_SIGMOID, s.o, n);
    memcpy(s.tanh_c, s.c, n * sizeof(Real));
    real_activate(RMN_TANH, s.tanh_c, n);
    for (size_t j = 0; j < n; ++j) {
      s.h[j] = s.o[j] * s.tanh_c[j];
    }
  }
}

/// From the gradient of h, to that of o and, through tanh, of the cell
static void
output_back(const Frame* const s,
            const Real* const  dh,
            Real* const        dc,
            const size_t       n)
{
  for (size_t j = 0; j < n; ++j) {
    const Real o      = s->o[j];
    const Real tanh_c = s->tanh_c[j];
    dc[j] += dh[j] * o * (1 - tanh_c * tanh_c);
    s->o[j] = dh[j] * tanh_c * o * (1 - o);
  }
}

/// From the gradient of the cell, to those of i, f, g and the cell before
static void
cell_back(const Frame* const s, Real* const dc, const size_t n)
{
  for (size_t j = 0; j < n; ++j) {
    const Real i = s->i[j];
    const Real f = s->f[j];
    const Real g = s->g[j];
    s->i[j]      = dc[j] * g * i * (1 - i);
    s->f[j]      = dc[j] * s->c_before[j] * f * (1 - f);
    s->g[j]      = dc[j] * i * (1 - g * g);
    dc[j] *= f;
  }
}

static void
backward(const Layer* const layer, const LayerTape* const tape)
{
  const size_t H       = layer->shape.n_outputs;
  const size_t n_lanes = tape->n_lanes;
  const size_t n       = H * n_lanes;
  Real* const  dh      = tape->scratch; // Of h, first as the frame after knows
  Real* const  dc      = tape->scratch + n;

  memset(tape->scratch, 0, 2U * n * sizeof(Real));
  for (size_t t = tape->n_frames; t-- > 0U;) {
    const Frame       s        = find_frame(layer, tape, t);
    const Real* const dh_above = frame_of(tape->dh, t, n);
    for (size_t j = 0; j < n; ++j) {
      dh[j] += dh_above[j];
    }

    output_back(&s, dh, dc, n);
    peep_back(layer, tape, O, s.c, s.o, dc);
    cell_back(&s, dc, n);
    peep_back(layer, tape, I, s.c_before, s.i, dc);
    peep_back(layer, tape, F, s.c_before, s.f, dc);

    multiply_outer(tape->gradient.U, 4U * H, H, s.i, s.h_before, n_lanes);
    memset(dh, 0, n * sizeof(Real));
    multiply_back(layer->weights.U, 4U * H, H, s.i, dh, n_lanes);
    layer_project_back(layer, tape, t);
  }
}

const LayerFuncs layer_lstm = {
  .n_scratch = layer_n_scratch,
  .forward   = forward,
  .backward  = backward,
};
