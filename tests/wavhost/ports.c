// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "ports.h"
#include "report.h"

#include <lv2/midi/midi.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_ATOM_BYTES = 1 << 14 };

static uint32_t
atom_size(const World* const      world,
          const LilvPlugin* const plugin,
          const LilvPort* const   port)
{
  LilvNode* const node =
    lilv_port_get(plugin, port, world->nodes[MINIMUM_SIZE]);
  const int minimum = lilv_node_is_int(node) ? lilv_node_as_int(node) : 0;

  lilv_node_free(node);
  return minimum > MIN_ATOM_BYTES ? (uint32_t)minimum : MIN_ATOM_BYTES;
}

static PortType
get_type(const World* const      world,
         const LilvPlugin* const plugin,
         const LilvPort* const   port)
{
  static const NodeId classes[] = {
    [PORT_CONTROL] = CONTROL_PORT,
    [PORT_AUDIO]   = AUDIO_PORT,
    [PORT_ATOM]    = ATOM_PORT,
  };

  unsigned type = 0;
  while (type < PORT_OTHER &&
         !lilv_port_is_a(plugin, port, world->nodes[classes[type]])) {
    ++type;
  }
  return (PortType)type;
}

static bool
init_port(Port* const             port,
          const World* const      world,
          const LilvPlugin* const plugin,
          const uint32_t          index,
          const uint32_t          max_block)
{
  const LilvPort* const lilv_port =
    lilv_plugin_get_port_by_index(plugin, index);
  LilvNode* const* nodes = world->nodes;

  port->symbol   = lilv_node_as_string(lilv_port_get_symbol(plugin, lilv_port));
  port->type     = get_type(world, plugin, lilv_port);
  port->is_input = lilv_port_is_a(plugin, lilv_port, nodes[INPUT_PORT]);
  port->is_trigger = lilv_port_has_property(plugin, lilv_port, nodes[TRIGGER]);
  port->is_enumeration =
    lilv_port_has_property(plugin, lilv_port, nodes[ENUMERATION]);

  if (port->type == PORT_AUDIO) {
    port->audio = (float*)calloc(max_block, sizeof(float));
    return port->audio;
  }
  if (port->type == PORT_ATOM) {
    port->n_bytes  = atom_size(world, plugin, lilv_port);
    port->sequence = (LV2_Atom_Sequence*)calloc(1, port->n_bytes);
    return port->sequence;
  }
  return port->type == PORT_CONTROL ||
         lilv_port_has_property(plugin, lilv_port, nodes[CONNECTION_OPTIONAL]);
}

/// Read every default and range; NaN where the plugin gives none
static bool
init_ranges(Ports* const ports, const LilvPlugin* const plugin)
{
  const uint32_t n_ports = ports->n_ports;
  float* const   ranges  = (float*)calloc(3U * (size_t)n_ports, sizeof(float));
  if (!ranges) {
    return false;
  }

  float* const maxima   = ranges + n_ports;
  float* const defaults = maxima + n_ports;
  lilv_plugin_get_port_ranges_float(plugin, ranges, maxima, defaults);
  for (uint32_t i = 0; i < n_ports; ++i) {
    Port* const port    = &ports->ports[i];
    port->minimum       = ranges[i];
    port->maximum       = maxima[i];
    port->value_default = isfinite(defaults[i]) ? defaults[i] : 0.0f;
    port->value         = port->value_default;
  }
  free(ranges);
  return true;
}

/// Gather the audio buffers in the order of their ports
static bool
gather_audio(Ports* const ports)
{
  ports->inputs  = (float**)calloc(ports->n_ports, sizeof(float*));
  ports->outputs = (float**)calloc(ports->n_ports, sizeof(float*));
  if (!ports->inputs || !ports->outputs) {
    return false;
  }

  for (uint32_t i = 0; i < ports->n_ports; ++i) {
    const Port* const port = &ports->ports[i];
    if (port->audio && port->is_input) {
      ports->inputs[ports->n_inputs++] = port->audio;
    } else if (port->audio) {
      ports->outputs[ports->n_outputs++] = port->audio;
    }
  }
  return true;
}

