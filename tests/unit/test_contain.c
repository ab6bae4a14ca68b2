// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_contain.c Samples that are no numbers, states that blow up

#include "player.h"

#include "../playing.h"

#include <string.h>

enum { N_BLOCK = 256 };

static void
check_finite(const float* const audio)
{
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(isfinite(audio[t]));
  }
}

static void
bad_samples_are_played_as_zero(void)
{
  static const float bad[] = {
    NAN, INFINITY, -INFINITY, 1e6f, -1e10f, 1e31f, -1e38f};

  float expected[N_FRAMES];
  fill_noise(expected);
  expected[100]           = 0.0f;
  RmnPlayer* const silent = make_player(1);
  play(silent, expected, N_FRAMES, 64);
  CHECK(rmn_player_n_contained(silent) == 0);
  rmn_player_free(silent);

  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    RmnPlayer* const player = make_player(1);
    float            audio[N_FRAMES];
    fill_noise(audio);
    audio[100] = bad[i];
    play(player, audio, N_FRAMES, 64);
    CHECK(!memcmp(expected, audio, sizeof(audio)));
    CHECK(rmn_player_n_contained(player) == 1);
    rmn_player_free(player);
  }
}

static void
loud_samples_are_forgotten(void)
{
  static const float loud[] = {1e3f, 1e5f, -9e5f};

  float clean[N_FRAMES];
  fill_noise(clean);
  RmnPlayer* const quiet = make_player(1);
  play(quiet, clean, N_FRAMES, 64);
  rmn_player_free(quiet);

  for (size_t i = 0; i < sizeof(loud) / sizeof(loud[0]); ++i) {
    RmnPlayer* const player = make_player(1);
    float            audio[N_FRAMES];
    fill_noise(audio);
    audio[100] = loud[i];
    play(player, audio, N_FRAMES, 64);
    check_finite(audio);
    CHECK(rmn_player_n_contained(player) == 0);
    CHECK(fabsf(audio[100] - clean[100]) > 1e-3f); // It was heard
    for (uint32_t t = N_FRAMES / 2; t < N_FRAMES; ++t) {
      CHECK(fabsf(audio[t] - clean[t]) < 1e-6f);
    }
    rmn_player_free(player);
  }
}

/// relu without bound: the state grows until it overflows
static void
exploding_state_returns_to_rest(void)
{
  RmnPlayer* const player =
    player_of(unit_network(RMN_RELU, 1.0f, 1.25f, 0.0f), 1);
  float audio[N_FRAMES] = {1.0f};

  play(player, audio, N_FRAMES, 64);
  CHECK(rmn_player_n_contained(player) == 1);
  CHECK(fabsf(audio[10] - powf(1.25f, 10.0f)) < 1e-5f);
  check_finite(audio);
  CHECK(audio[N_FRAMES - 1] == 0.0f);
  rmn_player_free(player);
}

/// Not even the output tells: tanh makes 1 of whatever the state is
static void
state_that_a_layer_masks_returns_to_rest(void)
{
  RmnPlayer* const player          = player_of(masked_network(1.1f, 0.0f), 1);
  float            audio[N_FRAMES] = {1.0f};

  play(player, audio, N_FRAMES, 64);
  CHECK(audio[100] > 0.99f);
  CHECK(rmn_player_n_contained(player) == 1);
  CHECK(fabsf(audio[N_FRAMES - 1] - tanhf(0.25f)) < 1e-6f);
  rmn_player_free(player);
}

/// Return a player of two units: a memory, and one that only blows up beyond 10
static RmnPlayer*
make_fuse(void)
{
  static const float U[]   = {0.5f, 0.0f, 0.0f, 2.0f};
  static const float b[]   = {0.1f, -10.0f};
  const RmnShape     shape = {
        .type = RMN_RNN, .activation = RMN_RELU, .n_inputs = 1, .n_outputs = 2};
  RmnNetwork* const network = random_network(&shape, 1, 1);
  RmnLayer* const   layer   = &network->layers[0];

  layer->W[0] = 1.0f;
  layer->W[1] = 1.0f;
  memcpy(layer->U, U, sizeof(U));
  memcpy(layer->b, b, sizeof(b));
  RmnPlayer* const player = player_of(network, 1);
  rmn_player_set_dc_block(player, true);
  return player;
}

