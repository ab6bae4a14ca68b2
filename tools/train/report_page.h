// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file report_page.h What the pictures of a report have in common

#ifndef REMANENCE_TRAIN_REPORT_PAGE_H
#define REMANENCE_TRAIN_REPORT_PAGE_H

#include "../chart.h"

#include <stdbool.h>

extern const ChartColour page_blue;
extern const ChartColour page_vermilion;

/// Return an empty picture under a heading
cairo_t*
page_begin(const char* title, const char* subtitle);

/// Write the picture and free it; return false with a message printed
bool
page_end(cairo_t* cr, const char* path);

/// Label an axis about five times, at 1, 2 or 5 times a power of ten
void
page_ticks(const Chart* chart,
           ChartScale   scale,
           void (*draw)(const Chart*, double, const char*));

/// Label both axes so
void
page_grid(const Chart* chart);

#endif // REMANENCE_TRAIN_REPORT_PAGE_H
