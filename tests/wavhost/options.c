// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "options.h"
#include "report.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_BLOCK = 1024 };

/// What getopt_long() returns
enum {
  PRESET_NAME,
  STATE_LOAD,
  MODEL,
  SET,
  AT,
  BLOCK,
  WORKER,
  TAIL,
  MIDI,
  STATE_SAVE,
  LIST,
  QUIET,
  HELP,
  VERSION,
};

static const struct option long_options[] = {
  {"preset", required_argument, NULL, PRESET_NAME},
  {"state-load", required_argument, NULL, STATE_LOAD},
  {"model", required_argument, NULL, MODEL},
  {"set", required_argument, NULL, SET},
  {"at", required_argument, NULL, AT},
  {"block", required_argument, NULL, BLOCK},
  {"worker", required_argument, NULL, WORKER},
  {"tail", required_argument, NULL, TAIL},
  {"midi", required_argument, NULL, MIDI},
  {"state-save", required_argument, NULL, STATE_SAVE},
  {"list", no_argument, NULL, LIST},
  {"quiet", no_argument, NULL, QUIET},
  {"help", no_argument, NULL, HELP},
  {"version", no_argument, NULL, VERSION},
  {NULL, 0, NULL, 0},
};

static bool
parse_unsigned(const char* const text, uint64_t* const value)
{
  char* end = NULL;
  *value    = strtoull(text, &end, 10);
  return *text >= '0' && *text <= '9' && !*end;
}

static bool
set_block(Options* const options, const char* const text)
{
  static const char prefix[] = "random:";

  const size_t length    = sizeof(prefix) - 1U;
  const bool   is_random = !strncmp(text, prefix, length);
  uint64_t     value     = 0;
  if (!parse_unsigned(is_random ? text + length : text, &value) || !value ||
      value > (is_random ? UINT32_MAX : MAX_BLOCK)) {
    return false;
  }

  options->max_block = is_random ? DEFAULT_BLOCK : (uint32_t)value;
  options->seed      = is_random ? (uint32_t)value : 0U;
  return true;
}

static bool
set_worker(Options* const options, const char* const text)
{
  static const char* const words[] = {
    [WORKER_INLINE] = "inline",
    [WORKER_THREAD] = "thread",
    [WORKER_NONE]   = "none",
  };

  for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); ++i) {
    if (!strcmp(text, words[i])) {
      options->worker = (WorkerMode)i;
      return true;
    }
  }
  return false;
}

static bool
set_tail(Options* const options, const char* const text)
{
  char* end         = NULL;
  options->n_tail_s = strtod(text, &end);
  return end != text && !*end && options->n_tail_s >= 0.0 &&
         options->n_tail_s <= 3600.0;
}

/// Insert a change after those of its frame and before
static void
add_change(Options* const options, const Change change)
{
  uint32_t i = options->n_changes++;
  for (; i && options->changes[i - 1U].frame > change.frame; --i) {
    options->changes[i] = options->changes[i - 1U];
  }
  options->changes[i] = change;
}

/// Parse SYMBOL=VALUE, which is taken apart in place
static bool
add_setting(Options* const options, const uint64_t frame, char* const text)
{
  char* const equals = strchr(text, '=');
  if (!equals || equals == text || !equals[1]) {
    return false;
  }

  *equals = '\0';
  add_change(options, (Change){frame, CHANGE_CONTROL, text, equals + 1});
  return true;
}

/// Parse FRAME and the arguments after it, at `*next`
static bool
add_at(Options* const    options,
       const char* const text,
       char** const      argv,
       int* const        next)
{
  uint64_t    frame = 0;
  char* const verb  = argv[*next];
  if (!parse_unsigned(text, &frame) || !verb) {
    return false;
  }
  if (!strcmp(verb, "reset")) {
    *next += 1;
    add_change(options, (Change){frame, CHANGE_CONTROL, "reset", "1"});
    return true;
  }

  char* const operand = argv[*next + 1];
  *next += 2;
  if (operand && !strcmp(verb, "model")) {
    add_change(options, (Change){frame, CHANGE_PATH, operand, NULL});
    return true;
  }
  return operand && !strcmp(verb, "set") &&
         add_setting(options, frame, operand);
}

/// Take an option that has an argument; false if that makes no sense
static bool
take(Options* const options,
     const int      option,
     char* const    text,
     char** const   argv)
{
  switch (option) {
  case PRESET_NAME:
    options->preset = text;
    return true;
  case STATE_LOAD:
    options->load_dir = text;
    return true;
  case MODEL:
    options->model = text;
    return true;
  case SET:
    return add_setting(options, 0, text);
  case AT:
    return add_at(options, text, argv, &optind);
  case BLOCK:
    return set_block(options, text);
  case WORKER:
    return set_worker(options, text);
  case TAIL:
    return set_tail(options, text);
  case MIDI:
    options->midi_path = text;
    return true;
  default:
    options->save_dir = text;
    return true;
  }
}

static int
misuse(void)
{
  fputs("Try 'wavhost --help'.\n", stderr);
  return EXIT_USAGE;
}

/// Return whether the command line asks for a page and nothing else
static bool
take_flag(Options* const options, const int option)
{
  options->is_list    = option == LIST;
  options->is_help    = option == HELP;
  options->is_version = option == VERSION;
  options->is_quiet   = options->is_quiet || option == QUIET;
  return option != QUIET;
}

static int
parse_names(Options* const options, const int n_names, char** const names)
{
  if (n_names != 3) {
    report("takes URI, INPUT and OUTPUT, but got %d names", n_names);
    return misuse();
  }

  options->uri      = names[0];
  options->in_path  = names[1];
  options->out_path = names[2];
  return EXIT_SUCCESS;
}

int
options_parse(Options* const options, const int argc, char** const argv)
{
  static const char* const takes[LIST] = {
    [SET]    = "SYMBOL=VALUE",
    [AT]     = "FRAME and then set SYMBOL=VALUE, model FILE or reset",
    [BLOCK]  = "1 to 65536, or random:SEED with a SEED from 1 on",
    [WORKER] = "inline, thread or none",
    [TAIL]   = "seconds from 0 to 3600",
  };

  *options = (Options){
    .max_block = DEFAULT_BLOCK,
    .changes   = (Change*)calloc((size_t)argc, sizeof(Change)),
  };
  if (!options->changes) {
    report("out of memory");
    return EXIT_FAILURE;
  }

  static char name[] = "wavhost"; // Which getopt_long() puts before errors
  argv[0]            = name;
  for (int c = 0;
       (c = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
    if (c == '?') {
      return misuse();
    }
    if (c >= LIST) {
      if (take_flag(options, c)) {
        return EXIT_SUCCESS;
      }
    } else if (!take(options, c, optarg, argv)) {
      report("--%s %s: takes %s", long_options[c].name, optarg, takes[c]);
      return misuse();
    }
  }
  return parse_names(options, argc - optind, argv + optind);
}

void
options_clear(Options* const options)
{
  free(options->changes);
}
