// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_idle.c Players sleep through silence and wake with the same bits

#include "../models.h"
#include "../rates.h"
#include "player.h"

enum {
  N_NOISE   = 500,
  N_SILENCE = 240000, ///< Longer than any network here takes to fall asleep
  N_FRAMES  = 2 * (N_NOISE + N_SILENCE),
};

/// What is done to a player in the middle of the second silence
typedef void (*Disturbance)(RmnPlayer* player);

static void
leave_alone(RmnPlayer* const player)
{
  (void)player;
}

static void
turn_knob(RmnPlayer* const player)
{
  rmn_player_set_knob(player, 0, 0.8f);
}

static void
unblock_dc(RmnPlayer* const player)
{
  rmn_player_set_dc_block(player, false);
}

static void
reset(RmnPlayer* const player)
{
  rmn_player_reset(player, RMN_START_ZERO);
}

/// Return a player with its DC blocker on, which may be kept from sleeping
static RmnPlayer*
make(const RmnNetwork* const network, const RmnSetup* const setup, bool sleeps)
{
  RmnError         error  = {RMN_OK, ""};
  RmnPlayer* const player = rmn_player_new_with(network, setup, &error);
  CHECK(player);
  rmn_player_set_dc_block(player, true);
  player->idle.n_longest = sleeps ? player->idle.n_longest : 0U;
  return player;
}

/// Fill with noise, silence, a little noise that begins anywhere, and silence
static void
fill(float* const audio, const uint32_t n_silence)
{
  uint32_t seed = 7;
  memset(audio, 0, N_FRAMES * sizeof(float));
  randomise(audio, N_NOISE, 0.5f, &seed);
  randomise(audio + N_NOISE + n_silence, N_NOISE, 0.1f, &seed);
}

/// Play it all in blocks of `n_block`, and return how many frames it slept
static uint32_t
render(RmnPlayer* const  player,
       float* const      audio,
       const uint32_t    n_block,
       const Disturbance disturb)
{
  uint32_t n_asleep = 0;
  for (uint32_t t = 0; t < N_FRAMES; t += n_block) {
    const uint32_t left = N_FRAMES - t;
    const uint32_t n    = left < n_block ? left : n_block;
    if (t / n_block == (N_FRAMES - N_SILENCE / 2U) / n_block) {
      disturb(player);
    }
    play_at(player, audio + t, n, n);
    n_asleep += rmn_idle_is_asleep(&player->idle) ? n : 0U;
  }
  return n_asleep;
}

/// Compare a player that may sleep with one that may not
static uint32_t
compare(const RmnNetwork* const network,
        const RmnSetup* const   setup,
        const uint32_t          n_silence,
        const uint32_t          n_block,
        const Disturbance       disturb)
{
  static float expected[N_FRAMES];
  static float audio[N_FRAMES];

  RmnPlayer* const awake  = make(network, setup, false);
  RmnPlayer* const sleepy = make(network, setup, true);
  fill(expected, n_silence);
  fill(audio, n_silence);
  CHECK(!render(awake, expected, n_block, disturb));
  const uint32_t n_asleep = render(sleepy, audio, n_block, disturb);
  CHECK(!memcmp(expected, audio, sizeof(audio)));

  rmn_player_free(awake);
  rmn_player_free(sleepy);
  return n_asleep;
}

static const RmnSetup plain = {48000.0, 1, RMN_RATE_NATIVE, 1, 0.0};

static void
sleep_changes_no_bit_in_any_split(void)
{
  static const uint32_t blocks[] = {1, 37, 64, 1000};

  RmnNetwork* const network = make_lstm(2);
  for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    for (uint32_t i = 0; i < 3; ++i) { // Wakes anywhere in a cycle
      CHECK(
        compare(network, &plain, N_SILENCE - i * 7U, blocks[b], leave_alone) >
        N_SILENCE);
    }
  }
  rmn_network_free(network);
}

static void
controls_and_resets_wake_with_the_same_bits(void)
{
  static const Disturbance disturbances[] = {turn_knob, unblock_dc, reset};

  RmnNetwork* const network = make_lstm(2);
  for (size_t i = 0; i < 3; ++i) {
    CHECK(compare(network, &plain, N_SILENCE, 64, disturbances[i]) > N_SILENCE);
  }
  rmn_network_free(network);
}

