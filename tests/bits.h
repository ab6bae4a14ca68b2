// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file bits.h The bits that a network plays, on every kernel of the machine

#ifndef RMN_TEST_BITS_H
#define RMN_TEST_BITS_H

#include "hash.h"
#include "kernel/kernel.h"
#include "networks.h"

#include <string.h>

enum {
  N_FRAMES  = 100, ///< Some chunks, and a part of one
  N_STREAMS = 5,
  N_IN      = 3, ///< Most inputs of a network
  N_OUT     = 4, ///< Most outputs
};

/// Kernels of a class play the same bits, on whatever machine
typedef enum {
  CLASS_FMA,   ///< A product and a sum are rounded once
  CLASS_PLAIN, ///< Both are rounded: x86-64 before v3
} Class;

enum { N_CLASSES = CLASS_PLAIN + 1 };

static const char* const class_names[N_CLASSES] = {"fma", "plain"};

typedef struct {
  float samples[N_STREAMS][N_OUT][N_FRAMES]; ///< Zero where there is no output
} Output;

static float noise[N_STREAMS][N_IN][N_FRAMES];

/// What is being played, for messages
static char where[160];

static inline Class
class_of(const RmnKernel* const kernel)
{
  static const char* const plain[] = {"x86-64", "x86-64-v2", "portable"};

  for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); ++i) {
    if (!strcmp(kernel->isa, plain[i])) {
      return CLASS_PLAIN;
    }
  }
  return CLASS_FMA;
}

/// Play the streams from `first` on together, in blocks of at most `n_block`
static inline void
play(const RmnModel* const model,
     const RmnStart        start,
     const uint32_t        first,
     const uint32_t        n_streams,
     const uint32_t        n_block,
     Output* const         output)
{
  const uint32_t  n_in  = rmn_model_n_inputs(model);
  const uint32_t  n_out = rmn_model_n_outputs(model);
  RmnState* const state = rmn_state_new(model, n_streams);
  CHECK(state);

  rmn_state_reset(state, model, start);
  for (uint32_t t = 0; t < N_FRAMES; t += n_block) {
    const uint32_t left = N_FRAMES - t;
    const float*   in[N_STREAMS * N_IN];
    float*         out[N_STREAMS * N_OUT];
    for (uint32_t i = 0; i < n_streams * n_in; ++i) {
      in[i] = noise[first + i / n_in][i % n_in] + t;
    }
    for (uint32_t o = 0; o < n_streams * n_out; ++o) {
      out[o] = output->samples[first + o / n_out][o % n_out] + t;
    }
    rmn_process(model, state, in, out, left < n_block ? left : n_block);
  }
  rmn_state_free(state);
}

/// Check that the streams from `first` on have the same bits in both
static inline void
check_same(const Output* const a,
           const Output* const b,
           const uint32_t      first,
           const uint32_t      n_streams,
           const char* const   what)
{
  const size_t size = n_streams * sizeof(a->samples[0]);
  const bool   same = !memcmp(a->samples[first], b->samples[first], size);
  if (!same) {
    fprintf(stderr, "  %s: other bits with %s\n", where, what);
  }
  CHECK(same);
}

/// Check that each stream of `all` plays what it does in smaller company
static inline void
check_streams(const RmnModel* const model, const Output* const all)
{
  static const char* const names[] = {"1 stream", "2 streams", "3 streams"};

  for (uint32_t n = 1; n <= 3; ++n) {
    for (uint32_t first = 0; first + n <= N_STREAMS; first += n) {
      Output few = {{{{0.0f}}}};
      play(model, RMN_START_FILE, first, n, N_FRAMES, &few);
      check_same(&few, all, first, n, names[n - 1U]);
    }
  }
}

static inline void
check_splits(const RmnModel* const model, const Output* const all)
{
  static const uint32_t blocks[] = {1, 7, 32, 33, 64};

  for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    for (uint32_t n = 1; n <= 2; ++n) {
      char   name[64];
      Output split = {{{{0.0f}}}};
      snprintf(name, sizeof(name), "%u streams in blocks of %u", n, blocks[b]);
      play(model, RMN_START_FILE, 0, n, blocks[b], &split);
      check_same(&split, all, 0, n, name);
    }
  }
}

static inline void
check_finite(const Output* const output)
{
  const float* const samples = &output->samples[0][0][0];
  for (size_t i = 0; i < sizeof(*output) / sizeof(float); ++i) {
    CHECK(isfinite(samples[i]));
  }
}

/// Return a hash of what a network plays from the state in the file, and from
/// rest, with the kernel that is chosen
static inline uint64_t
hash_of(const RmnNetwork* const network)
{
  Output          all   = {{{{0.0f}}}};
  Output          rest  = {{{{0.0f}}}};
  RmnModel* const model = rmn_model_new(network);
  CHECK(model);

  play(model, RMN_START_FILE, 0, N_STREAMS, N_FRAMES, &all);
  check_finite(&all);
  check_streams(model, &all);
  check_splits(model, &all);
  play(model, RMN_START_REST, 0, 1, N_FRAMES, &rest);
  check_finite(&rest);

  rmn_model_free(model);
  return rmn_hash_bytes(
    rmn_hash_bytes(rmn_hash_seed, &all, sizeof(all)), &rest, sizeof(rest));
}

/// Extend the hash of each class, left alone where the machine has no kernel of
/// it, by what a network plays; every kernel of a class must play the same
static inline void
extend_hashes(uint64_t                hashes[N_CLASSES],
              const RmnNetwork* const network,
              const char* const       name)
{
  uint64_t heard[N_CLASSES] = {0};

  for (uint32_t k = 0; rmn_kernel_at(k); ++k) {
    const RmnKernel* const kernel = rmn_kernel_at(k);
    const Class            c      = class_of(kernel);

    snprintf(where, sizeof(where), "%s: %s", kernel->isa, name);
    CHECK(rmn_kernel_override(kernel->isa));
    const uint64_t hash = hash_of(network);
    if (heard[c] && hash != heard[c]) {
      fprintf(stderr,
              "  %s: other bits than a faster kernel of class %s\n",
              where,
              class_names[c]);
    }
    CHECK(!heard[c] || hash == heard[c]);
    heard[c] = hash;
  }

  for (int c = 0; c < N_CLASSES; ++c) {
    if (heard[c]) {
      hashes[c] = rmn_hash_bytes(hashes[c], &heard[c], sizeof(heard[c]));
    }
  }
  CHECK(rmn_kernel_override(NULL));
}

#endif // RMN_TEST_BITS_H
