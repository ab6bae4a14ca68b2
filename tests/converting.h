// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file converting.h Networks there and back in a dialect, without a change

#ifndef RMN_TEST_CONVERTING_H
#define RMN_TEST_CONVERTING_H

#include "networks.h"
#include "sequences.h"

#include <string.h>

enum { N_FRAMES = 2048 };

/// Return noise as audio and knobs at other places than their defaults
static inline double*
new_sequence(const RmnNetwork* const network)
{
  const uint32_t n    = network->n_inputs;
  double* const  x    = (double*)malloc((size_t)N_FRAMES * n * sizeof(double));
  uint32_t       seed = 7;
  CHECK(x);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    for (uint32_t i = 0; i < n; ++i) {
      x[(size_t)t * n + i] = i ? 0.25 * i : 0.5 * (double)random_float(&seed);
    }
  }
  return x;
}

static inline void
check_same_bits(const RmnNetwork* const a, const RmnNetwork* const b)
{
  double* const x = new_sequence(a);
  CHECK(a->n_inputs == b->n_inputs && a->n_outputs == b->n_outputs);
  for (unsigned start = RMN_START_ZERO; start <= RMN_START_REST; ++start) {
    double* const y = play(a, (RmnStart)start, x, N_FRAMES);
    double* const z = play(b, (RmnStart)start, x, N_FRAMES);
    CHECK(!memcmp(y, z, (size_t)N_FRAMES * a->n_outputs * sizeof(double)));
    free(y);
    free(z);
  }
  free(x);
}

/// Return a network in Remanence's own dialect, which says all that there is
static inline char*
text_of(const RmnNetwork* const network, size_t* const size)
{
  RmnError    error = {RMN_OK, ""};
  char* const text  = rmn_network_print(network, RMN_DIALECT_RMN, size, &error);
  CHECK(text);
  return text;
}

/// Check that all but the layers is the same, in the file's own words
static inline void
check_same_facts(const RmnNetwork* const a, const RmnNetwork* const b)
{
  RmnNetwork bare_a  = *a;
  RmnNetwork bare_b  = *b;
  size_t     size_a  = 0;
  size_t     size_b  = 0;
  bare_a.n_layers    = 1; // What comes last is the same for all
  bare_b.n_layers    = 1;
  bare_a.layers[0]   = a->layers[a->n_layers - 1U];
  bare_b.layers[0]   = a->layers[a->n_layers - 1U];
  bare_a.rest        = NULL;
  bare_b.rest        = NULL;
  char* const text_a = text_of(&bare_a, &size_a);
  char* const text_b = text_of(&bare_b, &size_b);
  if (size_a != size_b || memcmp(text_a, text_b, size_a) != 0) {
    fprintf(stderr, "%.*s%.*s", (int)size_a, text_a, (int)size_b, text_b);
  }
  CHECK(size_a == size_b && !memcmp(text_a, text_b, size_a));
  free(text_a);
  free(text_b);
}

/// Return a network after it was written in a dialect, or NULL if it cannot be
static inline RmnNetwork*
by_way_of(const RmnNetwork* const network,
          const RmnDialect        dialect,
          RmnError* const         error)
{
  size_t      size  = 0;
  char* const bytes = rmn_network_print(network, dialect, &size, error);
  if (!bytes) {
    CHECK(error->status == RMN_ERR_UNSUPPORTED);
    return NULL;
  }

  RmnNetwork* const read = rmn_network_parse(bytes, size, error);
  if (!read) {
    fprintf(stderr, "  %s: %s\n", rmn_dialect_name(dialect), error->message);
  }
  CHECK(read);
  free(bytes);
  return read;
}

static inline bool
compare(const RmnNetwork* const network, const RmnDialect dialect)
{
  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const there = by_way_of(network, dialect, &error);
  if (!there) {
    fprintf(stderr, "    %s\n", error.message);
    return false;
  }

  RmnNetwork* const back = by_way_of(there, RMN_DIALECT_RMN, &error);
  CHECK(back);
  check_same_bits(network, back);
  check_same_facts(network, back);
  CHECK(rmn_network_n_state(network) == rmn_network_n_state(back));
  rmn_network_free(there);
  rmn_network_free(back);
  return true;
}

#endif // RMN_TEST_CONVERTING_H
