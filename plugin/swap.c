// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "swap.h"
#include "fade.h"

#include <string.h>

static const double unheard_time_s = 0.1;
static const double fade_time_s    = 0.02;

void
rmn_swap_init(RmnSwap* const swap,
              const double   rate_hz,
              const uint32_t n_channels)
{
  swap->n_channels = n_channels;
  swap->n_unheard  = (uint32_t)(rate_hz * unheard_time_s);
  swap->n_fade     = (uint32_t)(rate_hz * fade_time_s) + 1U;
}

static void
set_controls(RmnPlayer* const player, const RmnControls* const controls)
{
  const uint32_t n_own   = rmn_player_n_knobs(player);
  const uint32_t n_knobs = n_own < RMN_N_KNOBS ? n_own : RMN_N_KNOBS;

  for (uint32_t k = 0; k < n_knobs; ++k) {
    const RmnInput* const input = rmn_player_knob(player, k);
    rmn_player_set_knob(
      player, k, rmn_fade(input->minimum, input->maximum, controls->knobs[k]));
  }
  rmn_player_set_dc_block(player, controls->dc_block);
}

void
rmn_swap_set_controls(RmnSwap* const swap, const RmnControls* const controls)
{
  swap->controls = *controls;
  if (swap->playing) {
    set_controls(swap->playing->player, controls);
  }
  if (swap->arriving) {
    set_controls(swap->arriving->player, controls);
  }
}

void
rmn_swap_begin(RmnSwap* const swap, RmnSound* const sound)
{
  set_controls(sound->player, &swap->controls);
  rmn_player_reset(sound->player, RMN_START_REST);
  swap->arriving = sound;
  swap->frame    = 0;
}

RmnSound*
rmn_swap_finish(RmnSwap* const swap)
{
  if (!swap->arriving) {
    return NULL;
  }

  RmnSound* const left = swap->playing;
  swap->playing        = swap->arriving;
  swap->arriving       = NULL;
  return left;
}

void
rmn_swap_reset(RmnSwap* const swap)
{
  if (swap->playing) {
    rmn_player_reset(swap->playing->player, RMN_START_REST);
  }
  if (swap->arriving) {
    rmn_player_reset(swap->arriving->player, RMN_START_REST);
  }
}

static bool
has_contained(RmnSound* const sound)
{
  const uint64_t before = sound ? sound->n_contained : 0U;
  const uint64_t now    = sound ? rmn_player_n_contained(sound->player) : 0U;
  if (now == before) {
    return false;
  }

  sound->n_contained = now;
  return true;
}

bool
rmn_swap_has_contained(RmnSwap* const swap)
{
  const bool has_playing = has_contained(swap->playing);
  return has_contained(swap->arriving) || has_playing;
}

static void
play(RmnSound* const sound, float* const* const audio, const uint32_t n_frames)
{
  if (sound) {
    const float* const in[RMN_MAX_PORT_CHANNELS] = {audio[0], audio[1]};
    rmn_player_process(sound->player, in, audio, n_frames);
  }
}

/// Fade from what plays to what arrives
static void
fade(RmnSwap* const swap, float* const* const audio, const uint32_t n_frames)
{
  for (uint32_t t = 0; t < n_frames; ++t, ++swap->frame) {
    const uint32_t heard =
      swap->frame > swap->n_unheard ? swap->frame - swap->n_unheard : 0U;
    const float x = (float)heard / (float)swap->n_fade;

    for (uint32_t c = 0; c < swap->n_channels; ++c) {
      audio[c][t] = rmn_fade(audio[c][t], swap->buffers[c][t], x);
    }
  }
}

RmnSound*
rmn_swap_process(RmnSwap* const      swap,
                 float* const* const audio,
                 const uint32_t      n_frames)
{
  if (!swap->arriving) {
    play(swap->playing, audio, n_frames);
    return NULL;
  }

  for (uint32_t c = 0; c < swap->n_channels; ++c) {
    memcpy(swap->buffers[c], audio[c], n_frames * sizeof(float));
  }

  float* const buffers[] = {swap->buffers[0], swap->buffers[1]};
  play(swap->playing, audio, n_frames);
  play(swap->arriving, buffers, n_frames);
  fade(swap, audio, n_frames);
  return swap->frame >= swap->n_unheard + swap->n_fade ? rmn_swap_finish(swap)
                                                       : NULL;
}
