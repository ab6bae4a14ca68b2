// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file midi.h What MIDI means to this plugin, on any channel

#ifndef RMN_MIDI_H
#define RMN_MIDI_H

#include "rmn.h"

typedef enum {
  RMN_MIDI_OTHER,
  RMN_MIDI_KNOB,    ///< Turn knob `number`, from 0, to `position`
  RMN_MIDI_PROGRAM, ///< Go to model `number`, from 0
} RmnMidiType;

typedef struct {
  RmnMidiType type;
  uint32_t    number;
  double      position; ///< 0 to 1
} RmnMidi;

/// Controller of the first knob, of those that MIDI leaves undefined
enum { RMN_MIDI_KNOB_1 = 20 };

/// Understand a message; one that is cut or malformed is of no concern
RMN_RT
RmnMidi
rmn_midi_read(const uint8_t* bytes, uint32_t n_bytes);

#endif // RMN_MIDI_H
