// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file fused_cell.h What a cell is, and its weights; part of fused_body.c

   Packed are, for the way forward, tiles of units: the biases of their sums, a
   column of W for each input, and one of U for each unit; then U and W for the
   way back.
*/

#ifndef REMANENCE_TRAIN_FUSED_CELL_H
#define REMANENCE_TRAIN_FUSED_CELL_H

#include "fused_tile.h"

enum { CELL_SUMS = 4 }; ///< Of a unit

/// One vector of lanes of one unit in one frame
typedef struct {
  const Layer*     layer;
  const LayerTape* tape;
  size_t           frame;
  uint32_t         unit;
  size_t           n;     ///< Of a frame [H][lanes]
  size_t           at;    ///< Where the vector stands in it
  float*           gates; ///< Where it stands in those of the frame, `n` apart
} Spot;

/**
   What a cell does otherwise than another.

   Its sums are of the input, of the state, or of both.  All but the last
   `n_extra` see the input, all but the first `n_extra` the state.  What sees
   the state alone has its gradient in `extra`, the others in `gates`.
*/
typedef struct {
  uint32_t n_units; ///< Of a tile on the way forward
  uint32_t n_gates;
  uint32_t n_extra;          ///< 0 or 1
  uint32_t n_peepholes;      ///< Weights of a unit from its cell to its gates
  uint32_t gates[CELL_SUMS]; ///< Whose weights make each sum
  bool     is_state_carried; ///< What is carried back is of h, not of the cell

  /// Turn the sums into gates and a state
  void (*activate)(const Vec* sums, const Spot* spot);

  /// Turn the gates into the gradients of the sums
  void (*deactivate)(Vec dh, const Spot* spot);
} FusedCell;

/// Where a vector stands in frames of [H][lanes]; of a state, the one before
INLINE float*
now(const Spot* const spot, float* const frames)
{
  return frames + spot->frame * spot->n + spot->at;
}

/// The same one frame later: of a state, the one that follows
INLINE float*
next(const Spot* const spot, float* const frames)
{
  return now(spot, frames) + spot->n;
}

/// Where a vector stands in what is carried from one frame back to another
INLINE float*
carried(const Spot* const spot)
{
  return spot->tape->scratch + spot->at;
}

/// Where the sum of the gradient of a peephole stands, see cell_n_scratch()
INLINE float*
peephole_sum(const Spot* const spot, const uint32_t which)
{
  const size_t row = which * spot->layer->shape.n_outputs + spot->unit;
  return spot->tape->scratch + spot->n + row * WIDEST;
}

/// Call for what there is of a spot in the frame before, which comes next on
/// the way back: no machine foresees that, and all frames are more than a near
/// cache holds
INLINE void
call_for_earlier(const FusedCell* const cell, const Spot* const spot)
{
  const LayerTape* const tape = spot->tape;
  const size_t           at   = (spot->frame - 1U) * spot->n + spot->at;

  UNROLLED
  for (uint32_t g = 1; g <= cell->n_gates; ++g) {
    __builtin_prefetch(spot->gates - g * spot->n, 1, 2);
  }
  __builtin_prefetch(tape->dh + at, 0, 2);
  __builtin_prefetch(tape->h + at, 0, 2);
  if (tape->c) {
    __builtin_prefetch(tape->c + at, 0, 2);
  }
  if (tape->extra) {
    __builtin_prefetch(tape->extra + at, 0, 2);
  }
}

/* Weights
   ======= */

static size_t
cell_n_forward(const FusedCell* const cell, const RmnShape* const s)
{
  const size_t n_columns = 1U + s->n_inputs + s->n_outputs;
  return s->n_outputs * (cell->n_gates * n_columns + cell->n_extra);
}

static size_t
cell_n_packed(const FusedCell* const cell, const RmnShape* const s)
{
  const size_t n_rows = cell->n_gates * (size_t)s->n_outputs;
  return cell_n_forward(cell, s) + n_rows * (s->n_outputs + s->n_inputs);
}

/// Units of a tile, as they are packed
typedef struct {
  const FusedCell* cell;
  size_t           H;
  size_t           first;
  size_t           n;
} TileUnits;

/// Pack columns of W or U for the sums from `sum` on
static float*
pack_columns(float*             packed,
             const TileUnits    units,
             const uint32_t     sum,
             const float* const weights,
             const size_t       n_columns)
{
  const uint32_t* const gates = units.cell->gates + sum;

  for (size_t k = 0; k < n_columns; ++k) {
    for (size_t r = 0; r < units.cell->n_gates * units.n; ++r) {
      const size_t unit = units.first + r % units.n;
      const size_t row  = gates[r / units.n] * units.H + unit;
      *packed++         = weights[row * n_columns + k];
    }
  }
  return packed;
}

static void
cell_pack(const FusedCell* const cell, const Layer* const layer)
{
  const LayerArrays* const w       = &layer->weights;
  const size_t             n_in    = layer->shape.n_inputs;
  const size_t             H       = layer->shape.n_outputs;
  const size_t             n_rows  = cell->n_gates * H;
  const size_t             n_extra = cell->n_extra;
  float*                   packed  = layer->packed;

  for (TileUnits units = {cell, H, 0, 0}; units.first < H;
       units.first += units.n) {
    units.n = even_width(H - units.first, cell->n_units);
    packed  = pack_columns(packed, units, 0, w->b, 1);
    if (n_extra) {
      memcpy(packed, w->b_u + units.first, units.n * sizeof(float));
      packed += units.n;
    }
    packed = pack_columns(packed, units, 0, w->W, n_in);
    packed = pack_columns(packed, units, cell->n_extra, w->U, H);
  }
  packed = pack_back(packed, w->U, n_rows, H);
  pack_back(packed, w->W, n_rows, n_in);
}

#endif // REMANENCE_TRAIN_FUSED_CELL_H
