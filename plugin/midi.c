// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "midi.h"
#include "ports.h"

enum { CONTROL_CHANGE = 0xB0, PROGRAM_CHANGE = 0xC0, MAX_DATA = 0x7F };

RmnMidi
rmn_midi_read(const uint8_t* const bytes, const uint32_t n_bytes)
{
  const RmnMidi other  = {RMN_MIDI_OTHER, 0U, 0.0};
  const uint8_t status = n_bytes ? bytes[0] & 0xF0U : 0U;

  if (status == PROGRAM_CHANGE && n_bytes == 2 && bytes[1] <= MAX_DATA) {
    const RmnMidi program = {RMN_MIDI_PROGRAM, bytes[1], 0.0};
    return program;
  }

  if (status == CONTROL_CHANGE && n_bytes == 3 && bytes[2] <= MAX_DATA &&
      bytes[1] >= RMN_MIDI_KNOB_1 && bytes[1] < RMN_MIDI_KNOB_1 + RMN_N_KNOBS) {
    const RmnMidi knob = {RMN_MIDI_KNOB,
                          (uint32_t)bytes[1] - RMN_MIDI_KNOB_1,
                          (double)bytes[2] / MAX_DATA};
    return knob;
  }
  return other;
}
