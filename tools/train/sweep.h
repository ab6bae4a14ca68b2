// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file sweep.h The runs of one command: every device with every seed and size.

   What is to be run is one thing, and who carries it out another: processes of
   this machine, jobs.h, or the ranks of a cluster, ranks.h.
*/

#ifndef REMANENCE_TRAIN_SWEEP_H
#define REMANENCE_TRAIN_SWEEP_H

#include "device_list.h"
#include "run.h"

/// A run, and what it came to
typedef struct {
  Device*      device;
  TrainOptions options; ///< Of the device, with files of its own
  char*        files;   ///< Where their names stand
  Outcome      outcome;
} SweepRun;

typedef struct {
  DeviceList* devices;
  SweepRun*   runs; ///< [n_runs], device by device, size by size
  uint32_t    n_runs;
} Sweep;

/// Sweep the runs of all devices; return false without memory, sweep_free() in
/// any case
bool
sweep_make(Sweep* sweep, DeviceList* devices);

void
sweep_free(Sweep* sweep);

/// Carry out run `i` in this process, and keep what it came to
void
sweep_carry_out(Sweep* sweep, uint32_t i, RunEar* ear, void* data);

/// Return the first run of a device
uint32_t
sweep_first(const Sweep* sweep, const Device* device);

/// Return the run of a device that was best on the validation part, or `n_runs`
/// if none has a preset
uint32_t
sweep_best(const Sweep* sweep, const Device* device);

/// Put the best preset of each device in its place and remove the others, and
/// the checkpoints of what is complete; return false with a message printed
/// unless all have one
bool
sweep_settle(const Sweep* sweep);

#endif // REMANENCE_TRAIN_SWEEP_H
