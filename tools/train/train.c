// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "../command.h"
#include "../progress.h"
#include "finish.h"
#include "prepare.h"
#include "report.h"
#include "train_help.h"
#include "train_options.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Everything of one run
typedef struct {
  TrainOptions options;
  Recording    recording;
  Story        story;
  RmnNetwork*  network; ///< As it now is
  RmnNetwork*  best;    ///< As it was at its best on the validation part
  Trainer*     trainer;
  Progress     progress;
  double       best_mean; ///< Of its score
  double*      losses;    ///< [n_epochs] of training, then of validation
} Run;

static volatile sig_atomic_t is_interrupted;

static void
on_interrupt(const int signal_number)
{
  (void)signal_number;
  is_interrupted = 1; // The next one ends the process: SA_RESETHAND
}

static void
catch_interrupt(void)
{
  struct sigaction action = {0};
  action.sa_handler       = on_interrupt;
  action.sa_flags         = (int)SA_RESETHAND;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

/// Return the network to start from
static RmnNetwork*
start_network(const Run* const run)
{
  const TrainOptions* const o     = &run->options;
  RmnError                  error = {RMN_OK, ""};
  RmnNetwork* const         network =
    o->start_path ? rmn_network_load(o->start_path, &error)
                          : design_network(&o->design, run->recording.rate_hz, &error);
  const char* const file = o->start_path ? o->start_path : o->out_path;

  if (!network) {
    command_report(file, "%s", error.message);
  } else if (network->n_inputs != 1 || network->n_outputs != 1) {
    command_report(file,
                   "has %u inputs and %u outputs, but only one of each can be "
                   "trained on one recording",
                   network->n_inputs,
                   network->n_outputs);
  } else if (network->rate_hz > 0.0 &&
             network->rate_hz != (double)run->recording.rate_hz) {
    command_report(file,
                   "was trained at %g Hz, but the recording has %u Hz",
                   network->rate_hz,
                   run->recording.rate_hz);
  } else {
    network->rate_hz = run->recording.rate_hz;
    return network;
  }
  rmn_network_free(network);
  return NULL;
}

static bool
open_trainer(Run* const run)
{
  RmnError error = {RMN_OK, ""};

  run->network = start_network(run);
  run->best    = run->network ? start_network(run) : NULL;
  if (!run->best) {
    return false;
  }

  run->options.settings.stop = &is_interrupted;
  run->trainer =
    trainer_new(run->network, &run->recording, &run->options.settings, &error);
  if (!run->trainer) {
    command_report(run->options.out_path, "%s", error.message);
  }
  return run->trainer;
}

static double
note_update(void* const data, const uint64_t n_updates)
{
  Progress* const progress = &((Run*)data)->progress;

  progress_update(progress, n_updates);
  return progress_seconds(progress);
}

/// Say how an epoch went: a line, or a note beside the bar
static void
report_epoch(Run* const run, const Epoch* const epoch, const Score* const valid)
{
  const Story* const story     = &run->story;
  const double       n_seconds = progress_seconds(&run->progress);
  const uint64_t     n_frames  = trainer_n_updates(run->trainer) *
                            trainer_n_frames(run->trainer) * story->n_epochs;
  const uint32_t n_left    = run->options.settings.n_epochs - story->n_epochs;
  const double   by_epochs = n_seconds / story->n_epochs * n_left;
  const double   n_minutes = run->options.settings.n_minutes;
  const double   by_time =
    n_minutes > 0.0 ? fmax(60.0 * n_minutes - n_seconds, 0.0) : INFINITY;
  char left[16];

  progress_format_time(left, fmin(by_epochs, by_time));
  snprintf(run->progress.note,
           sizeof(run->progress.note),
           "  ESR %.3f%%, best %.3f%%",
           100.0 * valid->plain,
           100.0 * story->valid.plain);
  if (run->progress.visible || run->options.is_quiet) {
    return;
  }
  printf("epoch %u/%u  loss %.5f  gradient %.3g, %.0f%% clipped  ESR %.4f%%, "
         "pre-emphasised %.4f%%, best %.4f%%  %.1f Msamples/s  %s left%s\n",
         story->n_epochs,
         run->options.settings.n_epochs,
         epoch->loss,
         epoch->gradient_norm,
         100.0 * epoch->n_clipped / (double)trainer_n_updates(run->trainer),
         100.0 * valid->plain,
         100.0 * valid->emphasised,
         100.0 * story->valid.plain,
         1e-6 * (double)n_frames / n_seconds,
         left,
         epoch->n_returns ? "  exploded, went back to the best" : "");
  fflush(stdout);
}

/// Train for an epoch, and keep the network if it is the best so far
static bool
run_epoch(Run* const run)
{
  Story* const story = &run->story;
  Score        valid = {NAN, NAN};
  const Epoch  epoch = trainer_epoch(run->trainer, note_update, run);

  trainer_store(run->trainer, run->network);
  if (!score_network(
        run->network, &run->recording, run->recording.valid, &valid)) {
    command_report(run->options.out_path, "out of memory");
    return false;
  }

  run->losses[story->n_epochs] = epoch.loss;
  run->losses[run->options.settings.n_epochs + story->n_epochs] =
    score_mean(&valid);
  ++story->n_epochs;
  if (score_mean(&valid) < run->best_mean) {
    run->best_mean    = score_mean(&valid);
    story->valid      = valid;
    story->best_epoch = story->n_epochs;
    trainer_store(run->trainer, run->best);
  }
  report_epoch(run, &epoch, &valid);
  return true;
}

/// Return whether there is nothing more to do
static bool
is_done(const Run* const run)
{
  const TrainSettings* const settings  = &run->options.settings;
  const double               n_seconds = progress_seconds(&run->progress);
  return is_interrupted || run->story.n_epochs >= settings->n_epochs ||
         (settings->n_minutes > 0.0 &&
          n_seconds >= 60.0 * settings->n_minutes) ||
         (isfinite(run->best_mean) &&
          run->story.valid.plain <= run->options.target_esr);
}

/// Take the network to start from as the best so far, so that it is not lost
static bool
score_start(Run* const run)
{
  run->best_mean = INFINITY;
  if (!run->options.start_path) {
    return true;
  }
  if (!score_network(
        run->best, &run->recording, run->recording.valid, &run->story.valid)) {
    command_report(run->options.out_path, "out of memory");
    return false;
  }
  run->best_mean = score_mean(&run->story.valid);
  return true;
}

static bool
train(Run* const run)
{
  const uint64_t n_updates =
    trainer_n_updates(run->trainer) * run->options.settings.n_epochs;
  bool ok = score_start(run);

  catch_interrupt();
  progress_start(&run->progress, n_updates, !run->options.is_quiet);
  while (ok && !is_done(run)) {
    ok = run_epoch(run);
  }
  progress_finish(&run->progress);
  if (ok && !isfinite(run->best_mean)) {
    command_report(run->options.out_path,
                   "nothing was learned: the network exploded; try --rate or "
                   "another --seed");
    ok = false;
  }
  return ok;
}

/// Say in one sentence how good the network is
static const char*
judge(const double esr)
{
  return esr < 0.001
           ? "Excellent: the error is more than 30 dB below the sound."
         : esr < 0.01
           ? "Very good: the error is more than 20 dB below the sound."
         : esr < 0.03 ? "Good: the error is more than 15 dB below the sound."
         : esr < 0.15 ? "Fair: more --hidden units or --epochs may help."
                      : "Poor: train for longer, or see whether the two files "
                        "belong together.";
}

/// Say how the network compares with what the recording allows, if that is
/// known
static void
describe_limit(char* const text, const size_t size, const Story* const story)
{
  const bool is_near = story->test.plain < 2.0 * story->noise_esr;
  *text              = '\0';
  if (story->noise_esr > 0.0) {
    snprintf(text,
             size,
             " The recording's own noise limits the ESR to about %.2g%%%s.",
             100.0 * story->noise_esr,
             is_near ? ", so little is left to learn" : "");
  }
}

/// Write the report that was asked for, if any
static bool
write_report(const Run* const run)
{
  const bool   is_esr = run->options.settings.loss == LOSS_ESR;
  const Report report = {run->options.report_path,
                         judge(run->story.test.plain),
                         &run->story,
                         is_esr ? run->losses : NULL,
                         run->losses + run->options.settings.n_epochs};
  return !report.folder || report_write(&report, run->best, &run->recording);
}

/// Make room for what a report will tell, before time is spent on training
static bool
open_report(Run* const run)
{
  run->losses = (double*)calloc(2U * (size_t)run->options.settings.n_epochs,
                                sizeof(double));
  if (!run->losses) {
    command_report(run->options.out_path, "out of memory");
    return false;
  }
  return !run->options.report_path ||
         report_open_folder(run->options.report_path);
}

/// Score on audio that nothing depended on, complete the preset and write it
static bool
finish(Run* const run)
{
  Story* const story = &run->story;
  RmnError     error = {RMN_OK, ""};

  if (!score_network(
        run->best, &run->recording, run->recording.test, &story->test) ||
      !finish_network(run->best, &run->recording, story)) {
    command_report(run->options.out_path, "out of memory");
    return false;
  }
  if (rmn_network_save(run->best, run->options.out_path, &error)) {
    command_report(run->options.out_path, "%s", error.message);
    return false;
  }

  if (!run->options.is_quiet) {
    char limit[120];
    describe_limit(limit, sizeof(limit), story);
    printf(
      "%s: ESR %.4f%%, pre-emphasised %.4f%%, on audio it never heard. %s%s\n",
      run->options.out_path,
      100.0 * story->test.plain,
      100.0 * story->test.emphasised,
      judge(story->test.plain),
      limit);
  }
  return true;
}

static int
run_command(const int argc, char** const argv)
{
  Run       run    = {0};
  const int status = train_options_parse(&run.options, argc, argv);
  if (status) {
    return status;
  }
  if (run.options.is_help) {
    return command_help(&train_command);
  }

  run.story.options = &run.options;
  const bool ok     = prepare_recording(&run.recording, &run.story) &&
                  open_report(&run) && open_trainer(&run) && train(&run) &&
                  finish(&run) && write_report(&run);
  trainer_free(run.trainer);
  rmn_network_free(run.network);
  rmn_network_free(run.best);
  free(run.losses);
  recording_free(&run.recording);
  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

const Command train_command = {
  .name    = "train",
  .summary = "Make a preset from a dry and a wet recording",
  .help    = train_help,
  .run     = run_command,
};
