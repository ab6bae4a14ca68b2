// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file midi_file.h What a model predicts as a Standard MIDI File of one track:
   the messages that urn:remanence:predict sends with its controls as they come,
   at the same frames, but in time with the audio.
*/

#ifndef REMANENCE_MIDI_FILE_H
#define REMANENCE_MIDI_FILE_H

#include "follow.h"
#include "listener.h"
#include "midi_writer.h"
#include "notes.h"

/// A file that is being made, or `{0}`
typedef struct {
  MidiWriter     writer;
  int64_t        first; ///< Of the stretch that is told
  RmnNoteSetting setting;
  RmnNotes       notes;
  RmnFollow      follows[RMN_N_PLAYED];
} MidiFile;

/// Begin a file for what `listener` predicts; false with a message printed
bool
midi_file_open(MidiFile* file, const char* path, const Listener* listener);

/// Play what was predicted of a stretch
void
midi_file_play(MidiFile*       file,
               const Listener* listener,
               const Stretch*  stretch);

/// Write the file, which lasts `n_frames`; false with a message printed
bool
midi_file_commit(MidiFile* file, uint64_t n_frames);

void
midi_file_close(MidiFile* file);

#endif // REMANENCE_MIDI_FILE_H
