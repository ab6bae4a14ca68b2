// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_player.c A model as an effect: splits, knobs, DC

#include "smooth.h"

#include "../playing.h"

#include <string.h>

static void
any_split_gives_the_same_bits(void)
{
  static const uint32_t blocks[] = {1, 37, 64, 65, 1024, N_FRAMES};

  float expected[N_FRAMES];
  float audio[N_FRAMES];
  for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    RmnPlayer* const player = make_player(3);
    fill_noise(audio);
    rmn_player_set_knob(player, 0, 0.2f);
    play(player, audio, N_FRAMES, 64);
    rmn_player_set_knob(player, 0, 0.9f); // Glides over many blocks
    rmn_player_set_dc_block(player, true);
    play(player, audio, N_FRAMES, blocks[b]);
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
  RmnPlayer* const turned = make_player(2);
  RmnPlayer* const fresh  = make_player(2);
  float            a[N_FRAMES];
  float            b[N_FRAMES];

  fill_noise(a);
  fill_noise(b);
  rmn_player_set_knob(turned, 0, 0.1f);
  rmn_player_set_knob(fresh, 0, 0.9f);
  play(turned, a, N_FRAMES, 64);
  rmn_player_reset(turned, RMN_START_REST);
  rmn_player_set_knob(turned, 0, 0.9f); // A reset is a new first frame
  fill_noise(a);
  play(turned, a, N_FRAMES, 64);
  play(fresh, b, N_FRAMES, 64);
  CHECK(!memcmp(a, b, sizeof(a)));

  rmn_player_free(turned);
  rmn_player_free(fresh);
}

/// Rounding must not leave one short of its target, gliding for ever
static void
knobs_arrive(void)
{
  static const double rates_hz[] = {22050.0, 48000.0, 384000.0};
  static const float  targets[]  = {0.8f, 0.1f, -1.0f, 0.0f, 123.4f};

  for (size_t r = 0; r < sizeof(rates_hz) / sizeof(rates_hz[0]); ++r) {
    RmnSmooth knob;
    rmn_smooth_init(&knob, 0.5f, rates_hz[r], 0.02);
    for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); ++i) {
      rmn_smooth_set(&knob, targets[i]);
      for (uint32_t t = 0; t < (uint32_t)rates_hz[r]; ++t) {
        rmn_smooth_next(&knob);
      }
      CHECK(rmn_smooth_is_still(&knob));
    }
  }
}

static void
no_frames_are_no_first_frame(void)
{
  RmnPlayer* const asked = make_player(2);
  RmnPlayer* const fresh = make_player(2);
  float            a[N_FRAMES];
  float            b[N_FRAMES];
  const float*     in[]  = {a};
  float*           out[] = {a};

  fill_noise(a);
  fill_noise(b);
  rmn_player_process(asked, in, out, 0); // As hosts do to flush controls
  rmn_player_set_knob(asked, 0, 0.9f);
  rmn_player_set_knob(fresh, 0, 0.9f);
  play(asked, a, N_FRAMES, 64);
  play(fresh, b, N_FRAMES, 64);
  CHECK(!memcmp(a, b, sizeof(a)));

  rmn_player_free(asked);
  rmn_player_free(fresh);
}

static void
knobs_beyond_the_network_are_ignored(void)
{
  RmnPlayer* const player = make_player(2);
  CHECK(rmn_player_n_knobs(player) == 1);
  rmn_player_set_knob(player, 1, 0.3f);
  rmn_player_set_knob(player, UINT32_MAX, 0.3f);
  rmn_player_set_knob(player, 0, NAN);

  float audio[N_FRAMES];
  fill_noise(audio);
  play(player, audio, N_FRAMES, 64);
  CHECK(rmn_player_n_contained(player) == 1); // What is no number
  rmn_player_free(player);
}

