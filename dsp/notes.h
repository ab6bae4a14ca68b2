// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file notes.h What predictions play as MIDI: a note for as long as output 0
   is an event, and a controller that follows each of the others.

   Who wants the messages takes them one by one, in the order of frames: a
   plugin as atoms, a command as a file.
*/

#ifndef RMN_NOTES_H
#define RMN_NOTES_H

#include "detector.h"
#include "predictor.h"

enum { RMN_N_PLAYED = 4 }; ///< Outputs that play, the first ones

/// What a note's velocity follows
typedef enum {
  RMN_VELOCITY_PREDICTION, ///< The peak of output 0
  RMN_VELOCITY_INPUT,      ///< The peak of the audio, over 60 dB
  RMN_VELOCITY_FIXED,
} RmnVelocity;

typedef enum {
  RMN_MIDI_NOTE_OFF   = 0x80,
  RMN_MIDI_NOTE_ON    = 0x90,
  RMN_MIDI_CONTROLLER = 0xB0,
} RmnMidiStatus;

typedef struct {
  RmnMidiStatus status;
  uint8_t       channel; ///< From 0
  uint8_t       number;  ///< Of the note or the controller
  uint8_t       value;   ///< Of the controller, or the velocity
} RmnMidiMessage;

/// Take a message of a frame; return false, for another try, without room
typedef bool (*RmnMidiTake)(void*          handle,
                            uint32_t       frame,
                            RmnMidiMessage message);

typedef struct {
  float       threshold; ///< In the unit of output 0, as is the next
  float       hysteresis;
  float       hold_ms;
  float       look_ms; ///< See detector.h
  RmnVelocity velocity;
  uint8_t     channel; ///< From 0
  uint8_t     note;
  uint8_t     controller; ///< Of output 1, the others' come next; 0 for none
} RmnNoteSetting;

typedef struct {
  double         rate_hz;
  float          decay; ///< Of the audio's peak, a frame
  uint32_t       n_gap; ///< Frames from a controller's value to the next
  RmnNoteSetting setting;
  RmnDetector    detector;
  uint8_t        sent[RMN_N_PLAYED]; ///< Values of controllers, or NONE_SENT
  uint32_t       n_wait[RMN_N_PLAYED];
  float          peak; ///< Of the audio
} RmnNotes;

/// Return what a model asks for, on the notes and controllers that are usual
RmnNoteSetting
rmn_notes_usual(const RmnPrediction* prediction);

/// Prepare to play at the rate of the audio
void
rmn_notes_init(RmnNotes* notes, double rate_hz);

/// Choose what plays what; an event that is under way goes on
RMN_RT
void
rmn_notes_set(RmnNotes* notes, const RmnNoteSetting* setting);

/// Begin with something else: forget the event, and what controllers are at
RMN_RT
void
rmn_notes_release(RmnNotes* notes);

/// Forget how loud the audio was, too
RMN_RT
void
rmn_notes_reset(RmnNotes* notes);

/// What was predicted of some frames
typedef struct {
  const RmnOutput* output; ///< Number 0
  const float*     values; ///< [n_frames] Of output 0
  uint32_t         n_outputs;
  const float* positions[RMN_N_PLAYED]; ///< [n_frames] Of each output in its
                                        ///< range, smoothed; number 0 unused
  const float* audio; ///< [n_frames] As late as the predictions
} RmnNoteSource;

/**
   Play `n_frames`.

   @param first Number of the first frame, for `take`.
   @param take Is handed each message, with `handle`.
*/
RMN_RT
void
rmn_notes_play(RmnNotes*            notes,
               const RmnNoteSource* source,
               uint32_t             first,
               uint32_t             n_frames,
               RmnMidiTake          take,
               void*                handle);

#endif // RMN_NOTES_H
