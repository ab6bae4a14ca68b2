// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "report_page.h"

#include "../command.h"

#include <math.h>
#include <stdio.h>

enum { WIDTH = 1200, HEIGHT = 760 };

const ChartColour page_blue      = {0.000, 0.447, 0.698};
const ChartColour page_vermilion = {0.835, 0.369, 0.000};

cairo_t*
page_begin(const char* const title, const char* const subtitle)
{
  cairo_surface_t* const surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t* const cr = cairo_create(surface);
  cairo_surface_destroy(surface);
  chart_heading(cr, 130.0, title, subtitle);
  return cr;
}

bool
page_end(cairo_t* const cr, const char* const path)
{
  const cairo_status_t status =
    cairo_surface_write_to_png(cairo_get_target(cr), path);
  if (status) {
    command_report(
      path, "cannot be written: %s", cairo_status_to_string(status));
  }
  cairo_destroy(cr);
  return !status;
}

void
page_ticks(const Chart* const chart,
           const ChartScale   scale,
           void (*draw)(const Chart*, double, const char*))
{
  const double rough = (scale.maximum - scale.minimum) / 5.0;
  const double power = pow(10.0, floor(log10(rough)));
  const double times = rough / power;
  const double step  = power * (times < 2.0 ? 2.0 : times < 5.0 ? 5.0 : 10.0);
  const int    last  = (int)floor(scale.maximum / step + 1e-9);

  for (int i = (int)ceil(scale.minimum / step - 1e-9); i <= last; ++i) {
    char label[24];
    snprintf(
      label, sizeof(label), "%s%g", i < 0 ? "\u2212" : "", fabs(i * step));
    draw(chart, i * step, label);
  }
}

void
page_grid(const Chart* const chart)
{
  page_ticks(chart, chart->x, chart_x_tick);
  page_ticks(chart, chart->y, chart_y_tick);
}
