// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file player_rt.c What a player does on the audio thread

#include "denormals.h"
#include "model.h"
#include "player.h"

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

/// Turn a control, for which silence is no reason to sleep
static void
turn(RmnPlayer* const player, RmnSmooth* const control, const float value)
{
  if (value != control->target) {
    rmn_player_rouse(player);
    rmn_smooth_set(control, value);
  }
}

void
rmn_player_set_knob(RmnPlayer* const player,
                    const uint32_t   k,
                    const float      value)
{
  if (!rmn_is_audio(value)) {
    ++player->n_contained;
  } else if (k < player->n_knobs) {
    turn(player, &player->smooth[k], value);
  }
}

void
rmn_player_set_side(RmnPlayer* const   player,
                    const float* const side,
                    const uint32_t     n_frames)
{
  if (player->n_knobs && n_frames) {
    rmn_player_rouse(player);
    player->side   = side;
    player->n_side = n_frames;
  }
}

void
rmn_player_set_dc_block(RmnPlayer* const player, const bool enabled)
{
  turn(player, &player->dc_mix, enabled ? 1.0f : 0.0f);
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
  if (enabled != player->level.is_normalised) {
    rmn_player_rouse(player);
    rmn_level_set_normalise(&player->level, enabled);
  }
}

void
rmn_player_set_input_level(RmnPlayer* const player, const float input_dbu)
{
  const float before = player->level.input_dbu;
  if (input_dbu != before && !(isnan(input_dbu) && isnan(before))) {
    rmn_player_rouse(player);
    rmn_level_set_input(&player->level, input_dbu);
  }
}

void
rmn_player_reset(RmnPlayer* const player, const RmnStart start)
{
  player->is_fresh = true;
  player->start    = start;
  rmn_idle_stir(&player->idle);
}

uint32_t
rmn_player_n_outputs(const RmnPlayer* const player)
{
  return rmn_model_n_outputs(player->model);
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
    knobs[k] = player->smooth[k].target;
  }
  rmn_smooth_snap(&player->dc_mix);
  rmn_level_snap(&player->level);

  rmn_rate_reset(player->rate, player->start, knobs);
  memset(player->dc, 0, player->n_streams * sizeof(RmnDcBlock));
  player->is_fresh = false;
}

/// Buffer the audio, with zero for what is no number; return whether all is
/// zero
static bool
read_audio(RmnPlayer* const          player,
           const float* const* const in,
           const uint32_t            first,
           const uint32_t            n)
{
  if (!in) {
    rmn_player_read_silence(player, n);
    return true;
  }

  uint32_t n_heard = 0;
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    float* const audio = rmn_player_audio(player, s);
    for (uint32_t t = 0; t < n; ++t) {
      const float x    = in[s][first + t] + 0.0f; // Of -0 or a denormal too
      const bool  sane = rmn_is_audio(x);

      audio[t] = sane ? x : 0.0f;
      n_heard += audio[t] != 0.0f;
      player->n_contained += !sane;
    }
  }
  return !n_heard;
}

/// Return the number of outputs of all streams together
static uint32_t
n_channels(const RmnPlayer* const player)
{
  return player->n_streams * rmn_model_n_outputs(player->model);
}

static void
write_outputs(const RmnPlayer* const player,
              float* const* const    out,
              const uint32_t         first,
              const uint32_t         n)
{
  for (uint32_t c = 0; c < n_channels(player); ++c) {
    if (out[c]) {
      memcpy(out[c] + first, player->out[c], n * sizeof(float));
    }
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
  for (uint32_t c = 0; c < n_channels(player); ++c) {
    if (out[c]) {
      memset(out[c] + first, 0, (n_frames - first) * sizeof(float));
    }
  }
}

void
rmn_player_process(RmnPlayer* const          player,
                   const float* const* const in,
                   float* const* const       out,
                   const uint32_t            n_frames)
{
  const uint32_t n_outputs = rmn_model_n_outputs(player->model);
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    player->heard[(size_t)s * n_outputs] = out[s];
  }
  rmn_player_process_all(player, in, player->heard, n_frames);
}

void
rmn_player_process_all(RmnPlayer* const          player,
                       const float* const* const in,
                       float* const* const       out,
                       const uint32_t            n_frames)
{
  if (!in && rmn_idle_is_asleep(&player->idle)) {
    rmn_idle_replay(&player->idle, out, 0, n_frames);
    return;
  }

  const uint64_t mode = rmn_denormals_flush();

  if (player->is_fresh && n_frames) {
    begin(player);
  }

  uint32_t t = 0;
  while (t < n_frames) {
    if (rmn_idle_is_asleep(&player->idle)) {
      t = rmn_player_sleep_through(player, in, out, t, n_frames);
      continue;
    }

    const uint32_t left = n_frames - t;
    const uint32_t most = left < RMN_PLAYER_CHUNK ? left : RMN_PLAYER_CHUNK;
    const uint32_t n    = rmn_idle_next(&player->idle, most);

    // A second audio moves all the time
    const bool has_side = player->side;
    const bool is_quiet = read_audio(player, in, t, n) && !has_side;
    if (!rmn_player_run(player, n)) {
      contain(player, out, t, n_frames);
      break;
    }
    write_outputs(player, out, t, n);
    rmn_player_doze(player, is_quiet, n);
    t += n;
  }

  rmn_denormals_restore(mode);
}
