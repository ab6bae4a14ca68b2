// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file fused_dense.h Dense layers without an activation; part of fused_body.c

#ifndef REMANENCE_TRAIN_FUSED_DENSE_H
#define REMANENCE_TRAIN_FUSED_DENSE_H

#include "fused_tile.h"

static size_t
dense_n_packed(const RmnShape* const s)
{
  const size_t n_in  = s->n_inputs;
  const size_t n_out = s->n_outputs;
  return n_out * (1U + n_in) + n_out * n_in;
}

/// Pack for the way forward, row by row, and for the way back
static void
dense_pack(const Layer* const layer)
{
  const size_t n_in   = layer->shape.n_inputs;
  const size_t n_out  = layer->shape.n_outputs;
  float*       packed = layer->packed;

  for (size_t r = 0; r < n_out; ++r) {
    *packed++ = layer->weights.b[r];
    memcpy(packed, layer->weights.W + r * n_in, n_in * sizeof(float));
    packed += n_in;
  }
  pack_back(packed, layer->weights.W, n_out, n_in);
}

static size_t
dense_n_scratch(const RmnShape* const s, const size_t n_lanes)
{
  return (size_t)WIDEST * s->n_outputs * (1U + s->n_inputs) + n_near(n_lanes);
}

static void
dense_forward(const Layer* const layer, const LayerTape* const tape)
{
  const uint32_t n_in    = layer->shape.n_inputs;
  const size_t   n_lanes = tape->n_lanes;
  const float*   x       = tape->x;
  float*         y       = tape->h + layer->shape.n_outputs * n_lanes;

  for (size_t t = 0; t < tape->n_frames; ++t, x += n_in * n_lanes) {
    const float* rows = layer->packed;
    for (uint32_t r = 0; r < layer->shape.n_outputs; ++r, y += n_lanes) {
      for (size_t l = 0; l < n_lanes; l += BLOCK) {
        TileSums     sums;
        const float* w = tile_start(sums, 1, rows);
        tile_add(sums, 0, 1, w, x + l, n_in, n_lanes);
        store(y + l, sums[0][0]);
        store(y + l + WIDEST, sums[0][1]);
      }
      rows += 1U + n_in;
    }
  }
}

static void
dense_backward(const Layer* const layer, const LayerTape* const tape)
{
  const uint32_t n_in    = layer->shape.n_inputs;
  const uint32_t n_out   = layer->shape.n_outputs;
  const size_t   n_lanes = tape->n_lanes;
  const size_t   n       = (size_t)n_out * n_in;
  Rows           dy      = {tape->dh, n_out * n_lanes, n_out};
  Rows           x       = {tape->x, n_in * n_lanes, n_in};
  float* const   dW      = tape->scratch;
  float* const   db      = dW + n * WIDEST;
  float* const   near    = db + n_out * (size_t)WIDEST;

  memset(tape->scratch, 0, (n + n_out) * WIDEST * sizeof(float));
  for (size_t t = 0; t < tape->n_frames; t += CHUNK) {
    const size_t n_left   = tape->n_frames - t;
    const size_t n_frames = n_left < CHUNK ? n_left : CHUNK;
    add_outer(dW, dy, x, near, n_frames, n_lanes);
    add_rows(db, dy, n_frames, n_lanes);
    dy.first += n_frames * dy.stride;
    x.first += n_frames * x.stride;
  }
  reduce(tape->gradient.W, n, dW);
  reduce(tape->gradient.b, n_out, db);
  if (tape->dx) {
    const float* const packed = layer->packed + n_out * (1U + n_in);
    multiply_back_frames(packed, tape->dh, n_out, tape->dx, n_in, tape);
  }
}

#endif // REMANENCE_TRAIN_FUSED_DENSE_H