static void
contained_player_plays_like_a_fresh_one(void)
{
  RmnPlayer* const blown = make_fuse();
  RmnPlayer* const fresh = make_fuse();
  float            audio[N_FRAMES];
  float            expected[N_FRAMES];
  uint32_t         n_played = 0;

  fill_noise(audio);
  fill_noise(expected);
  audio[0] = 100.0f;
  while (!rmn_player_n_contained(blown)) {
    CHECK(n_played < N_FRAMES / 2);
    play(blown, audio + n_played, 64, 64);
    n_played += 64;
  }

  const uint32_t left = N_FRAMES - n_played;
  play(blown, audio + n_played, left, 64);
  play(fresh, expected + n_played, left, 64);
  CHECK(!memcmp(audio + n_played, expected + n_played, left * sizeof(float)));
  CHECK(rmn_player_n_contained(blown) == 1);

  rmn_player_free(blown);
  rmn_player_free(fresh);
}

static const float loud_gain = 1e26f;

/// Return a player of two streams and outputs, `o` so loud that it overflows
static RmnPlayer*
make_loud(const uint32_t o)
{
  const RmnShape    shape = {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = 2};
  RmnNetwork* const network = random_network(&shape, 1, 1);
  RmnLayer* const   layer   = &network->layers[0];

  for (uint32_t i = 0; i < 2; ++i) {
    layer->W[i] = i == o ? loud_gain : 1.0f;
    layer->b[i] = 0.0f;
  }
  return player_of(network, 2);
}

/// Play a block of two streams, and check that it is silent from one frame on
/// to the end of its 64
static void
check_block(RmnPlayer* const   player,
            const float* const in[2],
            const float        gain,
            const uint32_t     n_heard)
{
  const uint32_t n_lost = (64U - n_heard % 64U) % 64U;

  float  wet[2][N_BLOCK];
  float* out[] = {wet[0], wet[1]};

  rmn_player_process(player, in, out, N_BLOCK);
  for (uint32_t s = 0; s < 2; ++s) {
    for (uint32_t t = 0; t < N_BLOCK; ++t) {
      const bool is_lost = t >= n_heard && t < n_heard + n_lost;
      CHECK(wet[s][t] == (is_lost ? 0.0f : gain * in[s][t]));
    }
  }
  CHECK(rmn_player_n_contained(player) == 1);
}

/// Overflow output `o` of stream `s` alone, in a network without memory
static void
check_overflow(const uint32_t s, const uint32_t o)
{
  const float gain = o == 0 ? loud_gain : 1.0f; // Of output 0, which is heard
  RmnPlayer* const player = make_loud(o);
  float            audio[2][N_FRAMES];
  const float*     first[]  = {audio[0], audio[1]};
  const float*     second[] = {audio[0] + N_BLOCK, audio[1] + N_BLOCK};

  fill_noise(audio[0]);
  fill_noise(audio[1]);
  audio[s][70] = 1e5f;
  check_block(player, first, gain, 70);
  check_block(player, second, gain, N_BLOCK);
  rmn_player_free(player);
}

static void
any_output_of_any_stream_is_contained(void)
{
  for (uint32_t s = 0; s < 2; ++s) {
    for (uint32_t o = 0; o < 2; ++o) {
      check_overflow(s, o);
    }
  }
}

/// Silence alone blows it up, again and again, and it starts again each time
static void
network_without_rest_is_contained(void)
{
  for (int dc_block = 0; dc_block < 2; ++dc_block) {
    RmnPlayer* const player =
      player_of(unit_network(RMN_RELU, 1.0f, 1.5f, 1e-3f), 1);
    float audio[N_FRAMES] = {0.0f};

    rmn_player_set_dc_block(player, dc_block);
    play(player, audio, N_FRAMES, 64);
    CHECK(audio[0] == 1e-3f);
    CHECK(rmn_player_n_contained(player) > 1);
    check_finite(audio);
    rmn_player_free(player);
  }
}

int
main(void)
{
  RUN(bad_samples_are_played_as_zero);
  RUN(loud_samples_are_forgotten);
  RUN(exploding_state_returns_to_rest);
  RUN(state_that_a_layer_masks_returns_to_rest);
  RUN(contained_player_plays_like_a_fresh_one);
  RUN(any_output_of_any_stream_is_contained);
  RUN(network_without_rest_is_contained);
  return 0;
}
