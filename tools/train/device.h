// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file device.h A device to be learned: what is asked, and its recordings

#ifndef REMANENCE_TRAIN_DEVICE_H
#define REMANENCE_TRAIN_DEVICE_H

#include "session.h"
#include "train_options.h"

#include <wordexp.h>

typedef struct DeviceImpl {
  TrainOptions options;
  Session      session; ///< While it is open
  bool         is_open;
  uint32_t     line;  ///< Of a list, 0 without one
  wordexp_t    words; ///< Of this line, which the options point into

  struct DeviceImpl* next;
} Device;

/**
   Read, check and align the recordings, unless they are open.

   @param is_quiet Print nothing but errors: the rest was told before.
   @return False with a message printed.
*/
bool
device_open(Device* device, bool is_quiet);

/// Free the recordings
void
device_close(Device* device);

/// Return how many seeds, and how many sizes, are to be tried
uint32_t
device_n_seeds(const Device* device);

uint32_t
device_n_sizes(const Device* device);

/// Return how many networks are to be trained: every seed with every size
uint32_t
device_n_runs(const Device* device);

#endif // REMANENCE_TRAIN_DEVICE_H
