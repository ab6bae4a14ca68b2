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

/// Wake up before anything moves that has been still
static void
rouse(RmnPlayer* player);

/// Turn a control, for which silence is no reason to sleep
static void
turn(RmnPlayer* const player, RmnSmooth* const control, const float value)
{
  if (value != control->target) {
    rouse(player);
    rmn_smooth_set(control, value);
  }
}

void
rmn_player_set_knob(RmnPlayer* const player,
                    const uint32_t   k,
                    const float      value)
{
  if (k < player->n_knobs && fabsf(value) < RMN_SANE_LIMIT) {
    turn(player, &player->smooth[k], value);
  }
}

void
rmn_player_set_dc_block(RmnPlayer* const player, const bool enabled)
{
  turn(player, &player->dc_mix, enabled ? 1.0f : 0.0f);
}

void
rmn_player_reset(RmnPlayer* const player, const RmnStart start)
{
  player->is_fresh = true;
  player->start    = start;
  rmn_idle_stir(&player->idle);
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

/// Return whether no control glides, nor what silence gives
static bool
is_still(const RmnPlayer* const player)
{
  bool still = rmn_smooth_is_still(&player->dc_mix);
  for (uint32_t k = 0; k < player->n_knobs; ++k) {
    still &= rmn_smooth_is_still(&player->smooth[k]);
  }
  return still && rmn_rate_is_still(player->rate);
}

/// Buffer the audio, with zero for what is no number; return whether all is
/// zero
static bool
read_audio(RmnPlayer* const          player,
           const float* const* const in,
           const uint32_t            first,
           const uint32_t            n)
{
  uint32_t n_heard = 0;
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    float* const audio = rmn_player_audio(player, s);
    for (uint32_t t = 0; t < n; ++t) {
      const float x    = in[s][first + t] + 0.0f;   // Of -0 or a denormal too
      const bool  sane = fabsf(x) < RMN_SANE_LIMIT; // False for NaN

      audio[t] = sane ? x : 0.0f;
      n_heard += audio[t] != 0.0f;
      player->n_contained += !sane;
    }
  }
  return !n_heard;
}

/// Buffer `n` frames of silence
static void
read_silence(RmnPlayer* const player, const uint32_t n)
{
  for (uint32_t s = 0; s < player->n_streams; ++s) {
    memset(rmn_player_audio(player, s), 0, n * sizeof(float));
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

/// Fall asleep in time, if what was just played was silence and all is still
static void
doze(RmnPlayer* const player, const bool is_quiet, const uint32_t n)
{
  if (is_quiet && is_still(player)) {
    rmn_idle_hear(&player->idle,
                  (const float* const*)player->out,
                  rmn_model_n_outputs(player->model),
                  n);
  } else {
    rmn_idle_stir(&player->idle);
  }
}

static void
rouse(RmnPlayer* const player)
{
  const uint64_t mode = rmn_denormals_flush();
  for (uint32_t left = rmn_idle_wake(&player->idle); left;) {
    const uint32_t n = left < RMN_PLAYER_CHUNK ? left : RMN_PLAYER_CHUNK;

    read_silence(player, n);
    play(player, n);
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
    bits |= word << 1U;
  }
  return !bits;
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
  for (uint32_t s = 0; s < player->n_streams; ++s) {
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

/// Sleep as long as nothing is heard; return the frame that wakes
static uint32_t
sleep_through(RmnPlayer* const          player,
              const float* const* const in,
              float* const* const       out,
              const uint32_t            first,
              const uint32_t            n_frames)
{
  const uint32_t n = count_silence(player, in, first, n_frames);

  rmn_idle_replay(&player->idle, out, first, n);
  if (first + n < n_frames) {
    rouse(player);
  }
  return first + n;
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
    if (rmn_idle_is_asleep(&player->idle)) {
      t = sleep_through(player, in, out, t, n_frames);
      continue;
    }

    const uint32_t left = n_frames - t;
    const uint32_t most = left < RMN_PLAYER_CHUNK ? left : RMN_PLAYER_CHUNK;
    const uint32_t n    = rmn_idle_next(&player->idle, most);

    const bool is_quiet = read_audio(player, in, t, n);
    if (!play(player, n)) {
      contain(player, out, t, n_frames);
      break;
    }
    write_outputs(player, out, t, n);
    doze(player, is_quiet, n);
    t += n;
  }

  rmn_denormals_restore(mode);
}
