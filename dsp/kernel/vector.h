// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file vector.h The vectors of the instruction set at hand.

   Everything in lanes.h is compiled once for each width that a register can
   have: `Vec4`, `madd4()`, `lstm_cell4()`, and so on.  The widest comes last,
   and may be written without its number.
*/

#ifndef RMN_KERNEL_VECTOR_H
#define RMN_KERNEL_VECTOR_H

#include "kernel.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#  include <immintrin.h>
#elif defined(__aarch64__)
#  include <arm_neon.h>
#endif

#define RMN_JOIN_(a, b) a##b
#define RMN_JOIN(a, b) RMN_JOIN_(a, b)

/// Before a short loop over what shall be in registers, and before a long one;
/// a fuzzer's checks of every load, unrolled, would take minutes to compile
#if defined(RMN_ROLLED)
#  define UNROLLED
#  define ROLLED
#elif defined(__clang__)
#  define UNROLLED _Pragma("clang loop unroll(full)")
#  define ROLLED _Pragma("clang loop unroll(disable)")
#else
#  define UNROLLED _Pragma("GCC unroll 16")
#  define ROLLED _Pragma("GCC unroll 1")
#endif

#define INLINE static inline __attribute__((always_inline, unused))

/// Keep the compiler from moving loads through `p` out of a loop: it would
/// spill what it moved
#define HIDE(p) __asm__ volatile("" : "+r"(p))

#if defined(__AVX512F__)
#  define WIDEST 16
#elif defined(__AVX2__)
#  define WIDEST 8
#else
#  define WIDEST 4
#endif

#if defined(__FMA__) || defined(__aarch64__)
#  define HAS_FMA 1
#else
#  define HAS_FMA 0
#endif

/// Where a tile's sums and all that they need fit into registers
#if defined(__AVX512F__) || defined(__aarch64__)
#  define HAS_32_REGISTERS 1
#else
#  define HAS_32_REGISTERS 0
#endif

/// Return a * b + c, rounded once wherever the machine can
INLINE float
madd1(const float a, const float b, const float c)
{
  return HAS_FMA ? __builtin_fmaf(a, b, c) : a * b + c;
}

enum {
  MAX_TILE   = 12,                        ///< Most vectors of rows of a tile
  MAX_SUMS   = HAS_32_REGISTERS ? 12 : 4, ///< Most of them summed together
  MAX_ROWS   = MAX_SUMS * WIDEST,         ///< The rows of these
  MAX_SHARED = HAS_32_REGISTERS ? 6 : 2,  ///< Most of them for two streams

  /// Most of them for which numbers of h are loaded one by one: so few sums
  /// wait for one another, and longer where a permutation takes a product's
  /// turn
  MAX_LOADED = WIDEST == 16 ? 6 : 0,

  /// Most gates that share constants: they fill few registers, and where there
  /// are many, constants stay in the others
  MAX_GATES = HAS_32_REGISTERS ? 1 : 4,
};

/// Have a vector in a register by now: the compiler would put it off to where
/// it is used, or fetch a constant anew for each use
#if defined(__AVX512F__)
#  define HOLD(v) __asm__ volatile("" : "+v"(v))
#elif defined(__x86_64__)
#  define HOLD(v) __asm__ volatile("" : "+x"(v))
#elif defined(__aarch64__)
#  define HOLD(v) __asm__ volatile("" : "+w"(v))
#else
#  define HOLD(v) (void)(v)
#endif

/// What a recurrent layer of one stream reads and writes in one time step
typedef struct {
  const float* x;
  float*       h;      ///< Of the step before
  float*       h_next; ///< Of this step; may be h if one tile has all units
  float*       c;      ///< Of both: the cell of a LSTM, what h of a GRU lacks
  float*       out;
} Step;

/// Units of a layer whose gates are summed together
typedef struct {
  const float* w;
  uint32_t     u; ///< First unit
  uint32_t     n_x;
  uint32_t     n_h;
  bool         is_projected; ///< W x is known, see RmnPackedLayer
  bool         is_backward;  ///< The step goes backwards, see run_wavefront()
} Tile;

#define LANES 4
#include "lanes.h"
#if WIDEST >= 8
#  undef LANES
#  define LANES 8
#  include "lanes.h"
#endif
#if WIDEST >= 16
#  undef LANES
#  define LANES 16
#  include "lanes.h"
#endif

#if WIDEST >= 8

/// Return the lower or the upper half of 8 lanes
INLINE Vec4
half8(const Vec8 v, const bool is_upper)
{
  return is_upper ? __builtin_shufflevector(v, v, 4, 5, 6, 7)
                  : __builtin_shufflevector(v, v, 0, 1, 2, 3);
}

#endif
#if WIDEST >= 16

/// Return the lower or the upper half of 16 lanes
INLINE Vec8
half16(const Vec16 v, const bool is_upper)
{
  return is_upper ? __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15)
                  : __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7);
}

/// Return 16 lanes, a lower and an upper half
INLINE Vec16
join16(const Vec8 lower, const Vec8 upper)
{
  return __builtin_shufflevector(
    lower, upper, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

#endif

#endif // RMN_KERNEL_VECTOR_H
