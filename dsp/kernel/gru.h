// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file gru.h GRU layers with reset after the product

#ifndef RMN_KERNEL_GRU_H
#define RMN_KERNEL_GRU_H

#include "layout.h"
#include "recurrent.h"

#if WIDEST >= 16
DEFINE_TILE(gru_32, 32, gru_tile16(tile, step, 2U))
DEFINE_TILE(gru_16, 16, gru_tile16(tile, step, 1U))
DEFINE_TILE(gru_8, 8, gru_tile8(tile, step, 1U))
#elif WIDEST >= 8
DEFINE_TILE(gru_16, 16, gru_tile8(tile, step, 2U))
DEFINE_TILE(gru_8, 8, gru_tile8(tile, step, 1U))
#else
DEFINE_TILE(gru_8, 8, gru_tile4(tile, step, 2U))
#endif
DEFINE_TILE(gru_4, 4, gru_tile4(tile, step, 1U))

static const TileKind*
gru_kind(const uint32_t n_units)
{
#if WIDEST >= 16
  if (n_units == 32U) {
    return &gru_32_kind;
  }
#endif
#if WIDEST >= 8
  if (n_units == 16U) {
    return &gru_16_kind;
  }
#endif
  return n_units == 8U ? &gru_8_kind : &gru_4_kind;
}

static void
list_gru_tiles(Stage* const stage)
{
  const RmnPackedLayer* const layer = stage->layer;
  const uint32_t              n_x   = layer->shape.n_inputs;
  const uint32_t              n_h   = layer->n_units;

  for (uint32_t u = 0, n = 0; u < n_h; u += n) {
    const float* const w =
      layer->matrices[0].weights + rmn_gru_size(n_x, n_h, u);

    n = rmn_gru_tile(WIDEST, n_h - u);

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
