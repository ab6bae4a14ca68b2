// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file midi_writer.h A Standard MIDI File of one track.

   A tick is a frame at every usual rate, so that nothing is rounded.  Nothing
   here prints: see outfile.h, whose `error` says what is wrong.
*/

#ifndef REMANENCE_MIDI_WRITER_H
#define REMANENCE_MIDI_WRITER_H

#include "outfile.h"

#include <smf.h>

#include <stdbool.h>
#include <stdint.h>

enum { N_CHANNELS = 16, N_NOTES = 128 };

/// A file that is being made, or `{0}`
typedef struct {
  Outfile      out;
  smf_t*       smf;
  smf_track_t* track;
  double       ticks; ///< A frame
  bool         is_on[N_CHANNELS][N_NOTES];
  bool         is_short; ///< Of memory or of ticks
} MidiWriter;

bool
midi_writer_open(MidiWriter* writer, const char* path, double rate_hz);

/// Add a message of a note or a controller
void
midi_writer_add(MidiWriter* writer, int64_t frame, const uint8_t bytes[3]);

/// End every note and the file, which lasts `n_frames`, and complete it
bool
midi_writer_commit(MidiWriter* writer, uint64_t n_frames);

void
midi_writer_close(MidiWriter* writer);

#endif // REMANENCE_MIDI_WRITER_H
