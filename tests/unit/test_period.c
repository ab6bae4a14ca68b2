// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_period.c Layers that step once in several frames

#include "../networks.h"

#include <string.h>

enum { N = 640, P = 16 };

static float input[N];

/// Return a bank of three taps that steps in every frame, and above it a GRU
/// and a head that do every `period` frames
static RmnNetwork*
new_network(const uint32_t period)
{
  const RmnShape shapes[] = {
    {.type        = RMN_CONV1D,
     .n_inputs    = 1,
     .n_outputs   = 4,
     .kernel_size = 3,
     .dilation    = 1,
     .n_groups    = 1},
    {.type = RMN_GRU, .n_inputs = 4, .n_outputs = 7, .period = period},
    {.type       = RMN_DENSE,
     .activation = RMN_SIGMOID,
     .n_inputs   = 7,
     .n_outputs  = 1,
     .period     = period}};
  return random_network(shapes, 3, 5);
}

/// Play `n` frames from `first` on, from wherever the state is
static void
play(const RmnModel* const model,
     RmnState* const       state,
     const uint32_t        first,
     const uint32_t        n,
     float* const          to)
{
  const float* in[]  = {input + first};
  float*       out[] = {to + first};
  rmn_process(model, state, in, out, n);
}

static void
play_all(const RmnNetwork* const network, float* const to)
{
  RmnModel* const model = rmn_model_new(network);
  RmnState* const state = model ? rmn_state_new(model, 1) : NULL;
  CHECK(state);
  rmn_state_reset(state, model, RMN_START_FILE);
  play(model, state, 0, N, to);
  rmn_state_free(state);
  rmn_model_free(model);
}

/// Return the layers of a network from `first` to `end` - 1, in every frame
static RmnNetwork*
part_of(const RmnNetwork* const network,
        const uint32_t          first,
        const uint32_t          end)
{
  RmnShape shapes[3];
  for (uint32_t l = first; l < end; ++l) {
    shapes[l - first]        = network->layers[l].shape;
    shapes[l - first].period = 0;
  }
  RmnNetwork* const part = random_network(shapes, end - first, 1);
  for (uint32_t l = first; l < end; ++l) {
    const RmnLayer* const from = &network->layers[l];
    const RmnLayer* const to   = &part->layers[l - first];
    const RmnLayerSizes   n    = rmn_shape_sizes(&from->shape);
    memcpy(to->W, from->W, n.W * sizeof(float));
    memcpy(to->b, from->b, n.b * sizeof(float));
    if (n.U) {
      memcpy(to->U, from->U, n.U * sizeof(float));
      memcpy(to->b_u, from->b_u, n.b_u * sizeof(float));
      memcpy(to->h0, from->h0, n.h0 * sizeof(float));
    }
  }
  return part;
}

/// What is above the bank is a network by itself, at a lower rate
static void
steps_are_frames_of_a_slower_network(void)
{
  RmnNetwork* const whole      = new_network(P);
  RmnNetwork* const bank       = part_of(whole, 0, 1);
  RmnNetwork* const above      = part_of(whole, 1, 3);
  RmnModel* const   bank_model = rmn_model_new(bank);
  RmnState* const   bank_state = rmn_state_new(bank_model, 1);
  RmnModel* const   model      = rmn_model_new(above);
  RmnState* const   state      = rmn_state_new(model, 1);
  float             held[N];
  float             bands[4][N];
  float*            out[] = {bands[0], bands[1], bands[2], bands[3]};
  const float*      in[]  = {input};
  float             y     = 0.0f;

  play_all(whole, held);
  rmn_state_reset(bank_state, bank_model, RMN_START_ZERO);
  rmn_process(bank_model, bank_state, in, out, N);
  rmn_state_reset(state, model, RMN_START_FILE);
  for (uint32_t t = 0; t < N; ++t) {
    const float* x[] = {bands[0] + t, bands[1] + t, bands[2] + t, bands[3] + t};
    float*       to[] = {&y};
    rmn_process(model, state, x, to, t % P ? 0U : 1U);
    CHECK(held[t] == y);
  }

  rmn_state_free(state);
  rmn_model_free(model);
  rmn_state_free(bank_state);
  rmn_model_free(bank_model);
  rmn_network_free(above);
  rmn_network_free(bank);
  rmn_network_free(whole);
}

/// Frames between steps are not heard by a first layer that has a period
static void
other_frames_are_not_heard(void)
{
  const RmnShape    shape   = {.type       = RMN_RNN,
                               .activation = RMN_TANH,
                               .n_inputs   = 1,
                               .n_outputs  = 1,
                               .period     = P};
  RmnNetwork* const network = random_network(&shape, 1, 3);
  float             all[N];
  float             some[N];
  float             kept[N];
  play_all(network, all);
  memcpy(kept, input, sizeof(kept));
  for (uint32_t t = 0; t < N; ++t) {
    input[t] = t % P ? 0.0f : input[t];
  }
  play_all(network, some);
  memcpy(input, kept, sizeof(kept));
  CHECK(!memcmp(all, some, sizeof(all)));
  CHECK(all[0] == all[P - 1] && all[P - 1] != all[P]);
  rmn_network_free(network);
}

/// Saved between two steps, a state knows where it stands, and what it holds
static void
phase_is_part_of_the_state(void)
{
  RmnNetwork* const network = new_network(P);
  RmnModel* const   model   = rmn_model_new(network);
  RmnState* const   state   = rmn_state_new(model, 1);
  RmnState* const   other   = rmn_state_new(model, 1);
  const size_t      n_bytes = rmn_state_n_bytes(state);
  void* const       bytes   = malloc(n_bytes);
  CHECK(bytes);
  for (uint32_t at = 1; at < 3U * P; at += 5U) {
    float whole[N] = {0.0f};
    float parts[N] = {0.0f};
    rmn_state_reset(state, model, RMN_START_FILE);
    play(model, state, 0, N, whole);
    rmn_state_reset(state, model, RMN_START_FILE);
    play(model, state, 0, at, parts);
    rmn_state_save(state, bytes);
    rmn_state_reset(other, model, RMN_START_REST);
    CHECK(!rmn_state_restore(other, bytes, n_bytes));
    play(model, other, at, N - at, parts);
    CHECK(!memcmp(whole, parts, sizeof(whole)));
  }
  free(bytes);
  rmn_state_free(other);
  rmn_state_free(state);
  rmn_model_free(model);
  rmn_network_free(network);
}

/// Each that has another period is another sound
static void
hash_tells_periods_apart(void)
{
  RmnNetwork* const a = new_network(1);
  RmnNetwork* const b = new_network(0);
  RmnNetwork* const c = new_network(P);
  CHECK(rmn_network_hash(a) == rmn_network_hash(b));
  CHECK(rmn_network_hash(a) != rmn_network_hash(c));
  rmn_network_free(a);
  rmn_network_free(b);
  rmn_network_free(c);
}

int
main(void)
{
  uint32_t seed = 11;
  randomise(input, N, 1.0f, &seed);
  RUN(steps_are_frames_of_a_slower_network);
  RUN(other_frames_are_not_heard);
  RUN(phase_is_part_of_the_state);
  RUN(hash_tells_periods_apart);
  return 0;
}
