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

/// Give a run files of its own, beside those of its device if that has others
static bool
name_files(SweepRun* const run)
{
  const TrainOptions* const o      = &run->device->options;
  const bool                is_one = device_n_runs(run->device) == 1U;
  run->files =
    (char*)malloc(1U + room_for(o->out_path) + room_for(o->report_path) +
                  room_for(o->checkpoint_path));
  if (!run->files) {
    return false;
  }

  char* next = run->files;
  run->options.part_path =
    write_name(&next, "%s.seed-%u-hidden-%u", o->out_path, run);
  run->options.report_path = write_name(
    &next, is_one ? "%s" : "%s/seed-%u-hidden-%u", o->report_path, run);
  run->options.checkpoint_path = write_name(
    &next, is_one ? "%s" : "%s.seed-%u-hidden-%u", o->checkpoint_path, run);
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

/// Plan run `i` of a device
static bool
plan(SweepRun* const run,
     Device* const   device,
     const uint32_t  i,
     const uint32_t  n_runs)
{
  const TrainOptions* const o       = &device->options;
  const uint32_t            n_seeds = device_n_seeds(device);
  const uint32_t            seed =
    value_of(&o->seeds, i % n_seeds, (uint32_t)o->design.seed);

  run->device                     = device;
  run->options                    = *o;
  run->options.design.seed        = seed;
  run->options.settings.seed      = seed;
  run->options.settings.n_threads = threads_for(o, n_runs);
  run->options.design.n_hidden =
    value_of(&o->sizes, i / n_seeds, o->design.n_hidden);
  return name_files(run);
}

bool
sweep_make(Sweep* const sweep, DeviceList* const devices)
{
  *sweep = (Sweep){.devices = devices};
  if (!devices->first) {
    return false;
  }

  for (const Device* d = devices->first; d; d = d->next) {
    sweep->n_runs += device_n_runs(d);
  }

  sweep->runs   = (SweepRun*)calloc(sweep->n_runs, sizeof(SweepRun));
  bool      ok  = sweep->runs;
  SweepRun* run = sweep->runs;
  for (Device* d = devices->first; d; d = d->next) {
    for (uint32_t i = 0; ok && i < device_n_runs(d); ++i) {
      ok = plan(run++, d, i, sweep->n_runs);
    }
  }
  if (!ok) {
    command_report(devices->first->options.out_path, "out of memory");
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

/// One device stays open; of several, each is open while it is learned
void
sweep_carry_out(Sweep* const   sweep,
                const uint32_t i,
                RunEar* const  ear,
                void* const    data)
{
  SweepRun* const planned = &sweep->runs[i];
  Run             run     = {.options  = &planned->options,
                             .session  = &planned->device->session,
                             .ear      = ear,
                             .ear_data = data};

  if (device_open(planned->device, true)) {
    planned->outcome = run_carry_out(&run);
  }
  run_free(&run);
  if (sweep->devices->n > 1U) {
    device_close(planned->device);
  }
}

uint32_t
sweep_first(const Sweep* const sweep, const Device* const device)
{
  uint32_t first = 0;
  while (sweep->runs[first].device != device) {
    ++first;
  }
  return first;
}

uint32_t
sweep_best(const Sweep* const sweep, const Device* const device)
{
  const uint32_t first = sweep_first(sweep, device);
  uint32_t       best  = sweep->n_runs;
  double         mean  = INFINITY;
  for (uint32_t i = first; i < first + device_n_runs(device); ++i) {
    const Outcome* const outcome = &sweep->runs[i].outcome;
    if (outcome->is_done && outcome->mean < mean) {
      best = i;
      mean = outcome->mean;
    }
  }
  return best;
}

/// Remove what has served its purpose
static void
clean_up(const SweepRun* const runs, const uint32_t n)
{
  bool is_complete = true;
  for (uint32_t i = 0; i < n; ++i) {
    is_complete = is_complete && runs[i].outcome.is_complete;
  }
  for (uint32_t i = 0; i < n; ++i) {
    const TrainOptions* const o = &runs[i].options;
    unlink(o->part_path);
    if (is_complete && o->checkpoint_path) {
      unlink(o->checkpoint_path);
    }
  }
}

/// Settle what the runs of a device came to
static bool
settle(const Sweep* const sweep, const Device* const device)
{
  const char* const path = device->options.out_path;
  const uint32_t    best = sweep_best(sweep, device);
  bool              ok   = best < sweep->n_runs;

  if (!ok) {
    command_report(path, "is not written: no run came to a preset");
  } else if (rename(sweep->runs[best].options.part_path, path)) {
    command_report(path, "cannot be written: %s", strerror(errno));
    ok = false;
  }
  clean_up(&sweep->runs[sweep_first(sweep, device)], device_n_runs(device));
  return ok;
}

bool
sweep_settle(const Sweep* const sweep)
{
  bool ok = true;
  for (const Device* d = sweep->devices->first; d; d = d->next) {
    ok = settle(sweep, d) && ok;
  }
  return ok;
}
