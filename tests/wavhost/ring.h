// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ring.h Messages from one thread to one other, without waiting

#ifndef WAVHOST_RING_H
#define WAVHOST_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { RING_BYTES = 1 << 16 };

/// Positions only grow, and wrap at 2^32; the ring wraps at its size
typedef struct {
  atomic_uint read_end;  ///< Bytes that were taken out
  atomic_uint write_end; ///< Bytes that were put in
  uint8_t     bytes[RING_BYTES];
} Ring;

/// Put a message in, whole; false if there is no room for it
bool
ring_write(Ring* ring, const void* message, uint32_t size);

/**
   Take the next message out.

   @param message Of RING_BYTES, the most that a message can have.
   @return False if there is none.
*/
bool
ring_read(Ring* ring, void* message, uint32_t* size);

#endif // WAVHOST_RING_H
