// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file run.c What the plugin does on the audio thread

#include "denormals.h"
#include "effect.h"
#include "request.h"

#include <lv2/atom/util.h>

#include <string.h>

/// Give up a sound, or nothing if NULL
static void
retire(RmnEffect* const effect, RmnSound* const sound)
{
  if (sound) {
    rmn_mailbox_retire(&effect->mailbox, sound);
    effect->has_retired = true;
  }
}

/// Say what went wrong; hosts make tracing safe for this thread
static void
complain(RmnEffect* const effect, const char* const message)
{
  rmn_notify_say(&effect->notify, message);

  const LV2_Log_Logger* const logger = &effect->loader.logger;
  if (logger->log) {
    logger->log->printf(
      logger->log->handle, logger->Trace, "remanence: %s\n", message);
  }
}

/// Ask for a model that a message sets
static void
request_model(RmnEffect* const effect, const LV2_Atom* const value)
{
  const char* const path = rmn_patch_path(&effect->uris, value, RMN_MAX_PATH);
  if (!path) {
    complain(effect,
             "The model cannot be set: its path is missing or too long");
    return;
  }

  if (!effect->schedule) {
    complain(effect,
             "This host cannot load models while it plays: choose a preset "
             "instead");
    return;
  }

  const uint32_t ticket = rmn_mailbox_draw_ticket(&effect->mailbox);
  if (!rmn_request_send(effect->schedule, path, ticket)) {
    rmn_mailbox_return_ticket(&effect->mailbox, ticket);
    complain(effect, "The host is too busy to load a model: choose it again");
  }
}

static void
handle_message(RmnEffect* const effect, const LV2_Atom* const message)
{
  const RmnUris* const uris   = &effect->uris;
  RmnNotify* const     notify = &effect->notify;
  const RmnPatch       patch  = rmn_patch_read(uris, message);

  if (patch.type == RMN_PATCH_SET && patch.property == uris->model) {
    request_model(effect, patch.value);
  } else if (patch.type == RMN_PATCH_GET) {
    notify->has_model |= !patch.property || patch.property == uris->model;
    notify->has_message |= !patch.property || patch.property == uris->message;
  }
}

static void
read_messages(RmnEffect* const effect)
{
  const LV2_Atom_Sequence* const control =
    (const LV2_Atom_Sequence*)effect->ports[RMN_PORT_CONTROL];
  if (!control || control->atom.type != effect->uris.atom_sequence) {
    return;
  }

  LV2_ATOM_SEQUENCE_FOREACH(control, event)
  {
    handle_message(effect, &event->body);
  }
}

static void
read_controls(RmnEffect* const effect)
{
  void* const* const ports    = effect->ports;
  RmnControls        controls = {{0.0f}, false};

  controls.dc_block = rmn_ports_read(ports, RMN_PORT_DC_BLOCK) > 0.5f;
  for (uint32_t k = 0; k < RMN_N_KNOBS; ++k) {
    const RmnPortIndex index = (RmnPortIndex)(RMN_PORT_KNOB_1 + k);
    controls.knobs[k]        = rmn_ports_read(ports, index);
  }
  rmn_swap_set_controls(&effect->swap, &controls);

  rmn_levels_set(&effect->levels,
                 rmn_ports_read(ports, RMN_PORT_INPUT_GAIN),
                 rmn_ports_read(ports, RMN_PORT_OUTPUT_GAIN),
                 rmn_ports_read(ports, RMN_PORT_MIX),
                 rmn_ports_read(ports, RMN_PORT_ENABLED) > 0.5f);

  const bool is_reset = rmn_ports_read(ports, RMN_PORT_RESET) > 0.5f;
  if (is_reset && !effect->is_reset) {
    rmn_swap_reset(&effect->swap);
  }
  effect->is_reset = is_reset;
}

/// Take what a loader left, unless a swap is under way
static void
take_sound(RmnEffect* const effect)
{
  RmnSound* const sound =
    effect->swap.arriving ? NULL : rmn_mailbox_take(&effect->mailbox);
  if (!sound) {
    return;
  }

  rmn_notify_say(&effect->notify, sound->message);
  if (sound->player) {
    effect->notify.has_model = true;
    rmn_swap_begin(&effect->swap, sound);
  } else {
    retire(effect, sound);
  }
}

