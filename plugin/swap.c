// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "swap.h"
#include "fade.h"
#include "knobs.h"

#include <math.h>
#include <string.h>

static const double unheard_time_s = 0.1;
static const double hasty_time_s   = 0.035;
static const double fade_time_s    = 0.02;

void
rmn_swap_init(RmnSwap* const swap,
              const double   rate_hz,
              const uint32_t n_channels)
{
  swap->n_channels = n_channels;
  swap->n_memory   = (uint32_t)(rate_hz * unheard_time_s);
  swap->n_hasty    = (uint32_t)(rate_hz * hasty_time_s);
  swap->n_fade     = (uint32_t)(rate_hz * fade_time_s) + 1U;
}

static uint32_t
latency(const RmnSound* const sound)
{
  const uint32_t n = !sound ? 0U
                     : sound->predicted
                       ? rmn_predictor_latency(sound->predicted->predictor)
                       : rmn_player_latency(sound->player);
  return n < RMN_MAX_LATENCY ? n : RMN_MAX_LATENCY;
}

/// Return whether a sound is fed what it predicts
static bool
feeds_itself(const RmnSound* const sound)
{
  return sound->predicted &&
         rmn_predictor_prediction(sound->predicted->predictor)->kind ==
           RMN_PREDICT_NEXT_SAMPLE;
}

static void
set_controls(RmnSound* const sound, const RmnControls* const controls)
{
  RmnPlayer* const player = sound->player;
  for (uint32_t k = 0; k < rmn_knobs_count(player); ++k) {
    const RmnInput* const input = rmn_player_knob(player, k);
    rmn_player_set_knob(player, k, rmn_knob_value(input, controls->knobs[k]));
  }
  rmn_player_set_dc_block(player, controls->dc_block);
  rmn_player_set_normalise(player, controls->normalise);

  // A gain that nothing takes back would grow with each turn around
  rmn_player_set_input_level(player,
                             feeds_itself(sound) ? NAN : controls->input_dbu);
  if (sound->predicted) {
    rmn_predictor_set(sound->predicted->predictor, &controls->next);
  }
}

/// Return whether a sound is to go on from where a session left it
static bool
is_resumed(const RmnSound* const sound)
{
  return sound->predicted &&
         rmn_predictor_is_resumed(sound->predicted->predictor);
}

static void
reset(RmnSound* const sound)
{
  if (is_resumed(sound)) {
    return;
  }
  if (sound->predicted) {
    rmn_predictor_reset(sound->predicted->predictor, RMN_START_REST);
  } else {
    rmn_player_reset(sound->player, RMN_START_REST);
  }
}

void
rmn_swap_set_controls(RmnSwap* const swap, const RmnControls* const controls)
{
  swap->controls = *controls;
  if (swap->playing) {
    set_controls(swap->playing, controls);
  }
  if (swap->arriving) {
    set_controls(swap->arriving, controls);
  }
}

void
rmn_swap_begin(RmnSwap* const swap, RmnSound* const sound)
{
  set_controls(sound, &swap->controls);
  reset(sound);
  swap->arriving  = sound;
  swap->n_unheard = is_resumed(sound) ? 0U : swap->n_memory + latency(sound);
  swap->frame     = 0;
}

void
rmn_swap_hasten(RmnSwap* const swap)
{
  const uint32_t n_least   = swap->n_hasty + latency(swap->arriving);
  const uint32_t n_unheard = swap->frame > n_least ? swap->frame : n_least;

  // Where the fade has begun, or is due before that, nothing changes
  if (n_unheard < swap->n_unheard) {
    swap->n_unheard = n_unheard;
  }
}

RmnSound*
rmn_swap_newest(const RmnSwap* const swap)
{
  return swap->arriving ? swap->arriving : swap->playing;
}

bool
rmn_swap_is_mute(const RmnSwap* const swap)
{
  return !swap->arriving && swap->playing &&
         rmn_player_is_mute(swap->playing->player);
}

uint32_t
rmn_swap_latency(const RmnSwap* const swap)
{
  return latency(rmn_swap_newest(swap));
}

