// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "midi_out.h"

enum { N_BYTES = 3 };

void
rmn_midi_out_init(RmnMidiOut* const    midi,
                  LV2_URID_Map* const  map,
                  const RmnUris* const uris)
{
  lv2_atom_forge_init(&midi->forge, map);
  midi->type = uris->midi_event;
}

void
rmn_midi_out_begin(RmnMidiOut* const midi, LV2_Atom_Sequence* const port)
{
  midi->is_open = port && port->atom.size >= sizeof(LV2_Atom_Sequence);
  if (midi->is_open) {
    lv2_atom_forge_set_buffer(&midi->forge, (uint8_t*)port, port->atom.size);
    lv2_atom_forge_sequence_head(&midi->forge, &midi->frame, 0);
  } else if (port) {
    port->atom.type = 0U;
    port->atom.size = 0U;
  }
  if (midi->is_due) {
    rmn_midi_out_note_off(midi, 0U);
  }
}

void
rmn_midi_out_end(RmnMidiOut* const midi)
{
  if (midi->is_open) {
    lv2_atom_forge_pop(&midi->forge, &midi->frame);
    midi->is_open = false;
  }
}

/// Write a message; return false, with nothing written, if there is no room
static bool
write(RmnMidiOut* const   midi,
      const uint32_t      frame,
      const uint8_t       status,
      const RmnMidiTarget target,
      const uint8_t       value)
{
  const uint8_t bytes[N_BYTES] = {
    (uint8_t)(status | target.channel), target.number, value};
  LV2_Atom_Forge* const forge = &midi->forge;
  const size_t size = sizeof(LV2_Atom_Event) + lv2_atom_pad_size(sizeof(bytes));

  return midi->is_open && forge->size - forge->offset >= size &&
         lv2_atom_forge_frame_time(forge, frame) &&
         lv2_atom_forge_atom(forge, sizeof(bytes), midi->type) &&
         lv2_atom_forge_write(forge, bytes, sizeof(bytes));
}

void
rmn_midi_out_note_on(RmnMidiOut* const   midi,
                     const uint32_t      frame,
                     const RmnMidiTarget target,
                     const uint8_t       velocity)
{
  rmn_midi_out_note_off(midi, frame);
  if (!midi->is_on && write(midi, frame, RMN_MIDI_NOTE_ON, target, velocity)) {
    midi->is_on    = true;
    midi->sounding = target;
  }
}

void
rmn_midi_out_note_off(RmnMidiOut* const midi, const uint32_t frame)
{
  midi->is_due =
    midi->is_on && !write(midi, frame, RMN_MIDI_NOTE_OFF, midi->sounding, 0U);
  midi->is_on = midi->is_due;
}

bool
rmn_midi_out_controller(RmnMidiOut* const   midi,
                        const uint32_t      frame,
                        const RmnMidiTarget target,
                        const uint8_t       value)
{
  return write(midi, frame, RMN_MIDI_CONTROLLER, target, value);
}
