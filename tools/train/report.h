// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file report.h A folder to hear and see how well a network learned

#ifndef REMANENCE_TRAIN_REPORT_H
#define REMANENCE_TRAIN_REPORT_H

#include "story.h"

/// What a report tells
typedef struct {
  const char*  folder;
  const char*  sentence; ///< How good the network is
  const Story* story;
  const double*
    train; ///< [n_epochs of the story] ESR, or NULL for another loss
  const double* valid; ///< [n_epochs] the same of the validation part
} Report;

/// Make the folder unless it is there; return false with a message printed if
/// nothing can be written into it
bool
report_open_folder(const char* folder);

/// Play the test part of the recording that came out worst, and write audio,
/// pictures and figures; return false with a message printed
bool
report_write(const Report*     report,
             const RmnNetwork* network,
             const Session*    session);

#endif // REMANENCE_TRAIN_REPORT_H
