// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "notify.h"
#include "about_write.h"
#include "outputs_write.h"
#include "text.h"

#include <string.h>

void
rmn_notify_say(RmnNotify* const  notify,
               const char* const message,
               const RmnSeverity severity)
{
  const size_t length = strnlen(message, sizeof(notify->message) - 1U);

  notify->has_message |= length || notify->message[0];
  memcpy(notify->message, message, length);
  notify->message[length] = '\0';
  notify->severity        = length ? severity : RMN_SEVERITY_NONE;
}

/// Return whether anything is left to be told
static bool
has_anything(const RmnNotify* const notify)
{
  return notify->has_model || notify->has_message || notify->has_knobs ||
         notify->has_outputs || notify->has_prediction || notify->has_knob ||
         notify->has_about || rmn_scope_is_open(&notify->scope);
}

/// Leave an empty sequence, if there is room for one
static void
write_empty(const LV2_Atom_Forge* const forge, LV2_Atom_Sequence* const port)
{
  const bool fits = port->atom.size >= sizeof(LV2_Atom_Sequence_Body);

  port->atom.type = fits ? forge->Sequence : 0U;
  port->atom.size = fits ? sizeof(LV2_Atom_Sequence_Body) : 0U;
  if (fits) {
    port->body.unit = 0U;
    port->body.pad  = 0U;
  }
}

void
rmn_notify_get(RmnNotify* const     notify,
               const RmnUris* const uris,
               const LV2_URID       property)
{
  notify->has_model |= !property || property == uris->model;
  notify->has_message |=
    !property || property == uris->message || property == uris->severity;
  notify->has_knobs |=
    !property || property == uris->knobs || property == uris->knob_names;
  notify->has_about |= property == uris->about;
  notify->has_outputs |= !property || property == uris->outputs;
  notify->has_prediction |= !property || property == uris->prediction;
  for (uint32_t k = 0; k < RMN_N_KNOBS; ++k) {
    if (!property || property == uris->knob[k]) {
      notify->has_knob |= 1U << k;
    }
  }
}

void
rmn_notify_model(RmnNotify* const notify)
{
  notify->has_model      = true;
  notify->has_knobs      = true;
  notify->has_outputs    = true;
  notify->has_prediction = true;
  notify->has_about |= rmn_scope_is_open(&notify->scope);
  notify->has_knob = (1U << RMN_N_KNOBS) - 1U;
}

/// Write what knob `k` is: its name and its range
static bool
describe_knob(LV2_Atom_Forge* const forge,
              const RmnUris* const  uris,
              const uint32_t        k,
              const RmnInput* const input)
{
  LV2_Atom_Forge_Frame frame;
  char                 name[RMN_MAX_NAME];
  rmn_text_copy(name, sizeof(name), input->name);

  const bool is_whole =
    lv2_atom_forge_object(forge, &frame, uris->knob[k], uris->lv2_parameter) &&
    lv2_atom_forge_key(forge, uris->rdfs_label) &&
    lv2_atom_forge_string(forge, name, (uint32_t)strlen(name)) &&
    lv2_atom_forge_key(forge, uris->lv2_default) &&
    lv2_atom_forge_float(forge, input->value) &&
    lv2_atom_forge_key(forge, uris->lv2_minimum) &&
    lv2_atom_forge_float(forge, input->minimum) &&
    lv2_atom_forge_key(forge, uris->lv2_maximum) &&
    lv2_atom_forge_float(forge, input->maximum);
  if (is_whole) {
    lv2_atom_forge_pop(forge, &frame);
  }
  return is_whole;
}

static bool
write_knobs(LV2_Atom_Forge* const  forge,
            const RmnUris* const   uris,
            const RmnPlayer* const player)
{
  RmnPatchSet          set;
  LV2_Atom_Forge_Frame tuple;

  bool is_whole = rmn_patch_begin(&set, forge, uris, uris->knobs) &&
                  lv2_atom_forge_tuple(forge, &tuple);
  for (uint32_t k = 0; is_whole && k < rmn_knobs_count(player); ++k) {
    is_whole = describe_knob(forge, uris, k, rmn_player_knob(player, k));
  }
  if (is_whole) {
    lv2_atom_forge_pop(forge, &tuple);
  }
  return rmn_patch_end(&set, forge, is_whole);
}

