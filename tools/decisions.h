// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file decisions.h What a model predicts of a file, beside the audio that is
/// rendered: as a table, as MIDI, or both

#ifndef REMANENCE_DECISIONS_H
#define REMANENCE_DECISIONS_H

#include "listener.h"
#include "midi_file.h"
#include "outfile.h"

/// What is open, or `{0}`
typedef struct {
  Listener listener;
  Outfile  table;
  MidiFile midi;
  bool     has_table;
  bool     has_midi;
  uint32_t n_channels;
  uint64_t n_frames; ///< That were heard
} Decisions;

/// What decisions are to be of, and where they go
typedef struct {
  const char*  model_path;
  const char*  csv_path;  ///< Or NULL
  const char*  midi_path; ///< Or NULL
  RmnSetup     setup;     ///< At the rate of the file
  uint32_t     n_channels;
  uint64_t     n_frames; ///< Of the file, or 0 if unknown
  const float* knobs;    ///< [n_knobs] Of the model
  uint32_t     n_knobs;
  float        input_dbu; ///< See rmn_player_set_input_level()
} DecisionSetup;

/// Begin; false with a message printed, and decisions_close() in any case
bool
decisions_open(Decisions* decisions, const DecisionSetup* setup);

/// Hear `n` interleaved frames
void
decisions_hear(Decisions* decisions, const float* frames, uint32_t n);

/// Complete all files; false with a message printed
bool
decisions_commit(Decisions* decisions);

void
decisions_close(Decisions* decisions);

#endif // REMANENCE_DECISIONS_H
