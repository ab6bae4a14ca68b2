// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file train_options.h What `remanence train` is asked to do

#ifndef REMANENCE_TRAIN_OPTIONS_H
#define REMANENCE_TRAIN_OPTIONS_H

#include "design.h"
#include "goal.h"
#include "take_list.h"
#include "trainer.h"

enum { MAX_LIST = 64 };

/// Numbers, no two of them equal
typedef struct {
  uint32_t n;
  uint32_t values[MAX_LIST];
} List;

typedef struct {
  TakeList      takes; ///< What to learn from
  const char*   out_path;
  const char*   part_path;       ///< Where to write instead of there, or NULL
  const char*   front_path;      ///< Model that is below the network, or NULL
  const char*   start_path;      ///< Preset to start from, or NULL
  const char*   report_path;     ///< Folder to make, or NULL
  const char*   checkpoint_path; ///< File to go on from, or NULL
  Design        asked;           ///< What is given of the design
  Design        design;
  Goal          goal; ///< As asked; that of the session is complete
  TrainSettings settings;
  bool          is_told; ///< WET is a file of labels
  bool          is_loss_given;
  bool          is_truncation_given;
  bool          is_look_ahead_given;
  double        target_esr; ///< To stop at, 0 for never
  long          delay;
  bool          is_delay_given;
  double        piece_seconds; ///< Length of pieces, 0 for one recording
  double      settle_seconds;  ///< Of each piece, that do not count, -1 to find
  const char* name;
  const char* author;
  const char* licence;
  List        seeds; ///< To try, besides `design` if there are none
  List        sizes; ///< Likewise hidden units
  uint32_t    n_jobs;
  const char* devices_path; ///< List of devices, each a line, or NULL
  bool        is_threads_given;
  bool        is_quiet;
  bool        is_help;
} TrainOptions;

/// Return what goes where nothing is said
TrainOptions
train_options_default(void);

/// Add what words say, those after argv[0]; return 0, or an exit status after a
/// message
int
train_options_read(TrainOptions* options, int argc, char** argv);

/// Settle, after the last word, what options say of each other; return 0, or an
/// exit status after a message.  The options must then stay where they are
int
train_options_complete(TrainOptions* options);

#endif // REMANENCE_TRAIN_OPTIONS_H
