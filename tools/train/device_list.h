// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file device_list.h The devices of one command: one, or one for each line of
   a file.

   A line has the words of a command line, and they come after those of the
   command: what is said there goes for all devices, and a line adds to it.
*/

#ifndef REMANENCE_TRAIN_DEVICE_LIST_H
#define REMANENCE_TRAIN_DEVICE_LIST_H

#include "device.h"

typedef struct {
  TrainOptions options; ///< Of the command, for all
  Device*      first;   ///< NULL if only help is asked for
  uint32_t     n;
} DeviceList;

/// Parse the arguments and the file that they may name; return 0, or an exit
/// status after a message; device_list_free() in any case
int
device_list_parse(DeviceList* list, int argc, char** argv);

void
device_list_free(DeviceList* list);

#endif // REMANENCE_TRAIN_DEVICE_LIST_H
