// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file matrix.h The product of a packed matrix and a vector

#ifndef RMN_KERNEL_MATRIX_H
#define RMN_KERNEL_MATRIX_H

#include "kernel.h"

#include <string.h>

/// RMN_LANES floats in a register; an extension that gcc and clang share
typedef float Lanes __attribute__((vector_size(RMN_LANES * sizeof(float))));

enum { N_GROUPS = RMN_BLOCK / RMN_LANES };

/**
   Running sums of a block of rows, in two chains by the parity of the column:
   sums that wait for one another would take twice as long.  The number of
   chains decides how results are rounded, so it never depends on the machine.
*/
typedef struct {
  Lanes even[N_GROUPS];
  Lanes odd[N_GROUPS];
} Sums;

static inline Lanes
load(const float* const p)
{
  Lanes v;
  memcpy(&v, p, sizeof(v));
  return v;
}

/// Add `n` columns times `x` to the first `n_groups` groups of rows
static inline __attribute__((always_inline)) const float*
add_columns(Sums* const        sums,
            const float*       w,
            const float* const x,
            const uint32_t     n,
            const uint32_t     n_groups)
{
  uint32_t j = 0;
  for (; j + 1U < n; j += 2U, w += 2U * n_groups * RMN_LANES) {
    for (uint32_t g = 0; g < n_groups; ++g) {
      sums->even[g] += load(w + g * RMN_LANES) * x[j];
      sums->odd[g] += load(w + (n_groups + g) * RMN_LANES) * x[j + 1U];
    }
  }

  if (j < n) {
    for (uint32_t g = 0; g < n_groups; ++g) {
      sums->even[g] += load(w + g * RMN_LANES) * x[j];
    }
    w += n_groups * RMN_LANES;
  }

  return w;
}

/// Write `n_groups` groups of rows of `bias + W [x h]` to `y`
static inline __attribute__((always_inline)) const float*
multiply_block(const float*       w,
               const float* const bias,
               const float* const x,
               const uint32_t     n_x,
               const float* const h,
               const uint32_t     n_h,
               float* const       y,
               const uint32_t     n_groups)
{
  Sums sums = {{{0.0f}}, {{0.0f}}};
  for (uint32_t g = 0; g < n_groups; ++g) {
    sums.even[g] = load(bias + g * RMN_LANES);
  }

  w = add_columns(&sums, w, x, n_x, n_groups);
  w = add_columns(&sums, w, h, n_h, n_groups);

  for (uint32_t g = 0; g < n_groups; ++g) {
    const Lanes sum = sums.even[g] + sums.odd[g];
    memcpy(y + g * RMN_LANES, &sum, sizeof(sum));
  }

  return w;
}

/// y = bias + W [x h], [m->n_rows], where h has the columns that x has not
static inline void
multiply(const RmnMatrix* const m,
         const float* const     x,
         const uint32_t         n_x,
         const float* const     h,
         float* const           y)
{
  const uint32_t n_h = m->n_cols - n_x;
  const float*   w   = m->weights;
  uint32_t       row = 0;

  for (; row + RMN_BLOCK <= m->n_rows; row += RMN_BLOCK) {
    w = multiply_block(w, m->bias + row, x, n_x, h, n_h, y + row, N_GROUPS);
  }

  for (; row < m->n_rows; row += RMN_LANES) {
    w = multiply_block(w, m->bias + row, x, n_x, h, n_h, y + row, 1U);
  }
}

#endif // RMN_KERNEL_MATRIX_H
