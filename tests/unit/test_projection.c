// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_projection.c Whole sequences whose inputs a product projects

#include "../bidirectional.h"
#include "../sequences.h"
#include "kernel/kernel.h"

#include <cblas.h>
#include <string.h>

enum { N_STREAMS = 3, N_FRAMES = 1301 }; ///< A chunk and some of the next

static const double tolerance = 1e-6;

static const RmnShape cells[] = {
  {.type = RMN_RNN, .activation = RMN_TANH},
  {.type = RMN_LSTM},
  {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL},
  {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_FULL},
  {.type = RMN_GRU},
  {.type = RMN_GRU, .reset = RMN_RESET_BEFORE}};

enum { N_CELLS = sizeof(cells) / sizeof(cells[0]) };

static uint32_t n_products; ///< That were made
static float    noise[N_STREAMS][N_FRAMES];
static float    exact[N_STREAMS][N_FRAMES];
static float    heard[N_STREAMS][N_FRAMES];

static void
count_product(const float* const x,
              const uint32_t     x_stride,
              const float* const W,
              float* const       y,
              const uint32_t     m,
              const uint32_t     k,
              const uint32_t     n)
{
  CHECK(m && k <= x_stride);
  ++n_products;
  rmn_batch_product(x, x_stride, W, y, m, k, n);
}

/// Play `n_frames` of the noise from the file's state; return how many products
/// that took
static uint32_t
play_noise(const RmnNetwork* const network,
           const RmnProduct        product,
           const uint32_t          n_frames,
           const uint32_t          n_block,
           float                   frames[N_STREAMS][N_FRAMES])
{
  const float* in[N_STREAMS];
  for (uint32_t s = 0; s < N_STREAMS; ++s) {
    in[s] = noise[s];
  }

  RmnModel* const model = rmn_model_new(network);
  CHECK(model);
  RmnState* const state = rmn_state_new(model, N_STREAMS);
  CHECK(state);
  rmn_state_reset(state, model, RMN_START_FILE);

  Planes             planes = {in, N_STREAMS};
  RmnSequence* const sequence =
    rmn_sequence_new(model, state, n_frames, product, read_planes, &planes);
  CHECK(sequence);
  n_products = 0;
  for (uint32_t t = 0, n = 0; t < n_frames; t += n) {
    n = n_frames - t < n_block ? n_frames - t : n_block;
    float* out[N_STREAMS];
    for (uint32_t s = 0; s < N_STREAMS; ++s) {
      out[s] = frames[s] + t;
    }
    CHECK(!rmn_sequence_next(sequence, out, n));
  }

  rmn_sequence_free(sequence);
  rmn_state_free(state);
  rmn_model_free(model);
  return n_products;
}

/// Compare with the batch form in double precision, and with what kernels
/// project themselves
static void
find_worst(const RmnNetwork* const network,
           const uint32_t          n_frames,
           double                  worst[2])
{
  static double x[N_FRAMES * N_STREAMS];
  static double y[N_FRAMES * N_STREAMS];

  for (uint32_t i = 0; i < n_frames * N_STREAMS; ++i) {
    x[i] = (double)noise[i % N_STREAMS][i / N_STREAMS];
  }
  CHECK(!rmn_batch_process(network, RMN_START_FILE, x, y, n_frames, N_STREAMS));
  CHECK(play_noise(network, count_product, n_frames, n_frames, heard));
  CHECK(!play_noise(network, NULL, n_frames, n_frames, exact));
  for (uint32_t i = 0; i < n_frames * N_STREAMS; ++i) {
    const uint32_t s = i % N_STREAMS;
    const uint32_t t = i / N_STREAMS;
    CHECK(isfinite(heard[s][t]));
    worst[0] = fmax(worst[0], fabs((double)heard[s][t] - y[i]));
    worst[1] = fmax(worst[1], fabs((double)(heard[s][t] - exact[s][t])));
  }
}

/// Return `n` bidirectional layers on a dense one, which gives them 16 channels
static RmnNetwork*
wide_network(RmnShape shape, const uint32_t H, const uint32_t n)
{
  RmnShape shapes[2 * MAX_DEPTH + 2] = {{.type       = RMN_DENSE,
                                         .activation = RMN_TANH,
                                         .n_inputs   = 1,
                                         .n_outputs  = 16}};
  for (uint32_t l = 1; l <= 2U * n; ++l) {
    shape.n_inputs  = l <= 2U ? 16U : 2U * H;
    shape.n_outputs = H;
    shape.direction = l % 2U ? RMN_FORWARD : RMN_BACKWARD;
    shape.place     = l % 2U ? RMN_AFTER : RMN_BESIDE;
    shapes[l]       = shape;
  }
  shapes[2U * n + 1U] =
    (RmnShape){.type = RMN_DENSE, .n_inputs = 2U * H, .n_outputs = 1};
  return random_network(shapes, 2U * n + 2U, H + n);
}

