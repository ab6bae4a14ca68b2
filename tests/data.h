// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file data.h The folder of real networks and recordings

#ifndef RMN_TEST_DATA_H
#define RMN_TEST_DATA_H

#include "test.h"

#include <stdbool.h>

/// Return the path of a file below the data folder; valid until the next call
static inline const char*
data_path(const char* const folder, const char* const name)
{
  static char path[1024];
  snprintf(path, sizeof(path), "%s/%s/%s", test_data_dir(), folder, name);
  return path;
}

/// Report the running test as skipped unless the data folder is there
static inline bool
have_data(void)
{
  FILE* const file = fopen(data_path("golden", "index.json"), "rb");
  if (file) {
    fclose(file);
    return true;
  }

  test_skip("no real networks, set RMN_DATA to their folder");
  return false;
}

#endif // RMN_TEST_DATA_H
