// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "ports.h"

#include <math.h>

static const RmnPort shared[RMN_PORT_AUDIO] = {
  [RMN_PORT_CONTROL]      = {"control", RMN_PORT_ATOM_IN, 0.0f, 0.0f, 0.0f},
  [RMN_PORT_NOTIFY]       = {"notify", RMN_PORT_ATOM_OUT, 0.0f, 0.0f, 0.0f},
  [RMN_PORT_ENABLED]      = {"enabled", RMN_PORT_CONTROL_IN, 1.0f, 0.0f, 1.0f},
  [RMN_PORT_INPUT_GAIN]   = {"input_gain", RMN_PORT_CONTROL_IN, 0, -24, 24},
  [RMN_PORT_OUTPUT_GAIN]  = {"output_gain", RMN_PORT_CONTROL_IN, 0, -24, 24},
  [RMN_PORT_MIX]          = {"mix", RMN_PORT_CONTROL_IN, 100.0f, 0.0f, 100.0f},
  [RMN_PORT_KNOB_1]       = {"knob_1", RMN_PORT_CONTROL_IN, 0.5f, 0.0f, 1.0f},
  [RMN_PORT_KNOB_2]       = {"knob_2", RMN_PORT_CONTROL_IN, 0.5f, 0.0f, 1.0f},
  [RMN_PORT_KNOB_3]       = {"knob_3", RMN_PORT_CONTROL_IN, 0.5f, 0.0f, 1.0f},
  [RMN_PORT_KNOB_4]       = {"knob_4", RMN_PORT_CONTROL_IN, 0.5f, 0.0f, 1.0f},
  [RMN_PORT_RESET]        = {"reset", RMN_PORT_CONTROL_IN, 0.0f, 0.0f, 1.0f},
  [RMN_PORT_DC_BLOCK]     = {"dc_block", RMN_PORT_CONTROL_IN, 1.0f, 0.0f, 1.0f},
  [RMN_PORT_RATE_MODE]    = {"rate_mode", RMN_PORT_CONTROL_IN, 0, 0, 3},
  [RMN_PORT_OVERSAMPLING] = {"oversampling", RMN_PORT_CONTROL_IN, 1, 1, 4},
  [RMN_PORT_NORMALISE]   = {"normalise", RMN_PORT_CONTROL_IN, 1.0f, 0.0f, 1.0f},
  [RMN_PORT_CALIBRATE]   = {"calibrate", RMN_PORT_CONTROL_IN, 0.0f, 0.0f, 1.0f},
  [RMN_PORT_INPUT_LEVEL] = {"input_level", RMN_PORT_CONTROL_IN, 12, -20, 40},
  [RMN_PORT_PREVIOUS]    = {"previous", RMN_PORT_CONTROL_IN, 0.0f, 0.0f, 1.0f},
  [RMN_PORT_NEXT]        = {"next", RMN_PORT_CONTROL_IN, 0.0f, 0.0f, 1.0f},
  [RMN_PORT_LATENCY]     = {"latency", RMN_PORT_CONTROL_OUT, 0, 0, 8192},
};

static const RmnPort mono[] = {
  {"in", RMN_PORT_AUDIO_IN, 0.0f, 0.0f, 0.0f},
  {"out", RMN_PORT_AUDIO_OUT, 0.0f, 0.0f, 0.0f},
};

static const RmnPort stereo[] = {
  {"in_left", RMN_PORT_AUDIO_IN, 0.0f, 0.0f, 0.0f},
  {"in_right", RMN_PORT_AUDIO_IN, 0.0f, 0.0f, 0.0f},
  {"out_left", RMN_PORT_AUDIO_OUT, 0.0f, 0.0f, 0.0f},
  {"out_right", RMN_PORT_AUDIO_OUT, 0.0f, 0.0f, 0.0f},
};

uint32_t
rmn_ports_count(const uint32_t n_channels)
{
  return RMN_PORT_AUDIO + 2U * n_channels;
}

const RmnPort*
rmn_ports_get(const uint32_t n_channels, const uint32_t index)
{
  if (index < RMN_PORT_AUDIO) {
    return &shared[index];
  }

  return &(n_channels == 1 ? mono : stereo)[index - RMN_PORT_AUDIO];
}

float
rmn_ports_read(void* const* const buffers, const RmnPortIndex index)
{
  const RmnPort* const port   = &shared[index];
  const float* const   buffer = (const float*)buffers[index];
  if (!buffer || isnan(*buffer)) {
    return port->value;
  }

  const float value = *buffer;
  return value < port->minimum   ? port->minimum
         : value > port->maximum ? port->maximum
                                 : value;
}

bool
rmn_ports_have_moved(void* const* const buffers, float* const seen)
{
  bool have_moved = false;
  for (uint32_t p = RMN_PORT_ENABLED; p < RMN_PORT_LATENCY; ++p) {
    const float* const buffer = (const float*)buffers[p];
    const float        value  = buffer ? *buffer : shared[p].value;
    if (value != seen[p]) { // True for NaN
      seen[p]    = value;
      have_moved = true;
    }
  }
  return have_moved;
}
