// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "ring.h"

#include <string.h>

static void
put(Ring* const       ring,
    const uint32_t    position,
    const void* const data,
    const uint32_t    size)
{
  const uint32_t start = position % RING_BYTES;
  const uint32_t room  = RING_BYTES - start;
  const uint32_t first = size < room ? size : room;

  memcpy(ring->bytes + start, data, first);
  memcpy(ring->bytes, (const uint8_t*)data + first, size - first);
}

static void
get(const Ring* const ring,
    const uint32_t    position,
    void* const       data,
    const uint32_t    size)
{
  const uint32_t start = position % RING_BYTES;
  const uint32_t room  = RING_BYTES - start;
  const uint32_t first = size < room ? size : room;

  memcpy(data, ring->bytes + start, first);
  memcpy((uint8_t*)data + first, ring->bytes, size - first);
}

bool
ring_write(Ring* const ring, const void* const message, const uint32_t size)
{
  const uint32_t end  = atomic_load(&ring->write_end);
  const uint32_t used = end - atomic_load(&ring->read_end);
  if (size > RING_BYTES || used + sizeof(size) + size > RING_BYTES) {
    return false;
  }

  put(ring, end, &size, sizeof(size));
  if (size) {
    put(ring, end + (uint32_t)sizeof(size), message, size);
  }
  atomic_store(&ring->write_end, end + (uint32_t)sizeof(size) + size);
  return true;
}

bool
ring_read(Ring* const ring, void* const message, uint32_t* const size)
{
  const uint32_t start = atomic_load(&ring->read_end);
  if (start == atomic_load(&ring->write_end)) {
    return false;
  }

  get(ring, start, size, sizeof(*size));
  get(ring, start + (uint32_t)sizeof(*size), message, *size);
  atomic_store(&ring->read_end, start + (uint32_t)sizeof(*size) + *size);
  return true;
}
