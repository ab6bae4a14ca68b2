// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "run.h"

#include "../command.h"
#include "finish.h"
#include "interrupt.h"
#include "linear.h"
#include "report.h"
#include "run_keep.h"
#include "run_rest.h"
#include "run_tell.h"
#include "start.h"

#include <math.h>
#include <stdlib.h>

static bool
open_trainer(Run* const run)
{
  RmnError error = {RMN_OK, ""};

  run->network = start_network(run->options, run->session);
  run->best = run->network ? start_network(run->options, run->session) : NULL;
  if (!run->best) {
    return false;
  }

  run->trainer =
    trainer_new(run->network, run->session, &run->options->settings, &error);
  if (!run->trainer) {
    command_report(run->options->out_path, "%s", error.message);
  }
  return run->trainer;
}

/// Make room for what a report will tell, before time is spent on training
static bool
open_report(Run* const run)
{
  run->losses = (double*)calloc(2U * (size_t)run->options->settings.n_epochs,
                                sizeof(double));
  if (!run->losses) {
    command_report(run->options->out_path, "out of memory");
    return false;
  }
  return !run->options->report_path ||
         report_open_folder(run->options->report_path);
}

/// Return how much is done, by updates or by time
static double
share_done(const Run* const run, const uint64_t n_updates)
{
  const TrainSettings* const s = &run->options->settings;
  const double               n_planned =
    (double)trainer_n_updates(run->trainer) * s->n_epochs;
  const double by_time =
    s->n_minutes > 0.0 ? run->n_seconds / (60.0 * s->n_minutes) : 0.0;
  return fmin(fmax((double)n_updates / n_planned, by_time), 1.0);
}

static double
note_update(void* const data, const uint64_t n_updates)
{
  Run* const run = (Run*)data;

  progress_update(&run->progress, n_updates);
  run->n_seconds = progress_seconds(&run->progress);
  if (run->ear) {
    run->ear(run->ear_data, share_done(run, n_updates));
  }
  if (checkpoint_is_due(&run->checkpoint, run->n_seconds)) {
    run_try_to_save(run);
  }
  return run->n_seconds;
}

/// Keep the network if its score is the best so far
static void
keep_best(Run* const run, const Score* const valid)
{
  enum { N_NOW_AND_THEN = 4 }; // Epochs, so that it takes little time
  Story* const story = &run->story;
  const double mean  = score_mean(valid);
  if (mean >= run->best_mean && !trainer_is_calmed(run->trainer) &&
      story->n_epochs % N_NOW_AND_THEN > 0U) {
    return;
  }
  const double handicapped = mean * run_judge_rest(run);
  if (handicapped < run->best_mean) {
    run->best_mean    = handicapped;
    story->valid      = *valid;
    story->best_epoch = story->n_epochs;
    trainer_store(run->trainer, run->best);
  }
}

static void
count_epoch(Run* const run, const Epoch* const epoch, const Score* const valid)
{
  Story* const story = &run->story;

  run->losses[story->n_epochs] = epoch->loss;
  run->losses[run->options->settings.n_epochs + story->n_epochs] =
    score_mean(valid);
  ++story->n_epochs;
  keep_best(run, valid);
}

static bool
score(Run* const        run,
      const RmnNetwork* network,
      const PartOf      part,
      Score* const      mean,
      Score* const      takes)
{
  const bool ok = score_network(network, run->session, part, mean, takes);
  if (!ok) {
    command_report(run->options->out_path, "out of memory");
  }
  return ok;
}

static bool
is_time_up(const Run* const run)
{
  const double n_minutes = run->options->settings.n_minutes;
  return n_minutes > 0.0 && run->n_seconds >= 60.0 * n_minutes;
}

bool
run_is_complete(const Run* const run)
{
  return is_time_up(run) ||
         run->story.n_epochs >= run->options->settings.n_epochs ||
         (isfinite(run->best_mean) &&
          run->best_mean <= score_mean(&run->story.valid) && // It rests
          run->story.valid.plain <= run->options->target_esr);
}

/**
   Train for an epoch.

   What an interrupt cuts short is scored like an epoch, but the checkpoint
   knows nothing of that: it goes on as if there had been no interrupt.
*/
static bool
run_epoch(Run* const run)
{
  Score       valid = score_none;
  const Epoch epoch = trainer_epoch(run->trainer, note_update, run);
  const bool is_cut = trainer_is_within_epoch(run->trainer) && !is_time_up(run);
  if (epoch.n_updates == 0) {
    return true;
  }

  if (is_cut) {
    run_try_to_save(run);
  }
  trainer_store(run->trainer, run->network);
  if (!score(run, run->network, PART_VALID, &valid, NULL)) {
    return false;
  }
  run->n_seconds = progress_seconds(&run->progress);
  count_epoch(run, &epoch, &valid);
  run_tell_epoch(run, &epoch, &valid);
  if (!is_cut) {
    run_try_to_save(run);
  }
  return true;
}

/// Take the network to start from as the best so far, so that it is not lost
static bool
score_start(Run* const run)
{
  run->best_mean   = INFINITY;
  run->story.valid = score_none;
  if (!run->options->start_path) {
    return true;
  }
  if (!score(run, run->best, PART_VALID, &run->story.valid, NULL)) {
    return false;
  }
  run->best_mean = score_mean(&run->story.valid) * run_judge_rest(run);
  return true;
}

