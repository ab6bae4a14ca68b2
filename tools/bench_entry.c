// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "bench_entry.h"
#include "kernel/kernel.h"
#include "network.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/// Audio of every entry, the same for all
static float audio[BENCH_FRAMES];

/// What the inputs besides audio stand at
static float knobs[RMN_MAX_INPUTS][BENCH_BLOCK];

/// Return a pseudo-random number in [-1, 1) (xorshift, Marsaglia 2003)
static float
next_random(uint32_t* const seed)
{
  *seed ^= *seed << 13U;
  *seed ^= *seed >> 17U;
  *seed ^= *seed << 5U;
  return (float)((double)*seed / 2147483648.0 - 1.0);
}

static void
randomise(float* const array, const size_t n, const float scale, uint32_t* seed)
{
  for (size_t i = 0; array && i < n; ++i) {
    array[i] = scale * next_random(seed);
  }
}

/// Append a layer with random weights
static bool
add_layer(RmnNetwork* const     network,
          const RmnShape* const shape,
          const uint32_t        n_hidden,
          uint32_t* const       seed)
{
  RmnError        error = {RMN_OK, ""};
  RmnLayer* const layer = rmn_network_add(network, shape, "bench", &error);
  if (!layer) {
    return false;
  }

  const RmnLayerSizes n     = rmn_shape_sizes(shape);
  const float         scale = 1.0f / sqrtf((float)n_hidden);
  randomise(layer->W, n.W, scale, seed);
  randomise(layer->U, n.U, scale, seed);
  randomise(layer->b, n.b, scale, seed);
  randomise(layer->b_u, n.b_u, scale, seed);
  return true;
}

RmnNetwork*
bench_network_new(const RmnLayerType cell,
                  const uint32_t     n_hidden,
                  const uint32_t     n_layers)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_new("bench", &error);
  uint32_t          seed    = n_hidden + n_layers;
  RmnShape shape = {.type = cell, .n_inputs = 1, .n_outputs = n_hidden};
  bool     ok    = network != NULL;

  for (uint32_t l = 0; ok && l < n_layers; ++l) {
    ok             = add_layer(network, &shape, n_hidden, &seed);
    shape.n_inputs = n_hidden;
  }

  const RmnShape head = {
    .type = RMN_DENSE, .n_inputs = n_hidden, .n_outputs = 1};
  ok = ok && add_layer(network, &head, n_hidden, &seed) &&
       !rmn_network_validate(network, &error);
  if (!ok) {
    rmn_network_free(network);
    return NULL;
  }
  return network;
}

bool
bench_network_init(BenchNetwork* const bench, RmnNetwork* const network)
{
  *bench = (BenchNetwork){.network = network};

  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnShape* const s = &network->layers[l].shape;
    if (rmn_shape_n_gates(s)) {
      const char* const cell = rmn_layer_type_name(s->type);
      const bool        is_other =
        bench->cell != cell || bench->n_hidden != s->n_outputs;
      bench->cell     = cell;
      bench->n_hidden = s->n_outputs;
      bench->n_layers = is_other ? 1U : bench->n_layers + 1U;
    }
  }
  return bench->n_layers > 0;
}

/// Fill what every entry plays
static void
prepare_audio(const RmnNetwork* const network)
{
  uint32_t seed = 1;
  if (audio[0] == 0.0f) {
    randomise(audio, BENCH_FRAMES, 0.5f, &seed);
  }
  for (uint32_t i = 1; i < network->n_inputs; ++i) {
    for (uint32_t t = 0; t < BENCH_BLOCK; ++t) {
      knobs[i][t] = network->inputs[i].value;
    }
  }
}

bool
bench_entry_init(BenchEntry* const         entry,
                 const BenchNetwork* const of,
                 const uint32_t            n_streams,
                 const char* const         isa,
                 const uint32_t            n_rounds)
{
  *entry = (BenchEntry){.of        = of,
                        .n_streams = n_streams,
                        .engine    = isa ? "remanence" : "blas",
                        .isa       = isa ? isa : openblas_get_corename(),
                        .ns        = (double*)calloc(n_rounds, sizeof(double))};

  bool ok = entry->ns != NULL;
  if (isa) {
    ok           = ok && rmn_kernel_override(isa);
    entry->model = rmn_model_new(of->network);
    entry->state = entry->model ? rmn_state_new(entry->model, n_streams) : NULL;
    rmn_kernel_override(NULL);
    ok = ok && entry->state;
  }
  for (uint32_t s = 0; !isa && s < n_streams; ++s) {
    entry->blas[s] = blas_new(of->network);
    ok             = ok && entry->blas[s];
  }

  if (!ok) {
    bench_entry_clear(entry);
  }
  return ok;
}

