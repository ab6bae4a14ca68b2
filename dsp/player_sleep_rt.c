// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file player_sleep_rt.c When a player falls asleep, and what wakes it

#include "denormals.h"
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
rmn_player_doze(RmnPlayer* const player, const bool is_quiet, const uint32_t n)
{
  if (is_quiet && is_still(player)) {
    rmn_idle_hear(&player->idle, (const float* const*)player->out, n);
  } else {
    rmn_idle_stir(&player->idle);
  }
}

void
rmn_player_read_silence(RmnPlayer* const player, const uint32_t n)
{
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    memset(rmn_player_audio(player, s), 0, n * sizeof(float));
  }
}

void
rmn_player_rouse(RmnPlayer* const player)
{
  const uint64_t mode = rmn_denormals_flush();
  for (uint32_t left = rmn_idle_wake(&player->idle); left;) {
    const uint32_t n = left < RMN_PLAYER_CHUNK ? left : RMN_PLAYER_CHUNK;

    rmn_player_read_silence(player, n);
    rmn_player_run(player, n);
    left -= n;
  }
  rmn_denormals_restore(mode);
}

/// Return whether the frames from `first` on are zero, bit for bit but the sign
static bool
is_silent(const float* const x, const uint32_t first, const uint32_t n)
{
  uint32_t bits = 0;
  for (uint32_t t = first; t < first + n; ++t) {
    uint32_t word = 0;
    memcpy(&word, &x[t], sizeof(word));
    bits |= word;
  }
  return !(bits << 1U);
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

  rmn_idle_replay(&player->idle, out, first, n);
  if (first + n < n_frames) {
    rmn_player_rouse(player);
  }
  return first + n;
}