static bool
train(Run* const run)
{
  const uint64_t n_updates =
    trainer_n_updates(run->trainer) * run->options->settings.n_epochs;
  bool ok = score_start(run) && run_open_checkpoint(run);

  interrupt_catch();
  progress_start(
    &run->progress, n_updates, !run->ear && !run->options->is_quiet);
  run->progress.start -= run->n_seconds; // Of earlier runs
  while (ok && !is_interrupted && !run_is_complete(run)) {
    ok = run_epoch(run);
  }
  progress_finish(&run->progress);
  if (ok && !isfinite(run->best_mean)) {
    command_report(run->options->out_path,
                   is_interrupted
                     ? "was interrupted before anything was learned"
                     : "nothing was learned: the network exploded; try --rate "
                       "or another --seed");
    ok = false;
  }
  return ok;
}

/// Write the report that was asked for, if any
static bool
write_report(const Run* const run)
{
  const TrainOptions* const o      = run->options;
  const LossKind            own    = goal_loss(&run->session->goal);
  const Report              report = {o->report_path,
                                      story_judge(&run->story, run->session),
                                      &run->story,
                         o->settings.loss == own ? run->losses : NULL,
                                      run->losses + o->settings.n_epochs};
  return !report.folder || report_write(&report, run->best, run->session);
}

/// Warn of a network that is good for a while, and then loses its way
static void
warn_if_lost(Story* const story)
{
  const double negligible = 0.01;
  const double parts      = fmax(story->valid.plain, story->test.plain);
  const double whole      = story->whole.plain;
  if (!(whole <= fmax(3.0 * parts, negligible))) {
    warnings_add(&story->warnings,
                 story->options->out_path,
                 "loses its way: its ESR is %.3g%% from the start of the "
                 "recordings to their end, where %.3g%% was found; train with "
                 "another --seed",
                 100.0 * whole,
                 100.0 * parts);
  }
}

/// Hear it as a plugin plays it, tune a threshold, or see what linear
/// prediction comes to; return false without memory
static bool
measure_rest(Run* const run)
{
  const Session* const session = run->session;
  Story* const         story   = &run->story;
  if (rmn_network_is_backward(run->best) &&
      !score_ahead(run->best, session, PART_TEST, &story->ahead)) {
    return false;
  }
  if (session->goal.kind == GOAL_DEVICE) {
    const bool ok = score_whole(run->best, session, &story->whole);
    if (ok) {
      warn_if_lost(story);
    }
    return ok;
  }
  for (int i = 0; session->goal.kind == GOAL_NEXT && i < N_LINEAR; ++i) {
    story->linear_esr[i] = linear_esr(session, story_orders[i], PART_TEST);
  }
  if (session->goal.kind == GOAL_SERIES && session->goal.ahead) {
    story->linear_esr[0] = linear_esr(session, 0, PART_TEST);
    story->linear_esr[1] = linear_esr(session, 16, PART_TEST);
  }
  if (session->goal.kind != GOAL_LABEL) {
    return true;
  }

  Timeline   valid = timeline_new(run->best, session, PART_VALID);
  Timeline   test  = timeline_new(run->best, session, PART_TEST);
  const bool ok    = valid.n && test.n;
  if (ok) {
    story->threshold = threshold_tune(
      &valid, session->goal.is_onset || timeline_is_onset(&valid));
    threshold_score(&story->threshold, &test);
  }
  timeline_free(&valid);
  timeline_free(&test);
  return ok;
}

/// Score on audio that nothing depended on, complete the preset and write it
static bool
finish(Run* const run)
{
  RmnError error = {RMN_OK, ""};

  run->story.test                 = score_none;
  run->story.ahead                = score_none;
  run->story.whole                = score_none;
  run->story.test.label.threshold = run->story.valid.label.threshold;
  if (!score(
        run, run->best, PART_TEST, &run->story.test, run->story.test_takes)) {
    return false;
  }
  run->story.ahead.label.threshold = run->story.test.label.threshold;
  if (!measure_rest(run)) {
    command_report(run->options->out_path, "out of memory");
    return false;
  }
  const bool is_device = run->session->goal.kind == GOAL_DEVICE;
  if (!finish_network(run->best, run->session, &run->story) ||
      (is_device && !run_warn_if_restless(run))) {
    command_report(run->options->out_path, "out of memory");
    return false;
  }
  const char* const part = run->options->part_path;
  const char* const path = part ? part : run->options->out_path;
  if (rmn_network_save(run->best, path, &error)) {
    command_report(path, "%s", error.message);
    return false;
  }
  run_tell_end(run);
  return true;
}

Outcome
run_carry_out(Run* const run)
{
  run->story.options  = run->options;
  run->story.warnings = run->session->warnings;
  const bool ok       = open_report(run) && open_trainer(run) && train(run) &&
                  finish(run) && write_report(run);

  return (Outcome){.is_done     = ok,
                   .is_complete = ok && run_is_complete(run),
                   .n_epochs    = run->story.n_epochs,
                   .best_epoch  = run->story.best_epoch,
                   .mean        = run->best_mean,
                   .valid       = run->story.valid,
                   .test        = run->story.test};
}

void
run_free(Run* const run)
{
  trainer_free(run->trainer);
  rmn_network_free(run->network);
  rmn_network_free(run->best);
  free(run->losses);
}
