// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file options.h The command line of wavhost

#ifndef WAVHOST_OPTIONS_H
#define WAVHOST_OPTIONS_H

#include "worker.h"

#include <stdbool.h>
#include <stdint.h>

enum { EXIT_USAGE = 2, MAX_BLOCK = 65536 };

typedef enum {
  CHANGE_CONTROL, ///< Put what `text` says into the control `target`
  CHANGE_PATH,    ///< Set the path parameter to the file `target`
} ChangeType;

/// What happens just before a frame is played
typedef struct {
  uint64_t    frame;
  ChangeType  type;
  const char* target;
  const char* text;
} Change;

typedef struct {
  const char* uri;
  const char* in_path;
  const char* out_path;
  const char* preset; ///< NULL unless given, as the next four
  const char* model;
  const char* load_dir;
  const char* save_dir;
  const char* midi_path;
  Change*     changes; ///< By frame
  uint32_t    n_changes;
  WorkerMode  worker;
  uint32_t    max_block;
  uint32_t    seed; ///< Of random block lengths, 0 for all the same
  double      n_tail_s;
  bool        is_quiet;
  bool        is_list;    ///< Nothing but a list is asked for
  bool        is_help;    ///< Nothing but help is asked for
  bool        is_version; ///< Nothing but the version is asked for
} Options;

/// The manual page
extern const char options_help[];

/// Return EXIT_SUCCESS, or EXIT_USAGE after saying why
int
options_parse(Options* options, int argc, char** argv);

void
options_clear(Options* options);

#endif // WAVHOST_OPTIONS_H
