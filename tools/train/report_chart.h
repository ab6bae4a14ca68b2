// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file report_chart.h Pictures of how well a network learned, as PNG files

#ifndef REMANENCE_TRAIN_REPORT_CHART_H
#define REMANENCE_TRAIN_REPORT_CHART_H

#include "goal.h"

#include <stdbool.h>
#include <stdint.h>

/// The same stretch of time, four ways, each [n_frames]
typedef struct {
  const float* dry;
  const float* wet;
  const float* model;
  const float* difference;
  uint32_t     n_frames;
  double       rate_hz;
} Takes;

/// Draw 20 ms around the peak: wet and model on each other, the difference
/// below; these return false with a message printed
bool
report_draw_waveforms(const Takes* takes, const char* path);

/// Draw the output that each input led to, of wet and model
bool
report_draw_transfer(const Takes* takes, const char* path);

/// Draw what wet and difference are made of
bool
report_draw_spectra(const Takes* takes, const char* path);

/// Draw the loss of the training and of the validation part, each [n_epochs];
/// the former may be NULL; ESR, or cross-entropy of labels
bool
report_draw_loss(const double* train,
                 const double* valid,
                 uint32_t      n_epochs,
                 const Goal*   goal,
                 const char*   path);

#endif // REMANENCE_TRAIN_REPORT_CHART_H
