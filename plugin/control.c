// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "control.h"
#include "midi.h"
#include "request.h"

#include <lv2/atom/util.h>

#include <math.h>
#include <string.h>

/// Return the event at `offset` into the control port, if all of it is there
static const LV2_Atom_Event*
event_at(const LV2_Atom_Sequence* const sequence, const size_t offset)
{
  const LV2_Atom_Event* const event =
    (const LV2_Atom_Event*)((const char*)sequence + offset);
  const size_t end = lv2_atom_total_size(&sequence->atom);

  return end >= sizeof(*event) && offset <= end - sizeof(*event) &&
             event->body.size <= end - sizeof(*event) - offset
           ? event
           : NULL;
}

const LV2_Atom_Event*
rmn_control_first(const RmnEffect* const effect)
{
  const LV2_Atom_Sequence* const sequence =
    (const LV2_Atom_Sequence*)effect->ports[RMN_PORT_CONTROL];

  return sequence && sequence->atom.type == effect->uris.atom_sequence
           ? event_at(sequence, sizeof(*sequence))
           : NULL;
}

const LV2_Atom_Event*
rmn_control_next(const RmnEffect* const      effect,
                 const LV2_Atom_Event* const event)
{
  const LV2_Atom_Sequence* const sequence =
    (const LV2_Atom_Sequence*)effect->ports[RMN_PORT_CONTROL];
  const size_t offset = (size_t)((const char*)event - (const char*)sequence);
  const size_t size   = sizeof(*event) + (size_t)event->body.size;

  return event_at(sequence, offset + ((size + 7U) & ~(size_t)7U));
}

/// Tell the user interface and the log
static void
tell(RmnEffect* const  effect,
     const char* const message,
     const RmnSeverity severity)
{
  rmn_notify_say(&effect->notify, message, severity);

  const LV2_Log_Logger* const logger = &effect->loader.logger;
  if (logger->log) {
    logger->log->printf(
      logger->log->handle, logger->Trace, "remanence: %s\n", message);
  }
}

void
rmn_control_complain(RmnEffect* const effect, const char* const message)
{
  tell(effect, message, RMN_SEVERITY_ERROR);
}

void
rmn_control_watch_level(RmnEffect* const effect)
{
  RmnSound* const sound = rmn_swap_newest(&effect->swap);
  if (!sound) {
    return;
  }

  const bool is_vain = !isnan(effect->swap.controls.input_dbu) &&
                       isnan(rmn_player_model_level(sound->player));
  if (is_vain && !sound->is_level_told) {
    tell(effect,
         "The model does not say at which level it was made: Calibrate changes "
         "nothing",
         RMN_SEVERITY_NOTE);
  }
  sound->is_level_told = is_vain;
}

/// Ask the worker for another model
static void
request_model(RmnEffect* const effect, RmnRequest* const request)
{
  if (!effect->schedule) {
    rmn_control_complain(
      effect,
      "This host cannot load models while it plays: choose a preset "
      "instead");
    return;
  }

  request->ticket = rmn_mailbox_draw_ticket(&effect->mailbox);
  if (!rmn_request_send(effect->schedule, request)) {
    rmn_mailbox_return_ticket(&effect->mailbox, request->ticket);
    rmn_control_complain(
      effect, "The host is too busy to load a model: choose it again");
  }
}

static void
request_path(RmnEffect* const effect, const LV2_Atom* const value)
{
  const char* const path = rmn_patch_path(&effect->uris, value, RMN_MAX_PATH);
  if (!path) {
    rmn_control_complain(
      effect, "The model cannot be set: its path is missing or too long");
    return;
  }

  RmnRequest request = {RMN_REQUEST_LOAD, 0U, 0, ""};
  memcpy(request.path, path, strlen(path) + 1U);
  request_model(effect, &request);
}

