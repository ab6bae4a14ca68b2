// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_poison.c What is no number, in inputs, knobs and states, however
   the network runs and the audio is cut.
*/

#include "player.h"

#include "../playing.h"

#include <string.h>

static void
check_finite(const float* const audio)
{
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(isfinite(audio[t]));
  }
}

/// Return a player of a LSTM with a knob, whose step is delayed or resampled
static RmnPlayer*
make_at(const RmnSetup* const setup)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 2, .n_outputs = 8},
    {.type = RMN_DENSE, .n_inputs = 8, .n_outputs = 1}};
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = random_network(shapes, 2, 3);
  network->rate_hz          = 44100.0;

  RmnPlayer* const player = rmn_player_new_with(network, setup, &error);
  CHECK(player);
  rmn_player_set_dc_block(player, true);
  rmn_network_free(network);
  return player;
}

static const RmnSetup setups[] = {
  {44100.0, 1, RMN_RATE_NATIVE, 1, 0.0},
  {88200.0, 1, RMN_RATE_DELAY, 1, 0.0},
  {48000.0, 1, RMN_RATE_DELAY, 1, 0.0},
  {48000.0, 1, RMN_RATE_RESAMPLE, 1, 0.0},
  {48000.0, 1, RMN_RATE_RESAMPLE, 2, 0.0},
};

static const float poisons[] = {NAN, INFINITY, -INFINITY, 1e10f, -1e38f};

enum {
  N_SETUPS  = sizeof(setups) / sizeof(setups[0]),
  N_POISONS = sizeof(poisons) / sizeof(poisons[0]),
};

/// Call `test` for every way to play and every poison
static void
for_each_poison(void (*const test)(const RmnSetup* setup, float poison))
{
  for (uint32_t i = 0; i < N_SETUPS * N_POISONS; ++i) {
    test(&setups[i / N_POISONS], poisons[i % N_POISONS]);
  }
}

/// Check that frames from `first` on are next to silence
static void
check_silence(const float* const audio, const uint32_t first)
{
  for (uint32_t t = first; t < N_FRAMES; ++t) {
    CHECK(fabsf(audio[t]) < 1e-4f);
  }
}

/// Write into a cell of everything that is remembered between frames
static void
poison_state(const RmnPlayer* const player, const float poison)
{
  const size_t cell = rmn_rate_n_memory(player->rate) - 5U;
  for (uint32_t m = 0; m < rmn_rate_n_memories(player->rate); ++m) {
    const float* const memory = rmn_rate_memory(player->rate, m);
    float*             cells  = NULL;
    memcpy(&cells, &memory, sizeof(cells)); // Which nobody else may write
    cells[cell] = poison;
  }
}

static void
check_state(const RmnSetup* const setup, const float poison)
{
  RmnPlayer* const player          = make_at(setup);
  float            audio[N_FRAMES] = {0.0f};
  fill_noise(audio);
  play(player, audio, 640, 64);
  poison_state(player, poison);
  play(player, audio + 640, 64, 64);
  check_finite(audio);

  // The network itself forgets what it can bear
  const uint64_t n_contained = rmn_player_n_contained(player);
  CHECK(n_contained == 1 || (n_contained == 0 && poison == 1e10f));
  memset(audio + 704, 0, (N_FRAMES - 704) * sizeof(float));
  play(player, audio + 704, N_FRAMES - 704, 64);
  check_finite(audio);
  if (n_contained) {
    check_silence(audio, 704);
  }
  CHECK(rmn_player_n_contained(player) == n_contained);
  rmn_player_free(player);
}

static void
poisoned_state_recovers_within_a_block(void)
{
  for_each_poison(check_state);
}

static void
check_knob(const RmnSetup* const setup, const float poison)
{
  RmnPlayer* const good = make_at(setup);
  RmnPlayer* const bad  = make_at(setup);
  float            expected[N_FRAMES];
  float            audio[N_FRAMES];

  fill_noise(expected);
  fill_noise(audio);
  rmn_player_set_knob(good, 0, 0.3f);
  rmn_player_set_knob(bad, 0, 0.3f);
  rmn_player_set_knob(bad, 0, poison);
  play(good, expected, N_FRAMES, 64);
  play(bad, audio, N_FRAMES, 64);
  CHECK(!memcmp(expected, audio, sizeof(audio)));
  CHECK(rmn_player_n_contained(bad) == 1);
  rmn_player_free(good);
  rmn_player_free(bad);
}

static void
bad_knobs_are_ignored_and_counted(void)
{
  for_each_poison(check_knob);
}

static void
check_burst(const RmnSetup* const setup, const float poison)
{
  RmnPlayer* const player          = make_at(setup);
  float            audio[N_FRAMES] = {0.0f};
  for (uint32_t t = 100; t < 1100; ++t) {
    audio[t] = poison;
  }

  play(player, audio, N_FRAMES, 64);
  check_silence(audio, 0);
  CHECK(rmn_player_n_contained(player) == 1000);
  rmn_player_free(player);
}

