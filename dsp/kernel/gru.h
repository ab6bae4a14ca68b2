// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file gru.h GRU layers with reset after the product

#ifndef RMN_KERNEL_GRU_H
#define RMN_KERNEL_GRU_H

#include "layout.h"
#include "recurrent.h"

static void
gru_pair(const Tile* const tile, const Step* const step)
{
  gru_tile(tile, step, 2U);
}

static void
gru_block(const Tile* const tile, const Step* const step)
{
  gru_tile(tile, step, 1U);
}

#if WIDEST >= 16
static void
gru_half(const Tile* const tile, const Step* const step)
{
  gru_tile8(tile, step, 1U);
}
#endif

static void
gru_least(const Tile* const tile, const Step* const step)
{
  gru_tile4(tile, step, 1U);
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

    add_tile(stage, u, w)->run = n == 2U * WIDEST ? gru_pair
                                 : n == WIDEST    ? gru_block
#if WIDEST >= 16
                                 : n == 8U ? gru_half
#endif
                                           : gru_least;
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
