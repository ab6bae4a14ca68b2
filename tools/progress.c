// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 40 };

static const double interval = 0.1; // Seconds between two drawings

static double
now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

void
progress_format_time(char text[16], const double n_seconds)
{
  const unsigned n = (unsigned)(n_seconds + 0.5);
  snprintf(text, 16, "%u:%02u", n / 60U, n % 60U);
}

static void
draw(const Progress* const progress,
     const double          done,
     const double          n_seconds_left)
{
  static const char full[BAR_WIDTH + 1] =
    "########################################";

  char left[16];
  progress_format_time(left, n_seconds_left);
  fprintf(stderr,
          "\r[%-*.*s] %3d%%  %s left%s\033[K",
          BAR_WIDTH,
          (int)(done * BAR_WIDTH),
          full,
          (int)(done * 100.0),
          left,
          progress->note);
  fflush(stderr);
}

void
progress_start(Progress* const progress,
               const uint64_t  n_total,
               const bool      visible)
{
  progress->n_total = n_total;
  progress->start   = now();
  progress->shown   = progress->start;
  progress->note[0] = '\0';
  progress->visible = visible && n_total > 0 && isatty(STDERR_FILENO);
}

void
progress_update(Progress* const progress, const uint64_t n_done)
{
  if (!progress->visible || n_done == 0 || n_done > progress->n_total) {
    return;
  }

  const double time = now();
  if (time - progress->shown >= interval) {
    const double done = (double)n_done / (double)progress->n_total;
    draw(progress, done, (time - progress->start) * (1.0 - done) / done);
    progress->shown = time;
  }
}

double
progress_seconds(const Progress* const progress)
{
  return now() - progress->start;
}

double
progress_finish(Progress* const progress)
{
  if (progress->visible) {
    fputs("\r\033[K", stderr);
  }
  return now() - progress->start;
}
