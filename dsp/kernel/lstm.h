// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file lstm.h LSTM layers without peepholes

#ifndef RMN_KERNEL_LSTM_H
#define RMN_KERNEL_LSTM_H

#include "layout.h"
#include "recurrent.h"

#if WIDEST >= 8

/// Return the lower or the upper half of 8 lanes
INLINE Ratio4
half_ratio8(const Ratio8 r, const bool is_upper)
{
  return (Ratio4){half8(r.n, is_upper), half8(r.d, is_upper)};
}

#endif
#if WIDEST >= 16

/// Return the lower or the upper half of 16 lanes
INLINE Ratio8
half_ratio16(const Ratio16 r, const bool is_upper)
{
  return (Ratio8){half16(r.n, is_upper), half16(r.d, is_upper)};
}

#endif

/**
   Update the units that no full block has, from the gates that they share
   vectors for: [i f] and [g o] for half of the lanes, [i f g o] for a quarter.
*/
INLINE void
lstm_rest(const Ratio*      g,
          const Step* const s,
          uint32_t          u,
          const uint32_t    n_units)
{
#if WIDEST >= 16
  if (n_units >= 8U) {
    lstm_units8(half_ratio16(g[0], false),
                half_ratio16(g[0], true),
                half_ratio16(g[1], false),
                half_ratio16(g[1], true),
                s,
                u);
    u += 8U;
    g += 2;
  }
  if (n_units % 8U) {
    const Ratio8 i_f = half_ratio16(g[0], false);
    const Ratio8 g_o = half_ratio16(g[0], true);
    lstm_units4(half_ratio8(i_f, false),
                half_ratio8(i_f, true),
                half_ratio8(g_o, false),
                half_ratio8(g_o, true),
                s,
                u);
  }
#elif WIDEST >= 8
  if (n_units % 8U) {
    lstm_units4(half_ratio8(g[0], false),
                half_ratio8(g[0], true),
                half_ratio8(g[1], false),
                half_ratio8(g[1], true),
                s,
                u);
  }
#else
  (void)g, (void)s, (void)u, (void)n_units; // There are none
#endif
}

/**
   Run one time step of a tile of `n_units` units.

   Full blocks of units have a vector for each gate; the last units, fewer than
   lanes, share vectors, so that no lane is idle.  The output gates of full
   blocks come last, and those of two blocks are summed while the other gates
   are on their way.
*/
INLINE void
lstm_tile(const Tile* const tile, const Step* const s, const uint32_t n_units)
{
  const uint32_t n_blocks = n_units / WIDEST;
  const uint32_t height   = 4U * n_units;
  const uint32_t n_last   = n_blocks > 1U ? n_blocks : 0U;
  const uint32_t n        = height / WIDEST - n_last;
  const float*   w        = tile->w;
  const float*   of_h     = w + (size_t)(1U + tile->n_x) * height;

  Sums z;
  start_sums(&z, w, height, s->x, tile->n_x, n);
  add_columns(&z, of_h, height, s->h, tile->n_h, n);

  Sums last;
  w += n * WIDEST;
  of_h += n * WIDEST;
  start_sums(&last, w, height, s->x, tile->n_x, n_last);
  add_columns(&last, of_h, height, s->h, n_last ? tile->n_h : 0U, n_last);

  Ratio     gates[MAX_TILE];
  const Vec gain = tanh_gain(1.0f);
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    gates[v] = tanh_ratio(total(&z, v), gain, 1.0f);
  }

  uint32_t     u = tile->u;
  const Ratio* g = gates;
  const Ratio* o = gates + n - n_blocks;
  UNROLLED
  for (uint32_t k = 0; k < n_blocks; ++k, u += WIDEST, g += 3) {
    const Ratio out = n_last ? tanh_ratio(total(&last, k), gain, 1.0f) : o[k];
    lstm_units(g[0], g[1], g[2], out, s, u);
  }
  lstm_rest(g, s, u, n_units % WIDEST);
}

/// Most units of a tile, as far as registers go: two blocks and the units that
/// remain, or one block and these
enum { LSTM_MOST = WIDEST == 16 ? 44 : 2 * WIDEST };

/// Define a function that runs tiles of `n` units
#define DEFINE_TILE(n)                                                      \
  static void lstm_tile_##n(const Tile* const tile, const Step* const step) \
  {                                                                         \
    lstm_tile(tile, step, n);                                               \
  }

DEFINE_TILE(4)
DEFINE_TILE(8)
#if WIDEST >= 8
DEFINE_TILE(12)
DEFINE_TILE(16)
#endif
#if WIDEST >= 16
DEFINE_TILE(20)
DEFINE_TILE(24)
DEFINE_TILE(28)
DEFINE_TILE(32)
DEFINE_TILE(36)
DEFINE_TILE(40)
DEFINE_TILE(44)
#endif

static void
list_lstm_tiles(Stage* const stage)
{
  static void (*const by_units[])(const Tile*, const Step*) = {
    NULL,
    lstm_tile_4,
    lstm_tile_8,
#if WIDEST >= 8
    lstm_tile_12,
    lstm_tile_16,
#endif
#if WIDEST >= 16
    lstm_tile_20,
    lstm_tile_24,
    lstm_tile_28,
    lstm_tile_32,
    lstm_tile_36,
    lstm_tile_40,
    lstm_tile_44,
#endif
  };

  const RmnMatrix* const m    = &stage->layer->matrices[0];
  const uint32_t         n_h  = stage->layer->n_units;
  const size_t           size = 4U * (1U + (size_t)m->n_cols);

  for (uint32_t u = 0, n = 0; u < n_h; u += n) {
    n = rmn_lstm_tile(WIDEST, LSTM_MOST, n_h - u);

    add_tile(stage, u, m->weights + u * size)->run = by_units[n / 4U];
  }
}

DEFINE_BLOCK(lstm, 4)
#if WIDEST >= 8
DEFINE_BLOCK(lstm, 8)
#endif
#if WIDEST >= 16
DEFINE_BLOCK(lstm, 16)
#endif

static void
run_plain_lstm(const RmnPackedLayer* const layers, const RmnRun* const runs)
{
  if (!layers->is_block) {
    run_stages(layers, runs, list_lstm_tiles);
#if WIDEST >= 16
  } else if (layers->n_units == 16U) {
    lstm_block_16(layers, runs);
#endif
#if WIDEST >= 8
  } else if (layers->n_units == 8U) {
    lstm_block_8(layers, runs);
#endif
  } else {
    lstm_block_4(layers, runs);
  }
}

#endif // RMN_KERNEL_LSTM_H
