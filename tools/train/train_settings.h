// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file train_settings.h The options of `remanence train`, one by one

#ifndef REMANENCE_TRAIN_SETTINGS_H
#define REMANENCE_TRAIN_SETTINGS_H

#include "train_options.h"

/// An option of one value, or of none; `--knobs`, which goes with the name
/// after it, is no such option
typedef struct {
  const char* name;
  bool (*set)(TrainOptions* options, const char* text); ///< Whether it accepts
  const char* values; ///< What that is, NULL if it takes none
} TrainSetting;

enum { N_TRAIN_SETTINGS = 40 };

extern const TrainSetting train_settings[N_TRAIN_SETTINGS];

#endif // REMANENCE_TRAIN_SETTINGS_H
