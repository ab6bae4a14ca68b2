// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file run.c What the plugin does on the audio thread

#include "control.h"
#include "denormals.h"
#include "play.h"
#include "request.h"

/// Ask the worker for work that is due, until the host takes the request
static void
send(const RmnEffect* const effect, bool* const is_due, RmnRequestType type)
{
  if (effect->schedule && *is_due) {
    *is_due = !rmn_request_send_type(effect->schedule, type);
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
      rmn_play(effect, now, then);
      now = then;
    }
    rmn_control_handle(effect, event);
  }
  rmn_play(effect, now, n_frames);
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
  if (effect->predict) {
    rmn_predict_keep(effect->predict, rmn_swap_newest(&effect->swap));
  }

  const RmnSwap* const     swap = &effect->swap;
  LV2_Atom_Sequence* const notify =
    (LV2_Atom_Sequence*)effect->ports[RMN_PORT_NOTIFY];

  if (notify) {
    rmn_notify_write(&effect->notify,
                     &effect->uris,
                     rmn_swap_newest(swap),
                     swap->controls.knobs,
                     effect->n_channels,
                     notify);
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

/// Play a block on which something may depend
static void
play_block(RmnEffect* const effect, const uint32_t n_frames)
{
  RmnScope* const scope   = &effect->notify.scope;
  float* const    latency = (float*)effect->ports[RMN_PORT_LATENCY];

  if (rmn_scope_is_open(scope)) {
    rmn_scope_begin(scope);
  }

  const uint64_t mode = rmn_denormals_flush();
  if (effect->predict) {
    rmn_midi_out_begin(&effect->predict->midi,
                       (LV2_Atom_Sequence*)effect->ports[RMN_PORT_MIDI]);
  }
  play_events(effect, n_frames);
  if (latency) {
    *latency = (float)rmn_swap_latency(&effect->swap);
  }
  if (effect->predict) {
    rmn_midi_out_end(&effect->predict->midi);
  }
  rmn_denormals_restore(mode);
  watch(effect, n_frames);
  if (rmn_scope_is_open(scope)) {
    rmn_scope_end(scope, n_frames);
  }
}

void
rmn_effect_run(LV2_Handle instance, const uint32_t n_frames)
{
  RmnEffect* const effect = (RmnEffect*)instance;

  const bool moves = have_moved(effect);
  const bool is_played =
    !moves && !rmn_control_first(effect) && rmn_play_nothing(effect, n_frames);
  if (!is_played) {
    effect->is_silent =
      !effect->is_started || rmn_levels_is_bypassed(&effect->levels);
  }
  if (moves) {
    read_controls(effect);
  }
  send(effect, &effect->is_remake_due, RMN_REQUEST_REMAKE);
  if (!is_played) {
    play_block(effect, n_frames);
  }
  report(effect);
}
