// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "train_options.h"

#include "../command.h"
#include "train_values.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// What getopt_long() returns: 1 for a name that is no option, in the order of
/// the command line; options with an argument first
enum {
  FILE_NAME = 1,
  FIRST,
  OUTPUT = FIRST,
  CELL,
  HIDDEN,
  LAYERS,
  TARGET_ESR,
  MINUTES,
  EPOCHS,
  TRUNCATION,
  RATE,
  SEED,
  THREADS,
  START_FROM,
  DELAY,
  PIECES,
  LOSS,
  NAME,
  AUTHOR,
  LICENCE,
  REPORT,
  KNOBS,
  CHECKPOINT,
  SEEDS,
  SIZES,
  JOBS,
  DEVICES,
  TEACHER,
  PREDICT,
  FRONT,
  CSV,
  TARGET,
  HOP,
  SPAN,
  LOOK_AHEAD,
  POOL,
  N_SETTINGS,
  NO_SKIP = N_SETTINGS,
  BIDIRECTIONAL,
  LABELS,
  QUIET,
  HELP
};

/// An option with an argument
typedef struct {
  bool (*set)(TrainOptions* options, const char* text);
  const char* values; ///< What it accepts
} Setting;

static bool
set_output(TrainOptions* const o, const char* const text)
{
  o->out_path = text;
  return *text;
}

static bool
set_cell(TrainOptions* const o, const char* const text)
{
  o->design.cell = text;
  return design_knows(text);
}

static bool
set_hidden(TrainOptions* const o, const char* const text)
{
  return read_count(text, 1, 256, &o->design.n_hidden);
}

static bool
set_layers(TrainOptions* const o, const char* const text)
{
  return read_count(text, 1, 8, &o->design.n_layers);
}

static bool
set_target(TrainOptions* const o, const char* const text)
{
  const bool ok = read_number(text, 1e-6, 100.0, &o->target_esr);
  o->target_esr /= 100.0;
  return ok;
}

static bool
set_minutes(TrainOptions* const o, const char* const text)
{
  return read_number(text, 0.01, 10080.0, &o->settings.n_minutes);
}

static bool
set_epochs(TrainOptions* const o, const char* const text)
{
  return read_count(text, 1, 1000000, &o->settings.n_epochs);
}

static bool
set_truncation(TrainOptions* const o, const char* const text)
{
  o->is_truncation_given = true;
  return read_count(
    text, MIN_TRUNCATION, MAX_TRUNCATION, &o->settings.truncation);
}

static bool
set_rate(TrainOptions* const o, const char* const text)
{
  return read_number(text, 1e-6, 1.0, &o->settings.rate);
}

static bool
set_seed(TrainOptions* const o, const char* const text)
{
  uint32_t   seed = 0;
  const bool ok   = read_count(text, 0, 1000000000, &seed);
  o->design.seed  = seed;
  return ok;
}

static bool
set_seeds(TrainOptions* const o, const char* const text)
{
  return read_list(text, 0, 1000000000, &o->seeds);
}

static bool
set_sizes(TrainOptions* const o, const char* const text)
{
  return read_list(text, 1, 256, &o->sizes);
}

static bool
set_jobs(TrainOptions* const o, const char* const text)
{
  return read_count(text, 1, 64, &o->n_jobs);
}

static bool
set_devices(TrainOptions* const o, const char* const text)
{
  o->devices_path = text;
  return *text;
}

static bool
set_threads(TrainOptions* const o, const char* const text)
{
  o->is_threads_given = true;
  return read_count(text, 1, 256, &o->settings.n_threads);
}

static bool
set_start(TrainOptions* const o, const char* const text)
{
  o->start_path = text;
  return *text;
}

static bool
set_delay(TrainOptions* const o, const char* const text)
{
  double delay      = 0.0;
  o->is_delay_given = strcmp(text, "auto") != 0;
  if (!o->is_delay_given) {
    return true;
  }
  const bool ok = read_number(text, -1e6, 1e6, &delay) && delay == rint(delay);
  o->delay      = (long)delay;
  return ok;
}

static bool
set_pieces(TrainOptions* const o, const char* const text)
{
  char* end         = NULL;
  o->piece_seconds  = strtod(text, &end);
  o->settle_seconds = -1.0;
  return end != text && o->piece_seconds > 0.0 && o->piece_seconds <= 3600.0 &&
         (!*end || (*end == ':' &&
                    read_number(end + 1, 0.0, 3600.0, &o->settle_seconds) &&
                    o->piece_seconds > o->settle_seconds));
}

static bool
set_loss(TrainOptions* const o, const char* const text)
{
  for (int i = 0; i < N_LOSSES; ++i) {
    if (!strcmp(text, loss_name((LossKind)i))) {
      o->is_loss_given = true;
      o->settings.loss = (LossKind)i;
      return true;
    }
  }
  return false;
}

