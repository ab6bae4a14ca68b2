// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "../command.h"
#include "interrupt.h"
#include "jobs.h"
#include "plan_tell.h"
#include "prepare.h"
#include "ranks.h"
#include "report.h"
#include "train_help.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/// Carry out a single run
static bool
run_alone(const TrainOptions* const options,
          const Recording* const    recording,
          const Story* const        story)
{
  Run run = {.options = options, .recording = recording, .story = *story};
  const Outcome outcome = run_carry_out(&run);

  if (outcome.is_complete && options->checkpoint_path) {
    unlink(options->checkpoint_path);
  }
  run_free(&run);
  return outcome.is_done;
}

/// Carry out a plan by whom there is, and let one process settle it
static bool
run_plan(Plan* const plan)
{
  const TrainOptions* const o = plan->options;
  bool ok = !o->report_path || report_open_folder(o->report_path);
  if (!ranks_agree(ok)) {
    return false;
  }

  if (ranks_count() > 1U) {
    ranks_carry_out(plan);
  } else {
    jobs_carry_out(plan);
  }
  if (ranks_self() == 0) {
    ok = plan_settle(plan) && plan_tell_end(plan);
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
prepare(Recording* const recording, Story* const story)
{
  const TrainOptions* const options  = story->options;
  const bool                is_first = ranks_self() == 0;
  TrainOptions              silent   = *options;

  silent.is_quiet = true;
  bool ok = ranks_share(!is_first || prepare_recording(recording, story));
  if (ok && !is_first) {
    story->options = &silent;
    ok             = prepare_recording(recording, story);
    story->options = options;
  }
  return ranks_agree(ok);
}

/// Read the recordings and learn from them
static bool
train(const TrainOptions* const options)
{
  const bool is_plan      = options->seeds.n || options->sizes.n;
  Recording  recording    = {0};
  Story      story        = {.options = options};
  story.warnings.is_quiet = options->is_quiet || ranks_self() > 0;
  Plan plan               = {0};

  check_name(options->out_path, &story.warnings);
  bool ok = prepare(&recording, &story);

  if (ok && is_plan) {
    ok = ranks_agree(plan_make(&plan, options, &recording, &story)) &&
         run_plan(&plan);
  } else if (ok) { // Only one rank has something to do
    ok =
      ranks_share(ranks_self() > 0U || run_alone(options, &recording, &story));
  }
  plan_free(&plan);
  recording_free(&recording);
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
