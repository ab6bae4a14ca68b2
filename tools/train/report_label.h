// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file report_label.h Pictures of how well a predictor learned, as PNG files

#ifndef REMANENCE_TRAIN_REPORT_LABEL_H
#define REMANENCE_TRAIN_REPORT_LABEL_H

#include "label.h"
#include "report_chart.h"

/// Draw label and prediction over all of the time; these return false with a
/// message printed
bool
report_draw_label(const Takes* takes, const char* path);

/// Draw how many frames are found for how many false alarms, at any threshold,
/// from guesses with the likeliest first
bool
report_draw_roc(const Guess* guesses, size_t n, const char* path);

#endif // REMANENCE_TRAIN_REPORT_LABEL_H
