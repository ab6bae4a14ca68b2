// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "train_options.h"

#include "../command.h"
#include "train_values.h"

#include <stdlib.h>
#include <string.h>

enum {
  SERIES_TRUNCATION = 32,
  LOOK_AHEAD        = 256, ///< Half of what a plugin hears at least, at 48 kHz
};

/// Labels have losses of their own, and cross-entropy is for nothing else
static int
settle_label(TrainOptions* const options)
{
  LossKind* const loss = &options->settings.loss;
  const bool      is_entropy =
    options->is_loss_given && (*loss == LOSS_BCE || *loss == LOSS_CE);

  options->is_told = options->is_told || is_entropy;
  if (!options->is_told) {
    return EXIT_SUCCESS;
  }
  if (options->goal.kind == GOAL_NEXT) {
    return command_misuse(&train_command,
                          "--predict: DRY has no labels, so leave --labels and "
                          "--loss %s out",
                          loss_name(*loss));
  }
  options->goal.kind = GOAL_LABEL;
  if (!options->is_loss_given) {
    *loss = LOSS_BCE;
  }
  if (*loss == LOSS_ESR || options->target_esr > 0.0) {
    return command_misuse(&train_command,
                          "--labels: goes with --loss bce, cross-entropy or "
                          "mse, and not with --target-esr");
  }
  return EXIT_SUCCESS;
}

/// Return a stretch of gradients that divides a window, or holds whole hops
static uint32_t
choose_truncation(const Goal* const goal, const uint32_t usual)
{
  uint32_t stretch = goal->window <= MAX_TRUNCATION ? goal->window : 1U;
  for (uint32_t n = usual; n && stretch == 1U && n <= MAX_TRUNCATION; ++n) {
    // cppcheck-suppress zerodiv ; It is not 0 here
    stretch = goal->window % n ? 1U : n;
  }
  const uint32_t hop = goal->hop > 1U ? goal->hop : 1U;
  return goal->window           ? stretch
         : hop > MAX_TRUNCATION ? MAX_TRUNCATION
                                : (usual + hop - 1U) / hop * hop;
}

/// Series are told by their square error, and have no report to hear
static int
settle_series(TrainOptions* const options)
{
  if (options->goal.kind != GOAL_SERIES) {
    return options->takes.csv_target
             ? command_misuse(&train_command, "--target: goes with --csv")
             : EXIT_SUCCESS;
  }
  if (options->is_told || options->is_loss_given || options->report_path ||
      options->front_path || options->start_path || options->target_esr > 0.0) {
    return command_misuse(&train_command,
                          "--csv: learns by the mean square, and goes without "
                          "--labels, --loss, --target-esr, --front, "
                          "--start-from and --report");
  }
  options->settings.loss = LOSS_MSE;
  if (!options->is_truncation_given) { // A table is shorter than a recording
    options->settings.truncation = SERIES_TRUNCATION;
  }
  options->settings.n_warm_up = options->settings.truncation;
  return EXIT_SUCCESS;
}

/// Only what runs backward hears the future, where there is one
static int
settle_future(TrainOptions* const options)
{
  const bool both = options->design.is_bidirectional;
  if (both &&
      (!goal_has_future(&options->goal) || options->piece_seconds > 0.0)) {
    return command_misuse(&train_command,
                          "--bidirectional: goes without --predict, --csv, "
                          "--window, --latency and --pieces, where there is no "
                          "future to hear");
  }
  if (!both && !options->start_path) {
    return options->is_look_ahead_given
             ? command_misuse(&train_command,
                              "--look-ahead: goes with --bidirectional")
             : EXIT_SUCCESS;
  }
  if (!options->is_look_ahead_given) {
    options->settings.look_ahead = LOOK_AHEAD;
  }
  return EXIT_SUCCESS;
}

/// What is told of labels may be late where nothing else hears the future
static int
settle_latency(const TrainOptions* const options)
{
  const Goal* const goal = &options->goal;
  const bool        fits =
    goal->kind == GOAL_LABEL && !goal->window && options->piece_seconds <= 0.0;
  return goal->latency && !fits
           ? command_misuse(&train_command,
                            "--latency: goes with --labels, and not with "
                            "--window or --pieces")
           : EXIT_SUCCESS;
}

