// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_state.c What remains between blocks: reset, copy, save, restore

#include "../kinds.h"

#include <string.h>

static void
check_reset(const RmnModel* const model, RmnState* const state)
{
  static const RmnStart starts[] = {
    RMN_START_ZERO, RMN_START_FILE, RMN_START_REST};

  for (size_t s = 0; s < sizeof(starts) / sizeof(starts[0]); ++s) {
    float first[N_FRAMES];
    float again[N_FRAMES];
    memcpy(first, input, sizeof(first));
    memcpy(again, input, sizeof(again));

    rmn_state_reset(state, model, starts[s]);
    run(model, state, first, 0, N_FRAMES, 64);
    rmn_state_reset(state, model, starts[s]);
    run(model, state, again, 0, N_FRAMES, 64);
    CHECK(!memcmp(first, again, sizeof(first)));
  }
}

static void
reset_forgets_everything(void)
{
  for_each_kind(check_reset);
}

/// Check that `state`, as it is after `first` frames, goes on as `expected`
static void
check_continues(const RmnModel* const model,
                RmnState* const       state,
                const float* const    expected,
                const uint32_t        first)
{
  float audio[N_FRAMES];
  memcpy(audio, input, sizeof(audio));
  run(model, state, audio, first, N_FRAMES, 64);
  CHECK(!memcmp(
    expected + first, audio + first, (N_FRAMES - first) * sizeof(float)));
}

static void
check_save(const RmnModel* const model, RmnState* const state)
{
  const uint32_t  first = 333; // Where no block and no ring begins
  const size_t    size  = rmn_state_n_bytes(state);
  char* const     bytes = (char*)malloc(size);
  RmnState* const other = rmn_state_new(model, 1);
  RmnState* const copy  = rmn_state_new(model, 1);
  float           audio[N_FRAMES];
  CHECK(bytes && other && copy);

  memcpy(audio, input, sizeof(audio));
  run(model, state, audio, 0, first, 64);
  rmn_state_save(state, bytes);
  rmn_state_copy(copy, state);
  run(model, state, audio, first, N_FRAMES, 64);

  CHECK(rmn_state_restore(other, bytes, size) == RMN_OK);
  check_continues(model, other, audio, first);
  check_continues(model, copy, audio, first);

  rmn_state_free(copy);
  rmn_state_free(other);
  free(bytes);
}

static void
state_survives_saving_and_copying(void)
{
  for_each_kind(check_save);
}

/// Offer what a run left behind, damaged, to a state that is at rest
static void
check_damage(const RmnModel* const model, RmnState* const state)
{
  const size_t    size  = rmn_state_n_bytes(state);
  RmnState* const other = rmn_state_new(model, 1);
  char* const     rest  = (char*)malloc(size);
  char* const     bytes = (char*)malloc(size);
  char* const     after = (char*)malloc(size);
  float           audio[N_FRAMES];
  CHECK(other && rest && bytes && after);

  memcpy(audio, input, sizeof(audio));
  run(model, state, audio, 0, N_FRAMES, 64);
  rmn_state_save(state, bytes);
  rmn_state_save(other, rest);

  CHECK(rmn_state_restore(other, bytes, 0) == RMN_ERR_STATE);
  CHECK(rmn_state_restore(other, bytes, size - 1) == RMN_ERR_STATE);
  for (size_t i = 0; i < size; ++i) {
    const char good = bytes[i];
    bytes[i]        = (char)(good ^ (1 << i % 7U));
    CHECK(rmn_state_restore(other, bytes, size) == RMN_ERR_STATE);
    bytes[i] = good;
  }

  rmn_state_save(other, after);
  CHECK(!memcmp(rest, after, size)); // Every refusal left the state alone
  CHECK(rmn_state_restore(other, bytes, size) == RMN_OK);

  rmn_state_free(other);
  free(rest);
  free(bytes);
  free(after);
}

static void
damaged_state_is_refused(void)
{
  for_each_kind(check_damage);
}

/// Save a state of two streams of `from`, and restore `n_streams` of `to`
static RmnStatus
hand_over(RmnNetwork* const from,
          RmnNetwork* const to,
          const uint32_t    n_streams)
{
  RmnModel* const from_model = rmn_model_new(from);
  RmnModel* const to_model   = rmn_model_new(to);
  CHECK(from_model && to_model);
  RmnState* const from_state = rmn_state_new(from_model, 2);
  RmnState* const to_state   = rmn_state_new(to_model, n_streams);
  CHECK(from_state && to_state);
  const size_t size  = rmn_state_n_bytes(from_state);
  char* const  bytes = (char*)malloc(size);
  CHECK(bytes);

  rmn_state_save(from_state, bytes);
  const RmnStatus st = rmn_state_restore(to_state, bytes, size);

  free(bytes);
  rmn_state_free(from_state);
  rmn_state_free(to_state);
  rmn_model_free(from_model);
  rmn_model_free(to_model);
  rmn_network_free(from);
  rmn_network_free(to);
  return st;
}

static void
state_of_another_model_is_refused(void)
{
  const RmnShape shape = {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 8};

  CHECK(hand_over(random_network(&shape, 1, 1),
                  random_network(&shape, 1, 1),
                  2) == RMN_OK);
  CHECK(hand_over(random_network(&shape, 1, 1),
                  random_network(&shape, 1, 2),
                  2) == RMN_ERR_STATE);
}

static void
state_of_other_streams_is_refused(void)
{
  const RmnShape shape = {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 8};

  CHECK(hand_over(random_network(&shape, 1, 1),
                  random_network(&shape, 1, 1),
                  1) == RMN_ERR_STATE);
}

/// What was saved beyond sense is no damage, and still not to be played
static void
lost_state_is_refused(void)
{
  RmnNetwork* const network = unit_network(RMN_RELU, 1.0f, 2.0f, 0.0f);
  RmnModel* const   model   = rmn_model_new(network);
  CHECK(model);
  RmnState* const state = rmn_state_new(model, 1);
  CHECK(state);
  const size_t size            = rmn_state_n_bytes(state);
  char* const  bytes           = (char*)malloc(size);
  float        audio[N_FRAMES] = {1.0f};
  CHECK(bytes);

  rmn_state_save(state, bytes);
  CHECK(rmn_state_restore(state, bytes, size) == RMN_OK);
  run(model, state, audio, 0, 40, 64); // 2^40, more than +200 dBFS
  rmn_state_save(state, bytes);
  CHECK(rmn_state_restore(state, bytes, size) == RMN_ERR_STATE);
  run(model, state, audio, 40, N_FRAMES, 64);
  rmn_state_save(state, bytes);
  CHECK(rmn_state_restore(state, bytes, size) == RMN_ERR_STATE);

  free(bytes);
  rmn_state_free(state);
  rmn_model_free(model);
  rmn_network_free(network);
}

int
main(void)
{
  RUN(reset_forgets_everything);
  RUN(state_survives_saving_and_copying);
  RUN(damaged_state_is_refused);
  RUN(state_of_another_model_is_refused);
  RUN(state_of_other_streams_is_refused);
  RUN(lost_state_is_refused);
  return 0;
}
