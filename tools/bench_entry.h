// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file bench_entry.h A network and an engine that is timed on it

#ifndef REMANENCE_BENCH_ENTRY_H
#define REMANENCE_BENCH_ENTRY_H

#include "bench_blas.h"
#include "rmn.h"

enum {
  BENCH_MAX_STREAMS = 2,
  BENCH_BLOCK       = 64,  ///< Frames of a call, as from a host
  BENCH_FRAMES      = 256, ///< Frames that a round times
};

/// A network that is timed, called by its last recurrent layers of one size
typedef struct {
  RmnNetwork* network;
  const char* cell; ///< Type of the recurrent layers
  uint32_t    n_hidden;
  uint32_t    n_layers; ///< Recurrent ones
} BenchNetwork;

/// An engine that plays it
typedef struct {
  const BenchNetwork* of;
  uint32_t            n_streams;
  const char*         engine; ///< "remanence" or "blas"
  const char*         isa;    ///< Kernel, or core that OpenBLAS chose
  RmnModel*           model;
  RmnState*           state;
  Blas*               blas[BENCH_MAX_STREAMS];
  double*             ns;      ///< Of a frame of all streams, for each round
  uint32_t            n_times; ///< Rounds so far
} BenchEntry;

/// Make a network with weights in +-1 / sqrt(H) and a dense head; or NULL
RmnNetwork*
bench_network_new(RmnLayerType cell, uint32_t n_hidden, uint32_t n_layers);

/// Describe a network that becomes owned; false if none of it is recurrent
bool
bench_network_init(BenchNetwork* bench, RmnNetwork* network);

/// Make an engine ready; without `isa` by BLAS.  False without memory.
bool
bench_entry_init(BenchEntry*         entry,
                 const BenchNetwork* of,
                 uint32_t            n_streams,
                 const char*         isa,
                 uint32_t            n_rounds);

void
bench_entry_clear(BenchEntry* entry);

/// Play a block, without a look at the clock
void
bench_entry_play(BenchEntry* entry);

/// Time the next round
void
bench_entry_time(BenchEntry* entry);

/// Return the largest difference of both engines over a second of noise, each
/// from zero
float
bench_entry_difference(BenchEntry* a, BenchEntry* b);

#endif // REMANENCE_BENCH_ENTRY_H
