// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file denormals.h Flushing denormals to zero for a while

#ifndef RMN_DENORMALS_H
#define RMN_DENORMALS_H

#include "rmn.h"

#if defined(__SSE2__)
#  include <xmmintrin.h>
#endif

/**
   Flush denormals, and return the floating-point mode to go back to.

   A decaying state would otherwise end in numbers that cost many times the
   arithmetic; not every host sets this mode.
*/
RMN_RT
static inline uint64_t
rmn_denormals_flush(void)
{
#if defined(__SSE2__)
  const uint32_t mode = _mm_getcsr();
  _mm_setcsr(mode | 0x8040U); // Flush to zero, denormals are zero
  __asm__ volatile("" ::: "memory");
#elif defined(__aarch64__)
  uint64_t mode = 0;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(mode | (1ULL << 24U)) : "memory");
#else
  const uint64_t mode = 0;
#endif
  return mode;
}

RMN_RT
static inline void
rmn_denormals_restore(const uint64_t mode)
{
#if defined(__SSE2__)
  __asm__ volatile("" ::: "memory"); // Keep the arithmetic before this
  _mm_setcsr((uint32_t)mode);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(mode) : "memory");
#else
  (void)mode;
#endif
}

#endif // RMN_DENORMALS_H
