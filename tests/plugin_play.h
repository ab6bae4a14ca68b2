// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_play.h What a host does with a plugin: messages and blocks

#ifndef RMN_TEST_PLUGIN_PLAY_H
#define RMN_TEST_PLUGIN_PLAY_H

#include "plugin_host.h"

#include <lv2/atom/forge.h>
#include <lv2/patch/patch.h>

/// Put a message into what the plugin reads next
static inline void
host_send(Host* const       host,
          const char* const message,
          const char* const property,
          const char* const type,
          const char* const value)
{
  LV2_Atom_Sequence* const sequence = &host->control.sequence;
  LV2_Atom_Forge           forge;
  LV2_Atom_Forge_Frame     frame;
  uint8_t* const           event =
    host->control.bytes + lv2_atom_total_size(&sequence->atom);
  uint8_t* const body = event + offsetof(LV2_Atom_Event, body);

  lv2_atom_forge_init(&forge, &host->map_feature);
  lv2_atom_forge_set_buffer(&forge, body, HOST_MAX_TEXT);
  lv2_atom_forge_object(&forge, &frame, 0, host_urid(host, message));
  if (host->subject) {
    lv2_atom_forge_key(&forge, host_urid(host, LV2_PATCH__subject));
    lv2_atom_forge_urid(&forge, host_urid(host, host->subject));
  }
  if (property) {
    lv2_atom_forge_key(&forge, host_urid(host, LV2_PATCH__property));
    lv2_atom_forge_urid(&forge, host_urid(host, property));
  }
  if (value) {
    lv2_atom_forge_key(&forge, host_urid(host, LV2_PATCH__value));
    lv2_atom_forge_typed_string(
      &forge, host_urid(host, type), value, (uint32_t)strlen(value));
  }
  lv2_atom_forge_pop(&forge, &frame);

  memset(event, 0, offsetof(LV2_Atom_Event, body)); // At frame 0
  sequence->atom.size += lv2_atom_pad_size((uint32_t)sizeof(LV2_Atom_Event) +
                                           ((LV2_Atom*)body)->size);
}

/// Have the plugin asked for a model in its next block
static inline void
host_set_model(Host* const host, const char* const path)
{
  host_send(host, LV2_PATCH__Set, MODEL, LV2_ATOM__Path, path);
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

    const bool is_model = property->body == host_urid(host, MODEL);
    CHECK(value->type ==
          host_urid(host, is_model ? LV2_ATOM__Path : LV2_ATOM__String));
    snprintf(is_model ? host->model : host->message,
             sizeof(host->model),
             "%s",
             (const char*)(value + 1));
    ++*(is_model ? &host->n_models : &host->n_messages);
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
