// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "sweep.h"

#include "../command.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char*
write_name(char** const          next,
           const char* const     format,
           const char* const     base,
           const SweepRun* const run)
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
name_files(SweepRun* const run, const TrainOptions* const o)
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
sweep_make(Sweep* const              sweep,
           const TrainOptions* const o,
           const Session* const      session)
{
  const uint32_t n_seeds = o->seeds.n ? o->seeds.n : 1U;
  const uint32_t n_sizes = o->sizes.n ? o->sizes.n : 1U;

  *sweep      = (Sweep){o, session, NULL, n_seeds * n_sizes};
  sweep->runs = (SweepRun*)calloc(sweep->n_runs, sizeof(SweepRun));
  bool ok     = sweep->runs;
  for (uint32_t i = 0; ok && i < sweep->n_runs; ++i) {
    SweepRun* const run = &sweep->runs[i];
    const uint32_t  seed =
      value_of(&o->seeds, i % n_seeds, (uint32_t)o->design.seed);
    run->options                    = *o;
    run->options.design.seed        = seed;
    run->options.settings.seed      = seed;
    run->options.settings.n_threads = threads_for(o, sweep->n_runs);
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
sweep_free(Sweep* const sweep)
{
  for (uint32_t i = 0; sweep->runs && i < sweep->n_runs; ++i) {
    free(sweep->runs[i].files);
  }
  free(sweep->runs);
}

void
sweep_carry_out(Sweep* const   sweep,
                const uint32_t i,
                RunEar* const  ear,
                void* const    data)
{
  SweepRun* const planned = &sweep->runs[i];
  Run             run     = {.options  = &planned->options,
                             .session  = sweep->session,
                             .ear      = ear,
                             .ear_data = data};

  planned->outcome = run_carry_out(&run);
  run_free(&run);
}

uint32_t
sweep_best(const Sweep* const sweep)
{
  uint32_t best = sweep->n_runs;
  double   mean = INFINITY;
  for (uint32_t i = 0; i < sweep->n_runs; ++i) {
    const Outcome* const outcome = &sweep->runs[i].outcome;
    if (outcome->is_done && score_mean(&outcome->valid) < mean) {
      best = i;
      mean = score_mean(&outcome->valid);
    }
  }
  return best;
}

/// Remove what has served its purpose
static void
clean_up(const Sweep* const sweep)
{
  bool is_complete = true;
  for (uint32_t i = 0; i < sweep->n_runs; ++i) {
    is_complete = is_complete && sweep->runs[i].outcome.is_complete;
  }
  for (uint32_t i = 0; i < sweep->n_runs; ++i) {
    const TrainOptions* const o = &sweep->runs[i].options;
    unlink(o->part_path);
    if (is_complete && o->checkpoint_path) {
      unlink(o->checkpoint_path);
    }
  }
}

bool
sweep_settle(const Sweep* const sweep)
{
  const char* const path = sweep->options->out_path;
  const uint32_t    best = sweep_best(sweep);
  bool              ok   = best < sweep->n_runs;

  if (!ok) {
    command_report(path, "is not written: no run came to a preset");
  } else if (rename(sweep->runs[best].options.part_path, path)) {
    command_report(path, "cannot be written: %s", strerror(errno));
    ok = false;
  }
  clean_up(sweep);
  return ok;
}
