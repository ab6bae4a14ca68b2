// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file player_rt.c What a player does on the audio thread

#include "denormals.h"
#include "model.h"
#include "player.h"

#include <math.h>
#include <string.h>

double
rmn_player_model_rate(const RmnPlayer* const player)
{
  return player->model_rate_hz;
}

RmnRateMode
rmn_player_rate_mode(const RmnPlayer* const player)
{
  return rmn_rate_mode(player->rate);
}

uint32_t
rmn_player_n_knobs(const RmnPlayer* const player)
{
  return player->n_knobs;
}

const RmnInput*
rmn_player_knob(const RmnPlayer* const player, const uint32_t k)
{
  return &player->knobs[k];
}

void
rmn_player_set_knob(RmnPlayer* const player,
                    const uint32_t   k,
                    const float      value)
{
  if (k < player->n_knobs && fabsf(value) < RMN_SANE_LIMIT) {
    rmn_smooth_set(&player->smooth[k], value);
  }
}

void
rmn_player_set_dc_block(RmnPlayer* const player, const bool enabled)
{
  rmn_smooth_set(&player->dc_mix, enabled ? 1.0f : 0.0f);
}

RmnLoudness
rmn_player_loudness(const RmnPlayer* const player)
{
  return player->level.loudness;
}

double
rmn_player_model_level(const RmnPlayer* const player)
{
  return player->level.model_dbu;
}

void
rmn_player_set_normalise(RmnPlayer* const player, const bool enabled)
{
  rmn_level_set_normalise(&player->level, enabled);
}

void
rmn_player_set_input_level(RmnPlayer* const player, const float input_dbu)
{
  rmn_level_set_input(&player->level, input_dbu);
}

void
rmn_player_reset(RmnPlayer* const player, const RmnStart start)
{
  rmn_state_reset(player->state, player->model, start);
  rmn_rate_reset(player->rate, rmn_model_rest(player->model).output);
  player->is_fresh = true;

  // As if the output had been at rest for ever, so that its offset is no step
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    player->dc[s].x = rmn_model_rest(player->model).output;
    player->dc[s].y = 0.0f;
  }
}

uint32_t
rmn_player_latency(const RmnPlayer* const player)
{
  return rmn_rate_latency(player->rate);
}

uint64_t
rmn_player_n_contained(const RmnPlayer* const player)
{
  return player->n_contained;
}

/// Jump to where the controls stand, before the first frame is played
static void
snap_controls(RmnPlayer* const player)
{
  for (uint32_t k = 0; k < player->n_knobs; ++k) {
    rmn_smooth_snap(&player->smooth[k]);
  }
  rmn_smooth_snap(&player->dc_mix);
  rmn_level_snap(&player->level);
  player->is_fresh = false;
}

/// Buffer the audio, with zero for what is no number, and the knobs
static void
read_inputs(RmnPlayer* const          player,
            const float* const* const in,
            const uint32_t            first,
            const uint32_t            n)
{
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    float* const audio = rmn_player_audio(player, s);
    for (uint32_t t = 0; t < n; ++t) {
      const float x = in[s][first + t];

      const bool sane = fabsf(x) < RMN_SANE_LIMIT; // False for NaN

      audio[t] = sane ? x : 0.0f;
      player->n_contained += !sane;
    }
  }

  for (uint32_t k = 0; k < player->n_knobs; ++k) {
    float* const values = rmn_player_knob_values(player, k);
    for (uint32_t t = 0; t < n; ++t) {
      values[t] = rmn_smooth_next(&player->smooth[k]);
    }
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

/// Write output 0 of every stream through the DC blocker
static void
write_outputs(RmnPlayer* const    player,
              float* const* const out,
              const uint32_t      first,
              const uint32_t      n)
{
  const uint32_t n_outputs = rmn_model_n_outputs(player->model);
  const float    R         = player->dc_coefficient;

  for (uint32_t t = 0; t < n; ++t) {
    const float mix = rmn_smooth_next(&player->dc_mix);
    for (uint32_t s = 0; s < player->n_streams; ++s) {
      RmnDcBlock* const dc = &player->dc[s];
      const float       x  = player->out[s * n_outputs][t];

      dc->y             = x - dc->x + R * dc->y;
      dc->x             = x;
      out[s][first + t] = x + mix * (dc->y - x);
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

/// Make what comes out as loud as other models are
static void
amplify_outputs(RmnPlayer* const    player,
                float* const* const out,
                const uint32_t      first,
                const uint32_t      n)
{
  const RmnSmooth gain = player->level.output_gain;
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    player->level.output_gain = rmn_level_amplify(gain, out[s] + first, n);
  }
}

/// Silence the rest of the block, and start again from rest
static void
contain(RmnPlayer* const    player,
        float* const* const out,
        const uint32_t      first,
        const uint32_t      n_frames)
{
  ++player->n_contained;
  rmn_rate_contain(player->rate);
  rmn_player_reset(player, RMN_START_REST);
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    memset(out[s] + first, 0, (n_frames - first) * sizeof(float));
  }
}

void
rmn_player_process(RmnPlayer* const          player,
                   const float* const* const in,
                   float* const* const       out,
                   const uint32_t            n_frames)
{
  const uint64_t mode = rmn_denormals_flush();

  if (player->is_fresh && n_frames) {
    snap_controls(player);
  }

  for (uint32_t first = 0; first < n_frames; first += RMN_PLAYER_CHUNK) {
    const uint32_t left = n_frames - first;
    const uint32_t n    = left < RMN_PLAYER_CHUNK ? left : RMN_PLAYER_CHUNK;

    read_inputs(player, in, first, n);
    amplify_inputs(player, n);
    rmn_rate_process(player->rate, player->in, player->out, n);
    if (!is_output_sane(player, n)) {
      contain(player, out, first, n_frames);
      break;
    }
    write_outputs(player, out, first, n);
    amplify_outputs(player, out, first, n);
  }

  rmn_denormals_restore(mode);
}
