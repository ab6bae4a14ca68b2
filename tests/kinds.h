// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file kinds.h A network of every kind, and how to run it

#ifndef RMN_TEST_KINDS_H
#define RMN_TEST_KINDS_H

#include "networks.h"

enum { N_FRAMES = 1000, N_KINDS = 10 };

static float input[N_FRAMES];
static float knob[N_FRAMES]; ///< Another value in each frame

/// Return the network of kind `i`, with a knob if it has a second input
static inline RmnNetwork*
make_network(const int i)
{
  const RmnShape shapes[N_KINDS][3] = {
    {{.type = RMN_RNN, .activation = RMN_RELU, .n_inputs = 1, .n_outputs = 5}},
    {{.type = RMN_LSTM, .n_inputs = 2, .n_outputs = 20}},
    {{.type      = RMN_LSTM,
      .n_inputs  = 1,
      .n_outputs = 7,
      .peephole  = RMN_PEEPHOLE_FULL}},
    {{.type = RMN_GRU, .n_inputs = 1, .n_outputs = 16}},
    {{.type      = RMN_GRU,
      .n_inputs  = 2,
      .n_outputs = 9,
      .reset     = RMN_RESET_BEFORE}},
    {{.type        = RMN_CONV1D,
      .n_inputs    = 1,
      .n_outputs   = 3,
      .kernel_size = 3,
      .dilation    = 37,
      .n_groups    = 1},
     {.type = RMN_LSTM, .n_inputs = 3, .n_outputs = 4}},
    {{.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 8},
     {.type = RMN_LSTM, .n_inputs = 8, .n_outputs = 12}},
    {{.type      = RMN_LSTM,
      .n_inputs  = 1,
      .n_outputs = 6,
      .functions = {{RMN_HARD_SIGMOID, 0.2f, 0.5f}},
      .clip      = 2.0f}},
    {{.type      = RMN_GRU,
      .n_inputs  = 2,
      .n_outputs = 10,
      .functions = {{RMN_LINEAR}, {RMN_SOFTSIGN}}}},
    {{.type        = RMN_CONV1D,
      .n_inputs    = 1,
      .n_outputs   = 5,
      .kernel_size = 4,
      .dilation    = 1,
      .n_groups    = 1},
     {.type = RMN_GRU, .n_inputs = 5, .n_outputs = 9, .period = 8},
     {.type = RMN_RNN, .n_inputs = 9, .n_outputs = 4, .period = 64}}};

  RmnShape layers[4];
  uint32_t n = 0;
  while (n < 3 && shapes[i][n].n_outputs) {
    layers[n] = shapes[i][n];
    ++n;
  }
  layers[n] = (RmnShape){
    .type = RMN_DENSE, .n_inputs = layers[n - 1].n_outputs, .n_outputs = 1};

  RmnNetwork* const network = random_network(layers, n + 1U, (uint32_t)i + 1U);
  network->n_skip           = (uint32_t)i % 2U;
  network->in_gain          = 0.9f;
  network->out_gain         = 1.1f;
  return network;
}

/// Run frames `first` to `end` of one stream in place, in blocks of `n_block`
static inline void
run(const RmnModel* const model,
    RmnState* const       state,
    float* const          audio,
    const uint32_t        first,
    const uint32_t        end,
    const uint32_t        n_block)
{
  for (uint32_t t = first; t < end; t += n_block) {
    const uint32_t left  = end - t;
    const float*   in[]  = {audio + t, knob + t};
    float*         out[] = {audio + t};
    rmn_process(model, state, in, out, left < n_block ? left : n_block);
  }
}

/// Call `test` with a model and a state at rest, for every kind
static inline void
for_each_kind(void (*const test)(const RmnModel*, RmnState*))
{
  uint32_t seed = 5;
  randomise(input, N_FRAMES, 1.0f, &seed);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    knob[t] = 0.5f + 0.4f * random_float(&seed);
  }

  for (int i = 0; i < N_KINDS; ++i) {
    RmnNetwork* const network = make_network(i);
    RmnModel* const   model   = rmn_model_new(network);
    CHECK(model);
    RmnState* const state = rmn_state_new(model, 1);
    CHECK(state);
    test(model, state);
    rmn_state_free(state);
    rmn_model_free(model);
    rmn_network_free(network);
  }
}

#endif // RMN_TEST_KINDS_H
