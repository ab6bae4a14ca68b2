// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file render_options.h The command line of `remanence render`

#ifndef REMANENCE_RENDER_OPTIONS_H
#define REMANENCE_RENDER_OPTIONS_H

#include "rmn.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  const char* model_path;
  const char* in_path;
  const char* out_path;
  const char* csv_path;              ///< From --csv, or NULL
  const char* midi_path;             ///< From --midi, or NULL
  float       knobs[RMN_MAX_INPUTS]; ///< From --param, the first n_knobs
  uint32_t    n_knobs;
  RmnStart    start;
  uint32_t    output;  ///< From --output, 0 for all
  uint32_t    n_block; ///< Frames to play at a time
  RmnRateMode rate_mode;
  uint32_t    oversampling;
  float       input_dbu; ///< From --input-level, else NAN
  bool        is_normalised;
  bool        is_dc_blocked;
  bool        is_quiet;
  bool        is_help; ///< Nothing but help is asked for
} RenderOptions;

/// Return EXIT_SUCCESS, or EXIT_USAGE after saying why
int
render_options_parse(RenderOptions* options, int argc, char** argv);

#endif // REMANENCE_RENDER_OPTIONS_H