void
bench_entry_clear(BenchEntry* const entry)
{
  for (uint32_t s = 0; s < BENCH_MAX_STREAMS; ++s) {
    blas_free(entry->blas[s]);
  }
  rmn_state_free(entry->state);
  rmn_model_free(entry->model);
  free(entry->ns);
  *entry = (BenchEntry){NULL};
}

/// Play a block, every stream hearing the same
static void
play(BenchEntry* const  entry,
     const float* const in,
     float              out[][BENCH_BLOCK],
     const uint32_t     n)
{
  if (!entry->model) {
    for (uint32_t s = 0; s < entry->n_streams; ++s) {
      blas_process(entry->blas[s], in, out[s], n);
    }
    return;
  }

  const RmnNetwork* const network = entry->of->network;
  const float*            inputs[BENCH_MAX_STREAMS * RMN_MAX_INPUTS];
  float*                  outputs[BENCH_MAX_STREAMS * RMN_MAX_OUTPUTS];
  static float            others[RMN_MAX_OUTPUTS][BENCH_BLOCK];
  for (uint32_t s = 0; s < entry->n_streams; ++s) {
    for (uint32_t i = 0; i < network->n_inputs; ++i) {
      inputs[s * network->n_inputs + i] = i ? knobs[i] : in;
    }
    for (uint32_t o = 0; o < network->n_outputs; ++o) {
      outputs[s * network->n_outputs + o] = o ? others[o] : out[s];
    }
  }
  rmn_process(entry->model, entry->state, inputs, outputs, n);
}

static double
now_ns(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

void
bench_entry_play(BenchEntry* const entry)
{
  float out[BENCH_MAX_STREAMS][BENCH_BLOCK];

  prepare_audio(entry->of->network);
  play(entry, audio, out, BENCH_BLOCK);
}

void
bench_entry_time(BenchEntry* const entry)
{
  float out[BENCH_MAX_STREAMS][BENCH_BLOCK];

  bench_entry_play(entry); // Brings the weights near

  const double start = now_ns();
  for (uint32_t t = 0; t < BENCH_FRAMES; t += BENCH_BLOCK) {
    play(entry, audio + t, out, BENCH_BLOCK);
  }
  entry->ns[entry->n_times++] = (now_ns() - start) / BENCH_FRAMES;
}

static void
reset(BenchEntry* const entry)
{
  if (entry->model) {
    rmn_state_reset(entry->state, entry->model, RMN_START_ZERO);
    return;
  }
  for (uint32_t s = 0; s < entry->n_streams; ++s) {
    blas_reset(entry->blas[s]);
  }
}

float
bench_entry_difference(BenchEntry* const a, BenchEntry* const b)
{
  enum { N_BLOCKS = 750 }; // A second at 48 kHz

  float    largest = 0.0f;
  uint32_t seed    = 1;

  prepare_audio(a->of->network);
  reset(a);
  reset(b);
  for (uint32_t i = 0; i < N_BLOCKS; ++i) {
    float x[BENCH_BLOCK];
    float y[2][BENCH_MAX_STREAMS][BENCH_BLOCK];
    randomise(x, BENCH_BLOCK, 0.5f, &seed);
    play(a, x, y[0], BENCH_BLOCK);
    play(b, x, y[1], BENCH_BLOCK);
    for (uint32_t s = 0; s < a->n_streams; ++s) {
      for (uint32_t t = 0; t < BENCH_BLOCK; ++t) {
        const float difference = fabsf(y[0][s][t] - y[1][s][t]);
        if (!(difference <= largest) && !isnan(largest)) {
          largest = difference;
        }
      }
    }
  }
  return largest;
}
