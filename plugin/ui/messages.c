// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "messages.h"
#include "object.h"

#include <string.h>

/// Begin a message about a parameter
static bool
begin(RmnMessage* const           message,
      LV2_Atom_Forge* const       forge,
      LV2_Atom_Forge_Frame* const frame,
      const RmnUris* const        uris,
      const LV2_URID              type,
      const LV2_URID              property)
{
  lv2_atom_forge_set_buffer(forge, message->bytes, sizeof(message->bytes));
  return lv2_atom_forge_object(forge, frame, 0, type) &&
         lv2_atom_forge_key(forge, uris->patch_subject) &&
         lv2_atom_forge_urid(forge, uris->plugin) &&
         (!property || (lv2_atom_forge_key(forge, uris->patch_property) &&
                        lv2_atom_forge_urid(forge, property)));
}

/// Return a message that is complete, or NULL if it did not fit
static const LV2_Atom*
end(RmnMessage* const           message,
    LV2_Atom_Forge* const       forge,
    LV2_Atom_Forge_Frame* const frame,
    const bool                  is_whole)
{
  lv2_atom_forge_pop(forge, frame);
  return is_whole ? &message->atom : NULL;
}

const LV2_Atom*
rmn_message_get(RmnMessage* const     message,
                LV2_Atom_Forge* const forge,
                const RmnUris* const  uris,
                const LV2_URID        property)
{
  LV2_Atom_Forge_Frame frame;
  const bool           is_whole =
    begin(message, forge, &frame, uris, uris->patch_get, property);
  return end(message, forge, &frame, is_whole);
}

const LV2_Atom*
rmn_message_watch(RmnMessage* const     message,
                  LV2_Atom_Forge* const forge,
                  const RmnUris* const  uris,
                  const int32_t         interest)
{
  LV2_Atom_Forge_Frame frame;
  const bool           is_whole =
    begin(message, forge, &frame, uris, uris->patch_set, uris->watch) &&
    lv2_atom_forge_key(forge, uris->patch_value) &&
    lv2_atom_forge_int(forge, interest);
  return end(message, forge, &frame, is_whole);
}

const LV2_Atom*
rmn_message_load(RmnMessage* const     message,
                 LV2_Atom_Forge* const forge,
                 const RmnUris* const  uris,
                 const char* const     path)
{
  LV2_Atom_Forge_Frame frame;
  const bool           is_whole =
    begin(message, forge, &frame, uris, uris->patch_set, uris->model) &&
    lv2_atom_forge_key(forge, uris->patch_value) &&
    lv2_atom_forge_path(forge, path, (uint32_t)strlen(path));
  return end(message, forge, &frame, is_whole);
}

static void
read_about(RmnPanel* const       panel,
           const RmnUris* const  uris,
           const LV2_Atom* const value)
{
  const LV2_Atom_Object* const object = (const LV2_Atom_Object*)value;
  RmnAbout                     about;
  if (value->type != uris->atom_object ||
      value->size < sizeof(LV2_Atom_Object_Body)) {
    return;
  }

  memset(&about, 0, sizeof(about));
  rmn_object_text(uris,
                  rmn_object_find(object, uris->model_name),
                  about.name,
                  sizeof(about.name));
  rmn_object_text(uris,
                  rmn_object_find(object, uris->author),
                  about.author,
                  sizeof(about.author));
  rmn_object_text(uris,
                  rmn_object_find(object, uris->licence),
                  about.licence,
                  sizeof(about.licence));
  rmn_object_text(uris,
                  rmn_object_find(object, uris->network),
                  about.network,
                  sizeof(about.network));
  rmn_patch_int(uris, rmn_object_find(object, uris->weights), &about.n_weights);
  about.rate_hz = rmn_object_float(uris, rmn_object_find(object, uris->rate));
  about.esr     = rmn_object_float(uris, rmn_object_find(object, uris->esr));
  about.lufs = rmn_object_float(uris, rmn_object_find(object, uris->loudness));
  rmn_panel_told_about(panel, &about);
}

