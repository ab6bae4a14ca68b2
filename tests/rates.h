// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file rates.h Players at rates that are not their model's

#ifndef RMN_TEST_RATES_H
#define RMN_TEST_RATES_H

#include "networks.h"
#include "signals.h"

#include <string.h>

static const double host_rates_hz[] = {22050.0,
                                       24000.0,
                                       32000.0,
                                       44100.0,
                                       48000.0,
                                       88200.0,
                                       96000.0,
                                       176400.0,
                                       192000.0,
                                       352800.0,
                                       384000.0};

enum { N_HOST_RATES = sizeof(host_rates_hz) / sizeof(host_rates_hz[0]) };

/// Return a player of `network`, which was made for `model_hz` and is freed
static inline RmnPlayer*
player_at(RmnNetwork* const network,
          const double      model_hz,
          const RmnSetup    setup)
{
  RmnError error   = {RMN_OK, ""};
  network->rate_hz = model_hz;

  RmnPlayer* const player = rmn_player_new_with(network, &setup, &error);
  CHECK(player);
  rmn_network_free(network);
  return player;
}

/// Play `n_frames` of one stream in place, in blocks of at most `n_block`
static inline void
play_at(RmnPlayer* const player,
        float* const     audio,
        const uint32_t   n_frames,
        const uint32_t   n_block)
{
  for (uint32_t t = 0; t < n_frames; t += n_block) {
    const uint32_t     left = n_frames - t;
    const float* const in   = audio + t;
    float* const       out  = audio + t;
    rmn_player_process(player, &in, &out, left < n_block ? left : n_block);
  }
}

/// Play 1000 frames of nonsense and then silence; return the largest sample of
/// the last 100
static inline float
survive(RmnPlayer* const player, float* const audio, const uint32_t n_silence)
{
  uint32_t seed = 4;
  randomise(audio, 1000, 1e10f, &seed); // +200 dBFS
  audio[10] = NAN;
  audio[11] = INFINITY;
  audio[12] = 1e38f;
  memset(audio + 1000, 0, n_silence * sizeof(float));
  play_at(player, audio, 1000 + n_silence, 64);

  float largest = 0.0f;
  for (uint32_t t = 0; t < 1000 + n_silence; ++t) {
    CHECK(isfinite(audio[t]));
    largest = t < 900 + n_silence ? 0.0f : fmaxf(largest, fabsf(audio[t]));
  }
  return largest;
}

/// Return a network that gives what it takes, and yet has a state
static inline RmnNetwork*
make_wire(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_RNN, .activation = RMN_RELU, .n_inputs = 1, .n_outputs = 1},
    {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 1);
  RmnLayer* const   layers  = network->layers;

  layers[0].W[0]  = 1.0f;
  layers[0].U[0]  = 0.0f;
  layers[0].b[0]  = 4.0f;
  layers[0].h0[0] = 4.0f;
  layers[1].W[0]  = 1.0f;
  layers[1].b[0]  = -4.0f;
  return network;
}

/// Return some LSTM, with knobs if it has more than one input
static inline RmnNetwork*
make_lstm(const uint32_t n_inputs)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = n_inputs, .n_outputs = 12},
    {.type = RMN_DENSE, .n_inputs = 12, .n_outputs = 1}};
  return random_network(shapes, 2, 3);
}

#endif // RMN_TEST_RATES_H
