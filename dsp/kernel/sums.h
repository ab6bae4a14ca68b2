// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file sums.h Products of a tile's rows and a vector; part of lanes.h

#undef Sums
#undef start_sums
#undef start_projected
#undef start_tile
#undef add_column
#undef add_shared
#undef add_quad
#undef add_columns
#undef add_block
#undef total
#undef sum_part
#undef sum_rows
#undef multiply_rows
#define Sums RMN_JOIN(Sums, LANES)
#define start_sums RMN_JOIN(start_sums, LANES)
#define start_projected RMN_JOIN(start_projected, LANES)
#define start_tile RMN_JOIN(start_tile, LANES)
#define add_column RMN_JOIN(add_column, LANES)
#define add_shared RMN_JOIN(add_shared, LANES)
#define add_quad RMN_JOIN(add_quad, LANES)
#define add_block RMN_JOIN(add_block, LANES)
#define add_columns RMN_JOIN(add_columns, LANES)
#define total RMN_JOIN(total, LANES)
#define sum_part RMN_JOIN(sum_part, LANES)
#define sum_rows RMN_JOIN(sum_rows, LANES)
#define multiply_rows RMN_JOIN(multiply_rows, LANES)

/**
   Running sums of a tile of rows, in two chains by the parity of the column, or
   in four: sums that wait for one another would take longer.  The number of
   chains decides how results are rounded, so it never depends on the machine.
*/
typedef struct {
  uint32_t n_chains;
  Vec      chains[4][MAX_TILE];
} Sums;

/// Add a column of `n` vectors times x to one of the chains
INLINE void
add_column(Vec* const         chain,
           const float* const w,
           const Vec          each,
           const uint32_t     n)
{
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    chain[v] = madd(load(w + v * LANES), each, chain[v]);
  }
}

/// Add a column of `n` vectors to chain `k` of each stream, times its own
/// number; weights are loaded once
INLINE void
add_shared(Sums* const        sums,
           const uint32_t     n_streams,
           const uint32_t     k,
           const float* const w,
           const Vec* const   each,
           const uint32_t     n)
{
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    const Vec  column = hold(load(w + v * LANES), n_streams);
    Vec* const a      = &sums[0].chains[k][v];
    *a                = madd(column, each[0], *a);
    if (n_streams == 2U) {
      Vec* const b = &sums[1].chains[k][v];
      *b           = madd(column, each[1], *b);
    }
  }
}

/// Start `n` vectors of sums from bias and x, [n_cols], the weights of a column
/// being `height` floats from those of the one before
INLINE void
start_sums(Sums* const    sums,
           const float*   w,
           const uint32_t height,
           const float*   x,
           const uint32_t n_cols,
           const uint32_t n,
           const uint32_t n_chains)
{
  // cppcheck-suppress [uninitvar, ctuuninitvar] ; It is set below
  Vec* const even = sums->chains[0];
  Vec* const odd  = sums->chains[1];

  sums->n_chains = n_chains;
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    even[v] = load(w + v * LANES);
    UNROLLED
    for (uint32_t k = 1; k < n_chains; ++k) {
      sums->chains[k][v] = splat(0.0f);
    }
  }
  add_column(even, w + height, splat(x[0]), n);

  const float* const end = x + n_cols;
  w += 2U * height;
  ROLLED
  for (x += 1; x + 1 < end; x += 2, w += 2U * height) {
    add_column(odd, w, splat(x[0]), n);
    add_column(even, w + height, splat(x[1]), n);
  }
  if (x < end) {
    add_column(odd, w, splat(x[0]), n);
  }
}

/// Start `n` vectors of sums from bias and W x, which is known already
INLINE void
start_projected(Sums* const        sums,
                const float* const w,
                const float* const x,
                const uint32_t     n,
                const uint32_t     n_chains)
{
  sums->n_chains = n_chains;
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    sums->chains[0][v] = load(w + v * LANES) + load(x + v * LANES);
    UNROLLED
    for (uint32_t k = 1; k < n_chains; ++k) {
      sums->chains[k][v] = splat(0.0f);
    }
  }
}

/// Start `n` vectors of sums of a tile, from row `row` of its layer on, columns
/// being `height` floats apart
INLINE void
start_tile(Sums* const        sums,
           const float* const w,
           const uint32_t     height,
           const Tile* const  tile,
           const Step* const  s,
           const uint32_t     row,
           const uint32_t     n,
           const uint32_t     n_chains)
{
  if (tile->is_projected) {
    start_projected(sums, w, s->x + row, n, n_chains);
  } else {
    start_sums(sums, w, height, s->x, tile->n_x, n, n_chains);
  }
}

