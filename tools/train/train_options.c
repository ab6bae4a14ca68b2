// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "train_options.h"

#include "../command.h"
#include "train_settings.h"

#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

/// What getopt_long() returns: 1 for a name that is no option, in the order of
/// the command line; the first setting, and those after it
enum { FILE_NAME = 1, KNOBS, SETTING };

/// List the options for getopt_long()
static void
list_options(struct option options[N_TRAIN_SETTINGS + 2])
{
  for (int i = 0; i < N_TRAIN_SETTINGS; ++i) {
    const TrainSetting* const s = &train_settings[i];
    const int argument          = s->values ? required_argument : no_argument;
    options[i] = (struct option){s->name, argument, NULL, SETTING + i};
  }
  options[N_TRAIN_SETTINGS] =
    (struct option){"knobs", required_argument, NULL, KNOBS};
  options[N_TRAIN_SETTINGS + 1] = (struct option){NULL, 0, NULL, 0};
}

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
  if (c == '?') {
    return command_misuse(&train_command, NULL);
  }

  const TrainSetting* const s = &train_settings[c - SETTING];
  return s->set(options, optarg)
           ? EXIT_SUCCESS
           : command_misuse(
               &train_command, "--%s %s: takes %s", s->name, optarg, s->values);
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
  struct option long_options[N_TRAIN_SETTINGS + 2];
  list_options(long_options);

  optind = 0; // From the start, whatever was read before
  for (int c = 0;
       (c = getopt_long(argc, argv, "-o:", long_options, NULL)) != -1;) {
    const int status = take_option(options, c == 'o' ? SETTING : c); // --output
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