static void
request_program(RmnEffect* const effect, const uint32_t number)
{
  RmnRequest request = {RMN_REQUEST_PROGRAM, 0U, (int32_t)number, ""};
  request_model(effect, &request);
}

void
rmn_control_step(RmnEffect* const effect, const int32_t step)
{
  RmnRequest request = {RMN_REQUEST_STEP, 0U, step, ""};
  request_model(effect, &request);
}

void
rmn_control_watch_setting(RmnEffect* const effect)
{
  const RmnSetting setting = rmn_setting_read(effect->ports);
  const bool       is_new =
    !rmn_setting_equals(setting, rmn_mailbox_wanted(&effect->mailbox));
  if (is_new && !effect->schedule) {
    rmn_control_complain(effect,
                         "This host cannot change the sample rate mode, "
                         "oversampling or look-ahead "
                         "while it plays: they count from the next start");
  }

  if (is_new) {
    rmn_mailbox_want(&effect->mailbox, setting);
    effect->is_remake_due = effect->schedule;
  }
}

/// Turn a knob from now on
static void
turn(RmnEffect* const effect, const uint32_t k, const double position)
{
  RmnControls controls = effect->swap.controls;
  controls.knobs[k]    = position;
  rmn_swap_set_controls(&effect->swap, &controls);
}

/// Turn a knob to a value in the range of the model, of which 0 to 1 is as good
/// as any where there is no such knob
static void
set_knob(RmnEffect* const effect, const uint32_t k, const LV2_Atom* const value)
{
  static const RmnInput  any    = {.maximum = 1.0f};
  const RmnSound* const  newest = rmn_swap_newest(&effect->swap);
  const RmnPlayer* const player = newest ? newest->player : NULL;
  const bool             is_own = player && k < rmn_player_n_knobs(player);

  float target = 0.0f;
  if (rmn_patch_float(&effect->uris, value, &target)) {
    const RmnInput* const input = is_own ? rmn_player_knob(player, k) : &any;
    turn(effect, k, rmn_knob_position(input, target));
  }
}

/// Show a user interface that opened, or is still open, what it asks for
static void
set_watch(RmnEffect* const effect, const LV2_Atom* const value)
{
  int32_t interest = RMN_SCOPE_CLOSED;
  if (rmn_patch_int(&effect->uris, value, &interest)) {
    rmn_scope_watch(&effect->notify.scope, interest);
  }
}

static void
set(RmnEffect* const effect, const RmnPatch* const patch)
{
  if (patch->property == effect->uris.model) {
    request_path(effect, patch->value);
  }
  if (patch->property == effect->uris.watch) {
    set_watch(effect, patch->value);
  }
  for (uint32_t k = 0; k < RMN_N_KNOBS; ++k) {
    if (patch->property == effect->uris.knob[k]) {
      set_knob(effect, k, patch->value);
    }
  }
}

static void
handle_midi(RmnEffect* const effect, const LV2_Atom* const message)
{
  const RmnMidi midi =
    rmn_midi_read((const uint8_t*)(message + 1), message->size);

  if (midi.type == RMN_MIDI_KNOB) {
    turn(effect, midi.number, midi.position);
    rmn_notify_get(
      &effect->notify, &effect->uris, effect->uris.knob[midi.number]);
  } else if (midi.type == RMN_MIDI_PROGRAM) {
    request_program(effect, midi.number);
  }
}

void
rmn_control_handle(RmnEffect* const effect, const LV2_Atom_Event* const event)
{
  const LV2_Atom* const message = &event->body;
  const RmnUris* const  uris    = &effect->uris;
  if (message->type == uris->midi_event) {
    handle_midi(effect, message);
    return;
  }

  const RmnPatch patch = rmn_patch_read(uris, message);
  if (patch.type == RMN_PATCH_SET) {
    set(effect, &patch);
  } else if (patch.type == RMN_PATCH_GET) {
    rmn_notify_get(&effect->notify, uris, patch.property);
  }
}
