// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "ports.h"

#include <math.h>
#include <string.h>

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
  [RMN_PORT_LOOK_AHEAD]  = {"look_ahead", RMN_PORT_CONTROL_IN, 20, 1, 100},
  [RMN_PORT_LATENCY]     = {"latency", RMN_PORT_CONTROL_OUT, 0, 0, 32768},
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

/// From RMN_PORT_MIDI on
static const RmnPort predict[RMN_MAX_PORTS - RMN_PORT_MIDI] = {
  {"midi_out", RMN_PORT_ATOM_OUT, 0, 0, 0},
  {"cv_1", RMN_PORT_CV_OUT, 0, 0, 0},
  {"cv_2", RMN_PORT_CV_OUT, 0, 0, 0},
  {"cv_3", RMN_PORT_CV_OUT, 0, 0, 0},
  {"cv_4", RMN_PORT_CV_OUT, 0, 0, 0},
  {"value_1", RMN_PORT_CONTROL_OUT, 0, 0, 1},
  {"value_2", RMN_PORT_CONTROL_OUT, 0, 0, 1},
  {"value_3", RMN_PORT_CONTROL_OUT, 0, 0, 1},
  {"value_4", RMN_PORT_CONTROL_OUT, 0, 0, 1},
  {"winner", RMN_PORT_CONTROL_OUT, 0, 0, 16},
  {"listen", RMN_PORT_CONTROL_IN, 0, 0, 2},
  {"smoothing_1", RMN_PORT_CONTROL_IN, 0, 0, 1000},
  {"smoothing_2", RMN_PORT_CONTROL_IN, 0, 0, 1000},
  {"smoothing_3", RMN_PORT_CONTROL_IN, 0, 0, 1000},
  {"smoothing_4", RMN_PORT_CONTROL_IN, 0, 0, 1000},
  {"scale_1", RMN_PORT_CONTROL_IN, 1, -10, 10},
  {"scale_2", RMN_PORT_CONTROL_IN, 1, -10, 10},
  {"scale_3", RMN_PORT_CONTROL_IN, 1, -10, 10},
  {"scale_4", RMN_PORT_CONTROL_IN, 1, -10, 10},
  {"offset_1", RMN_PORT_CONTROL_IN, 0, -10, 10},
  {"offset_2", RMN_PORT_CONTROL_IN, 0, -10, 10},
  {"offset_3", RMN_PORT_CONTROL_IN, 0, -10, 10},
  {"offset_4", RMN_PORT_CONTROL_IN, 0, -10, 10},
  {"threshold", RMN_PORT_CONTROL_IN, 0, 0, 1},
  {"hysteresis", RMN_PORT_CONTROL_IN, 0, 0, 1},
  {"hold", RMN_PORT_CONTROL_IN, 0, 0, 2000},
  {"look", RMN_PORT_CONTROL_IN, 0, 0, 20},
  {"velocity", RMN_PORT_CONTROL_IN, 0, 0, 2},
  {"note", RMN_PORT_CONTROL_IN, 60, 0, 127},
  {"channel", RMN_PORT_CONTROL_IN, 1, 1, 16},
  {"cc", RMN_PORT_CONTROL_IN, 16, 0, 117},
  {"freeze", RMN_PORT_CONTROL_IN, 0, 0, 1},
  {"temperature", RMN_PORT_CONTROL_IN, 0, 0, 2},
  {"decay", RMN_PORT_CONTROL_IN, 0, 0, 60},
  {"conceal", RMN_PORT_CONTROL_IN, 0, 0, 1},
  {"in_2", RMN_PORT_AUDIO_IN, 0, 0, 0},
};

