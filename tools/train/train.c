// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "../command.h"
#include "interrupt.h"
#include "jobs.h"
#include "prepare.h"
#include "ranks.h"
#include "report.h"
#include "sweep_tell.h"
#include "train_help.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/// Carry out a single run
static bool
run_alone(const TrainOptions* const options, const Session* const session)
{
  Run           run     = {.options = options, .session = session};
  const Outcome outcome = run_carry_out(&run);

  if (outcome.is_complete && options->checkpoint_path) {
    unlink(options->checkpoint_path);
  }
  run_free(&run);
  return outcome.is_done;
}

/// Carry out a sweep by whom there is, and let one process settle it
static bool
run_sweep(Sweep* const sweep)
{
  const TrainOptions* const o = sweep->options;
  bool ok = !o->report_path || report_open_folder(o->report_path);
  if (!ranks_agree(ok)) {
    return false;
  }

  if (ranks_count() > 1U) {
    ranks_carry_out(sweep);
  } else {
    jobs_carry_out(sweep);
  }
  if (ranks_self() == 0) {
    ok = sweep_settle(sweep) && sweep_tell_end(sweep);
  }
  return ranks_share(ok);
}

/// Advise a name that the plugin lists among the models of a folder
static void
check_name(const char* const path, Warnings* const warnings)
{
  static const char* const endings[] = {".json", ".aidax", ".nam"};
  const size_t             n         = strlen(path);
  for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); ++i) {
    const size_t m = strlen(endings[i]);
    if (n > m && !strcasecmp(path + n - m, endings[i])) {
      return;
    }
  }
  warnings_add(
    warnings,
    path,
    "does not end in .json: the plugin will load it, but not list it "
    "among the models of its folder");
}

/// Read the recordings: rank 0 first, which says what is wrong with them, and
/// the others if nothing is
static bool
prepare(Session* const session, const TrainOptions* const options)
{
  const bool   is_first = ranks_self() == 0;
  TrainOptions silent   = *options;

  silent.is_quiet = true;
  bool ok         = ranks_share(!is_first || prepare_session(session, options));
  if (ok && !is_first) {
    ok = prepare_session(session, &silent);
  }
  return ranks_agree(ok);
}

/// Read the recordings and learn from them
static bool
train(TrainOptions* const options)
{
  const bool is_sweep = options->seeds.n || options->sizes.n;
  Session    session  = {0};
  Sweep      sweep    = {0};

  session.warnings.is_quiet = options->is_quiet || ranks_self() > 0;
  check_name(options->out_path, &session.warnings);
  bool ok = prepare(&session, options);

  if (session.goal.kind == GOAL_CLASS) { // Which only the labels tell
    options->settings.loss = LOSS_CE;
  }
  if (ok && is_sweep) {
    ok =
      ranks_agree(sweep_make(&sweep, options, &session)) && run_sweep(&sweep);
  } else if (ok) { // Only one rank has something to do
    ok = ranks_share(ranks_self() > 0U || run_alone(options, &session));
  }
  sweep_free(&sweep);
  session_free(&session);
  return ok;
}

/// Parse the arguments and do what they say; all ranks return the same
static int
run_all(const int argc, char** const argv)
{
  const bool   is_first = ranks_self() == 0;
  TrainOptions options  = {0};
  const int    status   = ranks_share(
    is_first ? train_options_parse(&options, argc, argv) : EXIT_SUCCESS);
  if (status) {
    return status;
  }
  if (!is_first) {
    train_options_parse(&options, argc, argv);
  }
  if (options.is_help) {
    return is_first ? command_help(&train_command) : EXIT_SUCCESS;
  }

  options.settings.stop = &is_interrupted;
  return train(&options) ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
run_command(const int argc, char** const argv)
{
  ranks_open();
  const int status = run_all(argc, argv);
  ranks_close();
  return status;
}

const Command train_command = {
  .name    = "train",
  .summary = "Make a preset from a dry and a wet recording",
  .help    = train_help,
  .more    = train_help_more,
  .run     = run_command,
};
