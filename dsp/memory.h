// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file memory.h Aligned memory

#ifndef RMN_MEMORY_H
#define RMN_MEMORY_H

#include "kernel/kernel.h"

#include <stdlib.h>
#include <string.h>

/// Return `n_bytes` zeroed bytes at a multiple of RMN_ALIGN for free(), or NULL
static inline void*
rmn_aligned_calloc(const size_t n_bytes)
{
  const size_t mask = RMN_ALIGN - 1U;
  const size_t size = (n_bytes + RMN_ALIGN) & ~mask; // Never of 0 bytes
  void* const  p    = aligned_alloc(RMN_ALIGN, size);
  return p ? memset(p, 0, size) : NULL;
}

#endif // RMN_MEMORY_H
