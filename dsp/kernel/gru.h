// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file gru.h GRU layers with reset after the product

#ifndef RMN_KERNEL_GRU_H
#define RMN_KERNEL_GRU_H

#include "layout.h"
#include "recurrent.h"

enum { MIN_TURNED = 32 }; ///< Units of a tile that is read backwards

/// The gates of a tile: of full blocks, and of units that fill half a vector
typedef struct {
  GruGates blocks;
#if WIDEST >= 16
  GruGates8 rest;
#endif
} TileGates;

/// The sums of the reset gates of each stream
typedef struct {
  Sums blocks[RMN_TOGETHER];
#if WIDEST >= 16
  Sums8 rest[RMN_TOGETHER];
#endif
} ResetSums;

/// Start the sums of a stream
INLINE void
start_reset(ResetSums* const   sums,
            const float* const w,
            const Tile* const  tile,
            const Step* const  steps,
            const uint32_t     stream,
            const uint32_t     n_units)
{
  const uint32_t    n      = n_units / WIDEST;
  const uint32_t    height = rmn_gru_height(WIDEST, n_units);
  const uint32_t    row    = 3U * tile->u;
  const Step* const s      = &steps[stream];

  start_tile(&sums->blocks[stream], w, height, tile, s, row, n, 4U);
#if WIDEST >= 16
  if (n_units % WIDEST) {
    const uint32_t u = n * WIDEST;
    start_tile8(&sums->rest[stream], w + u, height, tile, s, row + u, 1U, 4U);
  }
#endif
}

/// Add a column of chain `k`, times the number of each stream
INLINE void
add_reset(ResetSums* const   sums,
          const uint32_t     n_streams,
          const uint32_t     k,
          const float* const column,
          const Vec* const   each,
          const uint32_t     n_units)
{
  const uint32_t n = n_units / WIDEST;

  add_shared(sums->blocks, n_streams, k, column, each, n);
#if WIDEST >= 16
  if (n_units % WIDEST) {
    const Vec8 halves[] = {half16(each[0], false),
                           half16(each[n_streams - 1U], false)};
    add_shared8(sums->rest, n_streams, k, column + n * WIDEST, halves, 1U);
  }
#endif
}

/// Open the gates of a stream
INLINE void
open_reset(const ResetSums* const sums,
           const uint32_t         stream,
           TileGates* const       g,
           const uint32_t         n_units)
{
  const uint32_t n = n_units / WIDEST;

  UNROLLED
  for (uint32_t b = 0; b < n; ++b) {
    g->blocks.r[b] = total(&sums->blocks[stream], b);
  }
  open_gates(g->blocks.r, n);
#if WIDEST >= 16
  if (n_units % WIDEST) {
    g->rest.r[0] = tanh_lanes8(total8(&sums->rest[stream], 0));
  }
#endif
}

/// Sum the reset gates of a tile, and open them
INLINE void
sum_reset(const float* const w,
          const Tile* const  tile,
          const Step* const  steps,
          const uint32_t     n_streams,
          TileGates* const   g,
          const uint32_t     n_units)
{
  const uint32_t height = rmn_gru_height(WIDEST, n_units);
  const float*   column = w + (size_t)(1U + tile->n_x) * height;
  ResetSums      sums;

  start_reset(&sums, w, tile, steps, 0, n_units);
  if (n_streams == 2U) {
    start_reset(&sums, w, tile, steps, 1, n_units);
  }

  const float* const end = column + (size_t)tile->n_h * height;
  ROLLED
  for (size_t j = 0; column < end; j += 4U) {
    const Vec four[] = {repeat4(steps[0].h + j),
                        repeat4(steps[n_streams - 1U].h + j)};
    UNROLLED
    for (uint32_t k = 0; k < 4U; ++k, column += height) {
      const Vec each[] = {nth(four[0], k), nth(four[1], k)};
      add_reset(&sums, n_streams, k, column, each, n_units);
    }
  }

  open_reset(&sums, 0, &g[0], n_units);
  if (n_streams == 2U) {
    open_reset(&sums, 1, &g[1], n_units);
  }
}

/// Take W_n x of a stream, and have U_n h summed in its place
INLINE void
take_candidate(Sums* const        sums,
               TileGates* const   g,
               const float* const b_u,
               const uint32_t     n_units)
{
  const uint32_t n = n_units / WIDEST;

  UNROLLED
  for (uint32_t b = 0; b < n; ++b) {
    const uint32_t v   = 2U * b + 1U;
    g->blocks.x[b]     = total(sums, v);
    sums->chains[0][v] = load(b_u + b * WIDEST);
    sums->chains[1][v] = splat(0.0f);
  }
#if WIDEST >= 16
  if (n_units % WIDEST) {
    Vec* const even = &sums->chains[0][2U * n];
    Vec* const odd  = &sums->chains[1][2U * n];
    g->rest.x[0]    = half16(total(sums, 2U * n), true);
    *even           = join16(half16(*even, false), load8(b_u + n * WIDEST));
    *odd            = join16(half16(*odd, false), splat8(0.0f));
  }
#endif
}

/// Take the sums of z and U_n h of a stream
INLINE void
take_others(const Sums* const sums, TileGates* const g, const uint32_t n_units)
{
  const uint32_t n = n_units / WIDEST;

  UNROLLED
  for (uint32_t b = 0; b < n; ++b) {
    g->blocks.z[b] = total(sums, 2U * b);
    g->blocks.v[b] = total(sums, 2U * b + 1U);
  }
#if WIDEST >= 16
  if (n_units % WIDEST) {
    const Vec both = total(sums, 2U * n);
    g->rest.z[0]   = half16(both, false);
    g->rest.v[0]   = half16(both, true);
  }
#endif
}