/// What is not there is silence, awake and asleep
static void
no_input_is_silence(void)
{
  enum { N_BLOCK = 1000 };
  float             noise[N_BLOCK];
  float             zeros[N_BLOCK] = {0.0f};
  RmnNetwork* const network        = make_lstm(2);
  RmnPlayer* const  absent         = make(network, &plain, true);
  RmnPlayer* const  present        = make(network, &plain, true);
  uint32_t          seed           = 5;
  uint32_t          n_asleep       = 0;

  for (uint32_t b = 0; b < 2 * N_SILENCE / N_BLOCK; ++b) {
    const bool is_noisy = b % (N_SILENCE / N_BLOCK) == 0;
    randomise(noise, N_BLOCK, 0.5f, &seed);
    const float* const in         = is_noisy ? noise : zeros;
    float              expected[] = {[N_BLOCK - 1] = 0.0f};
    float              audio[]    = {[N_BLOCK - 1] = 0.0f};
    float* const       outs[]     = {expected, audio};

    rmn_player_process(present, &in, &outs[0], N_BLOCK);
    rmn_player_process(absent, is_noisy ? &in : NULL, &outs[1], N_BLOCK);
    CHECK(!memcmp(expected, audio, sizeof(audio)));
    n_asleep += rmn_idle_is_asleep(&absent->idle) ? N_BLOCK : 0U;
  }
  CHECK(n_asleep > N_SILENCE);
  rmn_player_free(absent);
  rmn_player_free(present);
  rmn_network_free(network);
}

/// Return a long convolution, whose ring takes its time, before a GRU
static RmnNetwork*
make_ring(void)
{
  const RmnShape shapes[] = {
    {.type        = RMN_CONV1D,
     .n_inputs    = 1,
     .n_outputs   = 3,
     .kernel_size = 3,
     .dilation    = 37,
     .n_groups    = 1},
    {.type = RMN_GRU, .n_inputs = 3, .n_outputs = 9},
    {.type = RMN_DENSE, .n_inputs = 9, .n_outputs = 1}};
  return random_network(shapes, 3, 5);
}

static void
every_strategy_sleeps(void)
{
  static const struct {
    double   model_hz;
    RmnSetup setup;
  } cases[] = {
    {48000.0, {48000.0, 2, RMN_RATE_AUTO, 1}},
    {48000.0, {96000.0, 1, RMN_RATE_DELAY, 1}},    // States take turns
    {44100.0, {48000.0, 1, RMN_RATE_DELAY, 1}},    // A state is interpolated
    {44100.0, {48000.0, 1, RMN_RATE_RESAMPLE, 1}}, // Resampled
    {44100.0, {48000.0, 2, RMN_RATE_RESAMPLE, 2}}, // And oversampled
  };

  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    RmnNetwork* const network = i ? make_lstm(1) : make_ring();
    network->rate_hz          = cases[i].model_hz;
    if (cases[i].setup.n_streams == 1) {
      const uint32_t n =
        compare(network, &cases[i].setup, N_SILENCE - 5U, 64, leave_alone);
      fprintf(stderr, "  case %zu slept %u frames\n", i, n);
      CHECK(n > N_SILENCE / 2U);
    }
    rmn_network_free(network);
  }
}

static uint32_t n_models;
static uint32_t n_sleepers;

static void
compare_model(const RmnNetwork* const network, const char* const name)
{
  const uint32_t n = compare(network, &plain, N_SILENCE - 11U, 64, turn_knob);

  ++n_models;
  n_sleepers += n > N_SILENCE / 2U;
  fprintf(stderr,
          "  %-52s %.2f s awake\n",
          name,
          (double)(N_FRAMES - n) / plain.rate_hz);
}

static void
real_models_sleep(void)
{
  for_each_model(compare_model);
  if (n_models) {
    fprintf(stderr, "  %u of %u fall asleep\n", n_sleepers, n_models);
    CHECK(10U * n_sleepers > 9U * n_models);
  }
}

int
main(void)
{
  RUN(sleep_changes_no_bit_in_any_split);
  RUN(controls_and_resets_wake_with_the_same_bits);
  RUN(no_input_is_silence);
  RUN(every_strategy_sleeps);
  RUN(real_models_sleep);
  return 0;
}
