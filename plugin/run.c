// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file run.c What the plugin does on the audio thread

#include "control.h"
#include "denormals.h"
#include "request.h"

#include <string.h>

static const float silence[RMN_EFFECT_CHUNK];

/// Ask the worker for work that is due, until the host takes the request
static void
send(const RmnEffect* const effect, bool* const is_due, RmnRequestType type)
{
  if (effect->schedule && *is_due) {
    *is_due = !rmn_request_send_type(effect->schedule, type);
  }
}

/// Give up a sound, or nothing if NULL
static void
retire(RmnEffect* const effect, RmnSound* const sound)
{
  if (sound) {
    rmn_mailbox_retire(&effect->mailbox, sound);
    effect->has_retired = true;
  }
}

/// Return true if a trigger is pressed that was not held before
static bool
is_pressed(RmnEffect* const   effect,
           const RmnPortIndex index,
           bool* const        is_held)
{
  const bool was_held = *is_held;
  *is_held            = rmn_ports_read(effect->ports, index) > 0.5f;
  return *is_held && !was_held;
}

static void
read_triggers(RmnEffect* const effect)
{
  if (is_pressed(effect, RMN_PORT_RESET, &effect->is_reset)) {
    rmn_swap_reset(&effect->swap);
  }

  // What a session found pressed does not choose another model
  const bool is_previous =
    is_pressed(effect, RMN_PORT_PREVIOUS, &effect->is_previous);
  const bool is_next = is_pressed(effect, RMN_PORT_NEXT, &effect->is_next);
  if (effect->is_started && is_previous) {
    rmn_control_step(effect, -1);
  }
  if (effect->is_started && is_next) {
    rmn_control_step(effect, 1);
  }
}