/// Where nothing was heard before, jump to where controls and sounds lead
static void
begin(RmnEffect* const effect)
{
  retire(effect, rmn_swap_finish(&effect->swap));
  if (!effect->is_started) {
    rmn_levels_skip_fade(&effect->levels);
    effect->is_started = true;
  }
  if (!rmn_levels_is_bypassed(&effect->levels)) {
    rmn_levels_snap(&effect->levels);
    rmn_swap_reset(&effect->swap);
  }
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
    memcpy(effect->wet[c], dry, n * sizeof(float));
  }
}

static void
write_audio(const RmnEffect* const effect,
            const uint32_t         first,
            const uint32_t         n)
{
  for (uint32_t c = 0; c < effect->n_channels; ++c) {
    float* const out =
      (float*)effect->ports[RMN_PORT_AUDIO + effect->n_channels + c];
    if (out) {
      memcpy(out + first, effect->wet[c], n * sizeof(float));
    }
  }
}

/// Turn the copy of the input into the output
static void
process(RmnEffect* const effect, const uint32_t n)
{
  const float* const dry[]      = {effect->dry[0], effect->dry[1]};
  float* const       wet[]      = {effect->wet[0], effect->wet[1]};
  const uint32_t     n_channels = effect->n_channels;
  RmnLevels* const   levels     = &effect->levels;

  rmn_levels_amplify(levels, wet, n_channels, n);
  retire(effect, rmn_swap_process(&effect->swap, wet, n));
  rmn_levels_blend(levels, dry, wet, n_channels, n);
}

static void
play(RmnEffect* const effect, const uint32_t n_frames)
{
  for (uint32_t first = 0; first < n_frames; first += RMN_EFFECT_CHUNK) {
    const uint32_t left = n_frames - first;
    const uint32_t n    = left < RMN_EFFECT_CHUNK ? left : RMN_EFFECT_CHUNK;

    read_audio(effect, first, n);
    if (!rmn_levels_is_bypassed(&effect->levels)) {
      process(effect, n);
    }
    write_audio(effect, first, n);
  }
}

/// Complain once of what goes wrong again and again
static void
watch(RmnEffect* const effect, const uint32_t n_frames)
{
  const bool        is_lost = rmn_swap_has_contained(&effect->swap);
  const RmnFault    fault   = effect->n_refused ? RMN_FAULT_INPUT
                              : is_lost         ? RMN_FAULT_STATE
                                                : RMN_FAULT_NONE;
  const char* const what    = rmn_burst_watch(&effect->burst, fault, n_frames);

  effect->n_refused = 0;
  if (what) {
    complain(effect, what);
  }
}

/// Report to the host, and have the worker tidy up
static void
report(RmnEffect* const effect)
{
  const RmnSwap* const  swap  = &effect->swap;
  const RmnSound* const sound = swap->arriving ? swap->arriving : swap->playing;
  LV2_Atom_Sequence* const notify =
    (LV2_Atom_Sequence*)effect->ports[RMN_PORT_NOTIFY];
  float* const latency = (float*)effect->ports[RMN_PORT_LATENCY];

  if (notify) {
    rmn_notify_write(
      &effect->notify, &effect->uris, sound ? sound->path : NULL, notify);
  }
  if (latency) {
    *latency = sound ? (float)rmn_player_latency(sound->player) : 0.0f;
  }
  if (effect->schedule && effect->has_retired) {
    effect->has_retired = !rmn_request_send(effect->schedule, "", 0U);
  }
}

void
rmn_effect_run(LV2_Handle instance, const uint32_t n_frames)
{
  RmnEffect* const effect = (RmnEffect*)instance;
  const bool       was_silent =
    !effect->is_started || rmn_levels_is_bypassed(&effect->levels);

  read_messages(effect);
  read_controls(effect);
  take_sound(effect);
  if (was_silent) {
    begin(effect);
  }

  const uint64_t mode = rmn_denormals_flush();
  play(effect, n_frames);
  rmn_denormals_restore(mode);
  watch(effect, n_frames);
  report(effect);
}
