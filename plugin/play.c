// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file play.c From the audio of a block to what is played of it

#include "play.h"

#include "control.h"

#include <string.h>

static const float silence[RMN_EFFECT_CHUNK];

/// Give up a sound, or nothing if NULL
static void
retire(RmnEffect* const effect, RmnSound* const sound)
{
  if (sound) {
    rmn_mailbox_retire(&effect->mailbox, sound);
    effect->has_retired = true;
  }
}

/// Take what a loader left, unless a swap is under way
static void
take_sound(RmnEffect* const effect)
{
  if (effect->swap.arriving) {
    if (rmn_mailbox_is_full(&effect->mailbox)) {
      rmn_swap_hasten(&effect->swap);
    }
    return;
  }

  RmnSound* const sound = rmn_mailbox_take(&effect->mailbox);
  if (!sound) {
    return;
  }

  rmn_notify_say(&effect->notify, "", RMN_SEVERITY_NONE);
  if (sound->player) {
    rmn_notify_model(&effect->notify);
    rmn_swap_begin(&effect->swap, sound);
    rmn_control_watch_level(effect);
  }
  if (sound->message[0]) { // Which matters more than its level
    rmn_notify_say(&effect->notify,
                   sound->message,
                   sound->is_note ? RMN_SEVERITY_NOTE : RMN_SEVERITY_ERROR);
  }
  if (!sound->player) {
    retire(effect, sound);
  }
}

/// Where nothing was heard before, jump to where controls lead
static void
begin(RmnEffect* const effect)
{
  if (!effect->is_started) {
    retire(effect, rmn_swap_finish(&effect->swap));
    rmn_levels_skip_fade(&effect->levels);
    effect->is_started = true;
  }
  if (!rmn_levels_is_bypassed(&effect->levels)) {
    rmn_levels_snap(&effect->levels);
    rmn_swap_reset(&effect->swap);
  }
  effect->is_silent = false;
}

/// Copy `n` frames, with zero for what is no audio; return how many are none
static uint32_t
copy_audio(const float* const restrict in,
           float* const restrict dry,
           const uint32_t n)
{
  uint32_t n_refused = 0;
  for (uint32_t t = 0; t < n; ++t) {
    const bool is_audio = rmn_is_audio(in[t]);

    dry[t] = is_audio ? in[t] : 0.0f;
    n_refused += !is_audio;
  }
  return n_refused;
}

/// Copy the second audio of a predictor, which is its second channel
static void
read_side(RmnEffect* const effect, const uint32_t first, const uint32_t n)
{
  const float* const side = (const float*)effect->ports[RMN_PORT_SIDE];
  if (side) {
    effect->n_refused += copy_audio(side + first, effect->wet[1], n);
  } else {
    memset(effect->wet[1], 0, n * sizeof(float));
  }
}

/// Copy the input, or silence where it is not connected
static void
read_audio(RmnEffect* const effect, const uint32_t first, const uint32_t n)
{
  for (uint32_t c = 0; c < effect->n_channels; ++c) {
    const float* const in  = (const float*)effect->ports[RMN_PORT_AUDIO + c];
    float* const       dry = effect->dry[c];

    if (in) {
      effect->n_refused += copy_audio(in + first, dry, n);
    } else {
      memset(dry, 0, n * sizeof(float));
    }

    // To a predictor, what is no audio is a drop-out
    const float* const wet = effect->predict && in ? in + first : dry;
    memcpy(effect->wet[c], wet, n * sizeof(float));
  }
  if (effect->predict) {
    read_side(effect, first, n);
  }
}

/// Show an open user interface what was heard and what is played
static void
show_audio(RmnEffect* const effect,
           float (*const audio)[RMN_EFFECT_CHUNK],
           const uint32_t n)
{
  const float* const heard[]  = {effect->dry[0], effect->dry[1]};
  const float* const played[] = {audio[0], audio[1]};
  rmn_scope_hear(&effect->notify.scope, heard, played, effect->n_channels, n);
}

static void
write_audio(RmnEffect* const effect,
            float (*const audio)[RMN_EFFECT_CHUNK],
            const uint32_t first,
            const uint32_t n)
{
  if (rmn_scope_is_open(&effect->notify.scope)) {
    show_audio(effect, audio, n);
  }
  for (uint32_t c = 0; c < effect->n_channels; ++c) {
    float* const out =
      (float*)effect->ports[RMN_PORT_AUDIO + effect->n_channels + c];
    if (out) {
      memcpy(out + first, audio[c], n * sizeof(float));
    }
  }
}

