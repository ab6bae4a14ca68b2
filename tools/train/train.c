// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "../command.h"
#include "interrupt.h"
#include "run.h"
#include "train_help.h"

#include <stdlib.h>
#include <unistd.h>

/// Carry out a single run
static bool
run_alone(const TrainOptions* const options)
{
  Run        run = {0};
  const bool ok  = run_carry_out(&run, options);

  if (ok && options->checkpoint_path && run_is_complete(&run)) {
    unlink(options->checkpoint_path);
  }
  run_free(&run);
  return ok;
}

static int
run_command(const int argc, char** const argv)
{
  TrainOptions options = {0};
  const int    status  = train_options_parse(&options, argc, argv);
  if (status) {
    return status;
  }
  if (options.is_help) {
    return command_help(&train_command);
  }

  options.settings.stop = &is_interrupted;
  return run_alone(&options) ? EXIT_SUCCESS : EXIT_FAILURE;
}

const Command train_command = {
  .name    = "train",
  .summary = "Make a preset from a dry and a wet recording",
  .help    = train_help,
  .more    = train_help_more,
  .run     = run_command,
};