/// The distance between two numbers may be none
static void
any_knob_can_be_turned_back(void)
{
  const RmnShape shape = {
    .type = RMN_DENSE, .activation = RMN_TANH, .n_inputs = 2, .n_outputs = 1};
  RmnPlayer* const player = player_of(random_network(&shape, 1, 1), 1);
  float            audio[N_FRAMES];
  float            expected[N_FRAMES] = {0.0f};

  rmn_player_set_knob(player, 0, 0.5f);
  play(player, expected, N_FRAMES, 64);
  rmn_player_set_knob(player, 0, 3e38f);
  memset(audio, 0, sizeof(audio));
  play(player, audio, N_FRAMES, 64);
  rmn_player_set_knob(player, 0, -3e38f);
  memset(audio, 0, sizeof(audio));
  play(player, audio, N_FRAMES, 64);
  rmn_player_set_knob(player, 0, 0.5f);
  memset(audio, 0, sizeof(audio));
  play(player, audio, N_FRAMES, 64);
  CHECK(audio[N_FRAMES - 1] == expected[N_FRAMES - 1]);
  rmn_player_free(player);
}

static void
dc_blocker_starts_without_a_pop(void)
{
  RmnPlayer* const player          = make_player(1);
  float            audio[N_FRAMES] = {0.0f};

  play(player, audio, N_FRAMES, 64);
  const float offset = audio[N_FRAMES - 1];
  CHECK(fabsf(offset) > 1e-3f); // Else nothing would be blocked

  rmn_player_reset(player, RMN_START_REST);
  rmn_player_set_dc_block(player, true);
  memset(audio, 0, sizeof(audio));
  play(player, audio, N_FRAMES, 64);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(fabsf(audio[t]) < 1e-4f); // -80 dBFS
  }
  rmn_player_free(player);
}

/// Return a player that changes nothing but DC
static RmnPlayer*
make_dc_blocker(const double at_hz)
{
  const RmnShape    shape = {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = 1};
  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const network = random_network(&shape, 1, 1);
  network->layers[0].W[0]   = 1.0f;
  network->layers[0].b[0]   = 0.0f;

  RmnPlayer* const player = rmn_player_new(network, at_hz, 1, &error);
  CHECK(player);
  rmn_player_set_dc_block(player, true);
  rmn_network_free(network);
  return player;
}

/// Return the gain of the DC blocker in the second after one that settles it
static double
dc_block_gain_db(const double frequency_hz, const double at_hz)
{
  enum { MAX_RATE = 96000 };
  static float audio[2 * MAX_RATE];

  RmnPlayer* const player   = make_dc_blocker(at_hz);
  const uint32_t   n_second = (uint32_t)at_hz;
  CHECK(n_second <= MAX_RATE);
  for (uint32_t t = 0; t < 2 * n_second; ++t) {
    const double turns = frequency_hz * (double)t / at_hz;
    audio[t]           = (float)sin(6.283185307179586 * turns);
  }
  play(player, audio, 2 * n_second, 64);
  rmn_player_free(player);

  double energy = 0.0;
  for (uint32_t t = n_second; t < 2 * n_second; ++t) {
    energy += (double)audio[t] * (double)audio[t];
  }
  CHECK(energy > 0.0);
  return 10.0 * log10(2.0 * energy / at_hz);
}

static void
dc_blocker_cuts_at_5_hz(void)
{
  static const double rates_hz[] = {44100.0, 96000.0};

  for (size_t i = 0; i < sizeof(rates_hz) / sizeof(rates_hz[0]); ++i) {
    CHECK(fabs(dc_block_gain_db(5.0, rates_hz[i]) + 3.0) < 0.3);
    CHECK(dc_block_gain_db(50.0, rates_hz[i]) > -0.1);
  }
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
  RUN(knobs_arrive);
  RUN(no_frames_are_no_first_frame);
  RUN(knobs_beyond_the_network_are_ignored);
  RUN(any_knob_can_be_turned_back);
  RUN(dc_blocker_starts_without_a_pop);
  RUN(dc_blocker_cuts_at_5_hz);
  RUN(failed_self_test_warns);
  return 0;
}
