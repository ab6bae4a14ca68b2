// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "run_tell.h"

#include "score_text.h"

#include <math.h>
#include <stdio.h>

/// Return whether somebody else tells
static bool
is_silent(const Run* const run)
{
  return run->ear || run->options->is_quiet;
}

void
run_tell_start(const Run* const run)
{
  char so_far[16];
  progress_format_time(so_far, run->n_seconds);
  if (!is_silent(run)) {
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

  score_format(now, valid, run->session->goal.kind);
  score_format(best, &story->valid, run->session->goal.kind);
  snprintf(run->progress.note, sizeof(run->progress.note), "  best %s", best);
  if (run->progress.visible || is_silent(run)) {
    return;
  }
  progress_format_time(left, seconds_left(run));
  printf("epoch %u/%u  loss %.5f  gradient %.3g, %.0f%% clipped  %s  best %s  "
         "%.1f Msamples/s  %s left%s\n",
         story->n_epochs,
         run->options->settings.n_epochs,
         epoch->loss,
         epoch->gradient_norm,
         100.0 * epoch->n_clipped / (double)epoch->n_updates,
         now,
         best,
         1e-6 * (double)n_frames / run->n_seconds,
         left,
         epoch->n_returns ? "  exploded, went back to the best" : "");
  fflush(stdout);
}

void
run_tell_end(const Run* const run)
{
  if (is_silent(run)) {
    return;
  }

  story_tell(&run->story, run->session);
  if (run->checkpoint.path && !run_is_complete(run)) {
    printf("%s: keeps where it stopped: the same command goes on from there\n",
           run->checkpoint.path);
  }
}