static bool
set_name(TrainOptions* const o, const char* const text)
{
  o->name = text;
  return is_text(text);
}

static bool
set_author(TrainOptions* const o, const char* const text)
{
  o->author = text;
  return is_text(text);
}

static bool
set_licence(TrainOptions* const o, const char* const text)
{
  o->licence = text;
  return is_text(text);
}

static bool
set_report(TrainOptions* const o, const char* const text)
{
  o->report_path = text;
  return *text;
}

static bool
set_checkpoint(TrainOptions* const o, const char* const text)
{
  o->checkpoint_path = text;
  return *text;
}

static bool
set_teacher(TrainOptions* const o, const char* const text)
{
  o->takes.teacher_path = text;
  return *text;
}

static bool
set_predict(TrainOptions* const o, const char* const text)
{
  o->goal.kind      = GOAL_NEXT;
  o->takes.is_alone = true;
  return read_count(text, 1, RMN_MAX_AHEAD, &o->goal.ahead);
}

static bool
set_front(TrainOptions* const o, const char* const text)
{
  o->front_path = text;
  return *text;
}

static bool
set_csv(TrainOptions* const o, const char* const text)
{
  o->takes.csv_path = text;
  o->goal.kind      = GOAL_SERIES;
  return *text;
}

static bool
set_column(TrainOptions* const o, const char* const text)
{
  o->takes.csv_target = text;
  return *text;
}

static bool
set_hop(TrainOptions* const o, const char* const text)
{
  return read_count(text, 1, RMN_MAX_HOP, &o->goal.hop);
}

static bool
set_window(TrainOptions* const o, const char* const text)
{
  return read_count(text, 8, RMN_MAX_HOP, &o->goal.window);
}

static bool
set_pool(TrainOptions* const o, const char* const text)
{
  for (int i = 0; i < RMN_N_POOLS; ++i) {
    if (!strcmp(text, rmn_pool_name((RmnPool)i))) {
      o->goal.pool = (RmnPool)i;
      return true;
    }
  }
  return false;
}

static bool
set_look_ahead(TrainOptions* const o, const char* const text)
{
  o->is_look_ahead_given = true;
  return read_count(text, 1, MAX_LOOK_AHEAD, &o->settings.look_ahead);
}

static const struct option long_options[] = {
  {"output", required_argument, NULL, OUTPUT},
  {"cell", required_argument, NULL, CELL},
  {"hidden", required_argument, NULL, HIDDEN},
  {"layers", required_argument, NULL, LAYERS},
  {"target-esr", required_argument, NULL, TARGET_ESR},
  {"minutes", required_argument, NULL, MINUTES},
  {"epochs", required_argument, NULL, EPOCHS},
  {"truncation", required_argument, NULL, TRUNCATION},
  {"rate", required_argument, NULL, RATE},
  {"seed", required_argument, NULL, SEED},
  {"threads", required_argument, NULL, THREADS},
  {"start-from", required_argument, NULL, START_FROM},
  {"delay", required_argument, NULL, DELAY},
  {"pieces", required_argument, NULL, PIECES},
  {"loss", required_argument, NULL, LOSS},
  {"name", required_argument, NULL, NAME},
  {"author", required_argument, NULL, AUTHOR},
  {"licence", required_argument, NULL, LICENCE},
  {"report", required_argument, NULL, REPORT},
  {"knobs", required_argument, NULL, KNOBS},
  {"checkpoint", required_argument, NULL, CHECKPOINT},
  {"seeds", required_argument, NULL, SEEDS},
  {"sizes", required_argument, NULL, SIZES},
  {"jobs", required_argument, NULL, JOBS},
  {"devices", required_argument, NULL, DEVICES},
  {"teacher", required_argument, NULL, TEACHER},
  {"predict", required_argument, NULL, PREDICT},
  {"front", required_argument, NULL, FRONT},
  {"csv", required_argument, NULL, CSV},
  {"target", required_argument, NULL, TARGET},
  {"hop", required_argument, NULL, HOP},
  {"window", required_argument, NULL, SPAN},
  {"look-ahead", required_argument, NULL, LOOK_AHEAD},
  {"pool", required_argument, NULL, POOL},
  {"no-skip", no_argument, NULL, NO_SKIP},
  {"bidirectional", no_argument, NULL, BIDIRECTIONAL},
  {"labels", no_argument, NULL, LABELS},
  {"quiet", no_argument, NULL, QUIET},
  {"help", no_argument, NULL, HELP},
  {NULL, 0, NULL, 0},
};

