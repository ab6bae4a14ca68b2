// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file layer_gru.c Gated recurrent units, in both forms; see RmnReset.

   `extra` keeps q = U_n h' + b_u if the reset gate acts after the product, and
   s = r * h' if it acts before; on the way back it becomes the gradient of q.
*/

#include "layer_step.h"

#include <string.h>

enum { R, Z, N }; // Gates

/// Return the recurrent weights of the candidate, or their gradient
static Matrix
candidate_of(const Layer* const layer, const LayerArrays* const arrays)
{
  const size_t H = layer->shape.n_outputs;
  return (Matrix){arrays->U + N * H * H, H, H};
}

/// Add to the candidate's sum what it sees of the state before
static void
add_memory(const Layer* const      layer,
           const LayerFrame* const s,
           const size_t            n_lanes)
{
  const LayerArrays* const w   = &layer->weights;
  const Matrix             U_n = candidate_of(layer, w);
  const Real* const        r   = gate_of(s, R);
  Real* const              sum = gate_of(s, N);

  if (layer->shape.reset == RMN_RESET_AFTER) {
    fill_lanes(s->extra, U_n.n_rows, w->b_u, n_lanes);
    multiply(U_n, s->h_before, s->extra, n_lanes);
    for (size_t j = 0; j < s->n; ++j) {
      sum[j] += r[j] * s->extra[j];
    }
  } else {
    for (size_t j = 0; j < s->n; ++j) {
      s->extra[j] = r[j] * s->h_before[j];
    }
    multiply(U_n, s->extra, sum, n_lanes);
  }
}

static void
forward(const Layer* const      layer,
        const LayerTape* const  tape,
        const LayerFrame* const s)
{
  const Real* const z = gate_of(s, Z);
  Real* const       n = gate_of(s, N);

  real_activate(RMN_SIGMOID, gate_of(s, R), 2U * s->n);
  add_memory(layer, s, tape->n_lanes);
  real_activate(RMN_TANH, n, s->n);
  for (size_t j = 0; j < s->n; ++j) {
    s->h[j] = n[j] + z[j] * (s->h_before[j] - n[j]);
  }
}

/// From the gradient of h to those of z, n and, along z, of the state before
static void
output_back(const LayerFrame* const s, Real* const dh)
{
  for (size_t j = 0; j < s->n; ++j) {
    Real* const z         = gate_of(s, Z) + j;
    Real* const n         = gate_of(s, N) + j;
    const Real  share     = *z;
    const Real  candidate = *n;
    *z = dh[j] * (s->h_before[j] - candidate) * share * (1 - share);
    *n = dh[j] * (1 - share) * (1 - candidate * candidate);
    dh[j] *= share;
  }
}

/// From the gradient of n to those of r and the state before, reset after
static void
reset_after_back(const Layer* const      layer,
                 const LayerTape* const  tape,
                 const LayerFrame* const s,
                 Real* const             dh)
{
  const Matrix      U_n     = candidate_of(layer, &layer->weights);
  const Matrix      dU_n    = candidate_of(layer, &tape->gradient);
  const size_t      n_lanes = tape->n_lanes;
  Real* const       dr      = gate_of(s, R);
  const Real* const dn      = gate_of(s, N);

  for (size_t j = 0; j < s->n; ++j) {
    const Real r = dr[j];
    const Real q = s->extra[j];
    dr[j]        = dn[j] * q * r * (1 - r);
    s->extra[j]  = dn[j] * r;
  }
  add_lanes(tape->gradient.b_u, U_n.n_rows, s->extra, n_lanes);
  multiply_outer(dU_n, s->extra, s->h_before, n_lanes);
  multiply_back(U_n, s->extra, dh, n_lanes);
}

/// The same, reset before; `ds` is room for the gradient of r * h'
static void
reset_before_back(const Layer* const      layer,
                  const LayerTape* const  tape,
                  const LayerFrame* const s,
                  Real* const             dh,
                  Real* const             ds)
{
  const size_t      n_lanes = tape->n_lanes;
  Real* const       dr      = gate_of(s, R);
  const Real* const dn      = gate_of(s, N);

  multiply_outer(candidate_of(layer, &tape->gradient), dn, s->extra, n_lanes);
  memset(ds, 0, s->n * sizeof(Real));
  multiply_back(candidate_of(layer, &layer->weights), dn, ds, n_lanes);
  for (size_t j = 0; j < s->n; ++j) {
    const Real r = dr[j];
    dr[j]        = ds[j] * s->h_before[j] * r * (1 - r);
    dh[j] += ds[j] * r;
  }
}

static void
backward(const Layer* const      layer,
         const LayerTape* const  tape,
         const LayerFrame* const s,
         Real* const             dh,
         Real* const             room)
{
  output_back(s, dh);
  if (layer->shape.reset == RMN_RESET_AFTER) {
    reset_after_back(layer, tape, s, dh);
  } else {
    reset_before_back(layer, tape, s, dh, room);
  }
}

const LayerStep layer_gru = {.forward = forward, .backward = backward};
