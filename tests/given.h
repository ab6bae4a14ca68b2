// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file given.h What a predictor gives for noise, and its player

#ifndef RMN_TEST_GIVEN_H
#define RMN_TEST_GIVEN_H

#include "predicting.h"

enum { N = 6000, N_OUT = 3, N_BLOCKS = 4 };

static const uint32_t blocks[N_BLOCKS] = {1, 17, 256, N};

/// What is given for noise, of every output and then the winner
typedef struct {
  float values[N_OUT][N];
  float winners[N];
} Given;

static float noise[N];
static float through[N];

static inline void
make_noise(void)
{
  uint32_t seed = 4;
  randomise(noise, N, 0.5f, &seed);
}

static inline void
predict(const Predicting p, const uint32_t n_block, Given* const given)
{
  for (uint32_t t = 0; t < N; t += n_block) {
    const uint32_t n         = N - t < n_block ? N - t : n_block;
    float* const   values[3] = {
        given->values[0] + t, given->values[1] + t, given->values[2] + t};
    rmn_predictor_process(
      p.predictor, noise + t, NULL, through + t, values, given->winners + t, n);
  }
}

/// Have a player of `network` put out what it makes of noise
static inline void
play(const RmnNetwork* const network,
     const double            rate_hz,
     const RmnRateMode       mode,
     Given* const            given)
{
  RmnError           error  = {RMN_OK, ""};
  const RmnSetup     setup  = {rate_hz, 1U, mode, 1U, 0.0};
  RmnPlayer* const   player = rmn_player_new_with(network, &setup, &error);
  const float* const in[]   = {noise};
  float* const out[] = {given->values[0], given->values[1], given->values[2]};
  CHECK(player);

  rmn_player_process_all(player, in, out, N);
  rmn_player_free(player);
}

#endif // RMN_TEST_GIVEN_H