/// Tell what `sound` predicted, if that is what this plugin is for
static void
predict(RmnEffect* const      effect,
        const RmnSound* const sound,
        const uint32_t        first,
        const uint32_t        n)
{
  if (effect->predict) {
    rmn_predict_tell(
      effect->predict, effect->ports, sound, effect->dry[0], first, n);
  }
}

/// Turn the copy of the input into the output
static void
process(RmnEffect* const effect, const uint32_t first, const uint32_t n)
{
  float* const       dry[]      = {effect->dry[0], effect->dry[1]};
  float* const       wet[]      = {effect->wet[0], effect->wet[1]};
  const float* const heard[]    = {dry[0], dry[1]};
  const uint32_t     n_channels = effect->n_channels;
  RmnLevels* const   levels     = &effect->levels;

  if (rmn_levels_is_bypassed(levels)) {
    retire(effect, rmn_swap_process(&effect->swap, NULL, dry, n));
    write_audio(effect, effect->dry, first, n);
    predict(effect, NULL, first, n);
    return;
  }

  // Predictions end when the switch is thrown, not when the sound has faded
  const RmnSound* const told = levels->is_enabled ? effect->swap.playing : NULL;
  rmn_levels_amplify(levels, wet, n_channels, n);
  RmnSound* const left = rmn_swap_process(&effect->swap, wet, dry, n);
  predict(effect, told, first, n);
  rmn_levels_blend(levels, heard, wet, n_channels, n);
  write_audio(effect, effect->wet, first, n);
  retire(effect, left);
}

/// Return whether the next `n` frames of every input are zero, to the bit
static bool
hears_silence(const RmnEffect* const effect,
              const uint32_t         first,
              const uint32_t         n)
{
  for (uint32_t c = 0; c < effect->n_channels; ++c) {
    const float* const in = (const float*)effect->ports[RMN_PORT_AUDIO + c];
    if (in && memcmp(in + first, silence, n * sizeof(float)) != 0) {
      return false;
    }
  }
  return true;
}

/// Take note of the next `n` frames; return whether they are silence, as all is
/// that delays the dry sound, and nothing moves
static bool
is_at_rest(RmnEffect* const effect, const uint32_t first, const uint32_t n)
{
  const bool was_silent = effect->n_silent >= RMN_MAX_LATENCY;
  if (effect->predict || !hears_silence(effect, first, n)) {
    effect->n_silent = 0;
    return false;
  }

  effect->n_silent += was_silent ? 0U : n;
  return was_silent && rmn_levels_is_still(&effect->levels) &&
         !effect->swap.arriving;
}

/// Return where the output of channel `c` goes, which may be nowhere
static float*
output(RmnEffect* const effect, const uint32_t c, const uint32_t first)
{
  float* const port =
    (float*)effect->ports[RMN_PORT_AUDIO + effect->n_channels + c];
  return port ? port + first : effect->wet[c];
}

/// Process silence at rest, which spares all but the player and what shapes its
/// output: no bit is another
static void
process_silence(RmnEffect* const effect, const uint32_t first, const uint32_t n)
{
  const float* const dry[] = {silence, silence};
  float* const out[] = {output(effect, 0, first), output(effect, 1, first)};

  rmn_swap_process_silence(&effect->swap, out, n);
  rmn_levels_blend_still(&effect->levels, dry, out, effect->n_channels, n);
}

void
rmn_play(RmnEffect* const effect, const uint32_t first, const uint32_t end)
{
  uint32_t t = first;
  do {
    take_sound(effect);
    if (effect->is_silent) {
      begin(effect);
    }

    const uint32_t n = rmn_swap_chunk(&effect->swap, end - t);
    const bool     rests =
      is_at_rest(effect, t, n) && !rmn_scope_is_open(&effect->notify.scope);
    if (rests) {
      process_silence(effect, t, n);
    } else {
      read_audio(effect, t, n);
      process(effect, t, n);
    }
    effect->is_mute = rests && rmn_swap_is_mute(&effect->swap);
    t += n;
  } while (t < end);
}

bool
rmn_play_nothing(RmnEffect* const effect, const uint32_t n_frames)
{
  const bool may = effect->is_mute && effect->is_started &&
                   !effect->burst.n_left && n_frames <= RMN_EFFECT_CHUNK &&
                   !rmn_mailbox_is_full(&effect->mailbox);
  if (!may || !hears_silence(effect, 0U, n_frames)) {
    return false;
  }

  for (uint32_t c = 0; c < effect->n_channels; ++c) {
    memset(output(effect, c, 0U), 0, n_frames * sizeof(float));
  }
  rmn_player_pass(effect->swap.playing->player, n_frames);
  return true;
}
