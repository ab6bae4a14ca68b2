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

static void
tell_run(const Sweep* const sweep, const uint32_t i, FILE* const file)
{
  const SweepRun* const run     = &sweep->runs[i];
  const Outcome* const  outcome = &run->outcome;
  char                  valid[MAX_SCORE];
  char                  test[MAX_SCORE];

  fprintf(file,
          "%u units, seed %u: ",
          run->options.design.n_hidden,
          (unsigned)run->options.settings.seed);
  if (!outcome->is_done) {
    fputs("no preset\n", file);
    return;
  }
  score_format(valid, &outcome->valid, sweep->session->goal.kind);
  score_format(test, &outcome->test, sweep->session->goal.kind);
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
  if (!sweep->options->is_quiet) {
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
  Score    score  = score_none;
  uint32_t n_done = 0;
  char     text[MAX_SCORE];
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
  score_format(text, &score, sweep->session->goal.kind);
  fprintf(file,
          "%u units, median of %u seeds: %s\n",
          sweep->runs[first].options.design.n_hidden,
          n_done,
          text);
}

/// Print medians and which is best
static void
tell_best(const Sweep* const sweep, FILE* const file)
{
  const uint32_t n_seeds =
    sweep->options->seeds.n ? sweep->options->seeds.n : 1U;
  const uint32_t best = sweep_best(sweep);

  for (uint32_t i = 0; i < sweep->n_runs; i += n_seeds) {
    tell_median(sweep, i, i + n_seeds, file);
  }
  if (best < sweep->n_runs) {
    fprintf(file,
            "Best by validation: %u units, seed %u\n",
            sweep->runs[best].options.design.n_hidden,
            (unsigned)sweep->runs[best].options.settings.seed);
  }
}

/// Write it into the folder of reports
static bool
write_runs(const Sweep* const sweep, const char* const folder)
{
  const size_t size = strlen(folder) + 16U;
  char* const  path = (char*)malloc(size);
  FILE*        file = NULL;
  if (path) {
    snprintf(path, size, "%s/runs.txt", folder);
    file = fopen(path, "w");
  }

  bool ok = file;
  if (file) {
    for (uint32_t i = 0; i < sweep->n_runs; ++i) {
      tell_run(sweep, i, file);
    }
    tell_best(sweep, file);
    ok = !ferror(file);
    ok = !fclose(file) && ok;
  }
  if (!ok) {
    command_report(folder, "runs.txt cannot be written: %s", strerror(errno));
  }
  free(path);
  return ok;
}

bool
sweep_tell_end(const Sweep* const sweep)
{
  const TrainOptions* const o    = sweep->options;
  const uint32_t            best = sweep_best(sweep);

  if (!o->is_quiet) {
    tell_best(sweep, stdout);
    const Score* const score = &sweep->runs[best].outcome.test;
    const GoalKind     kind  = sweep->session->goal.kind;
    score_tell(score, kind, score_judge(score, kind), o->out_path);
  }
  return !o->report_path || write_runs(sweep, o->report_path);
}
