// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_process.c What holds for every network: splits, states, resets

#include "../networks.h"

#include <string.h>

enum { N_FRAMES = 1000, N_NETWORKS = 7 };

static float input[N_FRAMES];

/// Return network `i`, with its knob of 0.5 if it has a second input
static RmnNetwork*
make_network(const int i)
{
  const RmnShape shapes[N_NETWORKS][3] = {
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
     {.type = RMN_LSTM, .n_inputs = 8, .n_outputs = 12}}};

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

/// Run `n` frames of one stream, in place, in blocks of at most `n_block`
static void
run(const RmnModel* const model,
    RmnState* const       state,
    float* const          audio,
    const uint32_t        n,
    const uint32_t        n_block)
{
  static const float knob[N_FRAMES] = {0.5f, 0.5f, 0.25f};

  for (uint32_t t = 0; t < n; t += n_block) {
    const float* in[] = {audio + t, knob};
    float*       out  = audio + t;
    rmn_process(model, state, in, &out, n - t < n_block ? n - t : n_block);
  }
}

/// Call `test` with a model and a state at rest, for every network
static void
for_each_network(void (*const test)(const RmnModel*, RmnState*))
{
  uint32_t seed = 5;
  randomise(input, N_FRAMES, 1.0f, &seed);

  for (int i = 0; i < N_NETWORKS; ++i) {
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

/// Knobs are per frame, so a split must hand over the frames that belong to it
static void
check_split(const RmnModel* const model, RmnState* const state)
{
  static const uint32_t blocks[] = {1, 2, 31, 32, 33, 64, 999};

  float whole[N_FRAMES];
  float split[N_FRAMES];
  float knob[N_FRAMES];
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    knob[t] = 0.5f + 0.4f * input[(t + 3U) % N_FRAMES];
  }

  const float* in[]  = {input, knob};
  float*       out[] = {whole};
  rmn_process(model, state, in, out, N_FRAMES);

  for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    rmn_state_reset(state, model, RMN_START_REST);
    memcpy(split, input, sizeof(split));
    for (uint32_t t = 0; t < N_FRAMES; t += blocks[b]) {
      const uint32_t left = N_FRAMES - t;
      in[0]               = split + t; // In place
      in[1]               = knob + t;
      out[0]              = split + t;
      rmn_process(model, state, in, out, 0);
      rmn_process(model, state, in, out, left < blocks[b] ? left : blocks[b]);
    }
    CHECK(!memcmp(whole, split, sizeof(whole)));
  }
}

static void
any_split_gives_the_same_bits(void)
{
  for_each_network(check_split);
}

static void
check_reset(const RmnModel* const model, RmnState* const state)
{
  static const RmnStart starts[] = {
    RMN_START_ZERO, RMN_START_FILE, RMN_START_REST};

  for (size_t s = 0; s < 3; ++s) {
    float first[N_FRAMES];
    float again[N_FRAMES];
    memcpy(first, input, sizeof(first));
    memcpy(again, input, sizeof(again));

    rmn_state_reset(state, model, starts[s]);
    run(model, state, first, N_FRAMES, 64);
    rmn_state_reset(state, model, starts[s]);
    run(model, state, again, N_FRAMES, 64);
    CHECK(!memcmp(first, again, sizeof(first)));
  }
}

static void
reset_forgets_everything(void)
{
  for_each_network(check_reset);
}

static void
check_save(const RmnModel* const model, RmnState* const state)
{
  const size_t size  = rmn_state_n_bytes(state);
  char* const  bytes = (char*)malloc(size);
  CHECK(bytes);

  float expected[N_FRAMES];
  float restored[N_FRAMES];
  memcpy(expected, input, sizeof(expected));
  memcpy(restored, input, sizeof(restored));

  run(model, state, expected, 333, 64);
  rmn_state_save(state, bytes);
  run(model, state, expected + 333, N_FRAMES - 333, 64);

  RmnState* const other = rmn_state_new(model, 1);
  CHECK(other);
  CHECK(rmn_state_restore(other, bytes, size) == RMN_OK);
  run(model, other, restored + 333, N_FRAMES - 333, 64);
  CHECK(!memcmp(expected + 333, restored + 333, (N_FRAMES - 333) * 4));

  RmnState* const copy = rmn_state_new(model, 1);
  CHECK(copy);
  CHECK(rmn_state_restore(other, bytes, size) == RMN_OK);
  rmn_state_copy(copy, other);
  memcpy(restored, input, sizeof(restored));
  run(model, copy, restored + 333, N_FRAMES - 333, 64);
  CHECK(!memcmp(expected + 333, restored + 333, (N_FRAMES - 333) * 4));

  rmn_state_free(copy);
  rmn_state_free(other);
  free(bytes);
}

static void
state_survives_saving_and_copying(void)
{
  for_each_network(check_save);
}

