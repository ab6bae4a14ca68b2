// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file layout.h Where packing puts what kernels read

#ifndef RMN_KERNEL_LAYOUT_H
#define RMN_KERNEL_LAYOUT_H

#include "kernel.h"

/// Return the most of `left` rows or units, a multiple of 4, that fill lanes
static inline uint32_t
rmn_block(const uint32_t n_lanes, const uint32_t left)
{
  uint32_t block = n_lanes;
  while (block > left) {
    block /= 2U;
  }
  return block;
}

/// Return how many of the `left` rows of a matrix the next tile has
static inline uint32_t
rmn_matrix_tile(const uint32_t n_lanes, const uint32_t left)
{
  return left >= 4U * n_lanes ? 4U * n_lanes : rmn_block(n_lanes, left);
}

/// Return the units of a GRU in whole blocks: those that a rest lacks are zero,
/// and cost nothing where lanes would be idle
static inline uint32_t
rmn_gru_units(const uint32_t n_lanes, const uint32_t n_units)
{
  return rmn_pad(n_units, n_lanes < 8U ? n_lanes : 8U);
}

enum {
  /// The most units of a layer of one input of which each tile is within 32 KB,
  /// which is what the nearest cache keeps, if blocks have 16 units
  RMN_NEAR_LSTM  = 44,
  RMN_NEAR_GRU   = 64,
  RMN_SMALL_TILE = 16, ///< Units of a tile of a layer of more than that,
  RMN_SMALL_LAST = 28, ///< and the most of its last one, which has a rest too
};

/**
   Return how many of the `left` units of a LSTM or GRU of `n_units` the next
   tile has.

   A tile has two blocks, for few rows wait for themselves, and the last one has
   what is left, up to three, whose sums fit into registers; it never has less
   than a block unless it is the only one.  Of a layer that the nearest cache
   does not keep, wide blocks make smaller tiles, so that a step finds near what
   the step before read last, see run_wavefront().
*/
static inline uint32_t
rmn_tile(const uint32_t n_lanes,
         const uint32_t n_units,
         const uint32_t n_near,
         const uint32_t left)
{
  const bool     is_near = n_lanes < RMN_SMALL_TILE || n_units <= n_near;
  const uint32_t most    = is_near ? 3U * n_lanes : RMN_SMALL_LAST;
  return left <= most ? left : is_near ? 2U * n_lanes : RMN_SMALL_TILE;
}

static inline uint32_t
rmn_gru_tile(const uint32_t n_lanes,
             const uint32_t n_units,
             const uint32_t left)
{
  return rmn_tile(n_lanes, n_units, RMN_NEAR_GRU, left);
}

static inline uint32_t
rmn_lstm_tile(const uint32_t n_lanes,
              const uint32_t n_units,
              const uint32_t left)
{
  return rmn_tile(n_lanes, n_units, RMN_NEAR_LSTM, left);
}

/**
   Return the row of a tile that belongs to `gate` of unit `u` in it.

   Units come in blocks of a vector's lanes, the last ones in blocks of a half
   and of a quarter; a block has the rows of its first gate, then of its second.
*/
static inline uint32_t
rmn_gate_row(const uint32_t n_lanes,
             const uint32_t n_units,
             const uint32_t n_gates,
             const uint32_t gate,
             const uint32_t u)
{
  uint32_t first = 0;
  uint32_t block = rmn_block(n_lanes, n_units);
  while (u >= first + block) {
    first += block;
    block = rmn_block(n_lanes, n_units - first);
  }
  return n_gates * first + gate * block + (u - first);
}

/// Return the floats of a column of the r of a tile of a GRU, and of its b_u:
/// in whole vectors, as one that is not aligned takes two loads
static inline uint32_t
rmn_gru_height(const uint32_t n_lanes, const uint32_t n_units)
{
  return rmn_pad(n_units, n_lanes);
}

/**
   Return the floats of `n_units` units of a GRU with reset after the product.

   A tile has the rows of r: the columns of bias, x and h.  Then it has those of
   z and n: the columns of bias and x, n having W_n x + b; the b_u of its units;
   and the columns of h, n having U_n h.
*/
static inline size_t
rmn_gru_size(const uint32_t n_lanes,
             const uint32_t n_x,
             const uint32_t n_h,
             const uint32_t n_units)
{
  const size_t height = rmn_gru_height(n_lanes, n_units);
  const size_t n_cols = 1U + n_x + n_h;
  return n_cols * (height + 2U * n_units) + height;
}

#endif // RMN_KERNEL_LAYOUT_H
