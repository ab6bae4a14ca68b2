// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file fused_walk.h The walk through a recurrent layer, tile by tile, whatever
   its cell; part of fused_body.c

   A cell comes as a constant, so that a compiler makes a walk of its own for
   each, with all that it is folded in.
*/

#ifndef REMANENCE_TRAIN_FUSED_WALK_H
#define REMANENCE_TRAIN_FUSED_WALK_H

#include "fused_cell.h"

/* The walk through a frame
   ======================== */

/// Units of a layer in one frame of one block of lanes
typedef struct {
  const Layer*     layer;
  const LayerTape* tape;
  uint32_t         n_in;
  uint32_t         H;
  uint32_t         u; ///< First unit
  size_t           t;
  size_t           lane; ///< First lane
} Units;

/// Run a tile of `n_units` with the weights at `w`; return where the next ones
/// are
typedef const float*
TileFunc(const FusedCell* cell,
         uint32_t         n_units,
         const float*     w,
         const Units*     units);

/// Return the spot of vector `v` of unit `u` of these
INLINE Spot
spot_of(const FusedCell* const cell,
        const Units* const     units,
        const uint32_t         u,
        const uint32_t         v)
{
  const LayerTape* const tape = units->tape;
  const uint32_t         unit = units->u + u;
  const size_t           n    = units->H * tape->n_lanes;
  const size_t           at   = unit * tape->n_lanes + units->lane + v * WIDEST;

  return (Spot){.layer = units->layer,
                .tape  = tape,
                .frame = units->t,
                .unit  = unit,
                .n     = n,
                .at    = at,
                .gates = tape->gates + units->t * cell->n_gates * n + at};
}

/// Run frame `t` of all lanes, in tiles of `most` units
INLINE void
run_frame(const FusedCell* const cell,
          const uint32_t         most,
          TileWidth* const       width,
          TileFunc* const        run,
          const float* const     packed,
          const Layer* const     layer,
          const LayerTape* const tape,
          const size_t           t)
{
  const RmnShape* const s = &layer->shape;
  Units units             = {layer, tape, s->n_inputs, s->n_outputs, 0, t, 0};

  for (; units.lane < tape->n_lanes; units.lane += BLOCK) {
    const float* w = packed;
    for (uint32_t n = 0; units.u < units.H; units.u += n) {
      n = width(units.H - units.u, most);
      w = run(cell, n, w, &units);
    }
    units.u = 0;
  }
}

/* Forward
   ======= */

INLINE const float*
forward_tile(const FusedCell* const cell,
             const uint32_t         n_units,
             const float*           w,
             const Units* const     units)
{
  const LayerTape* const tape    = units->tape;
  const size_t           n_lanes = tape->n_lanes;
  const uint32_t         n_sums  = cell->n_gates + cell->n_extra;
  const uint32_t         n_rows  = cell->n_gates * n_units;
  const uint32_t         first   = cell->n_extra * n_units;
  const float* const     x =
    tape->x + units->t * units->n_in * n_lanes + units->lane;
  const float* const h = tape->h + units->t * units->H * n_lanes + units->lane;
  TileSums           sums;

  w = tile_start(sums, n_sums * n_units, w);
  w = tile_add(sums, 0, n_rows, w, x, units->n_in, n_lanes);
  w = tile_add(sums, first, n_rows, w, h, units->H, n_lanes);
  UNROLLED
  for (uint32_t u = 0; u < n_units; ++u) {
    UNROLLED
    for (uint32_t v = 0; v < N_VECS; ++v) {
      const Spot spot = spot_of(cell, units, u, v);
      Vec        mine[CELL_SUMS];
      UNROLLED
      for (uint32_t s = 0; s < n_sums; ++s) {
        mine[s] = sums[s * n_units + u][v];
      }
      cell->activate(mine, &spot);
    }
  }
  return w;
}

