// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file midi_out.h MIDI that the plugin plays: one note at a time, controllers

#ifndef RMN_MIDI_OUT_H
#define RMN_MIDI_OUT_H

#include "notes.h"
#include "uris.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>

/// Where a note or a controller goes
typedef struct {
  uint8_t channel; ///< From 0
  uint8_t number;  ///< Of the note or the controller
} RmnMidiTarget;

typedef struct {
  LV2_Atom_Forge       forge;
  LV2_Atom_Forge_Frame frame;
  LV2_URID             type;    ///< midi:MidiEvent
  bool                 is_open; ///< There is a sequence to write to
  bool                 is_on;   ///< A note sounds
  bool                 is_due;  ///< It is to end as soon as there is room
  RmnMidiTarget        sounding;
} RmnMidiOut;

void
rmn_midi_out_init(RmnMidiOut* midi, LV2_URID_Map* map, const RmnUris* uris);

/// Begin a block
RMN_RT
void
rmn_midi_out_begin(RmnMidiOut* midi, LV2_Atom_Sequence* port);

/// End it
RMN_RT
void
rmn_midi_out_end(RmnMidiOut* midi);

/// Begin a note, and end the one that sounds
RMN_RT
void
rmn_midi_out_note_on(RmnMidiOut*   midi,
                     uint32_t      frame,
                     RmnMidiTarget target,
                     uint8_t       velocity);

/// End the note that sounds, if any: later if there is no room now
RMN_RT
void
rmn_midi_out_note_off(RmnMidiOut* midi, uint32_t frame);

/// Set a controller; return false if there is no room
RMN_RT
bool
rmn_midi_out_controller(RmnMidiOut*   midi,
                        uint32_t      frame,
                        RmnMidiTarget target,
                        uint8_t       value);

#endif // RMN_MIDI_OUT_H
