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
    rmn_idle_stir(&player->idle);
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
    rmn_idle_stir(&player->idle);
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
    rmn_idle_stir(&player->idle);
    rmn_level_set_normalise(&player->level, enabled);
  }
}

void
rmn_player_set_input_level(RmnPlayer* const player, const float input_dbu)
{
  const float before = player->level.input_dbu;
  if (input_dbu != before && !(isnan(input_dbu) && isnan(before))) {
    rmn_idle_stir(&player->idle);
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
  player->frame    = 0;
  player->is_lost  = false;
  player->is_fresh = false;
}

void
rmn_player_resume(RmnPlayer* const  player,
                  const void* const bytes,
                  const size_t      size)
{
  rmn_player_reset(player, RMN_START_REST);
  begin(player);
  rmn_state_restore(player->state, bytes, size);
}

static void
read_silence(RmnPlayer* const player, const uint32_t n)
{
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    memset(rmn_player_audio(player, s), 0, n * sizeof(float));
  }
}

/// Buffer the audio, with zero for what is no number; it keeps the player awake
/// unless all is zero
static void
read_audio(RmnPlayer* const          player,
           const float* const* const in,
           const uint32_t            first,
           const uint32_t            n)
{
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
  if (n_heard) {
    rmn_idle_stir(&player->idle);
  }
}

static void
write_outputs(const RmnPlayer* const player,
              float* const* const    out,
              const uint32_t         first,
              const uint32_t         n)
{
  for (uint32_t c = 0; c < rmn_player_n_channels(player); ++c) {
    if (out[c]) {
      memcpy(out[c] + first, player->out[c], n * sizeof(float));
    }
  }
}

/// Pass a mark: start again from rest if something was lost;
/// a later layer may have masked that it was the state
static void
pass_mark(RmnPlayer* const player)
{
  if (player->is_lost || !rmn_rate_is_sane(player->rate)) {
    ++player->n_contained;
    rmn_rate_contain(player->rate);
    rmn_player_reset(player, RMN_START_REST);
  } else {
    rmn_player_doze(player);
  }
}

/// Play frames from `first` on, at most `n_most`, and none beyond the next
/// mark; return how many
static uint32_t
play(RmnPlayer* const          player,
     const float* const* const in,
     float* const* const       out,
     const uint32_t            first,
     const uint32_t            n_most)
{
  if (player->is_fresh) {
    begin(player);
  }

  const uint32_t due = RMN_PLAYER_CHUNK - player->frame;
  const uint32_t n   = n_most < due ? n_most : due;
  if (in) {
    read_audio(player, in, first, n);
  } else {
    read_silence(player, n);
  }
  if (player->side) { // A second audio moves all the time
    rmn_idle_stir(&player->idle);
  }
  rmn_player_run(player, n);
  write_outputs(player, out, first, n);
  rmn_idle_hear(&player->idle, (const float* const*)player->out, n);

  player->frame = (player->frame + n) % RMN_PLAYER_CHUNK;
  if (player->frame == 0) {
    pass_mark(player);
  }
  return n;
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
  uint32_t t = 0;
  if (rmn_idle_is_asleep(&player->idle)) {
    t = rmn_player_sleep_through(player, in, out, t, n_frames);
    if (t == n_frames) {
      return;
    }
  }

  const uint64_t mode = rmn_denormals_flush();
  while (t < n_frames) {
    t = rmn_idle_is_asleep(&player->idle)
          ? rmn_player_sleep_through(player, in, out, t, n_frames)
          : t + play(player, in, out, t, n_frames - t);
  }
  rmn_denormals_restore(mode);
}