/// Sums of more units, of four gates each, would not fit into registers
INLINE const float*
forward_any(const FusedCell* const cell,
            const uint32_t         n_units,
            const float*           w,
            const Units* const     units)
{
  return n_units == 1U ? forward_tile(cell, 1, w, units)
                       : forward_tile(cell, cell->n_units, w, units);
}

INLINE void
cell_forward(const FusedCell* const cell,
             const Layer* const     layer,
             const LayerTape* const tape)
{
  for (size_t t = 0; t < tape->n_frames; ++t) {
    run_frame(cell,
              cell->n_units,
              even_width,
              forward_any,
              layer->packed,
              layer,
              tape,
              t);
  }
}

/* Back
   ==== */

/// Where sums of gradients of weights stand, [..][WIDEST] each
typedef struct {
  float* dP;
  float* dU;
  float* dW;
  float* db;
  float* db_u;
  float* near; ///< See bring_near()
} WeightSums;

/// Room for what is carried back, and for the sums
static size_t
cell_n_scratch(const FusedCell* const cell,
               const RmnShape* const  s,
               const size_t           n_lanes)
{
  const size_t n_peepholes = cell->n_peepholes * (size_t)s->n_outputs;
  return s->n_outputs * n_lanes +
         WIDEST * (n_peepholes + cell_n_forward(cell, s)) + n_near(n_lanes);
}

static WeightSums
find_sums(const FusedCell* const cell,
          const Layer* const     layer,
          const LayerTape* const tape)
{
  const size_t H      = layer->shape.n_outputs;
  const size_t n_rows = cell->n_gates * H * WIDEST;
  WeightSums   sums;

  sums.dP   = tape->scratch + H * tape->n_lanes;
  sums.dU   = sums.dP + cell->n_peepholes * H * WIDEST;
  sums.dW   = sums.dU + n_rows * H;
  sums.db   = sums.dW + n_rows * layer->shape.n_inputs;
  sums.db_u = sums.db + n_rows;
  sums.near = sums.db_u + cell->n_extra * H * WIDEST;
  return sums;
}

/// Start with what the layer above says, and what was carried from later frames
INLINE void
start_back(TileSums               dh,
           const FusedCell* const cell,
           const uint32_t         n_units,
           const Units* const     units)
{
  UNROLLED
  for (uint32_t u = 0; u < n_units; ++u) {
    UNROLLED
    for (uint32_t v = 0; v < N_VECS; ++v) {
      const Spot spot = spot_of(cell, units, u, v);
      dh[u][v]        = load(now(&spot, units->tape->dh));
      if (cell->is_state_carried) {
        dh[u][v] += load(carried(&spot));
      }
    }
  }
}

INLINE const float*
backward_tile(const FusedCell* const cell,
              const uint32_t         n_units,
              const float*           w,
              const Units* const     units)
{
  const LayerTape* const tape    = units->tape;
  const size_t           n_lanes = tape->n_lanes;
  const size_t           n       = units->H * n_lanes;
  const uint32_t         n_rows  = (cell->n_gates - cell->n_extra) * units->H;
  const size_t           later   = units->t + 1U;
  TileSums               dh;

  start_back(dh, cell, n_units, units);
  if (later < tape->n_frames) {
    const float* const gates = tape->gates + later * cell->n_gates * n;
    w = tile_add(dh, 0, n_units, w, gates + units->lane, n_rows, n_lanes);
    if (cell->n_extra) {
      const float* const extra = tape->extra + later * n + units->lane;
      w = tile_add(dh, 0, n_units, w, extra, units->H, n_lanes);
    }
  }

  UNROLLED
  for (uint32_t u = 0; u < n_units; ++u) {
    UNROLLED
    for (uint32_t v = 0; v < N_VECS; ++v) {
      const Spot spot = spot_of(cell, units, u, v);
      cell->deactivate(dh[u][v], &spot);
      if (v * WIDEST % LINE == 0U && spot.frame) {
        call_for_earlier(cell, &spot);
      }
    }
  }
  return w;
}