static void
check_damage(const RmnModel* const model, RmnState* const state)
{
  const size_t size   = rmn_state_n_bytes(state);
  char* const  good   = (char*)malloc(size);
  char* const  bytes  = (char*)malloc(size);
  const float  nan    = NAN;
  const size_t header = 8; // Magic and number of streams, which must match
  CHECK(good && bytes);

  rmn_state_save(state, good);
  CHECK(rmn_state_restore(state, good, size - 1) == RMN_ERR_STATE);
  CHECK(rmn_state_restore(state, good, 0) == RMN_ERR_STATE);

  for (size_t i = 0; i < header; ++i) {
    memcpy(bytes, good, size);
    bytes[i] ^= 1;
    CHECK(rmn_state_restore(state, bytes, size) == RMN_ERR_STATE);
  }

  memcpy(bytes, good, size);
  memcpy(bytes + size - sizeof(nan), &nan, sizeof(nan));
  CHECK(rmn_state_restore(state, bytes, size) == RMN_ERR_STATE);

  rmn_state_save(state, bytes); // Every refusal left the state alone
  CHECK(!memcmp(good, bytes, size));

  (void)model;
  free(good);
  free(bytes);
}

static void
damaged_state_is_refused(void)
{
  for_each_network(check_damage);
}

static void
state_of_another_model_is_refused(void)
{
  const RmnShape    shape   = {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 8};
  RmnNetwork* const a       = random_network(&shape, 1, 1);
  RmnNetwork* const b       = random_network(&shape, 1, 2);
  RmnModel* const   model_a = rmn_model_new(a);
  RmnModel* const   model_b = rmn_model_new(b);
  RmnState* const   state_a = rmn_state_new(model_a, 1);
  RmnState* const   state_b = rmn_state_new(model_b, 1);
  const size_t      size    = rmn_state_n_bytes(state_a);
  char* const       bytes   = (char*)malloc(size);
  CHECK(bytes);

  rmn_state_save(state_a, bytes);
  CHECK(size == rmn_state_n_bytes(state_b));
  CHECK(rmn_state_restore(state_b, bytes, size) == RMN_ERR_STATE);

  free(bytes);
  rmn_state_free(state_a);
  rmn_state_free(state_b);
  rmn_model_free(model_a);
  rmn_model_free(model_b);
  rmn_network_free(a);
  rmn_network_free(b);
}

static void
check_streams(const RmnModel* const model, RmnState* const state)
{
  RmnState* const pair = rmn_state_new(model, 2);
  CHECK(pair);

  float left[N_FRAMES];
  float right[N_FRAMES];
  float alone[N_FRAMES];
  float knob[N_FRAMES] = {0.5f};
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    left[t]  = input[t];
    right[t] = -input[t];
  }

  const bool   has_knob   = rmn_model_n_inputs(model) > 1;
  const float* in_knob[]  = {left, knob, right, knob};
  const float* in_audio[] = {left, right};
  float*       out[]      = {right, left}; // Each into the other's input
  rmn_process(model, pair, has_knob ? in_knob : in_audio, out, N_FRAMES);

  const float* in[]     = {input, knob};
  float*       single[] = {alone};
  rmn_process(model, state, in, single, N_FRAMES);
  CHECK(!memcmp(alone, right, sizeof(alone)));

  rmn_state_free(pair);
}

static void
streams_are_independent(void)
{
  for_each_network(check_streams);
}

static void
rest_is_where_silence_stays(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_GRU, .n_inputs = 1, .n_outputs = 16},
    {.type = RMN_DENSE, .n_inputs = 16, .n_outputs = 1}};
  RmnNetwork* const network         = random_network(shapes, 2, 11);
  RmnModel* const   model           = rmn_model_new(network);
  RmnState* const   state           = rmn_state_new(model, 1);
  const RmnRest     rest            = rmn_model_rest(model);
  float             audio[N_FRAMES] = {0.0f};

  CHECK(rest.settled);
  CHECK(fabsf(rest.output) > 1e-3f); // Zero would prove nothing
  run(model, state, audio, N_FRAMES, 64);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(fabsf(audio[t] - rest.output) < 1e-5f);
  }

  rmn_state_free(state);
  rmn_model_free(model);
  rmn_network_free(network);
}

/// Return whether silence settles two units that feed one another by U
static bool
settles(const float* const U)
{
  const RmnShape shape = {
    .type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 1, .n_outputs = 2};
  RmnNetwork* const network = random_network(&shape, 1, 1);
  RmnLayer* const   layer   = &network->layers[0];

  memset(layer->b, 0, 2 * sizeof(float));
  memcpy(layer->U, U, 4 * sizeof(float));
  RmnModel* const model = rmn_model_new(network);
  CHECK(model);
  const bool settled = rmn_model_rest(model).settled;

  rmn_model_free(model);
  rmn_network_free(network);
  return settled;
}

static void
oscillation_is_not_called_rest(void)
{
  static const float decay[]       = {0.5f, 0.0f, 0.0f, 0.5f};
  static const float alternation[] = {-2.0f, 0.0f, 0.0f, -2.0f}; // Period 2
  static const float rotation[]    = {1.0f, -1.5f, 1.5f, 1.0f};

  CHECK(settles(decay));
  CHECK(!settles(alternation));
  CHECK(!settles(rotation));
}

int
main(void)
{
  RUN(any_split_gives_the_same_bits);
  RUN(reset_forgets_everything);
  RUN(state_survives_saving_and_copying);
  RUN(damaged_state_is_refused);
  RUN(state_of_another_model_is_refused);
  RUN(streams_are_independent);
  RUN(rest_is_where_silence_stays);
  RUN(oscillation_is_not_called_rest);
  return 0;
}
