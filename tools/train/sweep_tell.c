// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "sweep_tell.h"

#include "../command.h"
#include "score_text.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Begin a line on a device, with its preset if there are several
static void
begin_line(const Sweep* const sweep, const Device* const device, FILE* file)
{
  if (sweep->devices->n > 1U) {
    fprintf(file, "%s: ", device->options.out_path);
  }
}

static void
tell_run(const Sweep* const sweep, const uint32_t i, FILE* const file)
{
  const SweepRun* const run     = &sweep->runs[i];
  const Outcome* const  outcome = &run->outcome;
  char                  valid[MAX_SCORE];
  char                  test[MAX_SCORE];

  begin_line(sweep, run->device, file);
  fprintf(file,
          "%u units, seed %u: ",
          run->options.design.n_hidden,
          (unsigned)run->options.settings.seed);
  if (!outcome->is_done) {
    fputs("no preset\n", file);
    return;
  }
  score_format(valid, &outcome->valid, run->options.goal.kind);
  score_format(test, &outcome->test, run->options.goal.kind);
  fprintf(file,
          "%s (validation: %s), best of %u epochs was %u%s\n",
          test,
          valid,
          outcome->n_epochs,
          outcome->best_epoch,
          outcome->is_complete ? "" : ", interrupted");
}

void
sweep_tell_run(const Sweep* const sweep, const uint32_t i)
{
  if (!sweep->devices->options.is_quiet) {
    tell_run(sweep, i, stdout);
    fflush(stdout);
  }
}

static int
compare(const void* const a, const void* const b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

/// Return the median of figure `f` of the tests of runs `first` to `end`
static double
median(const Sweep* const sweep,
       const uint32_t     first,
       const uint32_t     end,
       const size_t       offset)
{
  double   figures[MAX_LIST] = {0};
  uint32_t n                 = 0;
  for (uint32_t i = first; i < end; ++i) {
    const Outcome* const outcome = &sweep->runs[i].outcome;
    if (outcome->is_done) {
      const char* const test = (const char*)&outcome->test;
      memcpy(&figures[n++], test + offset, sizeof(double));
    }
  }
  qsort(figures, n, sizeof(double), compare);
  return 0.5 * (figures[n / 2U] + figures[(n - 1U) / 2U]);
}

/// Print the median over the seeds of one size, whose runs stand together
static void
tell_median(const Sweep* const sweep,
            const uint32_t     first,
            const uint32_t     end,
            FILE* const        file)
{
  const SweepRun* const run    = &sweep->runs[first];
  Score                 score  = score_none;
  uint32_t              n_done = 0;
  char                  text[MAX_SCORE];
  for (uint32_t i = first; i < end; ++i) {
    n_done += sweep->runs[i].outcome.is_done;
  }
  if (n_done < 2U) {
    return;
  }

  score.plain      = median(sweep, first, end, offsetof(Score, plain));
  score.emphasised = median(sweep, first, end, offsetof(Score, emphasised));
  score.label.bce  = median(sweep, first, end, offsetof(Score, label.bce));
  score.label.area = median(sweep, first, end, offsetof(Score, label.area));
  score.classes.entropy =
    median(sweep, first, end, offsetof(Score, classes.entropy));
  score.classes.accuracy =
    median(sweep, first, end, offsetof(Score, classes.accuracy));
  score_format(text, &score, run->options.goal.kind);
  begin_line(sweep, run->device, file);
  fprintf(file,
          "%u units, median of %u seeds: %s\n",
          run->options.design.n_hidden,
          n_done,
          text);
}

/// Print medians and which is best, if there is a choice
static void
tell_best(const Sweep* const sweep, const Device* const device, FILE* file)
{
  const uint32_t n_seeds = device_n_seeds(device);
  const uint32_t first   = sweep_first(sweep, device);
  const uint32_t best    = sweep_best(sweep, device);
  if (device_n_runs(device) == 1U) {
    return;
  }

  for (uint32_t i = 0; i < device_n_sizes(device); ++i) {
    tell_median(sweep, first + i * n_seeds, first + (i + 1U) * n_seeds, file);
  }
  if (best < sweep->n_runs) {
    begin_line(sweep, device, file);
    fprintf(file,
            "Best by validation: %u units, seed %u\n",
            sweep->runs[best].options.design.n_hidden,
            (unsigned)sweep->runs[best].options.settings.seed);
  }
}

/// Write it into the folder of reports
static bool
write_runs(const Sweep* const  sweep,
           const Device* const device,
           const char* const   folder)
{
  const uint32_t first = sweep_first(sweep, device);
  const size_t   size  = strlen(folder) + 16U;
  char* const    path  = (char*)malloc(size);
  FILE*          file  = NULL;
  if (path) {
    snprintf(path, size, "%s/runs.txt", folder);
    file = fopen(path, "w");
  }

  bool ok = file;
  if (file) {
    for (uint32_t i = 0; i < device_n_runs(device); ++i) {
      tell_run(sweep, first + i, file);
    }
    tell_best(sweep, device, file);
    ok = !ferror(file);
    ok = !fclose(file) && ok;
  }
  if (!ok) {
    command_report(folder, "runs.txt cannot be written: %s", strerror(errno));
  }
  free(path);
  return ok;
}

/// Print how good the preset of a device is, if it has one
static void
tell_score(const Sweep* const sweep, const Device* const device)
{
  const GoalKind kind = device->options.goal.kind;
  const uint32_t best = sweep_best(sweep, device);
  if (best < sweep->n_runs) {
    const Score* const score = &sweep->runs[best].outcome.test;
    score_tell(score, kind, score_judge(score, kind), device->options.out_path);
  }
}

bool
sweep_tell_end(const Sweep* const sweep)
{
  const bool          is_quiet = sweep->devices->options.is_quiet;
  const Device* const first    = sweep->devices->first;
  bool                ok       = true;
  for (const Device* d = first; !is_quiet && d; d = d->next) {
    tell_best(sweep, d, stdout);
  }
  for (const Device* d = first; !is_quiet && d; d = d->next) {
    tell_score(sweep, d);
  }
  for (const Device* d = first; d; d = d->next) {
    const char* const folder = d->options.report_path;
    ok =
      (!folder || device_n_runs(d) == 1U || write_runs(sweep, d, folder)) && ok;
  }
  return ok;
}