/// Add four columns times the numbers that are repeated in `four`, for one
/// stream or for both
INLINE void
add_quad(Sums* const        sums,
         const uint32_t     n_streams,
         const float* const w,
         const uint32_t     height,
         const Vec* const   four,
         const uint32_t     n)
{
  UNROLLED
  for (uint32_t k = 0; k < 4U; ++k) {
    const Vec each[] = {nth(four[0], k), nth(four[n_streams - 1U], k)};
    add_shared(sums, n_streams, k % sums->n_chains, w + k * height, each, n);
  }
}

/// Add the product with h, [n_cols], a multiple of four, of each stream
INLINE void
add_columns(Sums* const         sums,
            const uint32_t      n_streams,
            const float*        w,
            const uint32_t      height,
            const float* const* h,
            const uint32_t      n_cols,
            const uint32_t      n)
{
  const bool is_loaded = n_streams == 1U && n <= MAX_LOADED;

  const float* const end = w + (size_t)n_cols * height;
  ROLLED
  for (size_t j = 0; w < end; j += 4U, w += 4U * height) {
    const Vec four[] = {repeat4(h[0] + j), repeat4(h[n_streams - 1U] + j)};
    UNROLLED
    for (uint32_t k = 0; k < 4U; ++k) {
      const Vec each[] = {is_loaded ? splat(h[0][j + k]) : nth(four[0], k),
                          nth(four[n_streams - 1U], k)};
      add_shared(sums, n_streams, k % sums->n_chains, w + k * height, each, n);
    }
  }
}

/// Add the product with h in a register
INLINE void
add_block(Sums* const    sums,
          const float*   w,
          const uint32_t height,
          const Vec      h,
          const uint32_t n)
{
  UNROLLED
  for (uint32_t k = 0; k < LANES / 4U; ++k, w += 4U * height) {
    const Vec four = quarter(h, k);
    add_quad(sums, 1U, w, height, &four, n);
  }
}

INLINE Vec
total(const Sums* const sums, const uint32_t v)
{
  const Vec(*const c)[MAX_TILE] = sums->chains;
  return sums->n_chains == 2U ? c[0][v] + c[1][v]
                              : (c[0][v] + c[2][v]) + (c[1][v] + c[3][v]);
}

/// Sum `n` vectors of a tile's rows for each stream, from row `row` of its
/// layer on, in two chains; columns are `height` floats apart
INLINE void
sum_part(const float* const w,
         const uint32_t     height,
         const Tile* const  tile,
         const Step* const  steps,
         const uint32_t     n_streams,
         const uint32_t     row,
         Vec (*const z)[MAX_TILE],
         const uint32_t first,
         const uint32_t n)
{
  const float* const of_h = w + (size_t)(1U + tile->n_x) * height;
  const float* const h[]  = {steps[0].h, steps[n_streams - 1U].h};

  Sums sums[RMN_TOGETHER];
  start_tile(&sums[0], w, height, tile, &steps[0], row, n, 2U);
  if (n_streams == 2U) {
    start_tile(&sums[1], w, height, tile, &steps[1], row, n, 2U);
  }
  add_columns(sums, n_streams, of_h, height, h, tile->n_h, n);
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    z[0][first + v] = total(&sums[0], v);
    if (n_streams == 2U) {
      z[1][first + v] = total(&sums[1], v);
    }
  }
}

/// Sum `n` vectors of rows that are stored together to z, from `first` on, and
/// return the weights of those to follow.  Both streams go in two halves where
/// all would not fit into registers
INLINE const float*
sum_rows(const float* const w,
         const Tile* const  tile,
         const Step* const  steps,
         const uint32_t     n_streams,
         const uint32_t     row,
         Vec (*const z)[MAX_TILE],
         const uint32_t first,
         const uint32_t n)
{
  const uint32_t height = n * LANES;
  const uint32_t half = n_streams == 1U || n <= MAX_SHARED ? n : (n + 1U) / 2U;

  sum_part(w, height, tile, steps, n_streams, row, z, first, half);
  if (half < n) {
    sum_part(w + half * LANES,
             height,
             tile,
             steps,
             n_streams,
             row + half * LANES,
             z,
             first + half,
             n - half);
  }
  return w + (size_t)(1U + tile->n_x + tile->n_h) * height;
}

/// Write `n` vectors of rows of bias + W [x h] to y, or of bias + x + W h if x
/// is projected; return what follows them
INLINE const float*
multiply_rows(const float* const w,
              const float* const x,
              const uint32_t     n_x,
              const bool         is_projected,
              const float* const h,
              const uint32_t     n_h,
              float* const       y,
              const uint32_t     n)
{
  const uint32_t     height = n * LANES;
  const float* const of_h   = w + (size_t)(1U + n_x) * height;

  Sums sums;
  if (is_projected) {
    start_projected(&sums, w, x, n, 2U);
  } else {
    start_sums(&sums, w, height, x, n_x, n, 2U);
  }
  add_columns(&sums, 1U, of_h, height, &h, n_h, n);
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    store(y + v * LANES, total(&sums, v));
  }
  return of_h + (size_t)n_h * height;
}
