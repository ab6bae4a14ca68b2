// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file fused_gru.h GRU with reset after the product; part of fused_body.c

   The candidate is `n = tanh(p + r q)`, where p is what it sees of the input
   and q, which `extra` keeps, what it sees of the state.  Packed are, for the
   way forward, tiles of units: the biases of p, r, z and q, a column of W with
   p, r and z for each input, and one of U with r, z and q for each unit; then U
   and W for the way back.
*/

#ifndef REMANENCE_TRAIN_FUSED_GRU_H
#define REMANENCE_TRAIN_FUSED_GRU_H

#include "fused_tile.h"

enum { GRU_UNITS = WIDEST >= 16 ? 2 : 1 }; ///< Of a tile on the way forward

static size_t
gru_n_forward(const RmnShape* const s)
{
  const size_t H = s->n_outputs;
  return H * (4U + 3U * s->n_inputs + 3U * H);
}

static size_t
gru_n_packed(const RmnShape* const s)
{
  const size_t H = s->n_outputs;
  return gru_n_forward(s) + 3U * H * (H + s->n_inputs);
}

/// Where the weights for the way back stand
static const float*
gru_back(const Layer* const layer)
{
  return layer->packed + gru_n_forward(&layer->shape);
}

/// Pack a column of three gates of `n` units, [3][n]
static float*
gru_pack_column(float*             packed,
                const float* const weights,
                const size_t       n_cols,
                const size_t       H,
                const size_t       gates[3],
                const size_t       u,
                const size_t       n)
{
  for (size_t r = 0; r < 3U * n; ++r) {
    const size_t row = gates[r / n] * H + u + r % n;
    *packed++        = weights[row * n_cols];
  }
  return packed;
}

static void
gru_pack(const Layer* const layer)
{
  static const size_t of_input[] = {2, 0, 1}; // p, r, z
  static const size_t of_state[] = {0, 1, 2}; // r, z, q

  const LayerArrays* const w      = &layer->weights;
  const size_t             n_in   = layer->shape.n_inputs;
  const size_t             H      = layer->shape.n_outputs;
  float*                   packed = layer->packed;

  for (size_t u = 0, n = 0; u < H; u += n) {
    n      = H - u < GRU_UNITS ? 1U : GRU_UNITS;
    packed = gru_pack_column(packed, w->b, 1, H, of_input, u, n);
    memcpy(packed, w->b_u + u, n * sizeof(float));
    packed += n;
    for (size_t k = 0; k < n_in; ++k) {
      packed = gru_pack_column(packed, w->W + k, n_in, H, of_input, u, n);
    }
    for (size_t k = 0; k < H; ++k) {
      packed = gru_pack_column(packed, w->U + k, H, H, of_state, u, n);
    }
  }
  packed = pack_back(packed, w->U, 3U * H, H);
  pack_back(packed, w->W, 3U * H, n_in);
}

/// Room for what goes back along z, and for sums of gradients of weights
static size_t
gru_n_scratch(const RmnShape* const s, const size_t n_lanes)
{
  const size_t H = s->n_outputs;
  return H * n_lanes + (size_t)WIDEST * H * (4U + 3U * s->n_inputs + 3U * H);
}

/// The gates of some units, from the sums of p, r, z and q
INLINE void
gru_activate(TileSums sums, const uint32_t n_units, const Units* const units)
{
  const LayerTape* const tape  = units->tape;
  const size_t           t     = units->t;
  const size_t           n_all = units->H * tape->n_lanes;

  UNROLLED
  for (uint32_t u = 0; u < n_units; ++u) {
    UNROLLED
    for (uint32_t v = 0; v < N_VECS; ++v) {
      const size_t at    = unit_at(units, u, v);
      float* const gates = tape->gates + t * 3U * n_all + at;
      const Vec    r     = sigmoid_lanes(sums[n_units + u][v]);
      const Vec    z     = sigmoid_lanes(sums[2U * n_units + u][v]);
      const Vec    q     = sums[3U * n_units + u][v];
      const Vec    n     = tanh_lanes(madd(r, q, sums[u][v]));
      const Vec    h     = load(tape->h + t * n_all + at); // Before

      store(gates, r);
      store(gates + n_all, z);
      store(gates + 2U * n_all, n);
      store(tape->extra + t * n_all + at, q);
      store(tape->h + (t + 1U) * n_all + at, madd(z, h - n, n));
    }
  }
}

INLINE const float*
gru_forward_tile(const float*       w,
                 const uint32_t     n_units,
                 const Units* const units)
{
  const LayerTape* const tape    = units->tape;
  const size_t           n_lanes = tape->n_lanes;
  const float* const     x =
    tape->x + units->t * units->n_in * n_lanes + units->lane;
  const float* const h = tape->h + units->t * units->H * n_lanes + units->lane;
  TileSums           sums;

  w = tile_start(sums, 4U * n_units, w);
  w = tile_add(sums, 0, 3U * n_units, w, x, units->n_in, n_lanes);
  w = tile_add(sums, n_units, 3U * n_units, w, h, units->H, n_lanes);
  gru_activate(sums, n_units, units);
  return w;
}

static const float*
gru_forward_many(const float* const w, const Units* const units)
{
  return gru_forward_tile(w, GRU_UNITS, units);
}

static const float*
gru_forward_one(const float* const w, const Units* const units)
{
  return gru_forward_tile(w, 1, units);
}

