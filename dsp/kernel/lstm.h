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
   Update `n_units` units from their sums.

   Full blocks are updated before the rest, which has less to divide, and the
   first as soon as it can be, for the next time step begins with what it gives.
   Where sums do not stay in registers, every gate begins at once instead, lest
   the next tile waits for the last.
*/
INLINE void
lstm_update(const Vec* const  z,
            const Step* const s,
            const uint32_t    u,
            const uint32_t    n_units)
{
  const uint32_t n_blocks = n_units / WIDEST;
  const uint32_t n        = 4U * n_units / WIDEST;
  const uint32_t n_rest   = n - 4U * n_blocks;
  const uint32_t rest     = 3U * n_blocks;
  const uint32_t o        = rest + n_rest; // First of the output gates
  Ratio          gates[MAX_TILE];

  if (!HAS_32_REGISTERS) {
    tanh_gates(gates, z, n);
  }

  UNROLLED
  for (uint32_t b = 0; b < n_blocks; ++b) {
    Ratio* const g = gates + 3U * b;
    if (HAS_32_REGISTERS) {
      tanh_gates(g, z + 3U * b, 3U);
      tanh_gates(gates + o + b, z + o + b, 1U);
    }
    lstm_units(g[0], g[1], g[2], gates[o + b], s, u + b * WIDEST);
  }

  if (HAS_32_REGISTERS) {
    tanh_gates(gates + rest, z + rest, n_rest);
  }
  lstm_rest(gates + rest, s, u + n_blocks * WIDEST, n_units % WIDEST);
}

/**
   Run one time step of a tile of `n_units` units, of each stream.

   Full blocks of units have a vector for each gate; the last units, fewer than
   lanes, share vectors, so that no lane is idle.  The output gates of full
   blocks come last: where registers are too few for every sum at once, theirs
   follow while the other gates are on their way.
*/
INLINE void
lstm_tile(const Tile* const tile,
          const Step* const steps,
          const uint32_t    n_streams,
          const uint32_t    n_units)
{
  const uint32_t n = 4U * n_units / WIDEST;
  const float*   w = tile->w;
  Vec            z[RMN_TOGETHER][MAX_TILE];

  UNROLLED
  for (uint32_t v = 0; v < n; v += MAX_SUMS) {
    const uint32_t left = n - v;
    w                   = sum_rows(w,
                 tile,
                 steps,
                 n_streams,
                 4U * tile->u + v * WIDEST,
                 z,
                 v,
                 left < MAX_SUMS ? left : MAX_SUMS);
  }

  lstm_update(z[0], &steps[0], tile->u, n_units);
  if (n_streams == 2U) {
    lstm_update(z[1], &steps[1], tile->u, n_units);
  }
}

DEFINE_TILE(lstm_4, 4, lstm_tile(tile, steps, n_streams, 4))
DEFINE_TILE(lstm_8, 8, lstm_tile(tile, steps, n_streams, 8))
DEFINE_TILE(lstm_12, 12, lstm_tile(tile, steps, n_streams, 12))
#if WIDEST >= 8
DEFINE_TILE(lstm_16, 16, lstm_tile(tile, steps, n_streams, 16))
DEFINE_TILE(lstm_20, 20, lstm_tile(tile, steps, n_streams, 20))
DEFINE_TILE(lstm_24, 24, lstm_tile(tile, steps, n_streams, 24))
#endif
#if WIDEST >= 16
DEFINE_TILE(lstm_28, 28, lstm_tile(tile, steps, n_streams, 28))
DEFINE_TILE(lstm_32, 32, lstm_tile(tile, steps, n_streams, 32))
DEFINE_TILE(lstm_36, 36, lstm_tile(tile, steps, n_streams, 36))
DEFINE_TILE(lstm_40, 40, lstm_tile(tile, steps, n_streams, 40))
DEFINE_TILE(lstm_44, 44, lstm_tile(tile, steps, n_streams, 44))
#endif

static TileKinds
lstm_kinds(const uint32_t n_units)
{
  static const TileKinds kinds[] = {
    lstm_4_kinds,
    lstm_8_kinds,
    lstm_12_kinds,
#if WIDEST >= 8
    lstm_16_kinds,
    lstm_20_kinds,
    lstm_24_kinds,
#endif
#if WIDEST >= 16
    lstm_28_kinds,
    lstm_32_kinds,
    lstm_36_kinds,
    lstm_40_kinds,
    lstm_44_kinds,
#endif
  };
  return kinds[n_units / 4U - 1U];
}

static void
list_lstm_tiles(Stage* const stage)
{
  const RmnMatrix* const m    = &stage->layer->matrices[0];
  const uint32_t         n_h  = stage->layer->n_units;
  const size_t           size = 4U * (1U + (size_t)m->n_cols);

  for (uint32_t u = 0, n = 0; u < n_h; u += n) {
    n = rmn_lstm_tile(WIDEST, n_h, n_h - u);

    add_tile(stage, u, m->weights + u * size, lstm_kinds(n));
  }
}

DEFINE_BLOCK(lstm, 4)
#if WIDEST == 8
DEFINE_BLOCK(lstm, 8)
#elif WIDEST == 16
DEFINE_BLOCK(lstm, 16)
#endif

static void
run_plain_lstm(const RmnPackedLayer* const layers, const RmnRun* const runs)
{
  if (!layers->is_block) {
    run_stages(layers, runs, list_lstm_tiles);
#if WIDEST == 8
  } else if (layers->n_units == 8U) {
    lstm_block_8(layers, runs);
#elif WIDEST == 16
  } else if (layers->n_units == 16U) {
    lstm_block_16(layers, runs);
#endif
  } else {
    lstm_block_4(layers, runs);
  }
}

#endif // RMN_KERNEL_LSTM_H
