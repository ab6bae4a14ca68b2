// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file frames.c Plays frames, and nothing else, for tests/cli/instructions.sh.

   Valgrind knows no AVX-512, so the kernel is x86-64-v3.
*/

#include "../../tools/bench_entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main(const int argc, char** const argv)
{
  if (argc != 5) {
    fprintf(stderr, "Usage: bench-frames CELL [LAYERSx]SIZE STREAMS BLOCKS\n");
    return 2;
  }

  const char* const  x        = strchr(argv[2], 'x');
  const RmnLayerType cell     = !strcmp(argv[1], "gru") ? RMN_GRU : RMN_LSTM;
  const uint32_t     n_layers = x ? (uint32_t)strtoul(argv[2], NULL, 10) : 1U;
  const uint32_t n_hidden  = (uint32_t)strtoul(x ? x + 1 : argv[2], NULL, 10);
  const uint32_t n_streams = (uint32_t)strtoul(argv[3], NULL, 10);
  const uint32_t n_blocks  = (uint32_t)strtoul(argv[4], NULL, 10);

  BenchNetwork      of;
  BenchEntry        entry;
  RmnNetwork* const network = bench_network_new(cell, n_hidden, n_layers);
  if (!network || !bench_network_init(&of, network) ||
      !bench_entry_init(&entry, &of, n_streams, "x86-64-v3", 1)) {
    fprintf(stderr, "bench-frames: no memory, or no kernel x86-64-v3\n");
    return 1;
  }

  for (uint32_t i = 0; i < n_blocks; ++i) {
    bench_entry_play(&entry);
  }

  bench_entry_clear(&entry);
  rmn_network_free(network);
  return 0;
}
