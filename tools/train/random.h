// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file random.h Numbers that a seed decides, on every machine alike

#ifndef REMANENCE_TRAIN_RANDOM_H
#define REMANENCE_TRAIN_RANDOM_H

#include <stdint.h>

/// SplitMix64 (Steele, Lea and Flood 2014): any seed will do
typedef struct {
  uint64_t state;
} Random;

static inline uint64_t
random_bits(Random* const random)
{
  uint64_t z = random->state += 0x9e3779b97f4a7c15U;

  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

/// Return a number from 0 to 1, without 1
static inline double
random_unit(Random* const random)
{
  return (double)(random_bits(random) >> 11U) * 0x1p-53;
}

/// Return a whole number below `n`, which is not 0
static inline uint64_t
random_below(Random* const random, const uint64_t n)
{
  return (uint64_t)(random_unit(random) * (double)n);
}

#endif // REMANENCE_TRAIN_RANDOM_H
