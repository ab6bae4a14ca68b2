// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file playing.h What the tests of the player share

#ifndef RMN_TEST_PLAYING_H
#define RMN_TEST_PLAYING_H

#include "networks.h"

enum { N_FRAMES = 4800 };

static const double rate_hz = 48000.0;

/// Return a player of `network`, which is freed
static inline RmnPlayer*
player_of(RmnNetwork* const network, const uint32_t n_streams)
{
  RmnError         error  = {RMN_OK, ""};
  RmnPlayer* const player = rmn_player_new(network, rate_hz, n_streams, &error);
  CHECK(player);
  rmn_network_free(network);
  return player;
}

/// Return a player of some LSTM
static inline RmnPlayer*
make_player(const uint32_t n_inputs)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = n_inputs, .n_outputs = 12},
    {.type = RMN_DENSE, .n_inputs = 12, .n_outputs = 1}};
  return player_of(random_network(shapes, 2, 3), 1);
}

static inline void
fill_noise(float* const audio)
{
  uint32_t seed = 9;
  randomise(audio, N_FRAMES, 0.5f, &seed);
}

/// Play `n_frames` of one stream in place, in blocks of at most `n_block`
static inline void
play(RmnPlayer* const player,
     float* const     audio,
     const uint32_t   n_frames,
     const uint32_t   n_block)
{
  for (uint32_t t = 0; t < n_frames; t += n_block) {
    const uint32_t left  = n_frames - t;
    const float*   in[]  = {audio + t};
    float*         out[] = {audio + t};
    rmn_player_process(player, in, out, left < n_block ? left : n_block);
  }
}

#endif // RMN_TEST_PLAYING_H
