// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_idle.c Players sleep through silence, and wake with the same bits.

   Time stands still for a player that sleeps.  So the reference is one that is
   woken in the frame in which the other falls asleep: it plays every frame.
*/

#include "../sleeping.h"

enum { N_NOISE = 500 };

/// What is done to a player in silence
typedef void (*Disturbance)(RmnPlayer* player);

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
normalise(RmnPlayer* const player)
{
  rmn_player_set_normalise(player, true);
}

static void
reset(RmnPlayer* const player)
{
  rmn_player_reset(player, RMN_START_ZERO);
}

/// Play silence and then noise, once something was done
static void
play_tail(RmnPlayer* const  player,
          const Disturbance disturb,
          float* const      audio,
          const uint32_t    n_block)
{
  const uint32_t n_silence = disturb ? N_TAIL / 2 : 0;
  if (disturb) {
    disturb(player);
  }
  memset(audio, 0, n_silence * sizeof(float));
  play_at(player, audio, n_silence, n_block);
  play_noise(player, audio + n_silence, N_TAIL - n_silence, n_block);
}

/// Check that a player sleeps in any blocks, and wakes with the bits of one
/// that has not slept
static void
check_sleep(const RmnNetwork* const network,
            const RmnSetup* const   setup,
            const uint32_t          n_asleep,
            const uint32_t          n_block,
            const Disturbance       disturb)
{
  static float audio[N_SILENCE];
  float        noise[2][N_NOISE];
  float        tail[2][N_TAIL];

  RmnPlayer* const awake  = make(network, setup, true);
  RmnPlayer* const sleepy = make(network, setup, true);
  play_noise(awake, noise[0], N_NOISE, 64);
  play_noise(sleepy, noise[1], N_NOISE, n_block);

  const uint32_t n_awake = lull(awake);
  CHECK(is_asleep(awake) && n_awake + n_asleep <= N_SILENCE);
  memset(audio, 0, sizeof(audio));
  play_at(sleepy, audio, n_awake + n_asleep, n_block);
  CHECK(is_asleep(sleepy));
  for (uint32_t t = n_awake; t < n_awake + n_asleep; ++t) {
    CHECK(audio[t] == 0.0f); // DC being blocked
  }
  CHECK(fabsf(audio[n_awake - 1U]) < 1e-6f);

  play_tail(awake, disturb, tail[0], 64);
  play_tail(sleepy, disturb, tail[1], n_block);
  CHECK(!memcmp(noise[0], noise[1], sizeof(noise[0])));
  CHECK(!memcmp(tail[0], tail[1], sizeof(tail[0])));
  rmn_player_free(awake);
  rmn_player_free(sleepy);
}

static void
sleep_changes_no_bit_in_any_split(void)
{
  static const uint32_t blocks[] = {1, 37, 64, 1000, 4096};

  RmnNetwork* const network = make_lstm(2);
  for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    for (uint32_t i = 0; i < 3; ++i) {
      check_sleep(network, &plain, 10000 - i * 7U, blocks[b], NULL);
    }
  }
  rmn_network_free(network);
}

static void
controls_and_resets_wake_with_the_same_bits(void)
{
  static const Disturbance disturbances[] = {
    turn_knob, unblock_dc, normalise, reset};

  RmnNetwork* const network = make_lstm(2);
  for (size_t i = 0; i < sizeof(disturbances) / sizeof(disturbances[0]); ++i) {
    check_sleep(network, &plain, 5000 + 3 * i, 64, disturbances[i]);
    check_sleep(network, &plain, 5000, 1000, disturbances[i]);
  }
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

/// Return a convolution before layers that step once in a while
static RmnNetwork*
make_seldom(void)
{
  const RmnShape shapes[] = {
    {.type        = RMN_CONV1D,
     .n_inputs    = 1,
     .n_outputs   = 3,
     .kernel_size = 8,
     .dilation    = 1,
     .n_groups    = 1},
    {.type = RMN_GRU, .n_inputs = 3, .n_outputs = 9, .period = 64},
    {.type = RMN_DENSE, .n_inputs = 9, .n_outputs = 1, .period = 128}};
  return random_network(shapes, 3, 5);
}

static void
every_strategy_sleeps(void)
{
  static const struct {
    double   model_hz;
    RmnSetup setup;
  } cases[] = {
    {48000.0, {48000.0, 1, RMN_RATE_AUTO, 1, 0.0}},
    {48000.0, {96000.0, 1, RMN_RATE_DELAY, 1, 0.0}}, // States take turns
    {44100.0, {48000.0, 1, RMN_RATE_DELAY, 1, 0.0}}, // A state is interpolated
    {44100.0, {48000.0, 1, RMN_RATE_RESAMPLE, 1, 0.0}}, // Resampled
    {44100.0, {48000.0, 1, RMN_RATE_RESAMPLE, 2, 0.0}}, // And oversampled
  };

  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    RmnNetwork* const networks[] = {i ? make_lstm(1) : make_ring(),
                                    make_seldom()};
    for (int n = 0; n < 2; ++n) {
      networks[n]->rate_hz = cases[i].model_hz;
      check_sleep(networks[n], &cases[i].setup, 7777, 64, NULL);
      check_sleep(networks[n], &cases[i].setup, 5000, 333, NULL);
      rmn_network_free(networks[n]);
    }
  }
}

