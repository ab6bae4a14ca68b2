// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file uri_map.h A host's map of URIs to numbers

#ifndef RMN_TEST_URI_MAP_H
#define RMN_TEST_URI_MAP_H

#include "test.h"

#include <lv2/urid/urid.h>

#include <string.h>

enum { URI_MAP_SIZE = 96 };

/// Return the number of a URI, whose text must stay: LV2_URID_Map::map
static inline LV2_URID
uri_map(void* const handle, const char* const uri)
{
  static const char* mapped[URI_MAP_SIZE];
  uint32_t           i = 0;
  (void)handle;
  while (mapped[i] && strcmp(mapped[i], uri) != 0) {
    CHECK(++i < URI_MAP_SIZE);
  }
  mapped[i] = uri;
  return i + 1U;
}

#endif // RMN_TEST_URI_MAP_H
