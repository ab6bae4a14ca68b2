// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file fused_tile.h Products of small matrices with lanes, in registers.

   A block is of two vectors of lanes.  TileSums of a tile of rows stay in
   registers while columns go by; weights are packed in the order in which they
   are read, and each is spread over all lanes.
*/

#ifndef REMANENCE_TRAIN_FUSED_TILE_H
#define REMANENCE_TRAIN_FUSED_TILE_H

#include "fused.h"
#include "kernel/vector.h"

enum {
  N_VECS  = 2,
  BLOCK   = N_VECS * WIDEST,          ///< Lanes of a block
  SUMS    = 8,                        ///< Most rows of a tile
  BACK    = 6,                        ///< Most rows of a tile that goes back
  ROWS    = HAS_32_REGISTERS ? 4 : 3, ///< Of a tile of a gradient of weights
  COLUMNS = 4,                        ///< Likewise
  CHUNK   = 16, ///< Frames whose gradient is still near when it is summed
  LINE    = 16, ///< Floats that are fetched together
};

/// Keep a vector in a register, where a compiler would read it each time
#if defined(__x86_64__)
#  define KEEP(v) __asm__("" : "+v"(v))
#else
#  define KEEP(v) (void)(v)
#endif

typedef Vec TileSums[SUMS][N_VECS];

/// Return the width of the next tile where `n_left` rows are left
typedef uint32_t
TileWidth(size_t n_left, uint32_t most);

/// All of one width, and then one by one
INLINE uint32_t
even_width(const size_t n_left, const uint32_t most)
{
  return n_left < most ? 1U : most;
}

/// All nearly of one width: the sums of a narrow tile wait for each other
INLINE uint32_t
near_width(const size_t n_left, const uint32_t most)
{
  const size_t n_tiles = (n_left + most - 1U) / most;
  return (uint32_t)((n_left + n_tiles - 1U) / n_tiles);
}

/// Set sums to a bias, which comes before the columns
INLINE const float*
tile_start(TileSums sums, const uint32_t n_rows, const float* const b)
{
  UNROLLED
  for (uint32_t r = 0; r < n_rows; ++r) {
    sums[r][0] = splat(b[r]);
    sums[r][1] = sums[r][0];
  }
  return b + n_rows;
}

/// sums[first..] += w [n][n_rows] x [n][lanes]; return the end of w
INLINE const float*
tile_add(TileSums       sums,
         const uint32_t first,
         const uint32_t n_rows,
         const float*   w,
         const float*   x,
         const uint32_t n,
         const size_t   n_lanes)
{
  ROLLED
  for (uint32_t k = 0; k < n; ++k, w += n_rows, x += n_lanes) {
    const Vec x0 = load(x);
    const Vec x1 = load(x + WIDEST);
    UNROLLED
    for (uint32_t r = 0; r < n_rows; ++r) {
      const Vec weight   = splat(w[r]);
      sums[first + r][0] = madd(weight, x0, sums[first + r][0]);
      sums[first + r][1] = madd(weight, x1, sums[first + r][1]);
    }
  }
  return w;
}

INLINE Vec
sigmoid_lanes(const Vec z)
{
  const Ratio r = tanh_ratio(z, splat(0.5f) * tanh_gain(2.0f), 2.0f);
  return r.n / r.d + splat(0.5f);
}

/* Products that go back: dx = W transposed dy
   =========================================== */

/// Pack W [n_rows][n_cols] by tiles of columns, row by row
static float*
pack_back(float*             packed,
          const float* const W,
          const size_t       n_rows,
          const size_t       n_cols)
{
  for (size_t c = 0; c < n_cols;) {
    const size_t n = near_width(n_cols - c, BACK);
    for (size_t r = 0; r < n_rows; ++r) {
      for (size_t i = 0; i < n; ++i) {
        *packed++ = W[r * n_cols + c + i];
      }
    }
    c += n;
  }
  return packed;
}