/// Hops and windows are for labels, and fit into each other
static int
settle_times(TrainOptions* const options)
{
  Goal* const     goal    = &options->goal;
  uint32_t* const stretch = &options->settings.truncation;
  if (!goal->hop && !goal->window) {
    return goal->pool ? command_misuse(&train_command,
                                       "--pool: goes with --hop or --window")
                      : EXIT_SUCCESS;
  }
  const bool is_fit = goal->kind == GOAL_LABEL || goal->kind == GOAL_SERIES;
  if (!is_fit || options->piece_seconds > 0.0) {
    return command_misuse(&train_command,
                          "--hop, --window: go with --labels or --csv, and not "
                          "with --pieces");
  }
  if (goal->window && options->settings.from_anywhere) {
    return command_misuse(&train_command,
                          "--from-anywhere: goes without --window, where the "
                          "state begins anew");
  }
  goal->hop = goal->hop ? goal->hop : goal->window;
  if (goal->window % goal->hop) {
    return command_misuse(&train_command,
                          "--window %u: is no multiple of --hop %u",
                          goal->window,
                          goal->hop);
  }
  if (!options->is_truncation_given) {
    *stretch = choose_truncation(goal, *stretch);
  }
  if (*stretch < MIN_TRUNCATION || goal->window % *stretch) {
    return command_misuse(&train_command,
                          "--window %u: takes a --truncation from %d to %d "
                          "that divides it",
                          goal->window,
                          MIN_TRUNCATION,
                          MAX_TRUNCATION);
  }
  const bool is_whole =
    goal->window ? *stretch == goal->window : *stretch % goal->hop == 0U;
  if (goal->pool && !is_whole) {
    return command_misuse(&train_command,
                          "--pool: takes a --truncation of the whole window, "
                          "or of whole hops, and so %d frames at most",
                          MAX_TRUNCATION);
  }
  return EXIT_SUCCESS;
}

/// A preset is named after its file, and the checkpoint is another file
static int
check_names(const TrainOptions* const options)
{
  const char* const slash = strrchr(options->out_path, '/');
  if (!options->name && !is_text(slash ? slash + 1 : options->out_path)) {
    return command_misuse(&train_command,
                          "--output %s: needs a --name, as this is no text in "
                          "UTF-8",
                          options->out_path);
  }
  if (options->checkpoint_path &&
      !strcmp(options->checkpoint_path, options->out_path)) {
    return command_misuse(&train_command,
                          "--checkpoint %s: is the name of the preset",
                          options->checkpoint_path);
  }
  return EXIT_SUCCESS;
}

/// See whether all is there to learn from, and a name to write to
static int
complete_takes(TrainOptions* const options)
{
  RmnError error = {RMN_OK, ""};
  if (!take_list_close(&options->takes, &error)) {
    return command_misuse(&train_command, "%s", error.message);
  }
  if (!options->out_path) {
    return command_misuse(&train_command,
                          "needs a name to write to: --output PRESET");
  }
  options->design.n_knobs = options->takes.n_knobs;
  options->design.knobs   = options->takes.knobs;
  return EXIT_SUCCESS;
}

/// Only devices are judged by what an ear weighs, unless another loss was
/// wanted
static bool
is_plain(const TrainOptions* const options)
{
  const GoalKind kind = options->goal.kind;
  return options->settings.loss == LOSS_MSE || kind == GOAL_NEXT ||
         kind == GOAL_SERIES;
}

int
train_options_complete(TrainOptions* const options)
{
  int status             = complete_takes(options);
  options->goal.is_plain = is_plain(options);
  status                 = status ? status : settle_series(options);
  status                 = status ? status : settle_label(options);
  status                 = status ? status : settle_future(options);
  status                 = status ? status : settle_latency(options);
  status                 = status ? status : settle_times(options);
  status                 = status ? status : check_names(options);
  options->settings.seed = options->design.seed;
  options->asked         = options->design;
  design_complete(&options->design);
  return status;
}