/// A knob or an output
typedef struct {
  char  name[RMN_MAX_NAME];
  char  unit[RMN_MAX_NAME];
  float value;
  float minimum;
  float maximum;
} Parameter;

/// Read a tuple of at most `n_max` objects; return false if it is none
static bool
read_parameters(const RmnUris* const  uris,
                const LV2_Atom* const value,
                Parameter* const      parameters,
                const uint32_t        n_max,
                uint32_t* const       n_read)
{
  uint32_t n = 0;
  if (value->type != uris->atom_tuple) {
    return false;
  }

  memset(parameters, 0, n_max * sizeof(Parameter));
  for (const LV2_Atom* item = rmn_next_atom(value + 1, value->size, NULL, 0U);
       item && n < n_max;
       item = rmn_next_atom(value + 1, value->size, item, 0U)) {
    const LV2_Atom_Object* const o = (const LV2_Atom_Object*)item;
    Parameter* const             p = &parameters[n++];
    if (item->type != uris->atom_object ||
        item->size < sizeof(LV2_Atom_Object_Body)) {
      return false;
    }
    rmn_object_text(
      uris, rmn_object_find(o, uris->rdfs_label), p->name, RMN_MAX_NAME);
    rmn_object_text(
      uris, rmn_object_find(o, uris->unit), p->unit, RMN_MAX_NAME);
    p->value   = rmn_object_float(uris, rmn_object_find(o, uris->lv2_default));
    p->minimum = rmn_object_float(uris, rmn_object_find(o, uris->lv2_minimum));
    p->maximum = rmn_object_float(uris, rmn_object_find(o, uris->lv2_maximum));
  }
  *n_read = n;
  return true;
}

static void
read_knobs(RmnPanel* const       panel,
           const RmnUris* const  uris,
           const LV2_Atom* const value)
{
  Parameter parameters[RMN_N_KNOBS];
  RmnInput  knobs[RMN_N_KNOBS];
  uint32_t  n = 0;
  if (!read_parameters(uris, value, parameters, RMN_N_KNOBS, &n)) {
    return;
  }

  memset(knobs, 0, sizeof(knobs));
  for (uint32_t k = 0; k < n; ++k) {
    memcpy(knobs[k].name, parameters[k].name, RMN_MAX_NAME);
    knobs[k].value   = parameters[k].value;
    knobs[k].minimum = parameters[k].minimum;
    knobs[k].maximum = parameters[k].maximum;
  }
  rmn_panel_told_knobs(panel, knobs, n);
}

static void
read_outputs(RmnPanel* const       panel,
             const RmnUris* const  uris,
             const LV2_Atom* const value)
{
  Parameter parameters[RMN_MAX_OUTPUTS];
  RmnOutput outputs[RMN_MAX_OUTPUTS];
  uint32_t  n = 0;
  if (!read_parameters(uris, value, parameters, RMN_MAX_OUTPUTS, &n)) {
    return;
  }

  memset(outputs, 0, sizeof(outputs));
  for (uint32_t o = 0; o < n; ++o) {
    memcpy(outputs[o].name, parameters[o].name, RMN_MAX_NAME);
    memcpy(outputs[o].unit, parameters[o].unit, RMN_MAX_NAME);
    outputs[o].minimum = parameters[o].minimum;
    outputs[o].maximum = parameters[o].maximum;
  }
  rmn_panel_told_outputs(panel, outputs, n);
}

static void
read_prediction(RmnPanel* const       panel,
                const RmnUris* const  uris,
                const LV2_Atom* const value)
{
  char kind[RMN_MAX_NAME];
  if (value->type == uris->atom_object &&
      value->size >= sizeof(LV2_Atom_Object_Body)) {
    const LV2_Atom_Object* const object = (const LV2_Atom_Object*)value;
    rmn_object_text(
      uris, rmn_object_find(object, uris->kind), kind, sizeof(kind));
    rmn_panel_told_kind(panel, kind);
  }
}

