// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file fused_lstm.h LSTM without peepholes; part of fused_body.c

   Packed are, for the way forward, tiles of units: the bias, then a column of
   W for each input and of U for each unit, gates i, f, g, o in each; then U and
   W for the way back.
*/

#ifndef REMANENCE_TRAIN_FUSED_LSTM_H
#define REMANENCE_TRAIN_FUSED_LSTM_H

#include "fused_tile.h"

enum { LSTM_UNITS = WIDEST >= 16 ? 2 : 1 }; ///< Of a tile on the way forward

static size_t
lstm_n_packed(const RmnShape* const s)
{
  const size_t n_in = s->n_inputs;
  const size_t H    = s->n_outputs;
  return 4U * H * (1U + n_in + H) + 4U * H * (n_in + H);
}

/// Where the weights for the way back stand
static const float*
lstm_back(const Layer* const layer)
{
  const size_t n_in = layer->shape.n_inputs;
  const size_t H    = layer->shape.n_outputs;
  return layer->packed + 4U * H * (1U + n_in + H);
}

static void
lstm_pack(const Layer* const layer)
{
  const LayerArrays* const w      = &layer->weights;
  const size_t             n_in   = layer->shape.n_inputs;
  const size_t             H      = layer->shape.n_outputs;
  float*                   packed = layer->packed;

  for (size_t u = 0, n = 0; u < H; u += n) {
    n = H - u < LSTM_UNITS ? 1U : LSTM_UNITS;
    for (size_t k = 0; k < 1U + n_in + H; ++k) {
      for (size_t r = 0; r < 4U * n; ++r) {
        const size_t row = r / n * H + u + r % n;
        *packed++        = k == 0U         ? w->b[row]
                           : k - 1U < n_in ? w->W[row * n_in + k - 1U]
                                           : w->U[row * H + k - 1U - n_in];
      }
    }
  }
  packed = pack_back(packed, w->U, 4U * H, H);
  pack_back(packed, w->W, 4U * H, n_in);
}

/// Room for the gradient of the cell, and for sums of gradients of weights
static size_t
lstm_n_scratch(const RmnShape* const s, const size_t n_lanes)
{
  const size_t H = s->n_outputs;
  return H * n_lanes + (size_t)WIDEST * 4U * H * (1U + s->n_inputs + H);
}

/// The gates of unit u, which come in sums [gate * n_units + unit]
INLINE void
lstm_activate(TileSums sums, const uint32_t n_units, const Units* const units)
{
  const LayerTape* const tape = units->tape;
  const size_t           t    = units->t;
  const size_t           n    = units->H * tape->n_lanes;

  UNROLLED
  for (uint32_t u = 0; u < n_units; ++u) {
    UNROLLED
    for (uint32_t v = 0; v < N_VECS; ++v) {
      const size_t at     = unit_at(units, u, v);
      float* const gates  = tape->gates + t * 4U * n + at;
      const Vec    i      = sigmoid_lanes(sums[u][v]);
      const Vec    f      = sigmoid_lanes(sums[n_units + u][v]);
      const Vec    g      = tanh_lanes(sums[2U * n_units + u][v]);
      const Vec    o      = sigmoid_lanes(sums[3U * n_units + u][v]);
      const Vec    c      = madd(f, load(tape->c + t * n + at), i * g);
      const Vec    tanh_c = tanh_lanes(c);

      store(gates, i);
      store(gates + n, f);
      store(gates + 2U * n, g);
      store(gates + 3U * n, o);
      store(tape->c + (t + 1U) * n + at, c);
      store(tape->extra + t * n + at, tanh_c);
      store(tape->h + (t + 1U) * n + at, o * tanh_c);
    }
  }
}

INLINE const float*
lstm_forward_tile(const float*       w,
                  const uint32_t     n_units,
                  const Units* const units)
{
  const LayerTape* const tape    = units->tape;
  const size_t           n_lanes = tape->n_lanes;
  const float* const     x =
    tape->x + units->t * units->n_in * n_lanes + units->lane;
  const float* const h = tape->h + units->t * units->H * n_lanes + units->lane;
  const uint32_t     n_rows = 4U * n_units;
  TileSums           sums;

  w = tile_start(sums, n_rows, w);
  w = tile_add(sums, 0, n_rows, w, x, units->n_in, n_lanes);
  w = tile_add(sums, 0, n_rows, w, h, units->H, n_lanes);
  lstm_activate(sums, n_units, units);
  return w;
}

static const float*
lstm_forward_many(const float* const w, const Units* const units)
{
  return lstm_forward_tile(w, LSTM_UNITS, units);
}

static const float*
lstm_forward_one(const float* const w, const Units* const units)
{
  return lstm_forward_tile(w, 1, units);
}

