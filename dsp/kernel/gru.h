// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file gru.h GRU layers with reset after the product

#ifndef RMN_KERNEL_GRU_H
#define RMN_KERNEL_GRU_H

#include "layout.h"
#include "recurrent.h"

/**
   Run one time step of a tile of `n_units` units: full blocks, and those that
   remain in a block of half the lanes.
*/
INLINE void
gru_tile(const Tile* const tile, const Step* const s, const uint32_t n_units)
{
  const uint32_t n_blocks = n_units / WIDEST;
  const float*   w        = tile->w;
  GruGates       gates;

  if (n_blocks) {
    w = gru_sums(w, tile, s, &gates, tile->u, n_blocks);
  }
#if WIDEST >= 16
  GruGates8 rest;
  if (n_units % WIDEST) {
    gru_sums8(w, tile, s, &rest, tile->u + n_blocks * WIDEST, 1U);
    gru_units8(&rest, s, tile->u + n_blocks * WIDEST, 1U);
  }
#else
  (void)w; // There are none
#endif
  gru_units(&gates, s, tile->u, n_blocks);
}

DEFINE_TILE(gru_1_block, WIDEST, gru_tile(tile, step, WIDEST))
DEFINE_TILE(gru_2_blocks, 2 * WIDEST, gru_tile(tile, step, 2 * WIDEST))
DEFINE_TILE(gru_3_blocks, 3 * WIDEST, gru_tile(tile, step, 3 * WIDEST))
#if WIDEST >= 16
DEFINE_TILE(gru_8, 8, gru_tile(tile, step, 8))
DEFINE_TILE(gru_24, 24, gru_tile(tile, step, 24))
DEFINE_TILE(gru_40, 40, gru_tile(tile, step, 40))
DEFINE_TILE(gru_56, 56, gru_tile(tile, step, 56))
#endif

static const TileKind*
gru_kind(const uint32_t n_units)
{
  static const TileKind* const blocks[] = {
    &gru_1_block_kind, &gru_2_blocks_kind, &gru_3_blocks_kind};

#if WIDEST >= 16
  static const TileKind* const with_rest[] = {
    &gru_8_kind, &gru_24_kind, &gru_40_kind, &gru_56_kind};

  if (n_units % WIDEST) {
    return with_rest[n_units / WIDEST];
  }
#endif
  return blocks[n_units / WIDEST - 1U];
}

/// A rest goes with the blocks before it
static void
list_gru_tiles(Stage* const stage)
{
  const RmnPackedLayer* const layer   = stage->layer;
  const uint32_t              n_x     = layer->shape.n_inputs;
  const uint32_t              n_h     = layer->n_units;
  const uint32_t              n_units = rmn_gru_units(WIDEST, n_h);

  for (uint32_t u = 0, n = 0; u < n_units; u += n) {
    const float* const w =
      layer->matrices[0].weights + rmn_gru_size(n_x, n_h, u);

    n = rmn_gru_tile(WIDEST, n_units - u);
    if (n_units - u - n < WIDEST) {
      n = n_units - u;
    }

    add_tile(stage, u, w, gru_kind(n));
  }
}

DEFINE_BLOCK(gru, 4)
#if WIDEST >= 8
DEFINE_BLOCK(gru, 8)
#endif
#if WIDEST >= 16
DEFINE_BLOCK(gru, 16)
#endif

static void
run_plain_gru(const RmnPackedLayer* const layers, const RmnRun* const runs)
{
  if (!layers->is_block) {
    run_stages(layers, runs, list_gru_tiles);
#if WIDEST >= 16
  } else if (layers->n_units == 16U) {
    gru_block_16(layers, runs);
#endif
#if WIDEST >= 8
  } else if (layers->n_units == 8U) {
    gru_block_8(layers, runs);
#endif
  } else {
    gru_block_4(layers, runs);
  }
}

#endif // RMN_KERNEL_GRU_H
