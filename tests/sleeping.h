// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file sleeping.h What the tests of sleep share

#ifndef RMN_TEST_SLEEPING_H
#define RMN_TEST_SLEEPING_H

#include "player.h"
#include "rates.h"

enum {
  N_SILENCE = 400000, ///< Longer than any network here takes to fall asleep
  N_TAIL    = 3000,
};

static const RmnSetup plain = {48000.0, 1, RMN_RATE_NATIVE, 1, 0.0};

/// Return a player as the plugin has it, which may be kept from sleeping
static inline RmnPlayer*
make(const RmnNetwork* const network, const RmnSetup* const setup, bool sleeps)
{
  RmnError         error  = {RMN_OK, ""};
  RmnPlayer* const player = rmn_player_new_with(network, setup, &error);
  CHECK(player);
  rmn_player_set_dc_block(player, true);
  player->idle.n_least = sleeps ? player->idle.n_least : UINT32_MAX;
  return player;
}

static inline bool
is_asleep(const RmnPlayer* const player)
{
  return rmn_idle_is_asleep(&player->idle);
}

static inline void
play_noise(RmnPlayer* const player,
           float* const     audio,
           const uint32_t   n_frames,
           const uint32_t   n_block)
{
  uint32_t seed = 7;
  randomise(audio, n_frames, 0.5f, &seed);
  play_at(player, audio, n_frames, n_block);
}

/// Play silence frame by frame until the player sleeps, and no frame longer;
/// return how many frames that took
static inline uint32_t
lull(RmnPlayer* const player)
{
  uint32_t n = 0;
  while (!is_asleep(player) && n < N_SILENCE) {
    float frame = 0.0f;
    play_at(player, &frame, 1U, 1U);
    ++n;
  }
  return n;
}

#endif // RMN_TEST_SLEEPING_H