/// Every cell, 1 to 4 layers deep, around padding, by every kernel
static void
stacks_match_batch_and_kernels(void)
{
  static const uint32_t sizes[] = {17, 24, 40, 52};

  double worst[2] = {0.0, 0.0};
  for (uint32_t i = 0; rmn_kernel_at(i); ++i) {
    CHECK(rmn_kernel_override(rmn_kernel_at(i)->isa));
    for (uint32_t c = 0; c < N_CELLS; ++c) {
      for (uint32_t n = 1; n <= 4; ++n) {
        RmnNetwork* const network =
          wide_network(cells[c], sizes[(n + i) % 4U], n);
        find_worst(network, n == 2U ? N_FRAMES : 257U + n, worst);
        rmn_network_free(network);
      }
    }
  }
  rmn_kernel_override(NULL);

  printf("projected: worst %.1e from batch, %.1e from kernels\n",
         worst[0],
         worst[1]);
  CHECK(worst[0] < tolerance && worst[1] < tolerance);
}

/// One way or the other alone, layers that are no cells between, any length
static void
mixed_layers_match_batch(void)
{
  const RmnShape shapes[] = {
    {.type        = RMN_CONV1D,
     .activation  = RMN_TANH,
     .n_inputs    = 1,
     .n_outputs   = 20,
     .kernel_size = 3,
     .dilation    = 5,
     .n_groups    = 1},
    {.type      = RMN_GRU,
     .n_inputs  = 20,
     .n_outputs = 33,
     .direction = RMN_BACKWARD},
    {.type = RMN_DENSE, .n_inputs = 33, .n_outputs = 18},
    {.type = RMN_LSTM, .n_inputs = 18, .n_outputs = 21},
    {.type = RMN_RNN, .n_inputs = 21, .n_outputs = 1}};
  static const uint32_t lengths[] = {1, 31, 127, 128, 129, N_FRAMES};

  RmnNetwork* const network  = random_network(shapes, 5, 4);
  double            worst[2] = {0.0, 0.0};
  for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); ++i) {
    find_worst(network, lengths[i], worst);
  }
  CHECK(worst[0] < tolerance && worst[1] < tolerance);
  rmn_network_free(network);
}

static void
any_split_gives_the_same_bits(void)
{
  RmnNetwork* const network = wide_network(cells[1], 40, 2);

  play_noise(network, rmn_batch_product, N_FRAMES, N_FRAMES, exact);
  for (uint32_t n_block = 1; n_block < N_FRAMES; n_block = 7U * n_block + 2U) {
    play_noise(network, rmn_batch_product, N_FRAMES, n_block, heard);
    CHECK(!memcmp(heard, exact, sizeof(exact)));
  }
  rmn_network_free(network);
}

/// Return whether a product is not made use of
static bool
keeps_bits(RmnNetwork* const network)
{
  const bool is_unused =
    !play_noise(network, count_product, N_FRAMES, N_FRAMES, heard);
  play_noise(network, NULL, N_FRAMES, N_FRAMES, exact);
  rmn_network_free(network);
  return is_unused && !memcmp(heard, exact, sizeof(exact));
}

static void
what_is_small_or_runs_forward_keeps_its_bits(void)
{
  const RmnShape forward[] = {
    {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 40},
    {.type = RMN_LSTM, .n_inputs = 40, .n_outputs = 40},
    {.type = RMN_DENSE, .n_inputs = 40, .n_outputs = 1}};

  CHECK(keeps_bits(random_network(forward, 3, 1)));
  CHECK(keeps_bits(bidirectional_network(cells[1], 1, 16, 3, 1)));
  CHECK(keeps_bits(bidirectional_network(cells[4], 1, 40, 1, 1)));
}

int
main(void)
{
  uint32_t seed = 5;
  randomise(noise[0], (size_t)N_STREAMS * N_FRAMES, 1.0f, &seed);
  openblas_set_num_threads(1);

  RUN(stacks_match_batch_and_kernels);
  RUN(mixed_layers_match_batch);
  RUN(any_split_gives_the_same_bits);
  RUN(what_is_small_or_runs_forward_keeps_its_bits);
  return 0;
}