INLINE const float*
backward_any(const FusedCell* const cell,
             const uint32_t         n_units,
             const float*           w,
             const Units* const     units)
{
  switch (n_units) {
  case 1:
    return backward_tile(cell, 1, w, units);
  case 2:
    return backward_tile(cell, 2, w, units);
  case 3:
    return backward_tile(cell, 3, w, units);
  case 4:
    return backward_tile(cell, 4, w, units);
  case 5:
    return backward_tile(cell, 5, w, units);
  default:
    return backward_tile(cell, BACK, w, units);
  }
}

/// Add what some frames say of the weights
static void
add_frames(const FusedCell* const cell,
           const Layer* const     layer,
           const LayerTape* const tape,
           const size_t           t,
           const size_t           n_frames)
{
  const WeightSums sums    = find_sums(cell, layer, tape);
  const size_t     n_lanes = tape->n_lanes;
  const uint32_t   n_in    = layer->shape.n_inputs;
  const uint32_t   H       = layer->shape.n_outputs;
  const size_t     n       = H * n_lanes;
  const size_t     stride  = cell->n_gates * n;
  const Rows gates = {tape->gates + t * stride, stride, cell->n_gates * H};
  const Rows h     = {tape->h + t * n, n, H};
  const Rows x     = {tape->x + t * n_in * n_lanes, n_in * n_lanes, n_in};
  Rows       seers = gates; // Of the state

  if (cell->n_extra) {
    const Rows extra = {tape->extra + t * n, n, H};
    seers.n -= H;
    add_outer(sums.dU + (size_t)WIDEST * seers.n * H,
              extra,
              h,
              sums.near,
              n_frames,
              n_lanes);
    add_rows(sums.db_u, extra, n_frames, n_lanes);
  }
  add_outer(sums.dU, seers, h, sums.near, n_frames, n_lanes);
  add_outer(sums.dW, gates, x, sums.near, n_frames, n_lanes);
  add_rows(sums.db, gates, n_frames, n_lanes);
}

/// Find the gradients that all frames lead to
static void
conclude(const FusedCell* const cell,
         const Layer* const     layer,
         const LayerTape* const tape)
{
  const WeightSums sums   = find_sums(cell, layer, tape);
  const uint32_t   n_in   = layer->shape.n_inputs;
  const uint32_t   H      = layer->shape.n_outputs;
  const uint32_t   n_rows = cell->n_gates * H;

  reduce(tape->gradient.P, cell->n_peepholes * (size_t)H, sums.dP);
  reduce(tape->gradient.U, (size_t)n_rows * H, sums.dU);
  reduce(tape->gradient.W, (size_t)n_rows * n_in, sums.dW);
  reduce(tape->gradient.b, n_rows, sums.db);
  reduce(tape->gradient.b_u, cell->n_extra * (size_t)H, sums.db_u);
  if (tape->dx) {
    const float* const W =
      layer->packed + cell_n_forward(cell, &layer->shape) + (size_t)n_rows * H;
    multiply_back_frames(W, tape->gates, n_rows, tape->dx, n_in, tape);
  }
}

INLINE void
cell_backward(const FusedCell* const cell,
              const Layer* const     layer,
              const LayerTape* const tape)
{
  const RmnShape* const s    = &layer->shape;
  const float* const    back = layer->packed + cell_n_forward(cell, s);
  size_t                end  = tape->n_frames;

  memset(
    tape->scratch, 0, cell_n_scratch(cell, s, tape->n_lanes) * sizeof(float));
  for (size_t t = tape->n_frames; t-- > 0U;) {
    run_frame(cell, BACK, near_width, backward_any, back, layer, tape, t);
    if (t % CHUNK == 0U) {
      add_frames(cell, layer, tape, t, end - t);
      end = t;
    }
  }
  conclude(cell, layer, tape);
}

#endif // REMANENCE_TRAIN_FUSED_WALK_H
