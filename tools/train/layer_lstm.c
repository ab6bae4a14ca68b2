// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file layer_lstm.c Long short-term memory, with or without peepholes.

   Forward as in Hochreiter and Schmidhuber (1997) and Gers et al. (2000, 2002),
   backward by the chain rule, every path included.  `extra` keeps tanh of the
   cell.
*/

#include "layer_step.h"

#include <string.h>

enum { I, F, G, O }; // Gates

/// What peephole of P looks from which gate
typedef enum { FROM_I, FROM_F, FROM_O } Peephole;

/// Return the full weights of a peephole, or their gradient
static Matrix
matrix_of(const Layer* const       layer,
          const LayerArrays* const arrays,
          const Peephole           which)
{
  const size_t H = layer->shape.n_outputs;
  return (Matrix){arrays->P + which * H * H, H, H};
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
    multiply(matrix_of(layer, &layer->weights, which), c, gate, n_lanes);
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

  if (layer->shape.peephole == RMN_PEEPHOLE_FULL) {
    multiply_back(matrix_of(layer, &layer->weights, which), dgate, dc, n_lanes);
    multiply_outer(matrix_of(layer, &tape->gradient, which), dgate, c, n_lanes);
  } else if (layer->shape.peephole == RMN_PEEPHOLE_DIAGONAL) {
    for (size_t i = 0; i < H * n_lanes; ++i) {
      const size_t unit = which * H + i / n_lanes;
      dc[i] += layer->weights.P[unit] * dgate[i];
      tape->gradient.P[unit] += dgate[i] * c[i];
    }
  }
}

static void
forward(const Layer* const      layer,
        const LayerTape* const  tape,
        const LayerFrame* const s)
{
  const size_t n_lanes = tape->n_lanes;
  Real* const  i       = gate_of(s, I);
  Real* const  f       = gate_of(s, F);
  Real* const  g       = gate_of(s, G);
  Real* const  o       = gate_of(s, O);

  peep(layer, FROM_I, s->c_before, i, n_lanes);
  peep(layer, FROM_F, s->c_before, f, n_lanes);
  real_activate(RMN_SIGMOID, i, 2U * s->n);
  real_activate(RMN_TANH, g, s->n);
  for (size_t j = 0; j < s->n; ++j) {
    s->c[j] = f[j] * s->c_before[j] + i[j] * g[j];
  }

  peep(layer, FROM_O, s->c, o, n_lanes);
  real_activate(RMN_SIGMOID, o, s->n);
  memcpy(s->extra, s->c, s->n * sizeof(Real));
  real_activate(RMN_TANH, s->extra, s->n);
  for (size_t j = 0; j < s->n; ++j) {
    s->h[j] = o[j] * s->extra[j];
  }
}

/// From the gradient of h, to that of o and, through tanh, of the cell, which
/// is pulled back where tanh lets nothing through
static void
output_back(const LayerFrame* const s,
            const Real              pull,
            const Real* const       dh,
            Real* const             dc)
{
  Real* const gate = gate_of(s, O);
  for (size_t j = 0; j < s->n; ++j) {
    const Real o      = gate[j];
    const Real tanh_c = s->extra[j];
    dc[j] += dh[j] * o * (1 - tanh_c * tanh_c) + pull * cell_excess(s->c[j]);
    gate[j] = dh[j] * tanh_c * o * (1 - o);
  }
}

/// From the gradient of the cell, to those of i, f, g and the cell before
static void
cell_back(const LayerFrame* const s, Real* const dc)
{
  for (size_t j = 0; j < s->n; ++j) {
    const Real i     = gate_of(s, I)[j];
    const Real f     = gate_of(s, F)[j];
    const Real g     = gate_of(s, G)[j];
    gate_of(s, I)[j] = dc[j] * g * i * (1 - i);
    gate_of(s, F)[j] = dc[j] * s->c_before[j] * f * (1 - f);
    gate_of(s, G)[j] = dc[j] * i * (1 - g * g);
    dc[j] *= f;
  }
}

/// The cell carries back in dc what h does not
static void
backward(const Layer* const      layer,
         const LayerTape* const  tape,
         const LayerFrame* const s,
         Real* const             dh,
         Real* const             dc)
{
  output_back(s, tape->pull, dh, dc);
  peep_back(layer, tape, FROM_O, s->c, gate_of(s, O), dc);
  cell_back(s, dc);
  peep_back(layer, tape, FROM_I, s->c_before, gate_of(s, I), dc);
  peep_back(layer, tape, FROM_F, s->c_before, gate_of(s, F), dc);
  memset(dh, 0, s->n * sizeof(Real));
}

const LayerStep layer_lstm = {.forward = forward, .backward = backward};
