// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ports.h The table of ports, the only one besides the Turtle

#ifndef RMN_PORTS_H
#define RMN_PORTS_H

#include "rmn.h"

/// Indices of the ports that both plugins have; audio comes after them
typedef enum {
  RMN_PORT_CONTROL,
  RMN_PORT_NOTIFY,
  RMN_PORT_ENABLED,
  RMN_PORT_INPUT_GAIN,
  RMN_PORT_OUTPUT_GAIN,
  RMN_PORT_MIX,
  RMN_PORT_KNOB_1,
  RMN_PORT_KNOB_2,
  RMN_PORT_KNOB_3,
  RMN_PORT_KNOB_4,
  RMN_PORT_RESET,
  RMN_PORT_DC_BLOCK,
  RMN_PORT_RATE_MODE,
  RMN_PORT_OVERSAMPLING,
  RMN_PORT_NORMALISE,
  RMN_PORT_CALIBRATE,
  RMN_PORT_INPUT_LEVEL,
  RMN_PORT_PREVIOUS,
  RMN_PORT_NEXT,
  RMN_PORT_LATENCY,
  RMN_PORT_AUDIO, ///< Every input, then every output
} RmnPortIndex;

enum {
  RMN_N_KNOBS           = 4,
  RMN_MAX_PORT_CHANNELS = 2,
  RMN_MAX_PORTS         = RMN_PORT_AUDIO + 2 * RMN_MAX_PORT_CHANNELS,
};

typedef enum {
  RMN_PORT_ATOM_IN,
  RMN_PORT_ATOM_OUT,
  RMN_PORT_CONTROL_IN,
  RMN_PORT_CONTROL_OUT,
  RMN_PORT_AUDIO_IN,
  RMN_PORT_AUDIO_OUT,
} RmnPortKind;

typedef struct {
  const char* symbol;
  RmnPortKind kind;
  float       value; ///< Default, of controls only, as the next two
  float       minimum;
  float       maximum;
} RmnPort;

/// Return the number of ports of the plugin with `n_channels` of audio
RMN_RT
uint32_t
rmn_ports_count(uint32_t n_channels);

/// Return port `index` of the plugin with `n_channels` of audio
RMN_RT
const RmnPort*
rmn_ports_get(uint32_t n_channels, uint32_t index);

/**
   Return what a host put into a control input.

   A port that is not connected or holds NaN is at its default, and a value out
   of range at the nearest end.
*/
RMN_RT
float
rmn_ports_read(void* const* buffers, RmnPortIndex index);

/**
   Return whether a control input has moved since it was last asked, and note
   in `seen` where each is.

   @param seen [RMN_PORT_AUDIO] NAN at first, from which anything has moved.
*/
RMN_RT
bool
rmn_ports_have_moved(void* const* buffers, float* seen);

#endif // RMN_PORTS_H