INLINE const float*
multiply_back_tile(const float*       w,
                   const float* const dy,
                   const uint32_t     n_rows,
                   float* const       dx,
                   const uint32_t     n,
                   const size_t       n_lanes)
{
  TileSums sums = {{{0.0f}}};
  w             = tile_add(sums, 0, n, w, dy, n_rows, n_lanes);
  UNROLLED
  for (uint32_t u = 0; u < n; ++u) {
    store(dx + u * n_lanes, sums[u][0]);
    store(dx + u * n_lanes + WIDEST, sums[u][1]);
  }
  return w;
}

static const float*
multiply_back_any(const float*       w,
                  const float* const dy,
                  const uint32_t     n_rows,
                  float* const       dx,
                  const uint32_t     n,
                  const size_t       n_lanes)
{
  switch (n) {
  case 1:
    return multiply_back_tile(w, dy, n_rows, dx, 1, n_lanes);
  case 2:
    return multiply_back_tile(w, dy, n_rows, dx, 2, n_lanes);
  case 3:
    return multiply_back_tile(w, dy, n_rows, dx, 3, n_lanes);
  case 4:
    return multiply_back_tile(w, dy, n_rows, dx, 4, n_lanes);
  case 5:
    return multiply_back_tile(w, dy, n_rows, dx, 5, n_lanes);
  default:
    return multiply_back_tile(w, dy, n_rows, dx, BACK, n_lanes);
  }
}

/// dx [n_frames][n_cols][lanes] = W packed by pack_back(), transposed, times dy
static void
multiply_back_frames(const float* const packed,
                     const float*       dy,
                     const uint32_t     n_rows,
                     float*             dx,
                     const uint32_t     n_cols,
                     const LayerTape*   tape)
{
  const size_t n_lanes = tape->n_lanes;

  for (size_t t = 0; t < tape->n_frames; ++t) {
    for (size_t l = 0; l < n_lanes; l += BLOCK) {
      const float* w = packed;
      for (uint32_t c = 0, n = 0; c < n_cols; c += n) {
        n = near_width(n_cols - c, BACK);
        w = multiply_back_any(
          w, dy + l, n_rows, dx + c * n_lanes + l, n, n_lanes);
      }
    }
    dy += n_rows * n_lanes;
    dx += n_cols * n_lanes;
  }
}

/* Gradients of weights: dW += dy x transposed, lane by lane at first
   ================================================================= */

/// Room for what is brought near, see bring_near()
INLINE size_t
n_near(const size_t n_lanes)
{
  return CHUNK * COLUMNS * n_lanes;
}

/// Rows over some frames, [n_frames][stride]
typedef struct {
  const float* first;
  size_t       stride;
  uint32_t     n; ///< Rows
} Rows;

/// sums [n_dy][n_sums][WIDEST] += dy x of a tile of `n_rows` and all of x
INLINE void
add_outer_tile(float* const   sums,
               const Rows     dy,
               const Rows     x,
               const size_t   n_sums,
               const uint32_t r0,
               const uint32_t n_rows,
               const uint32_t n_cols,
               const size_t   n_frames,
               const size_t   n_lanes)
{
  Vec          tile[ROWS][COLUMNS];
  const float* dy_row = dy.first + r0 * n_lanes;
  const float* x_row  = x.first;

  UNROLLED
  for (uint32_t r = 0; r < n_rows; ++r) {
    UNROLLED
    for (uint32_t c = 0; c < n_cols; ++c) {
      tile[r][c] = load(sums + ((r0 + r) * n_sums + c) * WIDEST);
    }
  }

  for (size_t t = 0; t < n_frames;
       ++t, dy_row += dy.stride, x_row += x.stride) {
    ROLLED
    for (size_t l = 0; l < n_lanes; l += WIDEST) {
      Vec left[ROWS];
      UNROLLED
      for (uint32_t r = 0; r < n_rows; ++r) {
        left[r] = load(dy_row + r * n_lanes + l);
        KEEP(left[r]);
      }
      UNROLLED
      for (uint32_t c = 0; c < n_cols; ++c) {
        const Vec right = load(x_row + c * n_lanes + l);
        UNROLLED
        for (uint32_t r = 0; r < n_rows; ++r) {
          tile[r][c] = madd(left[r], right, tile[r][c]);
        }
      }
    }
  }

  UNROLLED
  for (uint32_t r = 0; r < n_rows; ++r) {
    UNROLLED
    for (uint32_t c = 0; c < n_cols; ++c) {
      store(sums + ((r0 + r) * n_sums + c) * WIDEST, tile[r][c]);
    }
  }
}

