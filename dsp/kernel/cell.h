// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file cell.h What gates make of the state of LANES units; part of lanes.h

#undef lstm_gates
#undef lstm_cell
#undef lstm_units
#undef gru_cell
#undef gru_units
#undef GruGates
#undef gru_sums
#define lstm_gates RMN_JOIN(lstm_gates, LANES)
#define lstm_units RMN_JOIN(lstm_units, LANES)
#define lstm_cell RMN_JOIN(lstm_cell, LANES)
#define gru_cell RMN_JOIN(gru_cell, LANES)
#define gru_units RMN_JOIN(gru_units, LANES)
#define GruGates RMN_JOIN(GruGates, LANES)
#define gru_sums RMN_JOIN(gru_sums, LANES)

/// Begin the tanh of `n` gates
INLINE void
lstm_gates(Ratio* const r, const Vec* const z, const uint32_t n)
{
  const Vec gain     = hold(tanh_gain(1.0f), MAX_GATES);
  const Vec gains[4] = {gain, gain, gain, gain};

  UNROLLED
  for (uint32_t v = 0; v < n; v += MAX_GATES) {
    const uint32_t left = n - v;
    tanh_ratios(r + v, z + v, gains, 1.0f, left < MAX_GATES ? left : MAX_GATES);
  }
}

/**
   Update C = s(f) C' + s(i) tanh(g), and return 2h = 2 s(o) tanh(C).

   The gates are tanh(z / 2) of a sigmoid's z, and tanh(z) for g.  Sigmoids are
   halves of `1 + tanh(z / 2)`, so h and C come doubled: the state keeps 2h, and
   no half is taken where the next step waits for it.
*/
INLINE Vec
lstm_cell(const Ratio i, const Ratio f, const Ratio g, const Ratio o, Vec* C)
{
  const Vec ig   = ((i.d + i.n) * g.n) / (i.d * g.d);
  const Vec C2   = madd(f.n / f.d, *C, *C) + ig;
  const Vec gain = tanh_gain(2.0f);

  const Ratio h2 = tanh_ratio(C2, madd(o.n / o.d, gain, gain), 2.0f);
  *C             = splat(0.5f) * C2;
  return h2.n / h2.d;
}

/// Update the units from `u` on, and write their output
INLINE void
lstm_units(const Ratio       i,
           const Ratio       f,
           const Ratio       g,
           const Ratio       o,
           const Step* const s,
           const uint32_t    u)
{
  Vec       C  = load(s->c + u);
  const Vec h2 = lstm_cell(i, f, g, o, &C);

  store(s->h_next + u, h2);
  store(s->out + u, splat(0.5f) * h2);
  store(s->c + u, C);
}

/**
   Return h = s(z) h' + (1 - s(z)) g.

   Where z is near 1, h moves by less than its own rounding for thousands of
   steps.  What every step rounds off is therefore kept, and added to the next
   one: Kahan's summation, arranged so that nothing waits for it.

   @param r The reset gate as tanh(r / 2), which makes a sigmoid.
   @param z Halved, for the same.
   @param v Half of what the reset gate acts on, U_n h' + b_u.
   @param x W_n x + b, so that g = tanh(x + 2 s(r) v).
   @param rest What was rounded off, and is now.
*/
INLINE Vec
gru_cell(const Vec  r,
         const Vec  z,
         const Vec  v,
         const Vec  x,
         const Vec  before,
         Vec* const rest)
{
  const Vec open = madd(tanh_lanes(z), splat(-0.5f), splat(0.5f)); // 1 - s(z)
  const Vec lost = madd(-open, before, *rest);
  const Vec kept = before + lost;
  const Vec g    = tanh_lanes(madd(r, v, x + v));
  const Vec h    = madd(open, g, kept);

  *rest = (lost - (kept - before)) + madd(open, g, kept - h);
  return h;
}

/// What a tile of a GRU waits for: see gru_cell()
typedef struct {
  Vec r[MAX_TILE / 3];
  Vec z[MAX_TILE / 3];
  Vec v[MAX_TILE / 3];
  Vec x[MAX_TILE / 3];
} GruGates;

/**
   Sum the gates of `n_blocks` times LANES units, from `u` on, of a GRU with
   reset after the product, and return the weights of those to follow.

   The candidate waits for the reset gate, so that comes first, and opens while
   the others are summed.  The sums of x are those of z and W_n x; then U_n h
   takes the last's place.
*/
INLINE const float*
gru_sums(const float*      w,
         const Tile* const tile,
         const Step* const s,
         GruGates* const   g,
         const uint32_t    u,
         const uint32_t    n_blocks)
{
  const uint32_t n      = 2U * n_blocks;
  const uint32_t height = n * LANES;

  w = sum_rows(w, tile, s, 3U * u, g->r, n_blocks, 4U);
  UNROLLED
  for (uint32_t b = 0; b < n_blocks; ++b) {
    g->r[b] = tanh_lanes(g->r[b]);
  }

  const float* const b_u  = w + (size_t)(1U + tile->n_x) * height;
  const float* const of_h = b_u + n_blocks * LANES;
  Sums               sums;
  start_tile(&sums, w, tile, s, 3U * u + n_blocks * LANES, n, 2U);
  UNROLLED
  for (uint32_t b = 0; b < n_blocks; ++b) {
    const uint32_t v  = 2U * b + 1U;
    g->x[b]           = total(&sums, v);
    sums.chains[0][v] = load(b_u + b * LANES);
    sums.chains[1][v] = splat(0.0f);
  }
  add_columns(&sums, of_h, height, s->h, tile->n_h, n);

  UNROLLED
  for (uint32_t b = 0; b < n_blocks; ++b) {
    g->z[b] = total(&sums, 2U * b);
    g->v[b] = total(&sums, 2U * b + 1U);
  }
  return of_h + (size_t)tile->n_h * height;
}

/// Update `n_blocks` times LANES units from `u` on, and write their output
INLINE void
gru_units(const GruGates* const g,
          const Step* const     s,
          uint32_t              u,
          const uint32_t        n_blocks)
{
  UNROLLED
  for (uint32_t b = 0; b < n_blocks; ++b, u += LANES) {
    const Vec before = load(s->h + u);
    Vec       rest   = load(s->c + u);
    const Vec h = gru_cell(g->r[b], g->z[b], g->v[b], g->x[b], before, &rest);

    store(s->h_next + u, h);
    store(s->out + u, h);
    store(s->c + u, rest);
  }
}
