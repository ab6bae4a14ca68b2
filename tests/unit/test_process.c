// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_process.c What holds for every network: splits and streams

#include "../kinds.h"
#include "state.h"

#include <string.h>

static void
check_split(const RmnModel* const model, RmnState* const state)
{
  static const uint32_t blocks[] = {1, 2, 31, 32, 33, 64, 999};

  float        whole[N_FRAMES];
  float        split[N_FRAMES];
  const float* in[]  = {input, knob};
  float*       out[] = {whole};
  rmn_process(model, state, in, out, N_FRAMES);

  for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    rmn_state_reset(state, model, RMN_START_REST);
    memcpy(split, input, sizeof(split));
    run(model, state, split, 0, N_FRAMES, blocks[b]);
    CHECK(!memcmp(whole, split, sizeof(whole)));
  }
}

static void
any_split_gives_the_same_bits(void)
{
  for_each_kind(check_split);
}

static void
check_no_frames(const RmnModel* const model, RmnState* const state)
{
  const size_t size   = rmn_state_n_bytes(state);
  char* const  before = (char*)malloc(size);
  char* const  after  = (char*)malloc(size);
  float        audio  = 0.25f;
  const float* in[]   = {&audio, knob};
  float*       out[]  = {&audio};
  CHECK(before && after);

  rmn_state_save(state, before);
  rmn_process(model, state, in, out, 0);
  rmn_state_save(state, after);
  CHECK(!memcmp(before, after, size));
  CHECK(audio == 0.25f);

  free(before);
  free(after);
}

static void
no_frames_change_nothing(void)
{
  for_each_kind(check_no_frames);
}

static void
check_streams(const RmnModel* const model, RmnState* const state)
{
  RmnState* const pair = rmn_state_new(model, 2);
  CHECK(pair);

  float left[N_FRAMES];
  float right[N_FRAMES];
  float alone[2][N_FRAMES];
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    alone[0][t] = left[t] = input[t];
    alone[1][t] = right[t] = -input[t];
  }

  const bool   has_knob   = rmn_model_n_inputs(model) > 1;
  const float* in_knob[]  = {left, knob, right, knob};
  const float* in_audio[] = {left, right};
  float*       out[]      = {right, left}; // Each into the other's input
  rmn_process(model, pair, has_knob ? in_knob : in_audio, out, N_FRAMES);

  for (int s = 0; s < 2; ++s) {
    rmn_state_reset(state, model, RMN_START_REST);
    run(model, state, alone[s], 0, N_FRAMES, N_FRAMES);
    CHECK(!memcmp(alone[s], out[s], sizeof(alone[s])));
  }

  rmn_state_free(pair);
}

static void
streams_are_independent(void)
{
  for_each_kind(check_streams);
}

/// Zero is the same wherever a ring stands, and each layer steps at once, so
/// only the count differs
static void
check_wrap(const RmnModel* const model, RmnState* const state)
{
  float expected[N_FRAMES];
  float wrapped[N_FRAMES];
  memcpy(expected, input, sizeof(expected));
  memcpy(wrapped, input, sizeof(wrapped));

  rmn_state_reset(state, model, RMN_START_ZERO);
  run(model, state, expected, 0, N_FRAMES, 64);
  rmn_state_reset(state, model, RMN_START_ZERO);
  state->frame = 0U - 4U * RMN_MAX_PERIOD;
  run(model, state, wrapped, 0, N_FRAMES, 64);
  CHECK(!memcmp(expected, wrapped, sizeof(expected)));
}

static void
frame_count_wraps_unheard(void)
{
  for_each_kind(check_wrap);
}

int
main(void)
{
  RUN(any_split_gives_the_same_bits);
  RUN(no_frames_change_nothing);
  RUN(streams_are_independent);
  RUN(frame_count_wraps_unheard);
  return 0;
}
