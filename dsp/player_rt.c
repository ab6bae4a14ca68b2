// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file player_rt.c What a player does on the audio thread

#include "denormals.h"
#include "model.h"
#include "player.h"

#include <math.h>
#include <string.h>

/// The DC blocker is done when it is below -200 dBFS
static const float inaudible = 1e-10f;

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

void
rmn_player_reset(RmnPlayer* const player, const RmnStart start)
{
  player->is_fresh = true;
  player->start    = start;
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

/// Jump to where the controls stand and to the start, before the first frame
static void
begin(RmnPlayer* const player)
{
  float knobs[RMN_MAX_INPUTS];
  for (uint32_t k = 0; k < player->n_knobs; ++k) {
    rmn_smooth_snap(&player->smooth[k]);
    knobs[k] = player->smooth[k].value;
  }
  rmn_smooth_snap(&player->dc_mix);

  rmn_rate_reset(player->rate, player->start, knobs);
  memset(player->dc, 0, player->n_streams * sizeof(RmnDcBlock));
  player->is_fresh = false;
}

/// Buffer the audio, with zero for what is no number
static void
read_audio(RmnPlayer* const          player,
           const float* const* const in,
           const uint32_t            first,
           const uint32_t            n)
{
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    float* const audio = rmn_player_audio(player, s);
    for (uint32_t t = 0; t < n; ++t) {
      const float x    = in[s][first + t];
      const bool  sane = fabsf(x) < RMN_SANE_LIMIT; // False for NaN

      audio[t] = sane ? x : 0.0f;
      player->n_contained += !sane;
    }
  }
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

/// Turn buffered audio into buffered output; return false if it is no audio
static bool
play(RmnPlayer* const player, const uint32_t n)
{
  read_knobs(player, n);
  rmn_rate_process(player->rate, player->in, player->out, player->rest, n);
  if (!is_output_sane(player, n)) {
    return false;
  }

  block_dc(player, n);
  return true;
}

static void
write_outputs(const RmnPlayer* const player,
              float* const* const    out,
              const uint32_t         first,
              const uint32_t         n)
{
  const uint32_t n_outputs = rmn_model_n_outputs(player->model);
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    memcpy(
      out[s] + first, player->out[(size_t)s * n_outputs], n * sizeof(float));
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
    begin(player);
  }

  uint32_t t = 0;
  while (t < n_frames) {
    const uint32_t left = n_frames - t;
    const uint32_t n    = left < RMN_PLAYER_CHUNK ? left : RMN_PLAYER_CHUNK;

    read_audio(player, in, t, n);
    if (!play(player, n)) {
      contain(player, out, t, n_frames);
      break;
    }
    write_outputs(player, out, t, n);
    t += n;
  }

  rmn_denormals_restore(mode);
}
