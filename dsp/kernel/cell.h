// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file cell.h What gates make of the state of LANES units; part of lanes.h

#undef tanh_gates
#undef lstm_cell
#undef lstm_units
#undef open_gates
#undef gru_cell
#undef gru_units
#undef GruGates
#define tanh_gates RMN_JOIN(tanh_gates, LANES)
#define lstm_units RMN_JOIN(lstm_units, LANES)
#define lstm_cell RMN_JOIN(lstm_cell, LANES)
#define open_gates RMN_JOIN(open_gates, LANES)
#define gru_cell RMN_JOIN(gru_cell, LANES)
#define gru_units RMN_JOIN(gru_units, LANES)
#define GruGates RMN_JOIN(GruGates, LANES)

/// Begin the tanh of `n` gates
INLINE void
tanh_gates(Ratio* const r, const Vec* const z, const uint32_t n)
{
  const Vec gain     = hold(tanh_gain(1.0f), MAX_GATES);
  const Vec gains[4] = {gain, gain, gain, gain};

  UNROLLED
  for (uint32_t v = 0; v < n; v += MAX_GATES) {
    const uint32_t left = n - v;
    tanh_ratios(r + v, z + v, gains, 1.0f, left < MAX_GATES ? left : MAX_GATES);
  }
}

/// Replace each of `n` gates by its tanh
INLINE void
open_gates(Vec* const z, const uint32_t n)
{
  Ratio r[MAX_TILE];
  tanh_gates(r, z, n);
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    z[v] = r[v].n / r[v].d;
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

/// What the blocks of a tile of a GRU wait for: see gru_cell()
typedef struct {
  Vec r[MAX_TILE / 3];
  Vec z[MAX_TILE / 3];
  Vec v[MAX_TILE / 3];
  Vec x[MAX_TILE / 3];
} GruGates;

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