void
rmn_swap_clear(RmnSwap* const swap)
{
  memset(&swap->delay, 0, sizeof(swap->delay));
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
    reset(swap->playing);
  }
  if (swap->arriving) {
    reset(swap->arriving);
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

/// Let the audio through as long as nothing plays, with zero for what is none
static void
contain(float* const audio, const uint32_t n_frames)
{
  for (uint32_t t = 0; t < n_frames; ++t) {
    audio[t] = rmn_is_audio(audio[t]) ? audio[t] : 0.0f;
  }
}

static void
play(const RmnSwap* const swap,
     RmnSound* const      sound,
     float* const* const  audio,
     const uint32_t       n_frames)
{
  if (sound && sound->predicted) {
    rmn_predicted_play(sound->predicted, audio[0], audio[1], n_frames);
  } else if (sound) {
    const float* const in[RMN_MAX_PORT_CHANNELS] = {audio[0], audio[1]};
    rmn_player_process(sound->player, in, audio, n_frames);
  }
  for (uint32_t c = 0; !sound && c < swap->n_channels; ++c) {
    contain(audio[c], n_frames);
  }
}

/// Return the share of what arrives in the frame `t` frames from now
static float
share(const RmnSwap* const swap, const uint32_t t)
{
  const uint32_t frame = swap->frame + t;
  const uint32_t heard = frame > swap->n_unheard ? frame - swap->n_unheard : 0U;

  return (float)heard / (float)swap->n_fade;
}

/// Fade from what plays to what arrives
static void
fade(const RmnSwap* const swap,
     float* const* const  audio,
     RmnChunk* const      arriving,
     const uint32_t       n_frames)
{
  for (uint32_t t = 0; t < n_frames; ++t) {
    const float x = share(swap, t);
    for (uint32_t c = 0; c < swap->n_channels; ++c) {
      audio[c][t] = rmn_fade(audio[c][t], (*arriving)[c][t], x);
    }
  }
}

/// Read the dry sound as late as `sound` is
static void
delay(const RmnSwap* const  swap,
      const RmnSound* const sound,
      float* const* const   audio,
      const uint32_t        n_frames)
{
  rmn_delay_read(
    &swap->delay, audio, swap->n_channels, n_frames, latency(sound));
}

/// Play both sounds, and fade
static void
process_both(RmnSwap* const      swap,
             float* const* const wet,
             float* const* const dry,
             const uint32_t      n_frames)
{
  float* const new_wet[] = {swap->wet[0], swap->wet[1]};
  float* const new_dry[] = {swap->dry[0], swap->dry[1]};

  if (wet) {
    const uint32_t n_heard =
      swap->arriving->predicted ? RMN_MAX_PORT_CHANNELS : swap->n_channels;
    for (uint32_t c = 0; c < n_heard; ++c) {
      memcpy(swap->wet[c], wet[c], n_frames * sizeof(float));
    }
    play(swap, swap->playing, wet, n_frames);
    play(swap, swap->arriving, new_wet, n_frames);
    fade(swap, wet, &swap->wet, n_frames);
  }
  delay(swap, swap->playing, dry, n_frames);
  delay(swap, swap->arriving, new_dry, n_frames);
  fade(swap, dry, &swap->dry, n_frames);
}

uint32_t
rmn_swap_chunk(const RmnSwap* const swap, const uint32_t n_frames)
{
  const uint32_t n_swap = swap->n_unheard + swap->n_fade;
  const uint32_t n = n_frames < RMN_EFFECT_CHUNK ? n_frames : RMN_EFFECT_CHUNK;

  return swap->arriving && n_swap - swap->frame < n ? n_swap - swap->frame : n;
}

void
rmn_swap_process_silence(RmnSwap* const      swap,
                         float* const* const wet,
                         const uint32_t      n_frames)
{
  // The dry sound is silent, wherever its delay stands
  if (swap->playing) {
    rmn_player_process(swap->playing->player, NULL, wet, n_frames);
    return;
  }

  for (uint32_t c = 0; c < swap->n_channels; ++c) {
    memset(wet[c], 0, n_frames * sizeof(float));
  }
}

RmnSound*
rmn_swap_process(RmnSwap* const      swap,
                 float* const* const wet,
                 float* const* const dry,
                 const uint32_t      n_frames)
{
  const float* const heard[] = {dry[0], dry[1]};
  rmn_delay_write(&swap->delay, heard, swap->n_channels, n_frames);

  if (!swap->arriving) {
    if (wet) {
      play(swap, swap->playing, wet, n_frames);
    }
    delay(swap, swap->playing, dry, n_frames);
    return NULL;
  }

  process_both(swap, wet, dry, n_frames);
  swap->frame += n_frames;
  return swap->frame >= swap->n_unheard + swap->n_fade ? rmn_swap_finish(swap)
                                                       : NULL;
}
