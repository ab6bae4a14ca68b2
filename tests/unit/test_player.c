// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_player.c A model as an effect: splits, knobs, DC, NaN

#include "../networks.h"

#include <string.h>

enum { N_FRAMES = 4800 };

static const double rate_hz = 48000.0;

static RmnPlayer*
make_player(const uint32_t n_inputs, const uint32_t n_streams)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = n_inputs, .n_outputs = 12},
    {.type = RMN_DENSE, .n_inputs = 12, .n_outputs = 1}};
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = random_network(shapes, 2, 3);
  RmnPlayer* const player = rmn_player_new(network, rate_hz, n_streams, &error);
  CHECK(player);
  rmn_network_free(network);
  return player;
}

static void
fill_noise(float* const audio)
{
  uint32_t seed = 9;
  randomise(audio, N_FRAMES, 0.5f, &seed);
}

/// Play in place, in blocks of at most `n_block`
static void
play(RmnPlayer* const player, float* const audio, const uint32_t n_block)
{
  for (uint32_t t = 0; t < N_FRAMES; t += n_block) {
    const uint32_t left  = N_FRAMES - t;
    float*         out[] = {audio + t};
    const float*   in[]  = {audio + t};
    rmn_player_process(player, in, out, left < n_block ? left : n_block);
  }
}

static void
any_split_gives_the_same_bits(void)
{
  static const uint32_t blocks[] = {1, 37, 64, 65, 1024, N_FRAMES};

  float expected[N_FRAMES];
  float audio[N_FRAMES];
  for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    RmnPlayer* const player = make_player(3, 1);
    fill_noise(audio);
    rmn_player_set_knob(player, 0, 0.2f);
    play(player, audio, 64);
    rmn_player_set_knob(player, 0, 0.9f); // Glides over many blocks
    rmn_player_set_dc_block(player, true);
    play(player, audio, blocks[b]);
    if (!b) {
      memcpy(expected, audio, sizeof(expected));
    }
    CHECK(!memcmp(expected, audio, sizeof(expected)));
    rmn_player_free(player);
  }
}

static void
knobs_jump_only_before_the_first_frame(void)
{
  RmnPlayer* const turned = make_player(2, 1);
  RmnPlayer* const fresh  = make_player(2, 1);
  float            a[N_FRAMES];
  float            b[N_FRAMES];

  fill_noise(a);
  fill_noise(b);
  rmn_player_set_knob(turned, 0, 0.1f);
  rmn_player_set_knob(fresh, 0, 0.9f);
  play(turned, a, 64);
  rmn_player_reset(turned, RMN_START_REST);
  rmn_player_set_knob(turned, 0, 0.9f); // A reset is a new first frame
  fill_noise(a);
  play(turned, a, 64);
  play(fresh, b, 64);
  CHECK(!memcmp(a, b, sizeof(a)));

  rmn_player_free(turned);
  rmn_player_free(fresh);
}

static void
knobs_beyond_the_network_are_ignored(void)
{
  RmnPlayer* const player = make_player(2, 1);
  CHECK(rmn_player_n_knobs(player) == 1);
  rmn_player_set_knob(player, 1, 0.3f);
  rmn_player_set_knob(player, UINT32_MAX, 0.3f);
  rmn_player_set_knob(player, 0, NAN);

  float audio[N_FRAMES];
  fill_noise(audio);
  play(player, audio, 64);
  CHECK(rmn_player_n_contained(player) == 0);
  rmn_player_free(player);
}

static void
dc_blocker_starts_without_a_pop(void)
{
  RmnPlayer* const player          = make_player(1, 1);
  float            audio[N_FRAMES] = {0.0f};

  play(player, audio, 64);
  const float offset = audio[N_FRAMES - 1];
  CHECK(fabsf(offset) > 1e-3f); // Else nothing would be blocked

  rmn_player_reset(player, RMN_START_REST);
  rmn_player_set_dc_block(player, true);
  memset(audio, 0, sizeof(audio));
  play(player, audio, 64);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(fabsf(audio[t]) < 1e-4f); // -80 dBFS
  }
  rmn_player_free(player);
}

static void
bad_samples_are_contained(void)
{
  static const float bad[] = {NAN, INFINITY, -INFINITY, 1e10f, -1e38f};

  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    RmnPlayer* const player = make_player(1, 1);
    float            audio[N_FRAMES];
    fill_noise(audio);
    audio[100] = bad[i];
    play(player, audio, 64);
    for (uint32_t t = 0; t < N_FRAMES; ++t) {
      CHECK(isfinite(audio[t]));
    }
    CHECK(isfinite(bad[i]) || rmn_player_n_contained(player) == 1);

    float clean[N_FRAMES]; // Nothing is left of it after a reset
    float after[N_FRAMES];
    fill_noise(clean);
    fill_noise(after);
    rmn_player_reset(player, RMN_START_REST);
    play(player, after, 64);
    RmnPlayer* const other = make_player(1, 1);
    play(other, clean, 64);
    CHECK(!memcmp(clean, after, sizeof(clean)));
    rmn_player_free(other);
    rmn_player_free(player);
  }
}

/// relu without bound: the state grows until it overflows
static void
exploding_state_returns_to_rest(void)
{
  const RmnShape shape = {
    .type = RMN_RNN, .activation = RMN_RELU, .n_inputs = 1, .n_outputs = 1};
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = random_network(&shape, 1, 1);
  network->layers[0].W[0]   = 1.0f;
  network->layers[0].U[0]   = 2.0f;
  network->layers[0].b[0]   = 0.0f;
  network->layers[0].h0[0]  = 0.0f;
  RmnPlayer* const player   = rmn_player_new(network, rate_hz, 1, &error);
  CHECK(player);

  float audio[N_FRAMES] = {1.0f};
  play(player, audio, 64);
  CHECK(rmn_player_n_contained(player) > 0);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(isfinite(audio[t]));
  }
  CHECK(audio[N_FRAMES - 1] == 0.0f);

  rmn_player_free(player);
  rmn_network_free(network);
}

static void
failed_self_test_warns(void)
{
  const RmnShape     shape = {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = 1};
  RmnError           error = {RMN_OK, ""};
  RmnNetwork* const  network = random_network(&shape, 1, 1);
  RmnSelfTest* const test    = &network->self_test;
  const float expected = network->layers[0].W[0] + network->layers[0].b[0];

  test->n_frames  = 1;
  test->tolerance = 1e-5f;
  test->input     = (float*)calloc(1, sizeof(float));
  test->output    = (float*)calloc(1, sizeof(float));
  CHECK(test->input && test->output);
  test->input[0]  = 1.0f;
  test->output[0] = expected;

  RmnPlayer* const good = rmn_player_new(network, rate_hz, 1, &error);
  CHECK(good && !rmn_player_warning(good)[0]);
  test->output[0]      = expected + 0.01f;
  RmnPlayer* const bad = rmn_player_new(network, rate_hz, 1, &error);
  CHECK(bad && rmn_player_warning(bad)[0]);

  rmn_player_free(good);
  rmn_player_free(bad);
  rmn_network_free(network);
}

int
main(void)
{
  RUN(any_split_gives_the_same_bits);
  RUN(knobs_jump_only_before_the_first_frame);
  RUN(knobs_beyond_the_network_are_ignored);
  RUN(dc_blocker_starts_without_a_pop);
  RUN(bad_samples_are_contained);
  RUN(exploding_state_returns_to_rest);
  RUN(failed_self_test_warns);
  return 0;
}
