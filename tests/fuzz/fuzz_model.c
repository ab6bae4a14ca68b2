// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file fuzz_model.c libFuzzer target: parse, validate, pack and play a file,
/// and write it in every dialect

#include "rmn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
  N_FRAMES = 64,

  /// Finding rest is bounded, but too slow to be done for large networks here
  MAX_WEIGHTS = 1 << 14,
};

int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

static void
play(const RmnNetwork* const network)
{
  RmnError         error  = {RMN_OK, ""};
  RmnPlayer* const player = rmn_player_new(network, 48000.0, 2, &error);
  if (!player) {
    return;
  }

  float        left[N_FRAMES]  = {1.0f, -1.0f, NAN, 1e30f};
  float        right[N_FRAMES] = {0.0f};
  const float* in[]            = {left, right};
  float*       out[]           = {left, right};
  rmn_player_process(player, in, out, N_FRAMES);
  for (int t = 0; t < N_FRAMES; ++t) {
    if (!isfinite(left[t]) || !isfinite(right[t])) {
      abort();
    }
  }
  rmn_player_free(player);
}

/// What is written must be read again
static void
rewrite(const RmnNetwork* const network, const RmnDialect dialect)
{
  RmnError    error = {RMN_OK, ""};
  size_t      size  = 0;
  char* const bytes = rmn_network_print(network, dialect, &size, &error);
  if (!bytes) {
    return;
  }

  RmnNetwork* const read = rmn_network_parse(bytes, size, &error);
  if (!read) {
    fprintf(stderr, "%s: %s\n", rmn_dialect_name(dialect), error.message);
    abort();
  }
  rmn_network_free(read);
  free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t* const data, const size_t size)
{
  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const network =
    rmn_network_parse((const char*)data, size, &error);
  if (!network && (!error.status || !error.message[0])) {
    abort(); // A refusal must say why
  }

  if (network && rmn_network_n_weights(network) <= MAX_WEIGHTS) {
    play(network);
    for (unsigned d = 0; d < RMN_N_DIALECTS; ++d) {
      rewrite(network, (RmnDialect)d);
    }
  }

  rmn_network_free(network);
  return 0;
}
