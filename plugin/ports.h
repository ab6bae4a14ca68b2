// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ports.h The table of ports, the only one besides the Turtle

#ifndef RMN_PORTS_H
#define RMN_PORTS_H

#include "rmn.h"

enum {
  RMN_N_KNOBS           = 4,
  RMN_N_CV              = 4, ///< Outputs of a network that have ports
  RMN_MAX_PORT_CHANNELS = 2,
};

/// Places of the ports; they are the indices of those that both effects have,
/// whose audio comes after them
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
  RMN_PORT_LOOK_AHEAD,
  RMN_PORT_LATENCY,
  RMN_PORT_AUDIO, ///< Every input, then every output

  // Of the predictor alone; what it has of each output is there RMN_N_CV times
  RMN_PORT_MIDI = RMN_PORT_AUDIO + 2 * RMN_MAX_PORT_CHANNELS,
  RMN_PORT_CV,
  RMN_PORT_VALUE  = RMN_PORT_CV + RMN_N_CV,
  RMN_PORT_WINNER = RMN_PORT_VALUE + RMN_N_CV,
  RMN_PORT_LISTEN, ///< From here on, control inputs
  RMN_PORT_SMOOTHING,
  RMN_PORT_SCALE     = RMN_PORT_SMOOTHING + RMN_N_CV,
  RMN_PORT_OFFSET    = RMN_PORT_SCALE + RMN_N_CV,
  RMN_PORT_THRESHOLD = RMN_PORT_OFFSET + RMN_N_CV,
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
  RMN_PORT_SIDE, ///< A second audio input
  RMN_MAX_PORTS,
} RmnPortIndex;

typedef enum {
  RMN_PORT_ATOM_IN,
  RMN_PORT_ATOM_OUT,
  RMN_PORT_CONTROL_IN,
  RMN_PORT_CONTROL_OUT,
  RMN_PORT_AUDIO_IN,
  RMN_PORT_AUDIO_OUT,
  RMN_PORT_CV_OUT,
} RmnPortKind;

typedef struct {
  const char* symbol;
  RmnPortKind kind;
  float       value; ///< Default, of controls only, as the next two
  float       minimum;
  float       maximum;
} RmnPort;

/// Return the number of ports of the effect with `n_channels` of audio
RMN_RT
uint32_t
rmn_ports_count(uint32_t n_channels);

/// Return port `index` of the effect with `n_channels` of audio
RMN_RT
const RmnPort*
rmn_ports_get(uint32_t n_channels, uint32_t index);

/// Return the number of ports of the predictor with control voltages, which
/// come last, or of the one without
RMN_RT
uint32_t
rmn_ports_predict_count(bool has_cv);

/// Return the place of port `index` of the predictor
RMN_RT
RmnPortIndex
rmn_ports_predict_place(uint32_t index);

/// Return port `index` of the predictor
RMN_RT
const RmnPort*
rmn_ports_predict_get(uint32_t index);

/// Return the port at a place, of a plugin with one channel of audio
RMN_RT
const RmnPort*
rmn_ports_at(RmnPortIndex place);

/**
   Return what a host put into a control input.

   A port that is not connected or holds NaN is at its default, and a value out
   of range at the nearest end.
*/
RMN_RT
float
rmn_ports_read(void* const* buffers, RmnPortIndex index);

/**
   Return whether a control input from `first` up to `end` has moved since it
   was last asked, and note in `seen` where each is.

   @param buffers None of these may be NULL.
   @param seen [RMN_MAX_PORTS] The bits of each, UINT32_MAX at first, from which
   anything has moved.
*/
RMN_RT
bool
rmn_ports_have_moved(void* const* buffers,
                     RmnPortIndex first,
                     RmnPortIndex end,
                     uint32_t*    seen);

#endif // RMN_PORTS_H
