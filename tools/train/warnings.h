// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file warnings.h What is not wrong enough to stop, for now and for the
/// report

#ifndef REMANENCE_TRAIN_WARNINGS_H
#define REMANENCE_TRAIN_WARNINGS_H

#include <stdbool.h>

typedef struct {
  bool is_quiet;   ///< Do not print them
  char text[2048]; ///< A line for each, as far as they fit
} Warnings;

/// Print `remanence: FILE: warning: MESSAGE`, unless that is not wanted, and
/// keep it
void
warnings_add(Warnings* warnings, const char* file, const char* format, ...);

#endif // REMANENCE_TRAIN_WARNINGS_H
