// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "run_tell.h"

#include <math.h>
#include <stdio.h>

enum { MAX_SCORE = 56 };

void
run_tell_start(const Run* const run)
{
  char so_far[16];
  progress_format_time(so_far, run->n_seconds);
  if (!run->options->is_quiet) {
    printf("%s: going on after epoch %u and %s of training\n",
           run->checkpoint.path,
           run->story.n_epochs,
           so_far);
    fflush(stdout);
  }
}

/// Return how long it may still take, by epochs or by time
static double
seconds_left(const Run* const run)
{
  const TrainSettings* const s        = &run->options->settings;
  const uint32_t             n_epochs = run->story.n_epochs;
  const double               by_epochs =
    n_epochs ? run->n_seconds / n_epochs * (s->n_epochs - n_epochs) : INFINITY;
  const double by_time = s->n_minutes > 0.0
                           ? fmax(60.0 * s->n_minutes - run->n_seconds, 0.0)
                           : INFINITY;
  return fmin(by_epochs, by_time);
}

/// Say how good a network is, in few words
static void
format_score(char               text[MAX_SCORE],
             const Run* const   run,
             const Score* const score)
{
  if (run->recording.is_label) {
    snprintf(text,
             MAX_SCORE,
             "BCE %.4f, ROC area %.4f",
             score->label.bce,
             score->label.area);
  } else {
    snprintf(text,
             MAX_SCORE,
             "ESR %.4f%%, pre-emphasised %.4f%%",
             100.0 * score->plain,
             100.0 * score->emphasised);
  }
}

void
run_tell_epoch(Run* const         run,
               const Epoch* const epoch,
               const Score* const valid)
{
  const Story* const story    = &run->story;
  const uint64_t     n_frames = trainer_n_updates(run->trainer) *
                            trainer_n_frames(run->trainer) * story->n_epochs;
  char left[16];
  char now[MAX_SCORE];
  char best[MAX_SCORE];

  format_score(now, run, valid);
  format_score(best, run, &story->valid);
  snprintf(run->progress.note, sizeof(run->progress.note), "  best %s", best);
  if (run->progress.visible || run->options->is_quiet) {
    return;
  }
  progress_format_time(left, seconds_left(run));
  printf("epoch %u/%u  loss %.5f  %s  best %s  %.1f Msamples/s  %s left%s\n",
         story->n_epochs,
         run->options->settings.n_epochs,
         epoch->loss,
         now,
         best,
         1e-6 * (double)n_frames / run->n_seconds,
         left,
         epoch->n_returns ? "  exploded, went back to the best" : "");
  fflush(stdout);
}

/// Say in one sentence how good a predictor is
static const char*
judge_label(const double area)
{
  return area > 0.99   ? "Excellent: it tells nearly all frames right."
         : area > 0.95 ? "Very good: it tells most frames right."
         : area > 0.85 ? "Good: where it is sure, it is mostly right."
         : area > 0.7  ? "Fair: more --hidden units or --epochs may help."
                       : "Poor: hardly better than chance; can WET be told "
                         "from DRY at all?";
}

const char*
run_judge(const Run* const run)
{
  const double esr = run->story.test.plain;
  if (run->recording.is_label) {
    return judge_label(run->story.test.label.area);
  }
  return esr < 0.001
           ? "Excellent: the error is more than 30 dB below the sound."
         : esr < 0.01
           ? "Very good: the error is more than 20 dB below the sound."
         : esr < 0.03 ? "Good: the error is more than 15 dB below the sound."
         : esr < 0.15 ? "Fair: more --hidden units or --epochs may help."
                      : "Poor: train for longer, or see whether the two files "
                        "belong together.";
}

void
run_tell_end(const Run* const run)
{
  const LabelScore* const label = &run->story.test.label;
  char                    score[MAX_SCORE];
  if (run->options->is_quiet) {
    return;
  }

  format_score(score, run, &run->story.test);
  printf("%s: %s, on audio it never heard. %s\n",
         run->options->out_path,
         score,
         run_judge(run));
  if (run->recording.is_label) {
    printf("%s: above %.3f, where it was best before, %.2f%% of the frames are "
           "told right\n",
           run->options->out_path,
           label->threshold,
           100.0 * label->accuracy);
  }
  if (run->checkpoint.path && !run_is_complete(run)) {
    printf("%s: keeps where it stopped: the same command goes on from there\n",
           run->checkpoint.path);
  }
}