/// What is still to be heard keeps a player awake, though nothing moves
static void
echo_is_heard_in_silence(void)
{
  enum { N_ECHO = 40000 };
  const RmnShape    shape   = {.type        = RMN_CONV1D,
                               .n_inputs    = 1,
                               .n_outputs   = 1,
                               .kernel_size = 2,
                               .dilation    = N_ECHO,
                               .n_groups    = 1};
  RmnNetwork* const network = random_network(&shape, 1, 5);
  RmnPlayer* const  player  = make(network, &plain, true);
  rmn_player_set_dc_block(player, false);

  static float audio[N_SILENCE];
  audio[0] = 1.0f;
  play_at(player, audio, N_SILENCE, 64);
  CHECK(is_asleep(player));
  CHECK(fabsf(audio[0] - audio[1]) > 1e-3f);
  CHECK(fabsf(audio[N_ECHO] - audio[1]) > 1e-3f);
  rmn_player_free(player);
  rmn_network_free(network);
}

/// What is not there is silence, as are denormals, awake and asleep
static void
all_kinds_of_silence_are_alike(void)
{
  enum { N_BLOCK = 1000, N_BLOCKS = 50 };
  static const float kinds[] = {0.0f, -0.0f, 1e-40f};

  RmnNetwork* const network = make_lstm(2);
  float             expected[N_BLOCK];
  for (uint32_t k = 0; k < 4; ++k) {
    RmnPlayer* const player     = make(network, &plain, true);
    float            in[]       = {[N_BLOCK - 1] = 0.0f};
    float            audio[]    = {[N_BLOCK - 1] = 0.0f};
    const float*     heard      = in;
    float* const     out        = audio;
    uint32_t         n_sleeping = 0;

    play_noise(player, in, N_BLOCK, N_BLOCK);
    for (uint32_t t = 0; k < 3 && t < N_BLOCK; ++t) {
      in[t] = kinds[k];
    }
    for (uint32_t b = 0; b < N_BLOCKS; ++b) {
      rmn_player_process(player, k < 3 ? &heard : NULL, &out, N_BLOCK);
      n_sleeping += is_asleep(player);
    }
    CHECK(n_sleeping > N_BLOCKS / 5 && is_asleep(player));
    play_noise(player, audio, N_BLOCK, N_BLOCK);
    CHECK(!k || !memcmp(expected, audio, sizeof(expected)));
    memcpy(expected, audio, sizeof(expected));
    rmn_player_free(player);
  }
  rmn_network_free(network);
}

/// It sleeps where it is, and not where a reset would lead it
static void
any_rest_is_slept_at(void)
{
  RmnNetwork* const network = unit_network(RMN_TANH, 1.0f, 2.0f, 0.0f);
  float             rests[2];
  for (uint32_t i = 0; i < 2; ++i) {
    RmnPlayer* const player = make(network, &plain, true);
    rmn_player_set_dc_block(player, false);
    float pushed = i ? -3.0f : 3.0f;
    play_at(player, &pushed, 1U, 1U);
    lull(player);
    CHECK(is_asleep(player));

    float audio[256] = {0.0f};
    play_at(player, audio, 128, 128);
    CHECK(is_asleep(player));
    rests[i]   = audio[127];
    audio[128] = 1e-3f;
    play_at(player, audio + 128, 128, 128);
    for (uint32_t t = 128; t < 256; ++t) {
      CHECK(fabsf(audio[t] - rests[i]) < 1e-3f);
    }
    rmn_player_free(player);
  }
  rmn_network_free(network);
  CHECK(fabsf(rests[0] - 0.9575f) < 1e-4f &&
        fabsf(rests[0] + rests[1]) < 1e-6f);
}

/// Return what turns by some degrees a frame, for ever
static RmnNetwork*
make_oscillator(const float phase)
{
  const RmnShape shapes[] = {
    {.type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 1, .n_outputs = 2},
    {.type = RMN_DENSE, .n_inputs = 2, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 1);
  RmnLayer* const   layer   = &network->layers[0];
  const float       U[]     = {1.01f * cosf(phase),
                               -1.01f * sinf(phase),
                               1.01f * sinf(phase),
                               1.01f * cosf(phase)};
  memcpy(layer->U, U, sizeof(U));
  layer->b[0] = 0.0f;
  layer->b[1] = 0.0f;
  return network;
}

static void
what_goes_on_moving_stays_awake(void)
{
  static const float steps[] = {3.1415927f, 0.0245437f, 0.3f};

  for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); ++i) {
    RmnNetwork* const network = make_oscillator(steps[i]);
    RmnPlayer* const  player  = make(network, &plain, true);
    float             push    = 1.0f;
    play_at(player, &push, 1U, 1U);
    CHECK(lull(player) == N_SILENCE);
    rmn_player_free(player);
    rmn_network_free(network);
  }
}

int
main(void)
{
  RUN(sleep_changes_no_bit_in_any_split);
  RUN(controls_and_resets_wake_with_the_same_bits);
  RUN(every_strategy_sleeps);
  RUN(echo_is_heard_in_silence);
  RUN(all_kinds_of_silence_are_alike);
  RUN(any_rest_is_slept_at);
  RUN(what_goes_on_moving_stays_awake);
  return 0;
}