static void
gru_forward(const Layer* const layer, const LayerTape* const tape)
{
  for (size_t t = 0; t < tape->n_frames; ++t) {
    run_frame(layer,
              tape,
              t,
              layer->packed,
              GRU_UNITS,
              gru_forward_many,
              gru_forward_one);
  }
}

/// Turn the gates of some units, and q, into the gradients of their sums
INLINE void
gru_deactivate(TileSums dh, const uint32_t n_units, const Units* const units)
{
  const LayerTape* const tape  = units->tape;
  const size_t           t     = units->t;
  const size_t           n_all = units->H * tape->n_lanes;
  const Vec              one   = splat(1.0f);

  UNROLLED
  for (uint32_t u = 0; u < n_units; ++u) {
    UNROLLED
    for (uint32_t v = 0; v < N_VECS; ++v) {
      const size_t at    = unit_at(units, u, v);
      float* const gates = tape->gates + t * 3U * n_all + at;
      float* const extra = tape->extra + t * n_all + at;
      const Vec    r     = load(gates);
      const Vec    z     = load(gates + n_all);
      const Vec    n     = load(gates + 2U * n_all);
      const Vec    q     = load(extra);
      const Vec    h     = load(tape->h + t * n_all + at); // Before
      const Vec    dn    = dh[u][v] * (one - z) * (one - n * n);

      store(gates, dn * q * r * (one - r));
      store(gates + n_all, dh[u][v] * (h - n) * z * (one - z));
      store(gates + 2U * n_all, dn);
      store(extra, dn * r);
      store(tape->scratch + at, dh[u][v] * z);
    }
  }
}

INLINE const float*
gru_backward_tile(const float*       w,
                  const uint32_t     n_units,
                  const Units* const units)
{
  const LayerTape* const tape    = units->tape;
  const uint32_t         H       = units->H;
  const size_t           n_lanes = tape->n_lanes;
  const size_t           n       = H * n_lanes;
  const float* const     above   = tape->dh + units->t * n;
  const float* const     gates =
    tape->gates + (units->t + 1U) * 3U * n + units->lane;
  const float* const extra = tape->extra + (units->t + 1U) * n + units->lane;
  TileSums           dh;

  UNROLLED
  for (uint32_t u = 0; u < n_units; ++u) {
    UNROLLED
    for (uint32_t v = 0; v < N_VECS; ++v) {
      const size_t at = unit_at(units, u, v);
      dh[u][v]        = load(above + at) + load(tape->scratch + at);
    }
  }
  if (units->t + 1U < tape->n_frames) {
    w = tile_add(dh, 0, n_units, w, gates, 2U * H, n_lanes);
    w = tile_add(dh, 0, n_units, w, extra, H, n_lanes);
  }
  gru_deactivate(dh, n_units, units);
  return w;
}

static const float*
gru_backward_many(const float* const w, const Units* const units)
{
  return gru_backward_tile(w, ROWS, units);
}

static const float*
gru_backward_one(const float* const w, const Units* const units)
{
  return gru_backward_tile(w, 1, units);
}

static void
gru_backward(const Layer* const layer, const LayerTape* const tape)
{
  const uint32_t n_in    = layer->shape.n_inputs;
  const uint32_t H       = layer->shape.n_outputs;
  const size_t   n_lanes = tape->n_lanes;
  const size_t   n       = H * n_lanes;
  float* const   dU      = tape->scratch + n;
  float* const   dU_n    = dU + (size_t)WIDEST * 2U * H * H;
  float* const   dW      = dU_n + (size_t)WIDEST * H * H;
  float* const   db      = dW + (size_t)WIDEST * 3U * H * n_in;
  float* const   db_u    = db + (size_t)WIDEST * 3U * H;
  size_t         end     = tape->n_frames;

  memset(
    tape->scratch, 0, gru_n_scratch(&layer->shape, n_lanes) * sizeof(float));
  for (size_t t = tape->n_frames; t-- > 0U;) {
    run_frame(layer,
              tape,
              t,
              gru_back(layer),
              ROWS,
              gru_backward_many,
              gru_backward_one);
    if (t % CHUNK == 0U) {
      const Rows gates = {tape->gates + t * 3U * n, 3U * n, 3U * H};
      const Rows r_z   = {gates.first, gates.stride, 2U * H};
      const Rows q     = {tape->extra + t * n, n, H};
      const Rows h     = {tape->h + t * n, n, H};
      const Rows x     = {tape->x + t * n_in * n_lanes, n_in * n_lanes, n_in};
      add_outer(dU, r_z, h, end - t, n_lanes);
      add_outer(dU_n, q, h, end - t, n_lanes);
      add_outer(dW, gates, x, end - t, n_lanes);
      add_rows(db, gates, end - t, n_lanes);
      add_rows(db_u, q, end - t, n_lanes);
      end = t;
    }
  }

  reduce(tape->gradient.U, 3U * (size_t)H * H, dU);
  reduce(tape->gradient.W, 3U * (size_t)H * n_in, dW);
  reduce(tape->gradient.b, 3U * (size_t)H, db);
  reduce(tape->gradient.b_u, H, db_u);
  if (tape->dx) {
    const float* const W = gru_back(layer) + 3U * (size_t)H * H;
    multiply_back_frames(W, tape->gates, 3U * H, tape->dx, n_in, tape);
  }
}

#endif // REMANENCE_TRAIN_FUSED_GRU_H
