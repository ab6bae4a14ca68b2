// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file predict_host.h A host of the predictor, through lilv.
/// Tests that include it are linked with plugin/ports.c

#ifndef RMN_TEST_PREDICT_HOST_H
#define RMN_TEST_PREDICT_HOST_H

#include "../plugin/ports.h"
#include "predicting.h"

#include <lilv/lilv.h>
#include <lv2/atom/util.h>
#include <lv2/midi/midi.h>
#include <lv2/patch/patch.h>
#include <lv2/state/state.h>
#include <lv2/urid/urid.h>

#include <unistd.h>

#define PREDICT "urn:remanence:predict"

enum {
  HOST_MAX_URIS  = 256,
  HOST_FRAMES    = 24000,
  HOST_RATE      = 48000,
  HOST_MAX_NOTES = 4096
};

typedef struct {
  uint32_t frame;
  uint8_t  bytes[3];
} Midi;

typedef union {
  int64_t           alignment;
  LV2_Atom_Sequence sequence;
  uint8_t           bytes[16384];
} Sequence;

typedef struct {
  LilvWorld*        world;
  const LilvPlugin* plugin;
  LilvInstance*     instance;
  float             controls[RMN_MAX_PORTS]; ///< By place, as are the buffers
  float             in[HOST_FRAMES];
  float             side[HOST_FRAMES];
  float             out[HOST_FRAMES];
  float             cv[RMN_N_CV][HOST_FRAMES];
  uint32_t          midi_size; ///< Bytes that the plugin may write
  Sequence          control;
  Sequence          notify;
  Sequence          midi;
  Midi              events[HOST_MAX_NOTES];
  uint32_t          n_events;
  char              message[8192];
  uint32_t          n_outputs; ///< That were told
  RmnOutput         outputs[RMN_MAX_OUTPUTS];
  char              kind[32];
} PredictHost;

static char mapped[HOST_MAX_URIS][128];

/// Map as hosts do, whose URIs outlive what is mapped: LV2_URID_Map::map
static inline LV2_URID
uri_map(void* const handle, const char* const uri)
{
  uint32_t i = 0;
  (void)handle;
  while (mapped[i][0] && strcmp(mapped[i], uri) != 0) {
    CHECK(++i < HOST_MAX_URIS);
  }
  snprintf(mapped[i], sizeof(mapped[i]), "%s", uri);
  return i + 1U;
}

/// LV2_URID_Unmap::unmap
static inline const char*
uri_unmap(void* const handle, const LV2_URID urid)
{
  (void)handle;
  CHECK(urid && urid <= HOST_MAX_URIS);
  return mapped[urid - 1U];
}

static LV2_URID_Map predict_map = {NULL, uri_map};

static inline const LV2_Feature* const*
predict_features(void)
{
  static const LV2_Feature        map   = {LV2_URID__map, &predict_map};
  static const LV2_Feature* const all[] = {&map, NULL};
  return all;
}

static inline void
predict_connect(PredictHost* const host, const uint32_t first)
{
  for (uint32_t i = 0; i < rmn_ports_predict_count(true); ++i) {
    const uint32_t place  = rmn_ports_predict_place(i);
    void*          buffer = &host->controls[place];
    if (place == RMN_PORT_CONTROL) {
      buffer = &host->control;
    } else if (place == RMN_PORT_NOTIFY) {
      buffer = &host->notify;
    } else if (place == RMN_PORT_MIDI) {
      buffer = &host->midi;
    } else if (place == RMN_PORT_AUDIO) {
      buffer = host->in + first;
    } else if (place == RMN_PORT_AUDIO + 1) {
      buffer = host->out + first;
    } else if (place == RMN_PORT_SIDE) {
      buffer = host->side + first;
    } else if (place >= RMN_PORT_CV && place < RMN_PORT_VALUE) {
      buffer = host->cv[place - RMN_PORT_CV] + first;
    }
    lilv_instance_connect_port(host->instance, i, buffer);
  }
}

/// Return a host with every control at its default, and no model
static inline PredictHost*
predict_open(void)
{
  PredictHost* const host = (PredictHost*)calloc(1, sizeof(PredictHost));
  const char* const  name = getenv("BUNDLE");
  char               path[4096];
  CHECK(host);
  snprintf(path, sizeof(path), "%s/", name ? name : "build/remanence.lv2");

  host->world            = lilv_world_new();
  LilvNode* const bundle = lilv_new_file_uri(host->world, NULL, path);
  LilvNode* const uri    = lilv_new_uri(host->world, PREDICT);
  lilv_world_load_bundle(host->world, bundle);
  host->plugin =
    lilv_plugins_get_by_uri(lilv_world_get_all_plugins(host->world), uri);
  CHECK(host->plugin);
  host->instance =
    lilv_plugin_instantiate(host->plugin, HOST_RATE, predict_features());
  CHECK(host->instance);
  lilv_node_free(uri);
  lilv_node_free(bundle);

  for (uint32_t i = 0; i < rmn_ports_predict_count(true); ++i) {
    host->controls[rmn_ports_predict_place(i)] =
      rmn_ports_predict_get(i)->value;
  }
  host->midi_size                  = sizeof(host->midi);
  host->control.sequence.atom.type = uri_map(NULL, LV2_ATOM__Sequence);
  host->control.sequence.atom.size = sizeof(LV2_Atom_Sequence_Body);
  predict_connect(host, 0);
  lilv_instance_activate(host->instance);
  return host;
}

static inline void
predict_close(PredictHost* const host)
{
  lilv_instance_free(host->instance);
  lilv_world_free(host->world);
  free(host);
}