static void
find_special_ports(Ports* const ports, const LilvPlugin* const plugin)
{
  if (lilv_plugin_has_latency(plugin)) {
    ports->latency = &ports->ports[lilv_plugin_get_latency_port_index(plugin)];
  }
  for (uint32_t i = 0; i < ports->n_ports && !ports->control; ++i) {
    Port* const port = &ports->ports[i];
    if (port->type == PORT_ATOM && port->is_input) {
      ports->control = port;
    }
  }
}

bool
ports_init(Ports* const            ports,
           const World* const      world,
           const LilvPlugin* const plugin,
           Urids* const            urids,
           const uint32_t          max_block)
{
  const uint32_t n_ports = lilv_plugin_get_num_ports(plugin);

  ports->atom_Chunk    = urids_map(urids, LV2_ATOM__Chunk);
  ports->atom_Sequence = urids_map(urids, LV2_ATOM__Sequence);
  ports->midi_Event    = urids_map(urids, LV2_MIDI__MidiEvent);
  ports->ports         = (Port*)calloc(n_ports, sizeof(Port));
  if (!ports->ports) {
    report("out of memory");
    return false;
  }

  ports->n_ports = n_ports;
  for (uint32_t i = 0; i < ports->n_ports; ++i) {
    Port* const port = &ports->ports[i];
    if (!init_port(port, world, plugin, i, max_block)) {
      report("port %s: cannot be connected", port->symbol);
      return false;
    }
  }

  if (!init_ranges(ports, plugin) || !gather_audio(ports)) {
    report("out of memory");
    return false;
  }
  find_special_ports(ports, plugin);
  return true;
}

void
ports_clear(Ports* const ports)
{
  for (uint32_t i = 0; i < ports->n_ports; ++i) {
    free(ports->ports[i].audio);
    free(ports->ports[i].sequence);
  }
  free(ports->inputs);
  free(ports->outputs);
  free(ports->ports);
}

void
ports_connect(Ports* const ports, LilvInstance* const instance)
{
  for (uint32_t i = 0; i < ports->n_ports; ++i) {
    Port* const port  = &ports->ports[i];
    void* const place = port->type == PORT_CONTROL ? (void*)&port->value
                        : port->audio              ? (void*)port->audio
                                                   : (void*)port->sequence;
    lilv_instance_connect_port(instance, i, place);
  }
}

Port*
ports_find_control(const Ports* const ports, const char* const symbol)
{
  for (uint32_t i = 0; i < ports->n_ports; ++i) {
    Port* const port = &ports->ports[i];
    if (port->type == PORT_CONTROL && port->is_input &&
        !strcmp(port->symbol, symbol)) {
      return port;
    }
  }
  return NULL;
}

void
ports_report_controls(const Ports* const ports)
{
  for (uint32_t i = 0; i < ports->n_ports; ++i) {
    const Port* const port = &ports->ports[i];
    if (port->type == PORT_CONTROL && port->is_input) {
      report("  %s, %g to %g",
             port->symbol,
             (double)port->minimum,
             (double)port->maximum);
    }
  }
}

void
ports_prepare(Ports* const ports)
{
  for (uint32_t i = 0; i < ports->n_ports; ++i) {
    const Port* const port = &ports->ports[i];
    if (port->sequence && port->is_input) {
      port->sequence->atom.type = ports->atom_Sequence;
      port->sequence->atom.size = sizeof(LV2_Atom_Sequence_Body);
    } else if (port->sequence) {
      port->sequence->atom.type = ports->atom_Chunk;
      port->sequence->atom.size = port->n_bytes - (uint32_t)sizeof(LV2_Atom);
    }
  }
}

void
ports_release_triggers(Ports* const ports)
{
  for (uint32_t i = 0; i < ports->n_ports; ++i) {
    Port* const port = &ports->ports[i];
    if (port->is_trigger) {
      port->value = port->value_default;
    }
  }
}
