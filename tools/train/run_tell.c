// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "run_tell.h"

#include <math.h>
#include <stdio.h>

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

static void
note_epoch(Progress* const    progress,
           const Story* const story,
           const Score*       valid)
{
  snprintf(progress->note,
           sizeof(progress->note),
           "  ESR %.3f%%, best %.3f%%",
           100.0 * valid->plain,
           100.0 * story->valid.plain);
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

  note_epoch(&run->progress, story, valid);
  if (run->progress.visible || run->options->is_quiet) {
    return;
  }
  progress_format_time(left, seconds_left(run));
  printf("epoch %u/%u  loss %.5f  ESR %.4f%%, pre-emphasised %.4f%%, best "
         "%.4f%%  %.1f Msamples/s  %s left%s\n",
         story->n_epochs,
         run->options->settings.n_epochs,
         epoch->loss,
         100.0 * valid->plain,
         100.0 * valid->emphasised,
         100.0 * story->valid.plain,
         1e-6 * (double)n_frames / run->n_seconds,
         left,
         epoch->n_returns ? "  exploded, went back to the best" : "");
  fflush(stdout);
}

const char*
run_judge(const Run* const run)
{
  const double esr = run->story.test.plain;
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
  const Story* const story = &run->story;
  if (run->options->is_quiet) {
    return;
  }

  printf("%s: ESR %.4f%%, pre-emphasised %.4f%%, on audio it never heard. %s\n",
         run->options->out_path,
         100.0 * story->test.plain,
         100.0 * story->test.emphasised,
         run_judge(run));
  if (run->checkpoint.path && !run_is_complete(run)) {
    printf("%s: keeps where it stopped: the same command goes on from there\n",
           run->checkpoint.path);
  }
}
