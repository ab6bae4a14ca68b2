// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file matrix.h The product of a packed matrix and a vector

#ifndef RMN_KERNEL_MATRIX_H
#define RMN_KERNEL_MATRIX_H

#include "layout.h"
#include "vector.h"

/// y = bias + W [x h], [m->n_rows], where h has the columns that x has not; if
/// x is projected, it has a number for each row instead of `n_x`
INLINE void
multiply_any(const RmnMatrix* const m,
             const float*           x,
             const uint32_t         n_x,
             const bool             is_projected,
             const float* const     h,
             float* const           y)
{
  const uint32_t n_h = m->n_cols - n_x;
  const float*   w   = m->weights;
  uint32_t       row = 0;

  for (uint32_t n = 0; row < m->n_rows; row += n) {
    n = rmn_matrix_tile(WIDEST, m->n_rows - row);
    if (n == 4U * WIDEST) {
      w = multiply_rows(w, x, n_x, is_projected, h, n_h, y + row, 4U);
#if WIDEST >= 8
    } else if (n == WIDEST) {
      w = multiply_rows(w, x, n_x, is_projected, h, n_h, y + row, 1U);
#endif
#if WIDEST >= 16
    } else if (n == 8U) {
      w = multiply_rows8(w, x, n_x, is_projected, h, n_h, y + row, 1U);
#endif
    } else {
      w = multiply_rows4(w, x, n_x, is_projected, h, n_h, y + row, 1U);
    }
    x += is_projected ? n : 0U;
  }
}

/// y = bias + W [x h]
static void
multiply(const RmnMatrix* const m,
         const float* const     x,
         const uint32_t         n_x,
         const float* const     h,
         float* const           y)
{
  multiply_any(m, x, n_x, false, h, y);
}

/// y = bias + W [x h], where W x may be known already
static void
multiply_step(const RmnPackedLayer* const layer,
              const RmnMatrix* const      m,
              const float* const          x,
              const float* const          h,
              float* const                y)
{
  if (layer->is_projected) {
    multiply_any(m, x, layer->shape.n_inputs, true, h, y);
  } else {
    multiply(m, x, layer->shape.n_inputs, h, y);
  }
}

enum { N_CHAINS = RMN_BLOCK / WIDEST }; ///< Vectors that are summed by row

/// Return sums of every fourth of RMN_BLOCK lanes, in an order that no width
/// changes
INLINE Vec4
sum_chains(const Vec* const chains)
{
#if WIDEST == 16
  const Vec8 halves = half16(chains[0], false) + half16(chains[0], true);
  return half8(halves, false) + half8(halves, true);
#elif WIDEST == 8
  const Vec8 halves = chains[0] + chains[1];
  return half8(halves, false) + half8(halves, true);
#else
  return (chains[0] + chains[2]) + (chains[1] + chains[3]);
#endif
}

/// Return the sums of four vectors, `(v[0] + v[2]) + (v[1] + v[3])` each
INLINE Vec4
sum_each(const Vec4 a, const Vec4 b, const Vec4 c, const Vec4 d)
{
  const Vec4 ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) +
                  __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const Vec4 cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) +
                  __builtin_shufflevector(c, d, 2, 6, 3, 7);
  return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) +
         __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

/// Multiply RMN_BLOCK floats of a row by those of four frames
INLINE void
add_products(Vec                chains[][N_CHAINS],
             const float* const w,
             const float* const x,
             const size_t       x_stride,
             const bool         is_first)
{
  UNROLLED
  for (size_t k = 0; k < N_CHAINS; ++k) {
    const Vec row = load(w + k * WIDEST);
    UNROLLED
    for (size_t f = 0; f < 4U; ++f) {
      const Vec frame = load(x + f * x_stride + k * WIDEST);
      chains[f][k]    = is_first ? row * frame : madd(row, frame, chains[f][k]);
    }
  }
}

/// Multiply frames of x by one row of a matrix that is stored row by row
static void
multiply_row(const float* const w,
             const size_t       n,
             const Vec4         bias,
             const float*       x,
             const size_t       x_stride,
             float*             y,
             const size_t       y_stride,
             const uint32_t     n_frames)
{
  for (uint32_t t = 0; t < n_frames; t += 4U) {
    Vec chains[4][N_CHAINS];
    add_products(chains, w, x, x_stride, true);
    ROLLED
    for (size_t j = RMN_BLOCK; j < n; j += RMN_BLOCK) {
      add_products(chains, w + j, x + j, x_stride, false);
    }

    const Vec4 sums = bias + sum_each(sum_chains(chains[0]),
                                      sum_chains(chains[1]),
                                      sum_chains(chains[2]),
                                      sum_chains(chains[3]));
    if (y_stride == 1U) {
      store4(y, sums);
    } else {
      for (size_t f = 0; f < 4U; ++f) {
        y[f * y_stride] = sums[f];
      }
    }
    x += 4U * x_stride;
    y += 4U * y_stride;
  }
}

/**
   Multiply frames of x by a matrix that is stored row by row.

   Frames are taken by four: the last ones may be beyond `n_frames`, but not
   beyond RMN_CHUNK.
*/
static void
multiply_by_row(const RmnMatrix* const m,
                const float* const     x,
                const uint32_t         x_stride,
                float* const           y,
                const uint32_t         n_frames)
{
  const size_t       n = rmn_pad(m->n_cols, RMN_BLOCK);
  const float* const w = m->weights + RMN_BLOCK;

  for (uint32_t r = 0; r < m->n_rows; ++r) {
    const Vec4 bias = splat4(m->weights[r]);
    multiply_row(w + r * n, n, bias, x, x_stride, y + r, m->n_rows, n_frames);
  }
}

#endif // RMN_KERNEL_MATRIX_H