/// Follow the ports, some of which moved; of knobs those alone, as messages
/// move them too
static void
read_controls(RmnEffect* const effect)
{
  void* const* const ports    = effect->ports;
  RmnControls        controls = effect->swap.controls;

  controls.dc_block =
    !effect->predict && rmn_ports_read(ports, RMN_PORT_DC_BLOCK) > 0.5f;
  controls.normalise =
    !effect->predict && rmn_ports_read(ports, RMN_PORT_NORMALISE) > 0.5f;
  controls.input_dbu = rmn_ports_read(ports, RMN_PORT_CALIBRATE) > 0.5f
                         ? rmn_ports_read(ports, RMN_PORT_INPUT_LEVEL)
                         : NAN;
  for (uint32_t k = 0; k < RMN_N_KNOBS; ++k) {
    const RmnPortIndex index = (RmnPortIndex)(RMN_PORT_KNOB_1 + k);
    const float        knob  = rmn_ports_read(ports, index);
    if (knob != effect->knob_ports[k]) {
      effect->knob_ports[k] = knob;
      controls.knobs[k]     = (double)knob;
    }
  }
  if (effect->predict) {
    controls.next = rmn_predict_read(effect->predict, ports);
  }
  rmn_swap_set_controls(&effect->swap, &controls);

  // What a predictor hears is no louder where it comes out
  const float input_db = rmn_ports_read(ports, RMN_PORT_INPUT_GAIN);
  const float taken_db = effect->predict ? input_db : 0.0f;
  rmn_levels_set(&effect->levels,
                 input_db,
                 rmn_ports_read(ports, RMN_PORT_OUTPUT_GAIN) - taken_db,
                 rmn_ports_read(ports, RMN_PORT_MIX),
                 rmn_ports_read(ports, RMN_PORT_ENABLED) > 0.5f);
  rmn_control_watch_setting(effect);
  rmn_control_watch_level(effect);
  read_triggers(effect);
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
show_audio(RmnEffect* const effect, RmnChunk audio, const uint32_t n)
{
  const float* const heard[]  = {effect->dry[0], effect->dry[1]};
  const float* const played[] = {audio[0], audio[1]};
  rmn_scope_hear(&effect->notify.scope, heard, played, effect->n_channels, n);
}

static void
write_audio(RmnEffect* const effect,
            RmnChunk         audio,
            const uint32_t   first,
            const uint32_t   n)
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

/// Play from frame `first` of the block to frame `end`; a swap ends between
/// two chunks, so that the next begins at once, wherever blocks end
static void
play(RmnEffect* const effect, const uint32_t first, const uint32_t end)
{
  uint32_t t = first;
  do {
    take_sound(effect);
    if (effect->is_silent) {
      begin(effect);
    }

    const uint32_t n     = rmn_swap_chunk(&effect->swap, end - t);
    const bool     rests = is_at_rest(effect, t, n);
    if (rests && !rmn_scope_is_open(&effect->notify.scope)) {
      process_silence(effect, t, n);
    } else {
      read_audio(effect, t, n);
      process(effect, t, n);
    }
    t += n;
  } while (t < end);
}

/// Play a block, and do on the way what messages ask for at their frames
static void
play_events(RmnEffect* const effect, const uint32_t n_frames)
{
  uint32_t now = 0;
  for (const LV2_Atom_Event* event = rmn_control_first(effect); event;
       event                       = rmn_control_next(effect, event)) {
    const int64_t frame = event->time.frames;
    if (frame > now && now < n_frames) {
      const uint32_t then = frame < n_frames ? (uint32_t)frame : n_frames;
      play(effect, now, then);
      now = then;
    }
    rmn_control_handle(effect, event);
  }
  play(effect, now, n_frames);
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
  effect->notify.scope.n_faults += fault != RMN_FAULT_NONE;
  if (what) {
    rmn_control_complain(effect, what);
  }
}

/// Report to the host, and have the worker tidy up
static void
report(RmnEffect* const effect)
{
  const RmnSwap* const     swap = &effect->swap;
  LV2_Atom_Sequence* const notify =
    (LV2_Atom_Sequence*)effect->ports[RMN_PORT_NOTIFY];
  float* const latency = (float*)effect->ports[RMN_PORT_LATENCY];

  if (notify) {
    rmn_notify_write(&effect->notify,
                     &effect->uris,
                     rmn_swap_newest(swap),
                     swap->controls.knobs,
                     effect->n_channels,
                     notify);
  }
  if (latency) {
    *latency = (float)rmn_swap_latency(swap);
  }
  send(effect, &effect->has_retired, RMN_REQUEST_COLLECT);
}

/// Return whether a control has moved since the block before
static bool
have_moved(RmnEffect* const effect)
{
  void* const* const ports = effect->ports;
  const bool         have  = rmn_ports_have_moved(
    ports, RMN_PORT_ENABLED, RMN_PORT_LATENCY, effect->seen);

  return effect->predict
           ? rmn_ports_have_moved(
               ports, RMN_PORT_LISTEN, RMN_PORT_SIDE, effect->seen) ||
               have
           : have;
}

void
rmn_effect_run(LV2_Handle instance, const uint32_t n_frames)
{
  RmnEffect* const effect = (RmnEffect*)instance;
  RmnScope* const  scope  = &effect->notify.scope;

  effect->is_silent =
    !effect->is_started || rmn_levels_is_bypassed(&effect->levels);
  if (rmn_scope_is_open(scope)) {
    rmn_scope_begin(scope);
  }
  if (have_moved(effect)) {
    read_controls(effect);
  }
  send(effect, &effect->is_remake_due, RMN_REQUEST_REMAKE);

  const uint64_t mode = rmn_denormals_flush();
  if (effect->predict) {
    rmn_midi_out_begin(&effect->predict->midi,
                       (LV2_Atom_Sequence*)effect->ports[RMN_PORT_MIDI]);
  }
  play_events(effect, n_frames);
  if (effect->predict) {
    rmn_midi_out_end(&effect->predict->midi);
  }
  rmn_denormals_restore(mode);
  watch(effect, n_frames);
  if (rmn_scope_is_open(scope)) {
    rmn_scope_end(scope, n_frames);
  }
  report(effect);
}
