// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file player_sleep_rt.c When a player falls asleep, and what wakes it

#include "model.h"
#include "player.h"

#include <string.h>

/// Return whether no control glides, nor what silence gives
static bool
is_still(const RmnPlayer* const player)
{
  bool still =
    rmn_smooth_is_still(&player->dc_mix) && rmn_level_is_still(&player->level);
  for (uint32_t k = 0; k < player->n_knobs; ++k) {
    still &= rmn_smooth_is_still(&player->smooth[k]);
  }
  return still && rmn_rate_is_still(player->rate);
}

void
rmn_player_doze(RmnPlayer* const player)
{
  RmnIdle* const idle = &player->idle;
  if (!is_still(player)) {
    rmn_idle_stir(idle);
  }
  rmn_idle_mark(idle, player->dc_mix.target == 1.0f, RMN_PLAYER_CHUNK);
}

/// Return whether the frames from `first` on are zero, or denormal
static bool
is_silent(const float* const x, const uint32_t first, const uint32_t n)
{
  uint32_t bits = 0;
  for (uint32_t t = first; t < first + n; ++t) {
    uint32_t word = 0;
    memcpy(&word, &x[t], sizeof(word));
    bits |= word;
  }
  return (bits << 1U) < 1U << 24U; // But for the sign, no exponent
}

/// Return how many frames from `first` on are silent in every stream
static uint32_t
count_silence(const RmnPlayer* const    player,
              const float* const* const in,
              const uint32_t            first,
              const uint32_t            n_frames)
{
  const uint32_t n   = n_frames - first;
  uint32_t       end = first + n;
  for (uint32_t s = 0; in && s < player->n_streams; ++s) {
    uint32_t t = first;
    while (t < end) {
      const uint32_t left  = end - t;
      const uint32_t piece = left < RMN_PLAYER_CHUNK ? left : RMN_PLAYER_CHUNK;
      if (!is_silent(in[s], t, piece)) {
        break;
      }
      t += piece;
    }
    while (t < end && is_silent(in[s], t, 1U)) {
      ++t;
    }
    end = t;
  }
  return end - first;
}

uint32_t
rmn_player_sleep_through(RmnPlayer* const          player,
                         const float* const* const in,
                         float* const* const       out,
                         const uint32_t            first,
                         const uint32_t            n_frames)
{
  const uint32_t n = count_silence(player, in, first, n_frames);

  rmn_idle_hold(&player->idle, out, first, n);
  player->frame = (player->frame + n) % RMN_PLAYER_CHUNK;
  if (first + n < n_frames) {
    rmn_idle_stir(&player->idle);
  }
  return first + n;
}
