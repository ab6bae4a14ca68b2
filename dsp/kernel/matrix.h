// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file matrix.h The product of a packed matrix and a vector

#ifndef RMN_KERNEL_MATRIX_H
#define RMN_KERNEL_MATRIX_H

#include "layout.h"
#include "vector.h"

/// y = bias + W [x h], [m->n_rows], where h has the columns that x has not
static void
multiply(const RmnMatrix* const m,
         const float* const     x,
         const uint32_t         n_x,
         const float* const     h,
         float* const           y)
{
  const uint32_t n_h = m->n_cols - n_x;
  const float*   w   = m->weights;
  uint32_t       row = 0;

  for (uint32_t n = 0; row < m->n_rows; row += n) {
    n = rmn_matrix_tile(WIDEST, m->n_rows - row);
    if (n == 4U * WIDEST) {
      w = multiply_rows(w, x, n_x, h, n_h, y + row, 4U);
#if WIDEST >= 8
    } else if (n == WIDEST) {
      w = multiply_rows(w, x, n_x, h, n_h, y + row, 1U);
#endif
#if WIDEST >= 16
    } else if (n == 8U) {
      w = multiply_rows8(w, x, n_x, h, n_h, y + row, 1U);
#endif
    } else {
      w = multiply_rows4(w, x, n_x, h, n_h, y + row, 1U);
    }
  }
}

/**
   Return sums of every fourth of the products of `n` floats of w and x, where
   `n` is a multiple of RMN_BLOCK.

   There are RMN_BLOCK chains, which are added in an order that no width
   changes.
*/
INLINE Vec4
dot(const float* const w, const float* const x, const uint32_t n)
{
  enum { N = RMN_BLOCK / WIDEST };

  Vec chains[N] = {{0.0f}};
  for (uint32_t j = 0; j < n; j += RMN_BLOCK) {
    for (uint32_t k = 0; k < N; ++k) {
      const uint32_t lane = j + k * WIDEST;
      chains[k]           = madd(load(w + lane), load(x + lane), chains[k]);
    }
  }

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
  const uint32_t n        = rmn_pad(m->n_cols, RMN_BLOCK);
  const uint32_t y_stride = m->n_rows;

  for (uint32_t row = 0; row < y_stride; ++row) {
    const Vec4         bias = splat4(m->weights[row]);
    const float* const w    = m->weights + RMN_BLOCK + (size_t)row * n;
    const float*       in   = x;
    float*             out  = y + row;

    for (uint32_t t = 0; t < n_frames; t += 4U) {
      const Vec4 a    = dot(w, in, n);
      const Vec4 b    = dot(w, in + x_stride, n);
      const Vec4 c    = dot(w, in + 2U * x_stride, n);
      const Vec4 d    = dot(w, in + 3U * x_stride, n);
      const Vec4 each = bias + sum_each(a, b, c, d);
      for (uint32_t k = 0; k < 4U; ++k, out += y_stride) {
        *out = each[k];
      }
      in += 4U * (size_t)x_stride;
    }
  }
}

#endif // RMN_KERNEL_MATRIX_H