/**
   Sum the update gates and candidates of a tile.

   The sums of x are those of z and W_n x; then U_n h takes the last's place.
*/
INLINE void
sum_others(const float* const w,
           const Tile* const  tile,
           const Step* const  steps,
           const uint32_t     n_streams,
           TileGates* const   g,
           const uint32_t     n_units)
{
  const uint32_t     n      = (2U * n_units + WIDEST - 1U) / WIDEST;
  const uint32_t     height = 2U * n_units;
  const uint32_t     row    = 3U * tile->u + n_units;
  const float* const b_u    = w + (size_t)(1U + tile->n_x) * height;
  const float* const of_h   = b_u + rmn_gru_height(WIDEST, n_units);
  const float* const h[]    = {steps[0].h, steps[n_streams - 1U].h};
  Sums               sums[RMN_TOGETHER];

  start_tile(&sums[0], w, height, tile, &steps[0], row, n, 2U);
  take_candidate(&sums[0], &g[0], b_u, n_units);
  if (n_streams == 2U) {
    start_tile(&sums[1], w, height, tile, &steps[1], row, n, 2U);
    take_candidate(&sums[1], &g[1], b_u, n_units);
  }
  add_columns(sums, n_streams, of_h, height, h, tile->n_h, n);
  take_others(&sums[0], &g[0], n_units);
  if (n_streams == 2U) {
    take_others(&sums[1], &g[1], n_units);
  }
}

/// Update units of a stream: full blocks before the rest, for the next time
/// step begins with what they give
INLINE void
gru_update(const TileGates* const g,
           const Step* const      s,
           const uint32_t         u,
           const uint32_t         n_units)
{
  const uint32_t n = n_units / WIDEST;

  gru_units(&g->blocks, s, u, n);
#if WIDEST >= 16
  if (n_units % WIDEST) {
    gru_units8(&g->rest, s, u + n * WIDEST, 1U);
  }
#endif
}

/**
   Run one time step of a tile of `n_units` units, of each stream: full blocks,
   and those that remain in half a block, whose update gates and candidates
   share a vector.

   The candidate waits for the reset gate, so that comes first, and opens while
   the others are summed.  In large tiles, steps that go backwards begin with
   the others, whose weights are what was read last.
*/
INLINE void
gru_tile(const Tile* const tile,
         const Step* const steps,
         const uint32_t    n_streams,
         const uint32_t    n_units)
{
  const uint32_t     height = rmn_gru_height(WIDEST, n_units);
  const float* const others =
    tile->w + (size_t)(1U + tile->n_x + tile->n_h) * height;
  TileGates g[RMN_TOGETHER];

  if (tile->is_backward && n_units >= MIN_TURNED) {
    sum_others(others, tile, steps, n_streams, g, n_units);
    sum_reset(tile->w, tile, steps, n_streams, g, n_units);
  } else {
    sum_reset(tile->w, tile, steps, n_streams, g, n_units);
    sum_others(others, tile, steps, n_streams, g, n_units);
  }

  gru_update(&g[0], &steps[0], tile->u, n_units);
  if (n_streams == 2U) {
    gru_update(&g[1], &steps[1], tile->u, n_units);
  }
}

#if WIDEST < 8
DEFINE_TILE(gru_4, 4, gru_tile(tile, steps, n_streams, 4))
DEFINE_TILE(gru_12, 12, gru_tile(tile, steps, n_streams, 12))
#endif
DEFINE_TILE(gru_8, 8, gru_tile(tile, steps, n_streams, 8))
#if WIDEST >= 8
DEFINE_TILE(gru_16, 16, gru_tile(tile, steps, n_streams, 16))
DEFINE_TILE(gru_24, 24, gru_tile(tile, steps, n_streams, 24))
#endif
#if WIDEST >= 16
DEFINE_TILE(gru_32, 32, gru_tile(tile, steps, n_streams, 32))
DEFINE_TILE(gru_40, 40, gru_tile(tile, steps, n_streams, 40))
DEFINE_TILE(gru_48, 48, gru_tile(tile, steps, n_streams, 48))
#endif

static TileKinds
gru_kinds(const uint32_t n_units)
{
#if WIDEST < 8
  static const TileKinds kinds[] = {gru_4_kinds, gru_8_kinds, gru_12_kinds};
  return kinds[n_units / 4U - 1U];
#else
  static const TileKinds kinds[] = {
    gru_8_kinds,
    gru_16_kinds,
    gru_24_kinds,
#  if WIDEST >= 16
    gru_32_kinds,
    gru_40_kinds,
    gru_48_kinds,
#  endif
  };
  return kinds[n_units / 8U - 1U];
#endif
}

static void
list_gru_tiles(Stage* const stage)
{
  const RmnPackedLayer* const layer   = stage->layer;
  const uint32_t              n_x     = layer->shape.n_inputs;
  const uint32_t              n_h     = layer->n_units;
  const uint32_t              n_units = rmn_gru_units(WIDEST, n_h);

  for (uint32_t u = 0, n = 0; u < n_units; u += n) {
    const float* const w =
      layer->matrices[0].weights + rmn_gru_size(WIDEST, n_x, n_h, u);

    n = rmn_gru_tile(WIDEST, n_units, n_units - u);
    add_tile(stage, u, w, gru_kinds(n));
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