static void
bad_bursts_leave_no_trace(void)
{
  for_each_poison(check_burst);
}

/// What happens to a player at a frame
typedef void (*Event)(RmnPlayer* player, float poison);

static void
poison_knob(RmnPlayer* const player, const float poison)
{
  rmn_player_set_knob(player, 0, poison);
  rmn_player_set_knob(player, 0, 0.7f);
}

static void
poison_memory(RmnPlayer* const player, const float poison)
{
  poison_state(player, poison);
}

static void
leave_alone(RmnPlayer* const player, const float poison)
{
  (void)player;
  (void)poison;
}

enum { N_BEFORE = 777 }; ///< Frames until something happens

/// Play noise with a burst of poison in blocks of `n_block`, and let something
/// happen
static void
play_poison(RmnPlayer* const player,
            float* const     audio,
            const float      poison,
            const Event      happen,
            const uint32_t   n_block)
{
  fill_noise(audio);
  for (uint32_t t = 300; t < 330; ++t) {
    audio[t] = poison;
  }
  for (uint32_t t = 2000; t < 2010; ++t) {
    audio[t] = 9e5f; // Loud, but audio
  }

  play(player, audio, N_BEFORE, n_block);
  happen(player, poison);
  play(player, audio + N_BEFORE, N_FRAMES - N_BEFORE, n_block);
  check_finite(audio);
}

static const uint32_t splits[] = {1, 37, 64, 100, 512};

enum { N_SPLITS = sizeof(splits) / sizeof(splits[0]) };

static void
check_splits(const RmnSetup* const setup, const float poison)
{
  static const Event events[] = {leave_alone, poison_knob, poison_memory};

  for (size_t e = 0; e < sizeof(events) / sizeof(events[0]); ++e) {
    float            expected[N_FRAMES];
    RmnPlayer* const whole = make_at(setup);
    play_poison(whole, expected, poison, events[e], N_FRAMES);
    for (uint32_t i = 0; i < N_SPLITS; ++i) {
      float            audio[N_FRAMES];
      RmnPlayer* const split = make_at(setup);
      play_poison(split, audio, poison, events[e], splits[i]);
      CHECK(!memcmp(expected, audio, sizeof(audio)));
      CHECK(rmn_player_n_contained(split) == rmn_player_n_contained(whole));
      rmn_player_free(split);
    }
    rmn_player_free(whole);
  }
}

static void
no_split_changes_what_is_contained(void)
{
  for_each_poison(check_splits);
}

/// Return a unit that blows up in silence if its knob is turned up
static RmnPlayer*
make_touchy(void)
{
  const RmnShape shape = {
    .type = RMN_RNN, .activation = RMN_RELU, .n_inputs = 2, .n_outputs = 1};
  RmnNetwork* const network = random_network(&shape, 1, 1);
  RmnLayer* const   layer   = &network->layers[0];

  layer->W[0]              = 1.0f;
  layer->W[1]              = 1.0f;
  layer->U[0]              = 1.2f;
  layer->b[0]              = -0.5f;
  layer->h0[0]             = 0.0f;
  network->inputs[1].value = 0.0f;
  RmnPlayer* const player  = player_of(network, 1);
  rmn_player_set_dc_block(player, true);
  return player;
}

/// Turn the knob up, so that silence has no rest, while the input may hold the
/// network itself at zero
static void
play_without_rest(RmnPlayer* const player,
                  const float      input,
                  float* const     audio,
                  const uint32_t   n_block)
{
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    audio[t] = input;
  }
  play(player, audio, N_BEFORE, n_block);
  rmn_player_set_knob(player, 0, 1.0f);
  play(player, audio + N_BEFORE, N_FRAMES - N_BEFORE, n_block);
  check_finite(audio);
}

static void
rest_that_blows_up_is_contained_in_any_split(void)
{
  static const float inputs[] = {-1.0f, 0.0f};

  for (uint32_t k = 0; k < 2; ++k) {
    float            expected[N_FRAMES];
    RmnPlayer* const whole = make_touchy();
    play_without_rest(whole, inputs[k], expected, N_FRAMES);
    CHECK(rmn_player_n_contained(whole) > 0);
    if (inputs[k] < 0.0f) { // Where rest alone was lost, all goes on
      CHECK(rmn_player_n_contained(whole) == 1);
      CHECK(fabsf(expected[N_FRAMES - 1]) < 1e-6f);
    }
    for (uint32_t i = 0; i < N_SPLITS; ++i) {
      float            audio[N_FRAMES];
      RmnPlayer* const split = make_touchy();
      play_without_rest(split, inputs[k], audio, splits[i]);
      CHECK(!memcmp(expected, audio, sizeof(audio)));
      rmn_player_free(split);
    }
    rmn_player_free(whole);
  }
}

int
main(void)
{
  RUN(poisoned_state_recovers_within_a_block);
  RUN(bad_knobs_are_ignored_and_counted);
  RUN(bad_bursts_leave_no_trace);
  RUN(no_split_changes_what_is_contained);
  RUN(rest_that_blows_up_is_contained_in_any_split);
  return 0;
}
