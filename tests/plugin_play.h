// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_play.h What a host does with a plugin: messages and blocks

#ifndef RMN_TEST_PLUGIN_PLAY_H
#define RMN_TEST_PLUGIN_PLAY_H

#include "plugin_host.h"

#include <lv2/atom/forge.h>
#include <lv2/midi/midi.h>
#include <lv2/patch/patch.h>

#define RDFS_LABEL "http://www.w3.org/2000/01/rdf-schema#label"

/// Begin an event in what the plugin reads next, and return where its body goes
static inline uint8_t*
host_begin_event(Host* const host, const uint32_t frame)
{
  const int64_t  at = frame;
  uint8_t* const event =
    host->control.bytes + lv2_atom_total_size(&host->control.sequence.atom);

  memcpy(event, &at, sizeof(at));
  return event + offsetof(LV2_Atom_Event, body);
}

/// End an event whose body is complete
static inline void
host_end_event(Host* const host, const uint8_t* const body)
{
  const uint32_t size = ((const LV2_Atom*)(const void*)body)->size;
  host->control.sequence.atom.size +=
    lv2_atom_pad_size((uint32_t)sizeof(LV2_Atom_Event) + size);
}

/// Write the head of a message, up to its value
static inline void
host_begin_message(Host* const                 host,
                   LV2_Atom_Forge* const       forge,
                   LV2_Atom_Forge_Frame* const frame,
                   uint8_t* const              body,
                   const char* const           message,
                   const char* const           property)
{
  lv2_atom_forge_init(forge, &host->map_feature);
  lv2_atom_forge_set_buffer(forge, body, HOST_MAX_TEXT);
  lv2_atom_forge_object(forge, frame, 0, host_urid(host, message));
  if (host->subject) {
    lv2_atom_forge_key(forge, host_urid(host, LV2_PATCH__subject));
    lv2_atom_forge_urid(forge, host_urid(host, host->subject));
  }
  if (property) {
    lv2_atom_forge_key(forge, host_urid(host, LV2_PATCH__property));
    lv2_atom_forge_urid(forge, host_urid(host, property));
  }
}

/// Put a message into what the plugin reads next
static inline void
host_send(Host* const       host,
          const char* const message,
          const char* const property,
          const char* const type,
          const char* const value)
{
  uint8_t* const       body = host_begin_event(host, 0);
  LV2_Atom_Forge       forge;
  LV2_Atom_Forge_Frame frame;

  host_begin_message(host, &forge, &frame, body, message, property);
  if (value) {
    lv2_atom_forge_key(&forge, host_urid(host, LV2_PATCH__value));
    lv2_atom_forge_typed_string(
      &forge, host_urid(host, type), value, (uint32_t)strlen(value));
  }
  lv2_atom_forge_pop(&forge, &frame);
  host_end_event(host, body);
}

/// Return the URI of the parameter of knob `k`
static inline const char*
host_knob(const uint32_t k)
{
  static const char* const uris[RMN_N_KNOBS] = {"urn:remanence#knob1",
                                                "urn:remanence#knob2",
                                                "urn:remanence#knob3",
                                                "urn:remanence#knob4"};
  return uris[k];
}

/// Turn knob `k`, in the model's own range, at a frame of the next block
static inline void
host_set_knob(Host* const    host,
              const uint32_t at,
              const uint32_t k,
              const float    value)
{
  uint8_t* const       body = host_begin_event(host, at);
  LV2_Atom_Forge       forge;
  LV2_Atom_Forge_Frame frame;

  host_begin_message(host, &forge, &frame, body, LV2_PATCH__Set, host_knob(k));
  lv2_atom_forge_key(&forge, host_urid(host, LV2_PATCH__value));
  lv2_atom_forge_float(&forge, value);
  lv2_atom_forge_pop(&forge, &frame);
  host_end_event(host, body);
}

/// Send MIDI at a frame of the next block
static inline void
host_send_midi(Host* const          host,
               const uint32_t       at,
               const uint8_t* const bytes,
               const uint32_t       n_bytes)
{
  uint8_t* const body = host_begin_event(host, at);
  LV2_Atom       atom = {n_bytes, host_urid(host, LV2_MIDI__MidiEvent)};

  memcpy(body, &atom, sizeof(atom));
  memcpy(body + sizeof(atom), bytes, n_bytes);
  host_end_event(host, body);
}

/// Say what a user interface wants to be sent: a RmnScopeInterest
static inline void
host_watch(Host* const host, const int32_t interest)
{
  uint8_t* const       body = host_begin_event(host, 0);
  LV2_Atom_Forge       forge;
  LV2_Atom_Forge_Frame frame;

  host_begin_message(host, &forge, &frame, body, LV2_PATCH__Set, WATCH);
  lv2_atom_forge_key(&forge, host_urid(host, LV2_PATCH__value));
  lv2_atom_forge_int(&forge, interest);
  lv2_atom_forge_pop(&forge, &frame);
  host_end_event(host, body);
}

/// Have the plugin asked for a model in its next block
static inline void
host_set_model(Host* const host, const char* const path)
{
  host_send(host, LV2_PATCH__Set, MODEL, LV2_ATOM__Path, path);
}

