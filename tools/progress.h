// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file progress.h A stopwatch that shows a progress bar on a terminal.

   The bar goes to standard error, and only if that is a terminal.
*/

#ifndef REMANENCE_PROGRESS_H
#define REMANENCE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint64_t n_total;
  double   start;    ///< Seconds of the monotonic clock
  double   shown;    ///< When the bar was last drawn
  bool     visible;  ///< Whether there is a bar at all
  char     note[64]; ///< What is said beside the bar
} Progress;

/// Start the clock for `n_total` steps; without `visible` there is no bar
void
progress_start(Progress* progress, uint64_t n_total, bool visible);

/// Show that `n_done` steps are done; cheap enough to call for every block
void
progress_update(Progress* progress, uint64_t n_done);

/// Return the seconds since progress_start()
double
progress_seconds(const Progress* progress);

/// Say how long `n_seconds` are, such as 1:05
void
progress_format_time(char text[16], double n_seconds);

/// Remove the bar; return the seconds since progress_start()
double
progress_finish(Progress* progress);

#endif // REMANENCE_PROGRESS_H