static const Setting settings[N_SETTINGS] = {
  [OUTPUT]     = {set_output, "the name of a file"},
  [CELL]       = {set_cell, "lstm, gru, rnn or lstm-peephole"},
  [HIDDEN]     = {set_hidden, "a number from 1 to 256"},
  [LAYERS]     = {set_layers, "a number from 1 to 8"},
  [TARGET_ESR] = {set_target, "a number of percent"},
  [MINUTES]    = {set_minutes, "a number of minutes"},
  [EPOCHS]     = {set_epochs, "a number from 1 to 1000000"},
  [TRUNCATION] = {set_truncation, "a number from 8 to 8192"},
  [RATE]       = {set_rate, "a number up to 1"},
  [SEED]       = {set_seed, "a number from 0 to 1000000000"},
  [THREADS]    = {set_threads, "a number from 1 to 256"},
  [START_FROM] = {set_start, "the name of a model file"},
  [DELAY]      = {set_delay, "a whole number of frames, or auto"},
  [PIECES]  = {set_pieces, "seconds, or two numbers of them, such as 0.5:0.25"},
  [LOSS]    = {set_loss, "esr, mse, bce or cross-entropy"},
  [NAME]    = {set_name, "a text in UTF-8"},
  [AUTHOR]  = {set_author, "a text in UTF-8"},
  [LICENCE] = {set_licence, "a text in UTF-8"},
  [REPORT]  = {set_report, "the name of a folder"},
  [CHECKPOINT] = {set_checkpoint, "the name of a file"},
  [SEEDS]      = {set_seeds, "different numbers, such as 1,2,3"},
  [SIZES]      = {set_sizes, "different numbers from 1 to 256, such as 8,16"},
  [JOBS]       = {set_jobs, "a number from 1 to 64"},
  [DEVICES]    = {set_devices, "the name of a file"},
  [TEACHER]    = {set_teacher, "the name of a model file"},
  [PREDICT]    = {set_predict, "a number of frames from 1 to 4096"},
  [FRONT]      = {set_front, "the name of a model file"},
  [CSV]        = {set_csv, "the name of a file"},
  [TARGET]     = {set_column, "the name of a column"},
  [HOP]        = {set_hop, "a number of frames from 1 to 1048576"},
  [SPAN]       = {set_window, "a number of frames from 8 to 1048576"},
  [POOL]       = {set_pool, "last, mean or max"},
  [LOOK_AHEAD] = {set_look_ahead, "a number of frames from 1 to 8192"},
};

/// Take a name or a setting of knobs; return 0, or an exit status
static int
take_word(TrainOptions* const options,
          const bool          is_setting,
          const char* const   text)
{
  RmnError   error = {RMN_OK, ""};
  const bool ok    = is_setting
                       ? take_list_add_setting(&options->takes, text, &error)
                       : take_list_add_name(&options->takes, text, &error);
  return ok ? EXIT_SUCCESS
            : command_misuse(&train_command, "%s", error.message);
}

/// Take one option; return 0, or an exit status after a message
static int
take_option(TrainOptions* const options, const int c)
{
  if (c == FILE_NAME || c == KNOBS) {
    return take_word(options, c == KNOBS, optarg);
  }
  if (c == HELP) {
    options->is_help = true;
  } else if (c == QUIET) {
    options->is_quiet = true;
  } else if (c == LABELS) {
    options->is_told = true;
  } else if (c == NO_SKIP) {
    options->design.skip = false;
  } else if (c == BIDIRECTIONAL) {
    options->design.is_bidirectional = true;
  } else if (c >= N_SETTINGS) {
    return command_misuse(&train_command, NULL);
  } else if (!settings[c].set(options, optarg)) {
    return command_misuse(&train_command,
                          "--%s %s: takes %s",
                          long_options[c - FIRST].name,
                          optarg,
                          settings[c].values);
  }
  return EXIT_SUCCESS;
}

TrainOptions
train_options_default(void)
{
  const long n_processors = sysconf(_SC_NPROCESSORS_ONLN);

  return (TrainOptions){
    .design   = {.skip = true, .seed = 1},
    .settings = {.truncation = 128,
                 .n_epochs   = 200,
                 .n_threads  = n_processors > 0 ? (uint32_t)n_processors : 1U},
    .n_jobs   = 1,
  };
}

int
train_options_read(TrainOptions* const options,
                   const int           argc,
                   char** const        argv)
{
  optind = 0; // From the start, whatever was read before
  for (int c = 0;
       (c = getopt_long(argc, argv, "-o:", long_options, NULL)) != -1;) {
    const int status = take_option(options, c == 'o' ? OUTPUT : c);
    if (status || options->is_help) {
      return status;
    }
  }

  int status = EXIT_SUCCESS; // Names are left after "--"
  while (!status && optind < argc) {
    status = take_word(options, false, argv[optind++]);
  }
  return status;
}
