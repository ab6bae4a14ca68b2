// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file chart.h A rectangle with axes that curves are drawn into, with cairo

#ifndef REMANENCE_CHART_H
#define REMANENCE_CHART_H

#include <cairo.h>

#include <stdbool.h>

/// From blue to vermilion: told apart by every eye (Okabe and Ito 2008)
typedef struct {
  double red, green, blue;
} ChartColour;

typedef struct {
  double minimum;
  double maximum;
  bool   logarithmic;
} ChartScale;

typedef struct {
  cairo_t*   cr;
  double     left, top, width, height; ///< Of the plot area, in pixels
  ChartScale x;
  ChartScale y;
} Chart;

/// Begin a picture: paper, and what it shows, `left` pixels from the edge
void
chart_heading(cairo_t*    cr,
              double      left,
              const char* title,
              const char* subtitle);

/// Return where a value lies, in pixels
double
chart_x(const Chart* chart, double value);

double
chart_y(const Chart* chart, double value);

/// Write a title above, and what the axes mean; any of them may be NULL
void
chart_title(const Chart* chart,
            const char*  title,
            const char*  x_name,
            const char*  y_name);

/// Draw a grid line with its label, which may be NULL
void
chart_x_tick(const Chart* chart, double value, const char* label);

void
chart_y_tick(const Chart* chart, double value, const char* label);

/// Say which curve has which colour; entry 0 is the rightmost
void
chart_legend(const Chart* chart,
             int          entry,
             const char*  name,
             ChartColour  colour);

/// Draw only inside of the plot area until chart_unclip()
void
chart_clip(const Chart* chart, ChartColour colour);

void
chart_unclip(const Chart* chart);

#endif // REMANENCE_CHART_H
