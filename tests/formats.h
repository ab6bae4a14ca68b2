// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file formats.h Model files written in the tests themselves

#ifndef RMN_TEST_FORMATS_H
#define RMN_TEST_FORMATS_H

#include "rmn.h"
#include "test.h"

#include <string.h>

/// Return the network in `text`, JSON with ' for ", which must load
static inline RmnNetwork*
parse(const char* const text)
{
  const size_t size = strlen(text);
  char* const  json = (char*)malloc(size + 1U);
  CHECK(json);
  for (size_t i = 0; i <= size; ++i) {
    json[i] = (char)(text[i] == '\'' ? '"' : text[i]);
  }

  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_parse(json, size, &error);
  if (!network) {
    fprintf(stderr, "%s\n", error.message);
  }
  CHECK(network);
  free(json);
  return network;
}

/// Check that an array holds exactly these floats
static inline void
check_floats(const float* const array,
             const size_t       n,
             const float* const wanted)
{
  CHECK(array);
  for (size_t i = 0; i < n; ++i) {
    if (array[i] != wanted[i]) {
      fprintf(stderr,
              "[%zu] is %g, %g wanted\n",
              i,
              (double)array[i],
              (double)wanted[i]);
    }
    CHECK(array[i] == wanted[i]);
  }
}

#endif // RMN_TEST_FORMATS_H
