// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "plan.h"

#include "../command.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char*
write_name(char** const            next,
           const char* const       format,
           const char* const       base,
           const PlannedRun* const run)
{
  char* const name = *next;
  if (!base) {
    return NULL;
  }

  *next += 1 + sprintf(name,
                       format,
                       base,
                       (unsigned)run->options.settings.seed,
                       run->options.design.n_hidden);
  return name;
}

static size_t
room_for(const char* const base)
{
  return base ? strlen(base) + 64U : 0U;
}

/// Give a run files of its own, beside those of the command
static bool
name_files(PlannedRun* const run, const TrainOptions* const o)
{
  run->files =
    (char*)malloc(1U + room_for(o->out_path) + room_for(o->report_path) +
                  room_for(o->checkpoint_path));
  if (!run->files) {
    return false;
  }

  char* next = run->files;
  run->options.part_path =
    write_name(&next, "%s.seed-%u-hidden-%u", o->out_path, run);
  run->options.report_path =
    write_name(&next, "%s/seed-%u-hidden-%u", o->report_path, run);
  run->options.checkpoint_path =
    write_name(&next, "%s.seed-%u-hidden-%u", o->checkpoint_path, run);
  return true;
}

/// Divide the threads among the jobs, unless the user did
static uint32_t
threads_for(const TrainOptions* const o, const uint32_t n_runs)
{
  const uint32_t n_jobs    = o->n_jobs < n_runs ? o->n_jobs : n_runs;
  const uint32_t n_threads = o->settings.n_threads;
  return o->is_threads_given  ? n_threads
         : n_threads > n_jobs ? n_threads / n_jobs
                              : 1U;
}

static uint32_t
value_of(const List* const list, const uint32_t i, const uint32_t otherwise)
{
  return list->n ? list->values[i] : otherwise;
}

bool
plan_make(Plan* const               plan,
          const TrainOptions* const o,
          const Recording* const    recording,
          const Story* const        story)
{
  const uint32_t n_seeds = o->seeds.n ? o->seeds.n : 1U;
  const uint32_t n_sizes = o->sizes.n ? o->sizes.n : 1U;

  *plan      = (Plan){o, recording, story, NULL, n_seeds * n_sizes};
  plan->runs = (PlannedRun*)calloc(plan->n_runs, sizeof(PlannedRun));
  bool ok    = plan->runs;
  for (uint32_t i = 0; ok && i < plan->n_runs; ++i) {
    PlannedRun* const run = &plan->runs[i];
    const uint32_t    seed =
      value_of(&o->seeds, i % n_seeds, (uint32_t)o->design.seed);
    run->options                    = *o;
    run->options.design.seed        = seed;
    run->options.settings.seed      = seed;
    run->options.settings.n_threads = threads_for(o, plan->n_runs);
    run->options.design.n_hidden =
      value_of(&o->sizes, i / n_seeds, o->design.n_hidden);
    ok = name_files(run, o);
  }
  if (!ok) {
    command_report(o->out_path, "out of memory");
  }
  return ok;
}

void
plan_free(Plan* const plan)
{
  for (uint32_t i = 0; plan->runs && i < plan->n_runs; ++i) {
    free(plan->runs[i].files);
  }
  free(plan->runs);
}

void
plan_carry_out(Plan* const    plan,
               const uint32_t i,
               RunEar* const  ear,
               void* const    data)
{
  PlannedRun* const planned = &plan->runs[i];
  Run               run     = {.options   = &planned->options,
                               .recording = plan->recording,
                               .story     = *plan->story,
                               .ear       = ear,
                               .ear_data  = data};

  planned->outcome = run_carry_out(&run);
  run_free(&run);
}

uint32_t
plan_best(const Plan* const plan)
{
  uint32_t best = plan->n_runs;
  double   mean = INFINITY;
  for (uint32_t i = 0; i < plan->n_runs; ++i) {
    const Outcome* const outcome = &plan->runs[i].outcome;
    if (outcome->is_done && score_mean(&outcome->valid) < mean) {
      best = i;
      mean = score_mean(&outcome->valid);
    }
  }
  return best;
}

/// Remove what has served its purpose
static void
clean_up(const Plan* const plan)
{
  bool is_complete = true;
  for (uint32_t i = 0; i < plan->n_runs; ++i) {
    is_complete = is_complete && plan->runs[i].outcome.is_complete;
  }
  for (uint32_t i = 0; i < plan->n_runs; ++i) {
    const TrainOptions* const o = &plan->runs[i].options;
    unlink(o->part_path);
    if (is_complete && o->checkpoint_path) {
      unlink(o->checkpoint_path);
    }
  }
}

bool
plan_settle(const Plan* const plan)
{
  const char* const path = plan->options->out_path;
  const uint32_t    best = plan_best(plan);
  bool              ok   = best < plan->n_runs;

  if (!ok) {
    command_report(path, "is not written: no run came to a preset");
  } else if (rename(plan->runs[best].options.part_path, path)) {
    command_report(path, "cannot be written: %s", strerror(errno));
    ok = false;
  }
  clean_up(plan);
  return ok;
}
