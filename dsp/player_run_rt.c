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

/// Look at every output, and at the state, which a later layer may mask
static bool
is_output_sane(const RmnPlayer* const player, const uint32_t n)
{
  const uint32_t n_out = player->n_streams * rmn_model_n_outputs(player->model);

  bool sane = rmn_rate_is_sane(player->rate);
  for (uint32_t o = 0; o < n_out; ++o) {
    for (uint32_t t = 0; t < n; ++t) {
      sane &= fabsf(player->out[o][t]) < RMN_SANE_LIMIT; // False for NaN
    }
  }
  return sane;
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

bool
rmn_player_run(RmnPlayer* const player, const uint32_t n)
{
  read_knobs(player, n);
  amplify_inputs(player, n);
  rmn_rate_process(player->rate, player->in, player->out, player->rest, n);
  if (!is_output_sane(player, n)) {
    return false;
  }

  block_dc(player, n);
  amplify_outputs(player, n);
  return true;
}