static void
lstm_forward(const Layer* const layer, const LayerTape* const tape)
{
  for (size_t t = 0; t < tape->n_frames; ++t) {
    run_frame(layer,
              tape,
              t,
              layer->packed,
              LSTM_UNITS,
              lstm_forward_many,
              lstm_forward_one);
  }
}

/// Turn the gates of some units into the gradients of their sums
INLINE void
lstm_deactivate(TileSums dh, const uint32_t n_units, const Units* const units)
{
  const LayerTape* const tape = units->tape;
  const size_t           t    = units->t;
  const size_t           n    = units->H * tape->n_lanes;
  const Vec              one  = splat(1.0f);

  UNROLLED
  for (uint32_t u = 0; u < n_units; ++u) {
    UNROLLED
    for (uint32_t v = 0; v < N_VECS; ++v) {
      const size_t at     = unit_at(units, u, v);
      float* const gates  = tape->gates + t * 4U * n + at;
      float* const carry  = tape->scratch + at;
      const Vec    i      = load(gates);
      const Vec    f      = load(gates + n);
      const Vec    g      = load(gates + 2U * n);
      const Vec    o      = load(gates + 3U * n);
      const Vec    c      = load(tape->c + t * n + at); // Of the frame before
      const Vec    tanh_c = load(tape->extra + t * n + at);
      const Vec    dc = load(carry) + dh[u][v] * o * (one - tanh_c * tanh_c);

      store(gates, dc * g * i * (one - i));
      store(gates + n, dc * c * f * (one - f));
      store(gates + 2U * n, dc * i * (one - g * g));
      store(gates + 3U * n, dh[u][v] * tanh_c * o * (one - o));
      store(carry, dc * f);
    }
  }
}

INLINE const float*
lstm_backward_tile(const float*       w,
                   const uint32_t     n_units,
                   const Units* const units)
{
  const LayerTape* const tape  = units->tape;
  const uint32_t         H     = units->H;
  const size_t           n     = H * tape->n_lanes;
  const float* const     above = tape->dh + units->t * n;
  const float* const     later =
    tape->gates + (units->t + 1U) * 4U * n + units->lane;
  TileSums dh;

  UNROLLED
  for (uint32_t u = 0; u < n_units; ++u) {
    dh[u][0] = load(above + unit_at(units, u, 0));
    dh[u][1] = load(above + unit_at(units, u, 1));
  }
  if (units->t + 1U < tape->n_frames) {
    w = tile_add(dh, 0, n_units, w, later, 4U * H, tape->n_lanes);
  }
  lstm_deactivate(dh, n_units, units);
  return w;
}

static const float*
lstm_backward_many(const float* const w, const Units* const units)
{
  return lstm_backward_tile(w, ROWS, units);
}

static const float*
lstm_backward_one(const float* const w, const Units* const units)
{
  return lstm_backward_tile(w, 1, units);
}

static void
lstm_backward(const Layer* const layer, const LayerTape* const tape)
{
  const uint32_t n_in    = layer->shape.n_inputs;
  const uint32_t H       = layer->shape.n_outputs;
  const size_t   n_lanes = tape->n_lanes;
  const size_t   n       = H * n_lanes;
  float* const   dU      = tape->scratch + n;
  float* const   dW      = dU + (size_t)WIDEST * 4U * H * H;
  float* const   db      = dW + (size_t)WIDEST * 4U * H * n_in;
  size_t         end     = tape->n_frames;

  memset(
    tape->scratch, 0, lstm_n_scratch(&layer->shape, n_lanes) * sizeof(float));
  for (size_t t = tape->n_frames; t-- > 0U;) {
    run_frame(layer,
              tape,
              t,
              lstm_back(layer),
              ROWS,
              lstm_backward_many,
              lstm_backward_one);
    if (t % CHUNK == 0U) {
      const Rows dgates = {tape->gates + t * 4U * n, 4U * n, 4U * H};
      const Rows h      = {tape->h + t * n, n, H};
      const Rows x      = {tape->x + t * n_in * n_lanes, n_in * n_lanes, n_in};
      add_outer(dU, dgates, h, end - t, n_lanes);
      add_outer(dW, dgates, x, end - t, n_lanes);
      add_rows(db, dgates, end - t, n_lanes);
      end = t;
    }
  }

  reduce(tape->gradient.U, 4U * (size_t)H * H, dU);
  reduce(tape->gradient.W, 4U * (size_t)H * n_in, dW);
  reduce(tape->gradient.b, 4U * (size_t)H, db);
  if (tape->dx) {
    const float* const W = lstm_back(layer) + 4U * (size_t)H * H;
    multiply_back_frames(W, tape->gates, 4U * H, tape->dx, n_in, tape);
  }
}

#endif // REMANENCE_TRAIN_FUSED_LSTM_H