/// Write the names alone, for those who read no tuples
static bool
write_knob_names(LV2_Atom_Forge* const  forge,
                 const RmnUris* const   uris,
                 const RmnPlayer* const player)
{
  char   names[RMN_N_KNOBS * (RMN_MAX_NAME + 1)] = "";
  size_t length                                  = 0;
  for (uint32_t k = 0; k < rmn_knobs_count(player); ++k) {
    if (k) {
      names[length++] = '\n';
    }
    rmn_text_copy(
      names + length, RMN_MAX_NAME, rmn_player_knob(player, k)->name);
    length += strlen(names + length);
  }
  return rmn_patch_write_set(
    forge, uris, uris->knob_names, uris->atom_string, names);
}

static bool
write_knob(LV2_Atom_Forge* const forge,
           const RmnUris* const  uris,
           const uint32_t        k,
           const float           value)
{
  RmnPatchSet set;
  const bool  is_whole = rmn_patch_begin(&set, forge, uris, uris->knob[k]) &&
                        lv2_atom_forge_float(forge, value);

  return rmn_patch_end(&set, forge, is_whole);
}

/// Write what a predictor predicts; an effect has nothing to say
static void
write_outputs(RmnNotify* const      notify,
              const RmnUris* const  uris,
              const RmnSound* const sound)
{
  LV2_Atom_Forge* const     forge     = &notify->forge;
  const RmnPredicted* const predicted = sound->predicted;

  if (notify->has_outputs) {
    notify->has_outputs =
      predicted && !rmn_outputs_write(forge, uris, predicted->predictor);
  }
  if (notify->has_prediction) {
    notify->has_prediction = predicted && !rmn_outputs_write_prediction(
                                            forge, uris, predicted->predictor);
  }
}

/// Write the path of what plays, and all about its knobs
static void
write_sound(RmnNotify* const      notify,
            const RmnUris* const  uris,
            const RmnSound* const sound,
            const double* const   positions)
{
  LV2_Atom_Forge* const forge = &notify->forge;

  if (notify->has_model) {
    notify->has_model = !rmn_patch_write_set(
      forge, uris, uris->model, uris->atom_path, sound->path);
  }
  if (notify->has_knobs) {
    notify->has_knobs = !write_knobs(forge, uris, sound->player) ||
                        !write_knob_names(forge, uris, sound->player);
  }
  notify->has_knob &= (1U << rmn_knobs_count(sound->player)) - 1U;
  if (notify->has_about) {
    notify->has_about = !rmn_about_write(forge, uris, &sound->about);
  }
  for (uint32_t k = 0; k < rmn_knobs_count(sound->player); ++k) {
    const RmnInput* const input = rmn_player_knob(sound->player, k);
    const float           value = rmn_knob_value(input, positions[k]);
    if (notify->has_knob >> k & 1U && write_knob(forge, uris, k, value)) {
      notify->has_knob &= ~(1U << k);
    }
  }
}

/// Write how bad it is, and what is said
static bool
write_message(RmnNotify* const notify, const RmnUris* const uris)
{
  LV2_Atom_Forge* const forge = &notify->forge;
  RmnPatchSet           set;
  const bool is_whole = rmn_patch_begin(&set, forge, uris, uris->severity) &&
                        lv2_atom_forge_int(forge, (int32_t)notify->severity);
  return rmn_patch_end(&set, forge, is_whole) &&
         rmn_patch_write_set(
           forge, uris, uris->message, uris->atom_string, notify->message);
}

void
rmn_notify_write(RmnNotify* const         notify,
                 const RmnUris* const     uris,
                 const RmnSound* const    sound,
                 const double* const      positions,
                 const uint32_t           n_channels,
                 LV2_Atom_Sequence* const port)
{
  LV2_Atom_Forge* const forge = &notify->forge;
  LV2_Atom_Forge_Frame  frame;

  if (!has_anything(notify) || port->atom.size < sizeof(LV2_Atom_Sequence)) {
    write_empty(forge, port);
    return;
  }

  lv2_atom_forge_set_buffer(forge, (uint8_t*)port, port->atom.size);
  lv2_atom_forge_sequence_head(forge, &frame, 0);
  if (sound) {
    write_sound(notify, uris, sound, positions);
    write_outputs(notify, uris, sound);
  }
  if (notify->has_message) {
    notify->has_message = !write_message(notify, uris);
  }
  if (rmn_scope_is_open(&notify->scope)) {
    rmn_scope_write(&notify->scope, forge, uris, sound, n_channels);
  }
  lv2_atom_forge_pop(forge, &frame);
}
