// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file tanh.h The one function that every gate passes; part of lanes.h

#undef Ratio
#undef tanh_ratio
#undef tanh_ratios
#undef tanh_lanes
#define Ratio RMN_JOIN(Ratio, LANES)
#define tanh_ratio RMN_JOIN(tanh_ratio, LANES)
#define tanh_ratios RMN_JOIN(tanh_ratios, LANES)
#define tanh_lanes RMN_JOIN(tanh_lanes, LANES)

/// A quotient before it is divided: a cell needs fewer divisions than gates
typedef struct {
  Vec n;
  Vec d;
} Ratio;

/**
   Set `r` to `gain / tanh_gain * tanh(z / k)`, where k is 1 or 2, for `n` at
   once, at most four: each constant then serves them all.

   A rational minimax approximation on [-8, 8], of degree 7 over 8, saturating
   outside.  It is written in its real roots, so that the chain of operations
   is short; dividing z by two scales them by a power of two, exactly.
*/
INLINE void
tanh_ratios(Ratio* const     r,
            const Vec* const z,
            const Vec* const gain,
            const float      k,
            const uint32_t   n)
{
  const float k2 = k * k;
  const float e0 = k2 * 9.88128506f;
  const float e1 = k2 * 43.2971243f, e2 = k2 * 206.659512f;
  const float r0 = k2 * 2.46749162f, r3 = k2 * 867.403691f;
  const float r1 = k2 * 22.5497723f, r2 = k2 * 85.4822224f;

  Vec u[4];

  const Vec most_u = hold(splat(64.0f * k2), n);
  const Vec most_z = hold(splat(8.0f * k), n);
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    u[v]   = at_most(most_u, z[v] * z[v]); // NaN where z is
    r[v].n = within(most_z, z[v]);
  }

  const Vec d1 = hold(splat(r0 + r3), n), d1_end = hold(splat(r0 * r3), n);
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    r[v].d = hold(madd(u[v], u[v] + d1, d1_end), n);
  }

  const Vec d2 = hold(splat(r1 + r2), n), d2_end = hold(splat(r1 * r2), n);
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    r[v].d = hold(r[v].d * madd(u[v], u[v] + d2, d2_end), n);
  }

  const Vec n0 = hold(splat(e0), n);
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    r[v].n = hold(r[v].n * gain[v] * (u[v] + n0), n);
  }

  const Vec n1 = hold(splat(e1 + e2), n), n1_end = hold(splat(e1 * e2), n);
  UNROLLED
  for (uint32_t v = 0; v < n; ++v) {
    r[v].n = hold(r[v].n * madd(u[v], u[v] + n1, n1_end), n);
  }
}

INLINE Ratio
tanh_ratio(const Vec z, const Vec gain, const float k)
{
  Ratio r;
  tanh_ratios(&r, &z, &gain, k, 1);
  return r;
}

#undef tanh_gain
#define tanh_gain RMN_JOIN(tanh_gain, LANES)

/// Return the gain that makes tanh_ratio(z, gain, k) the tanh of z / k
INLINE Vec
tanh_gain(const float k)
{
  return splat(k * 46.6623667f);
}

INLINE Vec
tanh_lanes(const Vec z)
{
  const Ratio r = tanh_ratio(z, tanh_gain(1.0f), 1.0f);
  return r.n / r.d;
}
