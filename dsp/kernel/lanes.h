// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file lanes.h Arithmetic over LANES numbers at once; see vector.h.

   Results have the same bits for every width, as lanes never mix.
*/

#undef Vec
#undef splat
#undef madd
#undef at_most
#undef within
#undef load
#undef store
#define Vec RMN_JOIN(Vec, LANES)
#define splat RMN_JOIN(splat, LANES)
#define madd RMN_JOIN(madd, LANES)
#define at_most RMN_JOIN(at_most, LANES)
#define within RMN_JOIN(within, LANES)
#define load RMN_JOIN(load, LANES)
#define store RMN_JOIN(store, LANES)

/// An extension that gcc and clang share, with the operators of a float
typedef float Vec __attribute__((vector_size(LANES * sizeof(float))));

INLINE Vec
load(const float* const p)
{
  Vec v;
  memcpy(&v, p, sizeof(v));
  return v;
}

INLINE void
store(float* const p, const Vec v)
{
  memcpy(p, &v, sizeof(v));
}

#undef hold
#define hold RMN_JOIN(hold, LANES)

// What the operators lack: the same number in every lane; a * b + c rounded
// once; x or `most`, whichever is smaller, and NaN where x is; and x within
// +-most, any number where x is NaN

#if LANES == 16

INLINE Vec
splat(const float x)
{
  return _mm512_set1_ps(x);
}

INLINE Vec
madd(const Vec a, const Vec b, const Vec c)
{
  return _mm512_fmadd_ps(a, b, c);
}

INLINE Vec
at_most(const Vec most, const Vec x)
{
  return _mm512_min_ps(most, x); // The second operand if one is NaN
}

INLINE Vec
within(const Vec most, const Vec x)
{
  return _mm512_range_ps(x, most, 2); // The smaller, with the sign of x
}

#elif LANES == 8

INLINE Vec
splat(const float x)
{
  return _mm256_set1_ps(x);
}

INLINE Vec
madd(const Vec a, const Vec b, const Vec c)
{
  return _mm256_fmadd_ps(a, b, c);
}

INLINE Vec
at_most(const Vec most, const Vec x)
{
  return _mm256_min_ps(most, x); // The second operand if one is NaN
}

INLINE Vec
within(const Vec most, const Vec x)
{
#  if defined(__AVX512DQ__)
  return _mm256_range_ps(x, most, 2); // The smaller, with the sign of x
#  else
  return _mm256_max_ps(_mm256_min_ps(x, most), -most);
#  endif
}

#elif defined(__x86_64__)

INLINE Vec
splat(const float x)
{
  return _mm_set1_ps(x);
}

INLINE Vec
madd(const Vec a, const Vec b, const Vec c)
{
#  if HAS_FMA
  return _mm_fmadd_ps(a, b, c);
#  else
  return a * b + c;
#  endif
}

INLINE Vec
at_most(const Vec most, const Vec x)
{
  return _mm_min_ps(most, x); // The second operand if one is NaN
}

INLINE Vec
within(const Vec most, const Vec x)
{
#  if defined(__AVX512DQ__)
  return _mm_range_ps(x, most, 2); // The smaller, with the sign of x
#  else
  return _mm_max_ps(_mm_min_ps(x, most), -most);
#  endif
}

#elif defined(__aarch64__)

INLINE Vec
splat(const float x)
{
  return vdupq_n_f32(x);
}

INLINE Vec
madd(const Vec a, const Vec b, const Vec c)
{
  return vfmaq_f32(c, a, b);
}

INLINE Vec
at_most(const Vec most, const Vec x)
{
  return vminq_f32(most, x);
}

INLINE Vec
within(const Vec most, const Vec x)
{
  return vmaxq_f32(vminq_f32(x, most), -most);
}

#else

INLINE Vec
splat(const float x)
{
  return (Vec){x, x, x, x};
}

INLINE Vec
madd(const Vec a, const Vec b, const Vec c)
{
  return a * b + c;
}

INLINE Vec
at_most(const Vec most, Vec x)
{
  for (int i = 0; i < LANES; ++i) {
    x[i] = most[i] < x[i] ? most[i] : x[i];
  }
  return x;
}

INLINE Vec
within(const Vec most, Vec x)
{
  for (int i = 0; i < LANES; ++i) {
    x[i] = x[i] < most[i] ? x[i] : most[i];
    x[i] = x[i] > -most[i] ? x[i] : -most[i];
  }
  return x;
}

#endif

/// Return v, in a register by now if it is one of `n` that go together
INLINE Vec
hold(Vec v, const uint32_t n)
{
  if (n > 1U) {
    HOLD(v);
  }
  return v;
}

#undef repeat4
#undef quarter
#undef nth
#define repeat4 RMN_JOIN(repeat4_, LANES)
#define quarter RMN_JOIN(quarter, LANES)
#define nth RMN_JOIN(nth, LANES)

/// Return four numbers, repeated in all lanes
INLINE Vec
repeat4(const float* const p)
{
#if LANES == 16
  return _mm512_broadcast_f32x4(_mm_loadu_ps(p));
#elif LANES == 8
  return _mm256_broadcast_ps((const __m128*)p);
#else
  return load(p);
#endif
}

/// Return lanes 4k to 4k + 3, repeated in all lanes
INLINE Vec
quarter(const Vec v, const uint32_t k)
{
#if LANES == 16
  return k == 0   ? _mm512_shuffle_f32x4(v, v, 0x00)
         : k == 1 ? _mm512_shuffle_f32x4(v, v, 0x55)
         : k == 2 ? _mm512_shuffle_f32x4(v, v, 0xaa)
                  : _mm512_shuffle_f32x4(v, v, 0xff);
#elif LANES == 8
  return k == 0 ? _mm256_permute2f128_ps(v, v, 0x00)
                : _mm256_permute2f128_ps(v, v, 0x11);
#else
  (void)k;
  return v;
#endif
}

/// Return the n-th of four numbers in all lanes
INLINE Vec
nth(const Vec v, const int n)
{
#if LANES == 16
  return n == 0   ? _mm512_permute_ps(v, 0x00)
         : n == 1 ? _mm512_permute_ps(v, 0x55)
         : n == 2 ? _mm512_permute_ps(v, 0xaa)
                  : _mm512_permute_ps(v, 0xff);
#elif LANES == 8
  return n == 0   ? _mm256_permute_ps(v, 0x00)
         : n == 1 ? _mm256_permute_ps(v, 0x55)
         : n == 2 ? _mm256_permute_ps(v, 0xaa)
                  : _mm256_permute_ps(v, 0xff);
#else
  return splat(v[n]);
#endif
}

#include "sums.h"
#include "tanh.h"

#include "cell.h" // Of both

#include "block.h" // Of these