/// Read a vector of floats; return how many there are
static uint32_t
read_floats(const RmnUris* const  uris,
            const LV2_Atom* const value,
            float* const          values,
            const uint32_t        n_max)
{
  const LV2_Atom_Vector* const vector = (const LV2_Atom_Vector*)value;
  if (value->type != uris->atom_vector ||
      value->size < sizeof(LV2_Atom_Vector_Body) ||
      vector->body.child_type != uris->atom_float ||
      vector->body.child_size != sizeof(float)) {
    return 0U;
  }

  const size_t n = (value->size - sizeof(LV2_Atom_Vector_Body)) / sizeof(float);
  const uint32_t n_read = n < n_max ? (uint32_t)n : n_max;
  memcpy(values, vector + 1, n_read * sizeof(float));
  for (uint32_t i = 0; i < n_read; ++i) {
    values[i] = rmn_is_audio(values[i]) ? values[i] : 0.0f;
  }
  return n_read;
}

/// Read what is shown while the window is open
static void
read_scope(RmnPanel* const       panel,
           const RmnUris* const  uris,
           const LV2_URID        property,
           const LV2_Atom* const value)
{
  enum { N_CURVE = 2 * RMN_CURVE_POINTS };
  enum { N_MAX = (int)RMN_N_GATES > (int)N_CURVE ? RMN_N_GATES : N_CURVE };
  float          values[N_MAX];
  const uint32_t n = read_floats(uris, value, values, N_MAX);
  if (property == uris->meters) {
    rmn_panel_told_meters(panel, values, n);
  } else if (property == uris->inside) {
    rmn_panel_told_inside(panel, values, n);
  } else if (property == uris->gates) {
    rmn_panel_told_gates(panel, values, n);
  } else if (property == uris->curve) {
    rmn_panel_told_curve(panel, values, n);
  }
}

static void
read_knob(RmnPanel* const       panel,
          const RmnUris* const  uris,
          const LV2_URID        property,
          const LV2_Atom* const value)
{
  float number = 0.0f;
  for (uint32_t k = 0; k < RMN_N_KNOBS; ++k) {
    if (property == uris->knob[k] && rmn_patch_float(uris, value, &number)) {
      rmn_panel_told_knob(panel, k, number);
    }
  }
}

void
rmn_message_read(RmnPanel* const       panel,
                 const RmnUris* const  uris,
                 const LV2_Atom* const message,
                 const uint32_t        size)
{
  if (size < sizeof(LV2_Atom) || message->size > size - sizeof(LV2_Atom)) {
    return;
  }

  const RmnPatch  patch = rmn_patch_read(uris, message);
  const LV2_Atom* value = patch.value;
  if (patch.type != RMN_PATCH_SET || !value) {
    return;
  }

  if (patch.property == uris->model) {
    const char* const path = rmn_patch_path(uris, value, RMN_MAX_LOCATED);
    rmn_panel_told_path(panel, path ? path : "");
  } else if (patch.property == uris->severity) {
    int32_t severity = RMN_SEVERITY_ERROR;
    rmn_patch_int(uris, value, &severity);
    rmn_panel_told_severity(panel, severity);
  } else if (patch.property == uris->message) {
    char text[RMN_MAX_NOTICE];
    rmn_object_text(uris, value, text, sizeof(text));
    rmn_panel_told_message(panel, text);
  } else if (patch.property == uris->about) {
    read_about(panel, uris, value);
  } else if (patch.property == uris->knobs) {
    read_knobs(panel, uris, value);
  } else if (patch.property == uris->outputs) {
    read_outputs(panel, uris, value);
  } else if (patch.property == uris->prediction) {
    read_prediction(panel, uris, value);
  } else {
    read_scope(panel, uris, patch.property, value);
    read_knob(panel, uris, patch.property, value);
  }
}
