// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "render_options.h"
#include "command.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  DEFAULT_BLOCK = 1024,
  MAX_BLOCK     = 65536,
  MIN_LEVEL_DBU = -20,
  MAX_LEVEL_DBU = 40,
};

/// What getopt_long() returns: options with an argument first
enum {
  PARAM,
  START,
  RATE,
  OVERSAMPLE,
  OUTPUT,
  INPUT_LEVEL,
  BLOCK,
  CSV,
  MIDI,
  N_SETTINGS,
  NORMALISE = N_SETTINGS,
  DC_BLOCK,
  QUIET,
  HELP
};

/// An option with an argument
typedef struct {
  bool (*set)(RenderOptions* options, const char* text);
  const char* values; ///< What it accepts
} Setting;

static bool
add_knob(RenderOptions* const options, const char* const text)
{
  char*       end   = NULL;
  const float value = strtof(text, &end);
  if (end == text || *end || !isfinite(value) ||
      options->n_knobs == RMN_MAX_INPUTS - 1) {
    return false;
  }

  options->knobs[options->n_knobs++] = value;
  return true;
}

static bool
set_start(RenderOptions* const options, const char* const text)
{
  static const char* const words[] = {
    [RMN_START_ZERO] = "zero",
    [RMN_START_FILE] = "file",
    [RMN_START_REST] = "rest",
  };

  for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); ++i) {
    if (!strcmp(text, words[i])) {
      options->start = (RmnStart)i;
      return true;
    }
  }
  return false;
}

static bool
set_rate(RenderOptions* const options, const char* const text)
{
  for (int i = 0; i < RMN_N_RATE_MODES; ++i) {
    if (!strcmp(text, rmn_rate_mode_name((RmnRateMode)i))) {
      options->rate_mode = (RmnRateMode)i;
      return true;
    }
  }
  return false;
}

static bool
set_oversampling(RenderOptions* const options, const char* const text)
{
  const bool is_known =
    !strcmp(text, "1") || !strcmp(text, "2") || !strcmp(text, "4");
  options->oversampling = is_known ? (uint32_t)(text[0] - '0') : 0U;
  return is_known;
}

static bool
set_input_level(RenderOptions* const options, const char* const text)
{
  char* end          = NULL;
  options->input_dbu = strtof(text, &end);
  return end != text && !*end && options->input_dbu >= MIN_LEVEL_DBU &&
         options->input_dbu <= MAX_LEVEL_DBU;
}

/// Read a whole number from 1 to `maximum`
static bool
read_count(const char* const text, const long maximum, uint32_t* const count)
{
  char*      end   = NULL;
  const long value = strtol(text, &end, 10);
  if (end == text || *end || value < 1 || value > maximum) {
    return false;
  }

  *count = (uint32_t)value;
  return true;
}

static bool
set_output(RenderOptions* const options, const char* const text)
{
  options->output = 0;
  return !strcmp(text, "all") ||
         read_count(text, RMN_MAX_OUTPUTS, &options->output);
}

static bool
set_block(RenderOptions* const options, const char* const text)
{
  return read_count(text, MAX_BLOCK, &options->n_block);
}

static bool
set_csv(RenderOptions* const options, const char* const text)
{
  options->csv_path = text;
  return *text;
}

static bool
set_midi(RenderOptions* const options, const char* const text)
{
  options->midi_path = text;
  return *text;
}

static const struct option long_options[] = {
  {"param", required_argument, NULL, PARAM},
  {"start", required_argument, NULL, START},
  {"rate", required_argument, NULL, RATE},
  {"oversample", required_argument, NULL, OVERSAMPLE},
  {"output", required_argument, NULL, OUTPUT},
  {"input-level", required_argument, NULL, INPUT_LEVEL},
  {"block", required_argument, NULL, BLOCK},
  {"csv", required_argument, NULL, CSV},
  {"midi", required_argument, NULL, MIDI},
  {"normalise", no_argument, NULL, NORMALISE},
  {"dc-block", no_argument, NULL, DC_BLOCK},
  {"quiet", no_argument, NULL, QUIET},
  {"help", no_argument, NULL, HELP},
  {NULL, 0, NULL, 0},
};

static const Setting settings[N_SETTINGS] = {
  [PARAM]       = {add_knob, "a number, up to 15 times"},
  [START]       = {set_start, "zero, rest or file"},
  [RATE]        = {set_rate, "auto, native, delay or resample"},
  [OVERSAMPLE]  = {set_oversampling, "1, 2 or 4"},
  [OUTPUT]      = {set_output, "all or a number from 1 to 16"},
  [INPUT_LEVEL] = {set_input_level, "a level in dBu from -20 to 40"},
  [BLOCK]       = {set_block, "a number from 1 to 65536"},
  [CSV]         = {set_csv, "the name of a file"},
  [MIDI]        = {set_midi, "the name of a file"},
};

int
render_options_parse(RenderOptions* const options,
                     const int            argc,
                     char** const         argv)
{
  *options = (RenderOptions){.start        = RMN_START_REST,
                             .oversampling = 1U,
                             .input_dbu    = NAN,
                             .n_block      = DEFAULT_BLOCK};

  for (int c = 0;
       (c = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
    if (c == HELP) {
      options->is_help = true;
      return EXIT_SUCCESS;
    }
    if (c == QUIET) {
      options->is_quiet = true;
    } else if (c == NORMALISE) {
      options->is_normalised = true;
    } else if (c == DC_BLOCK) {
      options->is_dc_blocked = true;
    } else if (c >= N_SETTINGS) {
      return command_misuse(&render_command, NULL);
    } else if (!settings[c].set(options, optarg)) {
      return command_misuse(&render_command,
                            "--%s %s: takes %s",
                            long_options[c].name,
                            optarg,
                            settings[c].values);
    }
  }

  if (argc - optind != 3) {
    return command_misuse(&render_command,
                          "needs three names: MODEL, INPUT and OUTPUT");
  }
  options->model_path = argv[optind];
  options->in_path    = argv[optind + 1];
  options->out_path   = argv[optind + 2];
  return EXIT_SUCCESS;
}
