// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "chart.h"

#include <math.h>

static const ChartColour paper = {0.992, 0.992, 0.988};
static const ChartColour ink   = {0.13, 0.15, 0.18};
static const ChartColour grey  = {0.40, 0.43, 0.47};
static const ChartColour grid  = {0.88, 0.89, 0.91};

static void
set_colour(cairo_t* const cr, const ChartColour c)
{
  cairo_set_source_rgb(cr, c.red, c.green, c.blue);
}

/// Return where a value lies on a scale, from 0 to 1
static double
position(const ChartScale scale, const double value)
{
  return scale.logarithmic
           ? log(value / scale.minimum) / log(scale.maximum / scale.minimum)
           : (value - scale.minimum) / (scale.maximum - scale.minimum);
}

double
chart_x(const Chart* const chart, const double value)
{
  return chart->left + chart->width * position(chart->x, value);
}

double
chart_y(const Chart* const chart, const double value)
{
  return chart->top + chart->height * (1.0 - position(chart->y, value));
}

/// Write text at (x, y), which it leaves by `align`: 0 left, 0.5 centre, 1
/// right
static void
write_text(cairo_t* const    cr,
           const char* const text,
           const double      size,
           const double      x,
           const double      y,
           const double      align)
{
  cairo_text_extents_t extents;
  cairo_set_font_size(cr, size);
  cairo_text_extents(cr, text, &extents);
  cairo_move_to(cr, x - align * extents.x_advance, y);
  cairo_show_text(cr, text);
}

void
chart_heading(cairo_t* const    cr,
              const double      left,
              const char* const title,
              const char* const subtitle)
{
  cairo_select_font_face(
    cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  set_colour(cr, paper);
  cairo_paint(cr);

  set_colour(cr, ink);
  write_text(cr, title, 32.0, left, 72.0, 0.0);
  set_colour(cr, grey);
  write_text(cr, subtitle, 17.0, left, 104.0, 0.0);
}

static void
write_upwards(const Chart* const chart, const char* const text)
{
  cairo_t* const cr = chart->cr;
  cairo_save(cr);
  cairo_translate(cr, chart->left - 66.0, chart->top + 0.5 * chart->height);
  cairo_rotate(cr, -asin(1.0));
  write_text(cr, text, 15.0, 0.0, 0.0, 0.5);
  cairo_restore(cr);
}

void
chart_title(const Chart* const chart,
            const char* const  title,
            const char* const  x_name,
            const char* const  y_name)
{
  cairo_t* const cr     = chart->cr;
  const double   bottom = chart->top + chart->height;

  if (title) {
    set_colour(cr, ink);
    write_text(cr, title, 20.0, chart->left, chart->top - 20.0, 0.0);
  }

  set_colour(cr, grey);
  if (x_name) {
    const double centre = chart->left + 0.5 * chart->width;
    write_text(cr, x_name, 15.0, centre, bottom + 50.0, 0.5);
  }
  if (y_name) {
    write_upwards(chart, y_name);
  }
}

static void
draw_grid_line(cairo_t* const cr,
               const double   x0,
               const double   y0,
               const double   x1,
               const double   y1)
{
  set_colour(cr, grid);
  cairo_set_line_width(cr, 1.0);
  cairo_move_to(cr, x0, y0);
  cairo_line_to(cr, x1, y1);
  cairo_stroke(cr);
  set_colour(cr, grey);
}

void
chart_x_tick(const Chart* const chart,
             const double       value,
             const char* const  label)
{
  const double x      = floor(chart_x(chart, value)) + 0.5;
  const double bottom = chart->top + chart->height;

  draw_grid_line(chart->cr, x, chart->top, x, bottom);
  if (label) {
    write_text(chart->cr, label, 14.0, x, bottom + 24.0, 0.5);
  }
}

void
chart_y_tick(const Chart* const chart,
             const double       value,
             const char* const  label)
{
  const double y = floor(chart_y(chart, value)) + 0.5;

  draw_grid_line(chart->cr, chart->left, y, chart->left + chart->width, y);
  if (label) {
    write_text(chart->cr, label, 14.0, chart->left - 12.0, y + 5.0, 1.0);
  }
}

void
chart_legend(const Chart* const chart,
             const int          entry,
             const char* const  name,
             const ChartColour  colour)
{
  cairo_t* const cr = chart->cr;
  const double   x  = chart->left + chart->width - 40.0 - 110.0 * entry;
  const double   y  = chart->top - 25.0;

  set_colour(cr, colour);
  cairo_set_line_width(cr, 4.0);
  cairo_move_to(cr, x - 38.0, y);
  cairo_line_to(cr, x - 10.0, y);
  cairo_stroke(cr);
  set_colour(cr, ink);
  write_text(cr, name, 15.0, x, y + 5.0, 0.0);
}

void
chart_clip(const Chart* const chart, const ChartColour colour)
{
  cairo_save(chart->cr);
  cairo_rectangle(
    chart->cr, chart->left, chart->top, chart->width, chart->height);
  cairo_clip(chart->cr);
  set_colour(chart->cr, colour);
}

void
chart_unclip(const Chart* const chart)
{
  cairo_restore(chart->cr);
}
