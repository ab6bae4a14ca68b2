// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file hash.h FNV-1a, 64 bits

#ifndef RMN_HASH_H
#define RMN_HASH_H

#include <stddef.h>
#include <stdint.h>

static const uint64_t rmn_hash_seed = 0xCBF29CE484222325ULL;

/// Return `hash`, or rmn_hash_seed, extended by `size` bytes
static inline uint64_t
rmn_hash_bytes(uint64_t hash, const void* const data, const size_t size)
{
  for (size_t i = 0; i < size; ++i) {
    hash = (hash ^ ((const uint8_t*)data)[i]) * 0x100000001B3ULL;
  }
  return hash;
}

#endif // RMN_HASH_H
