// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_outputs.c Players of networks with several outputs

#include "../rates.h"
#include "player.h"

enum {
  N_STREAMS  = 2,
  N_OUTPUTS  = 3,
  N_CHANNELS = N_STREAMS * N_OUTPUTS,
  N_FRAMES   = 60000, ///< Long enough to fall asleep
};

typedef float Channels[N_CHANNELS][N_FRAMES];

/// Return a LSTM whose last output is the first one again
static RmnNetwork*
make_network(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 8},
    {.type = RMN_DENSE, .n_inputs = 8, .n_outputs = N_OUTPUTS}};
  RmnNetwork* const     network = random_network(shapes, 2, 5);
  const RmnLayer* const dense   = &network->layers[1];

  for (uint32_t i = 0; i < 8; ++i) {
    dense->W[2 * 8 + i] = dense->W[i];
  }
  memset(dense->b, 0, N_OUTPUTS * sizeof(float));
  return network;
}

static RmnPlayer*
make(const RmnRateMode mode, const double rate_hz)
{
  const RmnSetup setup = {rate_hz, N_STREAMS, mode, 1, 0.0};
  return player_at(make_network(), 48000.0, setup);
}

static void
fill(float audio[N_STREAMS][N_FRAMES], const uint32_t n)
{
  uint32_t seed = 3;
  memset(audio, 0, N_STREAMS * N_FRAMES * sizeof(float));
  for (uint32_t s = 0; s < N_STREAMS; ++s) {
    randomise(audio[s], n, 0.5f, &seed);
  }
}

/// Play every output in blocks of `n_block`
static void
play_all(RmnPlayer* const player,
         float            audio[N_STREAMS][N_FRAMES],
         Channels         wet,
         const uint32_t   n_block)
{
  for (uint32_t t = 0; t < N_FRAMES; t += n_block) {
    const uint32_t left            = N_FRAMES - t;
    const float*   in[N_STREAMS]   = {audio[0] + t, audio[1] + t};
    float*         out[N_CHANNELS] = {NULL};
    for (uint32_t c = 0; c < N_CHANNELS; ++c) {
      out[c] = wet[c] + t;
    }
    rmn_player_process_all(player, in, out, left < n_block ? left : n_block);
  }
}

static float    dry[N_STREAMS][N_FRAMES];
static Channels expected;
static Channels wet;

static void
outputs_are_those_of_the_network(void)
{
  RmnNetwork* const network = make_network();
  RmnModel* const   model   = rmn_model_new(network);
  RmnState* const   state   = rmn_state_new(model, N_STREAMS);
  RmnPlayer* const  player  = make(RMN_RATE_NATIVE, 48000.0);
  const float*      in[]    = {dry[0], dry[1]};
  float*            out[N_CHANNELS];
  for (uint32_t c = 0; c < N_CHANNELS; ++c) {
    out[c] = expected[c];
  }

  CHECK(rmn_player_n_outputs(player) == N_OUTPUTS);
  fill(dry, N_FRAMES);
  rmn_process(model, state, in, out, N_FRAMES);
  play_all(player, dry, wet, 100);
  CHECK(!memcmp(expected, wet, sizeof(wet)));

  rmn_player_free(player);
  rmn_state_free(state);
  rmn_model_free(model);
  rmn_network_free(network);
}

static void
output_that_nobody_wants_is_left_out(void)
{
  RmnPlayer* const player = make(RMN_RATE_NATIVE, 48000.0);
  RmnPlayer* const first  = make(RMN_RATE_NATIVE, 48000.0);
  const float*     in[]   = {dry[0], dry[1]};
  float*           out[]  = {wet[0], wet[1]};

  fill(dry, N_FRAMES);
  play_all(player, dry, expected, N_FRAMES);
  rmn_player_process(first, in, out, N_FRAMES);
  CHECK(!memcmp(wet[0], expected[0], sizeof(wet[0])));
  CHECK(!memcmp(wet[1], expected[N_OUTPUTS], sizeof(wet[1])));
  rmn_player_free(player);
  rmn_player_free(first);
}

/// Whatever the rate, equal outputs stay equal, but for how silence is treated
static void
outputs_stay_in_time_at_other_rates(void)
{
  static const RmnRateMode modes[] = {RMN_RATE_DELAY, RMN_RATE_RESAMPLE};

  for (uint32_t m = 0; m < 2; ++m) {
    RmnPlayer* const player = make(modes[m], 96000.0);
    CHECK(rmn_player_rate_mode(player) == modes[m]);
    fill(dry, N_FRAMES);
    play_all(player, dry, wet, 64);
    for (uint32_t s = 0; s < N_STREAMS; ++s) {
      const float* const first  = wet[s * N_OUTPUTS];
      const float* const second = wet[s * N_OUTPUTS + 1];
      const float* const last   = wet[s * N_OUTPUTS + 2];
      for (uint32_t t = 2000; t < N_FRAMES; ++t) {
        CHECK(fabsf(first[t] - last[t]) < 1e-5f);
      }
      CHECK(memcmp(first, second, N_FRAMES * sizeof(float)) != 0);
    }
    rmn_player_free(player);
  }
}

static void
blocks_of_any_length_give_the_same_bits(void)
{
  RmnPlayer* const whole = make(RMN_RATE_RESAMPLE, 44100.0);
  RmnPlayer* const split = make(RMN_RATE_RESAMPLE, 44100.0);

  fill(dry, N_FRAMES);
  play_all(whole, dry, expected, N_FRAMES);
  play_all(split, dry, wet, 37);
  CHECK(!memcmp(expected, wet, sizeof(wet)));
  rmn_player_free(whole);
  rmn_player_free(split);
}

static void
sleep_keeps_every_output(void)
{
  RmnPlayer* const awake  = make(RMN_RATE_NATIVE, 48000.0);
  RmnPlayer* const asleep = make(RMN_RATE_NATIVE, 48000.0);
  awake->idle.n_least     = UINT32_MAX;

  fill(dry, 500);
  play_all(awake, dry, expected, 64);
  play_all(asleep, dry, wet, 64);
  CHECK(!rmn_idle_is_asleep(&awake->idle));
  CHECK(rmn_idle_is_asleep(&asleep->idle));
  CHECK(!memcmp(expected, wet, sizeof(wet)));
  rmn_player_free(awake);
  rmn_player_free(asleep);
}

int
main(void)
{
  RUN(outputs_are_those_of_the_network);
  RUN(output_that_nobody_wants_is_left_out);
  RUN(outputs_stay_in_time_at_other_rates);
  RUN(blocks_of_any_length_give_the_same_bits);
  RUN(sleep_keeps_every_output);
  return 0;
}
