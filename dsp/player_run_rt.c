// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file player_run_rt.c From a player's buffered audio to its buffered output

#include "model.h"
#include "player.h"

#include <math.h>

/// The DC blocker is done when it is below -200 dBFS
static const float inaudible = 1e-10f;

/// Have knob 0 be the second audio, or silence where there is no more of it
static void
read_side(RmnPlayer* const player, const uint32_t n)
{
  float* const values = rmn_player_knob_values(player, 0U);
  for (uint32_t t = 0; t < n; ++t) {
    const float x = t < player->n_side ? player->side[t] : 0.0f;

    values[t] = rmn_is_audio(x) ? x + 0.0f : 0.0f;
  }

  const uint32_t n_read = n < player->n_side ? n : player->n_side;
  player->side += n_read;
  player->n_side -= n_read;
  player->side = player->n_side ? player->side : NULL;
}

static void
read_knobs(RmnPlayer* const player, const uint32_t n)
{
  for (uint32_t k = 0; k < player->n_knobs; ++k) {
    float* const values = rmn_player_knob_values(player, k);
    for (uint32_t t = 0; t < n; ++t) {
      values[t] = rmn_smooth_next(&player->smooth[k]);
    }
  }
  if (player->side) {
    read_side(player, n);
  }
}

static bool
is_audio_sane(const float* const audio, const uint32_t n)
{
  bool sane = true;
  for (uint32_t t = 0; t < n; ++t) {
    sane &= fabsf(audio[t]) < RMN_SANE_LIMIT; // False for NaN
  }
  return sane;
}

/// Return whether frames from `first` on are audio in every output, and in what
/// is taken off them
static bool
is_output_sane(const RmnPlayer* const player,
               const uint32_t         first,
               const uint32_t         n)
{
  bool sane = is_audio_sane(player->rest + first, n);
  for (uint32_t c = 0; c < rmn_player_n_channels(player); ++c) {
    sane &= is_audio_sane(player->out[c] + first, n);
  }
  return sane;
}

/// Return how many of `n` frames can be heard
static uint32_t
count_sane(RmnPlayer* const player, const uint32_t n)
{
  uint32_t n_sane = player->is_lost ? 0U : n;
  if (n_sane && !is_output_sane(player, 0, n)) {
    n_sane = 0;
    while (is_output_sane(player, n_sane, 1U)) {
      ++n_sane;
    }
  }
  player->is_lost = n_sane < n;
  return n_sane;
}

/// Silence every output from frame `first` on
static void
mute(RmnPlayer* const player, const uint32_t first, const uint32_t n)
{
  for (uint32_t c = 0; c < rmn_player_n_channels(player); ++c) {
    for (uint32_t t = first; t < n; ++t) {
      player->out[c][t] = 0.0f;
    }
  }
}

/// Take what silence gives, and then what is below 5 Hz, off output 0
static void
block_dc(RmnPlayer* const player, const uint32_t n)
{
  const uint32_t n_outputs = rmn_model_n_outputs(player->model);
  const float    R         = player->dc_coefficient;

  for (uint32_t t = 0; t < n; ++t) {
    const float mix = rmn_smooth_next(&player->dc_mix);
    for (uint32_t s = 0; s < player->n_streams; ++s) {
      RmnDcBlock* const dc    = &player->dc[s];
      float* const      audio = &player->out[s * n_outputs][t];
      const float       x     = *audio - player->rest[t];
      const float       y     = x - dc->x + R * dc->y;

      dc->y = fabsf(y) < inaudible ? 0.0f : y;
      dc->x = x;
      *audio += mix * (dc->y - *audio);
    }
  }
}

/// Drive the network as hard as its maker did
static void
amplify_inputs(RmnPlayer* const player, const uint32_t n)
{
  const RmnSmooth gain = player->level.input_gain;
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    float* const audio       = rmn_player_audio(player, s);
    player->level.input_gain = rmn_level_amplify(gain, audio, n);
  }
}

/// Make output 0 as loud as that of other models
static void
amplify_outputs(RmnPlayer* const player, const uint32_t n)
{
  const uint32_t  n_outputs = rmn_model_n_outputs(player->model);
  const RmnSmooth gain      = player->level.output_gain;
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    float* const audio        = player->out[(size_t)s * n_outputs];
    player->level.output_gain = rmn_level_amplify(gain, audio, n);
  }
}

void
rmn_player_run(RmnPlayer* const player, const uint32_t n)
{
  read_knobs(player, n);
  amplify_inputs(player, n);
  rmn_rate_process(player->rate, player->in, player->out, player->rest, n);
  const uint32_t n_sane = count_sane(player, n);

  block_dc(player, n);
  amplify_outputs(player, n);
  mute(player, n_sane, n);
}
