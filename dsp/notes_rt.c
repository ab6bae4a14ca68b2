// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "follow.h"
#include "notes.h"

#include <math.h>
#include <string.h>

enum { NONE_SENT = 0xFF };

static const float floor_dbfs = -60.0f; // Of a velocity that follows audio
static const float usual      = 99.0f / 126.0f; // Velocity 100

static uint32_t
n_frames_of(const RmnNotes* const notes, const float ms)
{
  return (uint32_t)(notes->rate_hz * 0.001 * (double)ms + 0.5);
}

void
rmn_notes_set(RmnNotes* const notes, const RmnNoteSetting* const setting)
{
  notes->setting = *setting;
  rmn_detector_set(&notes->detector,
                   setting->threshold,
                   setting->hysteresis,
                   n_frames_of(notes, setting->hold_ms),
                   n_frames_of(notes, setting->look_ms));
}

void
rmn_notes_release(RmnNotes* const notes)
{
  rmn_detector_release(&notes->detector);
  memset(notes->sent, NONE_SENT, sizeof(notes->sent));
  memset(notes->n_wait, 0, sizeof(notes->n_wait));
}

void
rmn_notes_reset(RmnNotes* const notes)
{
  rmn_notes_release(notes);
  notes->peak = 0.0f;
}

/// Return how strong an event would be that peaks in this frame
static float
strength(const RmnNotes* const  notes,
         const RmnOutput* const output,
         const float            value)
{
  return notes->setting.velocity == RMN_VELOCITY_INPUT
           ? notes->peak
           : rmn_follow_position(output, value);
}

/// Return the velocity of a strength
static uint8_t
velocity(const RmnNotes* const notes, const float how_strong)
{
  float share = usual;
  if (notes->setting.velocity == RMN_VELOCITY_PREDICTION) {
    share = how_strong;
  } else if (notes->setting.velocity == RMN_VELOCITY_INPUT) {
    const float dbfs = 20.0f * log10f(how_strong + 1e-9f);
    share            = dbfs > floor_dbfs ? 1.0f - dbfs / floor_dbfs : 0.0f;
  }
  return (uint8_t)(1.5f + 126.0f * share);
}

/// Play the note that output 0 stands for
static void
play_note(RmnNotes* const        notes,
          const RmnOutput* const output,
          const float            value,
          const uint32_t         frame,
          const RmnMidiTake      take,
          void* const            handle)
{
  RmnEvent    event;
  const float how_strong = strength(notes, output, value);
  if (rmn_detector_hear(&notes->detector, value, how_strong, &event)) {
    const RmnMidiMessage message = {
      event.is_on ? RMN_MIDI_NOTE_ON : RMN_MIDI_NOTE_OFF,
      notes->setting.channel,
      notes->setting.note,
      event.is_on ? velocity(notes, event.strength) : 0U};

    take(handle, frame, message);
  }
}

/// Turn the controller of an output if it has moved, so often a second at most
static void
play_controller(RmnNotes* const   notes,
                const uint32_t    o,
                const float       position,
                const uint32_t    frame,
                const RmnMidiTake take,
                void* const       handle)
{
  const uint8_t        value   = (uint8_t)lroundf(127.0f * position);
  const RmnMidiMessage message = {RMN_MIDI_CONTROLLER,
                                  notes->setting.channel,
                                  (uint8_t)(notes->setting.controller + o - 1U),
                                  value};

  if (notes->n_wait[o]) {
    --notes->n_wait[o];
  } else if (value != notes->sent[o] && take(handle, frame, message)) {
    notes->sent[o]   = value;
    notes->n_wait[o] = notes->n_gap;
  }
}

void
rmn_notes_play(RmnNotes* const            notes,
               const RmnNoteSource* const source,
               const uint32_t             first,
               const uint32_t             n_frames,
               const RmnMidiTake          take,
               void* const                handle)
{
  const uint32_t n_played =
    source->n_outputs < RMN_N_PLAYED ? source->n_outputs : RMN_N_PLAYED;
  const uint32_t n_moved = notes->setting.controller ? n_played : 0U;

  for (uint32_t t = 0; t < n_frames; ++t) {
    notes->peak = fmaxf(fabsf(source->audio[t]), notes->peak * notes->decay);
    play_note(
      notes, source->output, source->values[t], first + t, take, handle);
    for (uint32_t o = 1; o < n_moved; ++o) {
      play_controller(
        notes, o, source->positions[o][t], first + t, take, handle);
    }
  }
}