/// Copy a tile of columns of x to where they stand together: frames that are
/// some times 4 KiB apart, as of 32 units, push each other out of a near cache
INLINE Rows
bring_near(float* const   near,
           const Rows     x,
           const uint32_t c,
           const uint32_t n_cols,
           const size_t   n_frames,
           const size_t   n_lanes)
{
  const size_t n = n_cols * n_lanes;
  for (size_t t = 0; t < n_frames; ++t) {
    memcpy(
      near + t * n, x.first + t * x.stride + c * n_lanes, n * sizeof(float));
  }
  return (Rows){near, n, n_cols};
}

/// sums [dy.n][x.n][WIDEST] += dy x over frames, a CHUNK at most, lane by lane
static void
add_outer(float* const sums,
          const Rows   dy,
          const Rows   x,
          float* const near,
          const size_t n_frames,
          const size_t n_lanes)
{
  for (uint32_t c = 0; c < x.n;) {
    const uint32_t n_cols = x.n - c < COLUMNS ? 1U : COLUMNS;
    const Rows     cols   = bring_near(near, x, c, n_cols, n_frames, n_lanes);
    float* const   at     = sums + c * (size_t)WIDEST;
    for (uint32_t r = 0; r < dy.n;) {
      const uint32_t n_rows = dy.n - r < ROWS ? 1U : ROWS;
      if (n_rows == ROWS && n_cols == COLUMNS) {
        add_outer_tile(at, dy, cols, x.n, r, ROWS, COLUMNS, n_frames, n_lanes);
      } else if (n_rows == ROWS) {
        add_outer_tile(at, dy, cols, x.n, r, ROWS, 1, n_frames, n_lanes);
      } else if (n_cols == COLUMNS) {
        add_outer_tile(at, dy, cols, x.n, r, 1, COLUMNS, n_frames, n_lanes);
      } else {
        add_outer_tile(at, dy, cols, x.n, r, 1, 1, n_frames, n_lanes);
      }
      r += n_rows;
    }
    c += n_cols;
  }
}

/// sums [dy.n][WIDEST] += dy over frames, lane by lane: the gradient of a bias
static void
add_rows(float* const sums,
         const Rows   dy,
         const size_t n_frames,
         const size_t n_lanes)
{
  for (uint32_t r = 0; r < dy.n; ++r) {
    const float* row = dy.first + r * n_lanes;
    Vec          sum = load(sums + r * (size_t)WIDEST);
    for (size_t t = 0; t < n_frames; ++t, row += dy.stride) {
      for (size_t l = 0; l < n_lanes; l += WIDEST) {
        sum += load(row + l);
      }
    }
    store(sums + r * (size_t)WIDEST, sum);
  }
}

/// gradient [n] += sums [n][WIDEST]; return the end of sums
static float*
reduce(float* const gradient, const size_t n, float* sums)
{
  for (size_t i = 0; i < n; ++i, sums += WIDEST) {
    float sum = 0.0f;
    for (int l = 0; l < WIDEST; ++l) {
      sum += sums[l];
    }
    gradient[i] += sum;
  }
  return sums;
}

#endif // REMANENCE_TRAIN_FUSED_TILE_H
