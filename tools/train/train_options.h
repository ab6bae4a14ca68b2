// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file train_options.h What `remanence train` is asked to do

#ifndef REMANENCE_TRAIN_OPTIONS_H
#define REMANENCE_TRAIN_OPTIONS_H

#include "design.h"
#include "take_list.h"
#include "trainer.h"

typedef struct {
  TakeList      takes; ///< What to learn from
  const char*   out_path;
  const char*   start_path;  ///< Preset to start from, or NULL
  const char*   report_path; ///< Folder to make, or NULL
  Design        asked;       ///< What is given of the design
  Design        design;
  TrainSettings settings;
  double        target_esr; ///< To stop at, 0 for never
  long          delay;
  bool          is_delay_given;
  double        piece_seconds;  ///< Length of pieces, 0 for one recording
  double        settle_seconds; ///< Of each piece, that do not count
  const char*   name;
  const char*   author;
  const char*   licence;
  bool          is_quiet;
  bool          is_help;
} TrainOptions;

/// Parse the arguments; return 0, or an exit status after a message
int
train_options_parse(TrainOptions* options, int argc, char** argv);

#endif // REMANENCE_TRAIN_OPTIONS_H