/// Have the plugin restore a session whose model is the file at `path`
static inline void
predict_restore(PredictHost* const host, const char* const path)
{
  char text[8192];
  snprintf(text,
           sizeof(text),
           "@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n"
           "@prefix pset: <http://lv2plug.in/ns/ext/presets#> .\n"
           "@prefix state: <http://lv2plug.in/ns/ext/state#> .\n"
           "<urn:test> a pset:Preset ; lv2:appliesTo <" PREDICT "> ;\n"
           "  state:state [ <urn:remanence#model> <file://%s> ] .\n",
           path);
  LilvState* const state =
    lilv_state_new_from_string(host->world, &predict_map, text);
  CHECK(state);
  lilv_state_restore(state, host->instance, NULL, NULL, 0, NULL);
  lilv_state_free(state);
}

/// The same of a network, which is written to a file for it
static inline void
predict_restore_network(PredictHost* const      host,
                        const RmnNetwork* const network)
{
  char      path[] = "/tmp/rmn-predict-XXXXXX";
  RmnError  error  = {RMN_OK, ""};
  const int fd     = mkstemp(path);
  CHECK(fd >= 0);
  close(fd);
  CHECK(!rmn_network_save(network, path, &error));
  predict_restore(host, path);
  unlink(path);
}

/// Note what was played, in a block that began with frame `first`
static inline void
predict_receive_midi(PredictHost* const host, const uint32_t first)
{
  CHECK(host->midi.sequence.atom.size <= host->midi_size);
  LV2_ATOM_SEQUENCE_FOREACH(&host->midi.sequence, event)
  {
    Midi* const midi = &host->events[host->n_events++];
    CHECK(host->n_events < HOST_MAX_NOTES);
    CHECK(event->body.type == uri_map(NULL, LV2_MIDI__MidiEvent));
    CHECK(event->body.size == sizeof(midi->bytes));
    midi->frame = first + (uint32_t)event->time.frames;
    memcpy(midi->bytes, event + 1, sizeof(midi->bytes));
  }
}

static inline void
predict_receive_outputs(PredictHost* const host, const LV2_Atom* const tuple)
{
  host->n_outputs = 0;
  LV2_ATOM_TUPLE_FOREACH((const LV2_Atom_Tuple*)tuple, item)
  {
    RmnOutput* const      output  = &host->outputs[host->n_outputs++];
    const LV2_Atom*       label   = NULL;
    const LV2_Atom*       unit    = NULL;
    const LV2_Atom_Float* minimum = NULL;
    const LV2_Atom_Float* maximum = NULL;
    lv2_atom_object_get((const LV2_Atom_Object*)item,
                        uri_map(NULL, LILV_NS_RDFS "label"),
                        &label,
                        uri_map(NULL, "urn:remanence#unit"),
                        &unit,
                        uri_map(NULL, LV2_CORE__minimum),
                        &minimum,
                        uri_map(NULL, LV2_CORE__maximum),
                        &maximum,
                        0);
    CHECK(label && unit && minimum && maximum);
    memcpy(output->name, label + 1, label->size);
    memcpy(output->unit, unit + 1, unit->size);
    output->minimum = minimum->body;
    output->maximum = maximum->body;
  }
}

/// Note what was told
static inline void
predict_receive(PredictHost* const host)
{
  LV2_ATOM_SEQUENCE_FOREACH(&host->notify.sequence, event)
  {
    const LV2_Atom_URID* property = NULL;
    const LV2_Atom*      value    = NULL;
    lv2_atom_object_get((const LV2_Atom_Object*)&event->body,
                        uri_map(NULL, LV2_PATCH__property),
                        &property,
                        uri_map(NULL, LV2_PATCH__value),
                        &value,
                        0);
    CHECK(property && value);
    if (property->body == uri_map(NULL, "urn:remanence#message")) {
      memcpy(host->message, value + 1, value->size);
    } else if (property->body == uri_map(NULL, "urn:remanence#outputs")) {
      predict_receive_outputs(host, value);
    } else if (property->body == uri_map(NULL, "urn:remanence#prediction")) {
      const LV2_Atom* kind = NULL;
      lv2_atom_object_get((const LV2_Atom_Object*)value,
                          uri_map(NULL, "urn:remanence#kind"),
                          &kind,
                          0);
      CHECK(kind && kind->size <= sizeof(host->kind));
      memcpy(host->kind, kind + 1, kind->size);
    }
  }
}

/// Connect every port for a block from frame `first` on
static inline void
predict_prepare(PredictHost* const host, const uint32_t first)
{
  predict_connect(host, first);
  host->notify.sequence.atom.type = uri_map(NULL, LV2_ATOM__Chunk);
  host->notify.sequence.atom.size = sizeof(host->notify);
  host->midi.sequence.atom.type   = uri_map(NULL, LV2_ATOM__Chunk);
  host->midi.sequence.atom.size   = host->midi_size;
}

/// Run a block from frame `first` on
static inline void
predict_run(PredictHost* const host, const uint32_t first, const uint32_t n)
{
  CHECK(first + n <= HOST_FRAMES);
  predict_prepare(host, first);
  lilv_instance_run(host->instance, n);
  predict_receive(host);
  predict_receive_midi(host, first);
}

/// Run frames from `first` to `end` in blocks
static inline void
predict_run_blocks(PredictHost* const host,
                   const uint32_t     first,
                   const uint32_t     end,
                   const uint32_t     n_block)
{
  for (uint32_t t = first; t < end; t += n_block) {
    predict_run(host, t, end - t < n_block ? end - t : n_block);
  }
}

#endif // RMN_TEST_PREDICT_HOST_H
