// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "../command.h"
#include "device_list.h"
#include "interrupt.h"
#include "jobs.h"
#include "ranks.h"
#include "report.h"
#include "sweep_tell.h"
#include "train_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/// Carry out a single run
static bool
run_alone(const Device* const device)
{
  const TrainOptions* const options = &device->options;
  Run           run     = {.options = options, .session = &device->session};
  const Outcome outcome = run_carry_out(&run);

  if (outcome.is_complete && options->checkpoint_path) {
    unlink(options->checkpoint_path);
  }
  run_free(&run);
  return outcome.is_done;
}

/// Make folders for reports on several runs
static bool
open_folders(const DeviceList* const list)
{
  bool ok = true;
  for (const Device* d = list->first; ok && d; d = d->next) {
    const char* const folder = d->options.report_path;
    ok = !folder || device_n_runs(d) == 1U || report_open_folder(folder);
  }
  return ok;
}

/// Carry out a sweep by whom there is, and let one process settle it
static bool
run_sweep(Sweep* const sweep)
{
  bool ok = open_folders(sweep->devices);
  if (!ranks_agree(ok)) {
    return false;
  }

  if (ranks_count() > 1U) {
    ranks_carry_out(sweep);
  } else {
    jobs_carry_out(sweep);
  }
  if (ranks_self() == 0) {
    ok = sweep_settle(sweep);
    ok = sweep_tell_end(sweep) && ok;
  }
  return ranks_share(ok);
}

/// Read the recordings of all devices, and keep those of one
static bool
open_devices(DeviceList* const list, const bool is_quiet)
{
  bool ok = true;
  for (Device* d = list->first; ok && d; d = d->next) {
    if (list->n > 1U && !is_quiet && !list->options.is_quiet) {
      printf("%s: checking the recordings\n", d->options.out_path);
      fflush(stdout);
    }
    ok = device_open(d, is_quiet);
    if (list->n > 1U) {
      device_close(d);
    }
  }
  return ok;
}

/// Read the recordings: rank 0 first, which says what is wrong with them, and
/// the others if nothing is
static bool
prepare(DeviceList* const list)
{
  const bool is_first = ranks_self() == 0;

  bool ok = ranks_share(!is_first || open_devices(list, false));
  if (ok && !is_first) {
    ok = open_devices(list, true);
  }
  return ranks_agree(ok);
}

/// Read the recordings and learn from them
static bool
train(DeviceList* const list)
{
  const TrainOptions* const o     = &list->options;
  Sweep                     sweep = {0};
  bool                      ok    = prepare(list);

  if (ok && (o->devices_path || o->seeds.n || o->sizes.n)) {
    ok = ranks_agree(sweep_make(&sweep, list)) && run_sweep(&sweep);
  } else if (ok && list->first) { // Only one rank has something to do
    ok = ranks_share(ranks_self() > 0U || run_alone(list->first));
  }
  sweep_free(&sweep);
  return ok;
}

/// Do what the arguments say; all ranks return the same
static int
run_list(DeviceList* const list)
{
  if (list->options.is_help) {
    return ranks_self() == 0 ? command_help(&train_command) : EXIT_SUCCESS;
  }
  for (Device* d = list->first; d; d = d->next) {
    d->options.settings.stop = &is_interrupted;
  }
  return train(list) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/// Parse the arguments, first on rank 0, and do what they say
static int
run_all(const int argc, char** argv)
{
  const bool is_first = ranks_self() == 0;
  DeviceList list     = {0};
  int        status =
    ranks_share(is_first ? device_list_parse(&list, argc, argv) : EXIT_SUCCESS);
  if (!status && !is_first) {
    status = device_list_parse(&list, argc, argv);
  }
  if (!ranks_agree(!status)) {
    status = status ? status : EXIT_FAILURE;
  } else {
    status = run_list(&list);
  }
  device_list_free(&list);
  return status;
}

static int
run_command(const int argc, char** const argv)
{
  ranks_open();
  const int status = run_all(argc, argv);
  ranks_close();
  return status;
}

const Command train_command = {
  .name    = "train",
  .summary = "Make a preset from a dry and a wet recording",
  .help    = train_help,
  .more    = train_help_more,
  .end     = train_help_end,
  .run     = run_command,
};
