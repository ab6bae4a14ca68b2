// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file tanh.h The one function that every gate passes; part of lanes.h

#undef Ratio
#undef tanh_ratio
#undef tanh_lanes
#define Ratio RMN_JOIN(Ratio, LANES)
#define tanh_ratio RMN_JOIN(tanh_ratio, LANES)
#define tanh_lanes RMN_JOIN(tanh_lanes, LANES)

/// A quotient before it is divided: a cell needs fewer divisions than gates
typedef struct {
  Vec n;
  Vec d;
} Ratio;

/**
   Return `gain / tanh_gain * tanh(z / k)`, where k is 1 or 2.

   A rational minimax approximation on [-8, 8], of degree 7 over 8, saturating
   outside.  It is written in its real roots, so that the chain of operations
   is short; dividing z by two scales them by a power of two, exactly.
*/
INLINE Ratio
tanh_ratio(const Vec z, const Vec gain, const float k)
{
  const float k2 = k * k;
  const float e0 = k2 * 9.88128506f;
  const float e1 = k2 * 43.2971243f, e2 = k2 * 206.659512f;
  const float r0 = k2 * 2.46749162f, r3 = k2 * 867.403691f;
  const float r1 = k2 * 22.5497723f, r2 = k2 * 85.4822224f;

  const Vec u     = at_most(64.0f * k2, z * z); // NaN where z is
  const Vec bound = within(8.0f * k, z);
  const Vec n1    = madd(u, u + splat(e1 + e2), splat(e1 * e2));
  const Vec d1    = madd(u, u + splat(r0 + r3), splat(r0 * r3));
  const Vec d2    = madd(u, u + splat(r1 + r2), splat(r1 * r2));

  return (Ratio){(bound * gain) * (u + splat(e0)) * n1, d1 * d2};
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
