// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file divisor.h What two rates have in common

#ifndef RMN_DIVISOR_H
#define RMN_DIVISOR_H

#include <stdint.h>

/// Return the greatest common divisor
static inline uint64_t
rmn_divisor(uint64_t a, uint64_t b)
{
  while (b) {
    const uint64_t rest = a % b;
    a                   = b;
    b                   = rest;
  }
  return a;
}

#endif // RMN_DIVISOR_H