/// Note what the plugin told about its knobs
static inline void
host_receive_knobs(Host* const host, const LV2_Atom* const value)
{
  Knobs* const knobs = &host->knobs;
  CHECK(value->type == host_urid(host, LV2_ATOM__Tuple));
  knobs->n_inputs = 0;
  ++knobs->n_told;

  LV2_ATOM_TUPLE_FOREACH((const LV2_Atom_Tuple*)value, item)
  {
    const LV2_Atom_Object* const object  = (const LV2_Atom_Object*)item;
    const LV2_Atom*              name    = NULL;
    const LV2_Atom_Float*        initial = NULL;
    const LV2_Atom_Float*        minimum = NULL;
    const LV2_Atom_Float*        maximum = NULL;

    CHECK(knobs->n_inputs < RMN_N_KNOBS);
    CHECK(object->body.id == host_urid(host, host_knob(knobs->n_inputs)));
    CHECK(object->body.otype == host_urid(host, LV2_CORE_PREFIX "Parameter"));
    lv2_atom_object_get(object,
                        host_urid(host, RDFS_LABEL),
                        &name,
                        host_urid(host, LV2_CORE__default),
                        &initial,
                        host_urid(host, LV2_CORE__minimum),
                        &minimum,
                        host_urid(host, LV2_CORE__maximum),
                        &maximum,
                        0);
    CHECK(name && initial && minimum && maximum);

    RmnInput* const input = &knobs->inputs[knobs->n_inputs++];
    snprintf(input->name, sizeof(input->name), "%s", (const char*)(name + 1));
    input->value   = initial->body;
    input->minimum = minimum->body;
    input->maximum = maximum->body;
  }
}

/// Note the value of a knob; return false if it is another property's
static inline bool
host_receive_knob(Host* const           host,
                  const LV2_URID        property,
                  const LV2_Atom* const value)
{
  for (uint32_t k = 0; k < RMN_N_KNOBS; ++k) {
    if (property == host_urid(host, host_knob(k))) {
      CHECK(value->type == host_urid(host, LV2_ATOM__Float));
      host->knobs.values[k] = ((const LV2_Atom_Float*)value)->body;
      ++host->knobs.n_values[k];
      return true;
    }
  }
  return false;
}

static inline void
host_receive_text(Host* const           host,
                  const LV2_URID        property,
                  const LV2_Atom* const value)
{
  const bool is_model = property == host_urid(host, MODEL);
  CHECK(value->type ==
        host_urid(host, is_model ? LV2_ATOM__Path : LV2_ATOM__String));
  snprintf(is_model ? host->model : host->message,
           sizeof(host->model),
           "%s",
           (const char*)(value + 1));
  ++*(is_model ? &host->n_models : &host->n_messages);
}

/// Note what the plugin told
static inline void
host_receive(Host* const host)
{
  LV2_ATOM_SEQUENCE_FOREACH(&host->notify.sequence, event)
  {
    const LV2_Atom_Object* const object = (const LV2_Atom_Object*)&event->body;
    const LV2_Atom_URID*         property = NULL;
    const LV2_Atom*              value    = NULL;

    CHECK(object->body.otype == host_urid(host, LV2_PATCH__Set));
    lv2_atom_object_get(object,
                        host_urid(host, LV2_PATCH__property),
                        &property,
                        host_urid(host, LV2_PATCH__value),
                        &value,
                        0);
    CHECK(property && value);

    if (value->type == host_urid(host, LV2_ATOM__Vector) ||
        value->type == host_urid(host, LV2_ATOM__Object)) {
      continue; // For those who watch
    }
    if (property->body == host_urid(host, SEVERITY)) {
      CHECK(value->type == host_urid(host, LV2_ATOM__Int));
      host->severity = ((const LV2_Atom_Int*)value)->body;
    } else if (property->body == host_urid(host, KNOB_NAMES)) {
      CHECK(value->type == host_urid(host, LV2_ATOM__String));
      snprintf(host->knobs.names,
               sizeof(host->knobs.names),
               "%s",
               (const char*)(value + 1));
    } else if (property->body == host_urid(host, KNOBS)) {
      host_receive_knobs(host, value);
    } else if (!host_receive_knob(host, property->body, value)) {
      host_receive_text(host, property->body, value);
    }
  }
}

/// Fill the input with noise
static inline void
host_make_noise(Host* const host)
{
  uint32_t seed = 1;
  for (uint32_t c = 0; c < host->n_channels; ++c) {
    for (uint32_t t = 0; t < HOST_MAX_FRAMES; ++t) {
      seed           = seed * 1664525U + 1013904223U; // Numerical Recipes
      host->in[c][t] = (float)((double)seed / 4294967296.0 - 0.5);
    }
  }
}

/// Run a block from `in` to `out`, `first` frames into both
static inline void
host_run(Host* const host, const uint32_t first, const uint32_t n_frames)
{
  CHECK(first + n_frames <= HOST_MAX_FRAMES);
  for (uint32_t c = 0; c < host->n_channels; ++c) {
    const uint32_t in = RMN_PORT_AUDIO + c;
    host->descriptor->connect_port(host->instance, in, host->in[c] + first);
    host->descriptor->connect_port(
      host->instance, in + host->n_channels, host->out[c] + first);
  }

  host->notify.sequence.atom.type = host_urid(host, LV2_ATOM__Chunk);
  host->notify.sequence.atom.size = host->notify_size;
  host->descriptor->run(host->instance, n_frames);
  host_clear_control(host);
  if (host->notify_size >= sizeof(LV2_Atom_Sequence_Body)) {
    host_receive(host);
  }
}

/// Return a host of a plugin that is to play noise through the model at `path`
static inline Host*
host_open_model(const char* const uri, const char* const path)
{
  Host* const host = host_open(uri, WORKER_INLINE);
  host_make_noise(host);
  host_set_model(host, path);
  host_run(host, 0, 0);

  host->descriptor->activate(host->instance); // Ends the fade
  return host;
}

#endif // RMN_TEST_PLUGIN_PLAY_H
