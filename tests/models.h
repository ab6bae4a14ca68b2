// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file models.h Every real network that can be loaded

#ifndef RMN_TEST_MODELS_H
#define RMN_TEST_MODELS_H

#include "rmn.h"
#include "test.h"

#include <glob.h>

#include <string.h>

/// What a test does with a network, called `name`
typedef void (*ModelTest)(const RmnNetwork* network, const char* name);

/// Call `test` with each network below the data folder; skip if there is none
static inline void
for_each_model(const ModelTest test)
{
  char pattern[1024];
  snprintf(pattern, sizeof(pattern), "%s/models/*/*", test_data_dir());

  glob_t files = {0};
  if (glob(pattern, 0, NULL, &files)) {
    test_skip("no real networks, set RMN_DATA to their folder");
    return;
  }

  uint32_t n_tested = 0;
  for (size_t i = 0; i < files.gl_pathc; ++i) {
    RmnError          error   = {RMN_OK, ""};
    const char* const path    = files.gl_pathv[i];
    RmnNetwork* const network = rmn_network_load(path, &error);
    if (network) {
      test(network, strstr(path, "/models/") + strlen("/models/"));
      ++n_tested;
    }
    rmn_network_free(network);
  }
  CHECK(n_tested);
  globfree(&files);
}

#endif // RMN_TEST_MODELS_H
