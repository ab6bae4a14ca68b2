// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ports.h The ports of a plugin instance and what they are connected to

#ifndef WAVHOST_PORTS_H
#define WAVHOST_PORTS_H

#include "urids.h"
#include "world.h"

#include <lv2/atom/atom.h>

#include <stdbool.h>
#include <stdint.h>

typedef enum {
  PORT_CONTROL,
  PORT_AUDIO,
  PORT_ATOM,
  PORT_OTHER, ///< Of a kind unknown here, but optional to connect
} PortType;

typedef struct {
  const char*        symbol;
  PortType           type;
  bool               is_input;
  bool               is_trigger;     ///< Goes back to its default after run()
  bool               is_enumeration; ///< Of the points of its scale
  float              value;          ///< Of a control
  float              value_default;
  float              minimum;
  float              maximum;
  float*             audio;    ///< [max_block]
  LV2_Atom_Sequence* sequence; ///< [n_bytes]
  uint32_t           n_bytes;
} Port;

typedef struct {
  Port*    ports;
  uint32_t n_ports;
  Port*    control;  ///< Where atoms are sent to, NULL if nowhere
  Port*    latency;  ///< NULL if the plugin reports none
  float**  inputs;   ///< Buffers of the audio inputs
  float**  outputs;  ///< Buffers of the audio outputs
  uint32_t n_inputs; ///< Audio inputs
  uint32_t n_outputs;
  LV2_URID atom_Chunk;
  LV2_URID atom_Sequence;
  LV2_URID midi_Event;
} Ports;

/// Make buffers for every port; false after a report if that cannot be
bool
ports_init(Ports*            ports,
           const World*      world,
           const LilvPlugin* plugin,
           Urids*            urids,
           uint32_t          max_block);

void
ports_clear(Ports* ports);

void
ports_connect(Ports* ports, LilvInstance* instance);

/// Return the control input of this symbol, NULL if there is none
Port*
ports_find_control(const Ports* ports, const char* symbol);

/// Report the symbol and range of every control input
void
ports_report_controls(const Ports* ports);

/// Empty every atom port, for the next run()
void
ports_prepare(Ports* ports);

/// Let every trigger go
void
ports_release_triggers(Ports* ports);

#endif // WAVHOST_PORTS_H