/// The ports of the predictor, as it has them: those of voltages last
static const uint8_t predict_places[] = {
  RMN_PORT_CONTROL,
  RMN_PORT_NOTIFY,
  RMN_PORT_MIDI,
  RMN_PORT_AUDIO,
  RMN_PORT_AUDIO + 1,
  RMN_PORT_VALUE,
  RMN_PORT_VALUE + 1,
  RMN_PORT_VALUE + 2,
  RMN_PORT_VALUE + 3,
  RMN_PORT_WINNER,
  RMN_PORT_LATENCY,
  RMN_PORT_ENABLED,
  RMN_PORT_INPUT_GAIN,
  RMN_PORT_OUTPUT_GAIN,
  RMN_PORT_LISTEN,
  RMN_PORT_KNOB_1,
  RMN_PORT_KNOB_2,
  RMN_PORT_KNOB_3,
  RMN_PORT_KNOB_4,
  RMN_PORT_RESET,
  RMN_PORT_RATE_MODE,
  RMN_PORT_CALIBRATE,
  RMN_PORT_INPUT_LEVEL,
  RMN_PORT_PREVIOUS,
  RMN_PORT_NEXT,
  RMN_PORT_SMOOTHING,
  RMN_PORT_SMOOTHING + 1,
  RMN_PORT_SMOOTHING + 2,
  RMN_PORT_SMOOTHING + 3,
  RMN_PORT_THRESHOLD,
  RMN_PORT_HYSTERESIS,
  RMN_PORT_HOLD,
  RMN_PORT_LOOK,
  RMN_PORT_VELOCITY,
  RMN_PORT_NOTE,
  RMN_PORT_CHANNEL,
  RMN_PORT_CC,
  RMN_PORT_FREEZE,
  RMN_PORT_TEMPERATURE,
  RMN_PORT_DECAY,
  RMN_PORT_CONCEAL,
  RMN_PORT_SIDE,
  RMN_PORT_SCALE,
  RMN_PORT_SCALE + 1,
  RMN_PORT_SCALE + 2,
  RMN_PORT_SCALE + 3,
  RMN_PORT_OFFSET,
  RMN_PORT_OFFSET + 1,
  RMN_PORT_OFFSET + 2,
  RMN_PORT_OFFSET + 3,
  RMN_PORT_CV,
  RMN_PORT_CV + 1,
  RMN_PORT_CV + 2,
  RMN_PORT_CV + 3,
};

const RmnPort*
rmn_ports_at(const RmnPortIndex place)
{
  return place >= RMN_PORT_MIDI ? &predict[place - RMN_PORT_MIDI]
                                : rmn_ports_get(1U, place);
}

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

uint32_t
rmn_ports_predict_count(const bool has_cv)
{
  return sizeof(predict_places) / sizeof(predict_places[0]) -
         (has_cv ? 0U : 3U * RMN_N_CV);
}

RmnPortIndex
rmn_ports_predict_place(const uint32_t index)
{
  return (RmnPortIndex)predict_places[index];
}

const RmnPort*
rmn_ports_predict_get(const uint32_t index)
{
  return rmn_ports_at(rmn_ports_predict_place(index));
}

float
rmn_ports_read(void* const* const buffers, const RmnPortIndex index)
{
  const RmnPort* const port   = rmn_ports_at(index);
  const float* const   buffer = (const float*)buffers[index];
  if (!buffer || isnan(*buffer)) {
    return port->value;
  }

  const float value = *buffer;
  return value < port->minimum   ? port->minimum
         : value > port->maximum ? port->maximum
                                 : value;
}

/// Return the bits of what a port holds, of which NaN is equal to itself
static uint32_t
bits_of(const void* const buffer)
{
  uint32_t bits = 0;
  memcpy(&bits, buffer, sizeof(bits));
  return bits;
}

bool
rmn_ports_have_moved(void* const* const buffers,
                     const RmnPortIndex first,
                     const RmnPortIndex end,
                     uint32_t* const    seen)
{
  uint32_t moved = 0;
  for (uint32_t p = first; p < (uint32_t)end; ++p) {
    moved |= bits_of(buffers[p]) ^ seen[p];
  }
  for (uint32_t p = first; moved && p < (uint32_t)end; ++p) {
    seen[p] = bits_of(buffers[p]);
  }
  return moved;
}
