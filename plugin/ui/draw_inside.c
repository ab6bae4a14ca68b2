// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file draw_inside.c What the network remembers, and what it makes of its
/// input

#include "draw.h"
#include "number.h"

#include <math.h>
#include <stdio.h>

/// Which of the two memories a map is of
typedef enum { HIDDEN, CELL } Which;

static const double caption_width = 26.0;

static uint32_t
pixel(const RmnColour colour)
{
  const uint32_t red   = (uint32_t)lrint(255.0 * colour.red);
  const uint32_t green = (uint32_t)lrint(255.0 * colour.green);
  const uint32_t blue  = (uint32_t)lrint(255.0 * colour.blue);
  return 0xFF000000U | red << 16U | green << 8U | blue;
}

/// Fill the pixels of every step of the colours, from -1 to 1
static void
fill_colours(uint32_t colours[256])
{
  for (int i = 0; i < 256; ++i) {
    const double value  = (i - RMN_ZERO_LEVEL) / 127.0;
    const double amount = pow(fmin(fabs(value), 1.0), 0.7);
    colours[i]          = pixel(
      rmn_colour_mix(rmn_card, value < 0.0 ? rmn_cool : rmn_accent, amount));
  }
}

/// Return a picture with a pixel for each unit, down, and reading, across
static cairo_surface_t*
make_map(const RmnHistory* const history, const Which which)
{
  cairo_surface_t* const surface = cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, RMN_N_COLUMNS, (int)history->n_units);
  unsigned char* const data   = cairo_image_surface_get_data(surface);
  const size_t         stride = (size_t)cairo_image_surface_get_stride(surface);
  uint32_t             colours[256];
  if (!data) {
    return surface;
  }

  fill_colours(colours);
  for (uint32_t x = 0; x < RMN_N_COLUMNS; ++x) {
    const RmnColumn* const column =
      &history->columns[(history->n_columns + x) % RMN_N_COLUMNS];
    const uint8_t* const levels = which == CELL ? column->c : column->h;
    for (uint32_t u = 0; u < history->n_units; ++u) {
      ((uint32_t*)(void*)(data + u * stride))[x] = colours[levels[u]];
    }
  }
  cairo_surface_mark_dirty(surface);
  return surface;
}

static void
draw_map(cairo_t* const          cr,
         const RmnHistory* const history,
         const Which             which,
         const RmnRect           rect)
{
  const RmnRect map = {
    rect.x + caption_width, rect.y, rect.width - caption_width, rect.height};
  const RmnType type = {15.0, true, RMN_LEFT};

  rmn_set_colour(cr, rmn_dim, 1.0);
  rmn_write(cr,
            type,
            rect.x,
            rect.y + rect.height / 2.0 + 5.0,
            caption_width,
            which == CELL ? "C" : "h");
  cairo_save(cr);
  rmn_round_path(cr, map, 6.0);
  cairo_clip(cr);
  rmn_set_colour(cr, rmn_card, 1.0);
  cairo_paint(cr);
  if (history->n_units) {
    cairo_surface_t* const surface = make_map(history, which);
    cairo_translate(cr, map.x, map.y);
    cairo_scale(
      cr, map.width / RMN_N_COLUMNS, map.height / (double)history->n_units);
    cairo_set_source_surface(cr, surface, 0.0, 0.0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
    cairo_paint(cr);
    cairo_surface_destroy(surface);
  }
  cairo_restore(cr);
}

void
rmn_draw_memory(cairo_t* const cr, const RmnPicture* const picture)
{
  const RmnHistory* const history = picture->history;
  const RmnRect           rect    = picture->layout->areas[RMN_AREA_MEMORY];
  const double            half    = (rect.height - 6.0) / 2.0;
  const RmnRect           above   = {rect.x, rect.y, rect.width, half};
  const RmnRect below = {rect.x, rect.y + half + 6.0, rect.width, half};

  if (history->has_cell) {
    draw_map(cr, history, HIDDEN, above);
    draw_map(cr, history, CELL, below);
  } else {
    draw_map(cr, history, HIDDEN, rect);
  }
}

/// Draw the points, the older the fainter
static void
draw_points(cairo_t* const          cr,
            const RmnHistory* const history,
            const RmnRect           rect)
{
  enum { N_AGES = 4 };
  const uint64_t n_known =
    history->n_points < RMN_N_TRACED ? history->n_points : RMN_N_TRACED;
  const double x0    = rect.x + rect.width / 2.0;
  const double y0    = rect.y + rect.height / 2.0;
  const double scale = rect.width / 2.0 / (double)history->range;

  for (uint32_t age = N_AGES; age-- > 0U;) {
    const uint64_t newest = age * n_known / N_AGES;
    const uint64_t oldest = (age + 1U) * n_known / N_AGES;
    for (uint64_t i = newest; i < oldest; ++i) {
      const float* const point =
        history->points[(history->n_points - 1U - i) % RMN_N_TRACED];
      cairo_rectangle(cr,
                      x0 + scale * (double)point[0] - 1.0,
                      y0 - scale * (double)point[1] - 1.0,
                      2.0,
                      2.0);
    }
    rmn_set_colour(cr, rmn_accent, 1.0 - (double)age / N_AGES);
    cairo_fill(cr);
  }
}

/// Draw the axes, and the line of what lets its input through
static void
draw_axes(cairo_t* const cr, const RmnRect rect)
{
  static const double dashes[] = {3.0, 4.0};
  const double        right    = rect.x + rect.width;
  const double        bottom   = rect.y + rect.height;

  rmn_set_colour(cr, rmn_line, 1.0);
  cairo_set_line_width(cr, 1.0);
  cairo_move_to(cr, rect.x, rect.y + rect.height / 2.0);
  cairo_line_to(cr, right, rect.y + rect.height / 2.0);
  cairo_move_to(cr, rect.x + rect.width / 2.0, rect.y);
  cairo_line_to(cr, rect.x + rect.width / 2.0, bottom);
  cairo_stroke(cr);
  cairo_set_dash(cr, dashes, 2, 0.0);
  cairo_move_to(cr, rect.x, bottom);
  cairo_line_to(cr, right, rect.y);
  cairo_stroke(cr);
  cairo_set_dash(cr, NULL, 0, 0.0);
}

void
rmn_draw_curve(cairo_t* const cr, const RmnPicture* const picture)
{
  const RmnHistory* const history = picture->history;
  const RmnRect           rect    = picture->layout->areas[RMN_AREA_CURVE];
  const RmnType           corner  = {10.0, false, RMN_RIGHT};
  char                    number[RMN_MAX_TYPED];
  char                    text[RMN_MAX_TYPED + 8];

  cairo_save(cr);
  rmn_round_path(cr, rect, 6.0);
  cairo_clip(cr);
  rmn_set_colour(cr, rmn_card, 1.0);
  cairo_paint(cr);
  draw_axes(cr, rect);
  draw_points(cr, history, rect);
  cairo_restore(cr);

  rmn_number_write(
    number, sizeof(number), 20.0 * log10((double)history->range), 0);
  snprintf(text, sizeof(text), "%s dBFS", number);
  rmn_set_colour(cr, rmn_faint, 1.0);
  rmn_write(cr,
            corner,
            rect.x + rect.width - 6.0,
            rect.y + rect.height - 6.0,
            rect.width,
            text);
  rmn_write(cr,
            rmn_type_caption,
            rect.x + rect.width / 2.0 + 4.0,
            rect.y + 13.0,
            40.0,
            "out");
  rmn_write(cr,
            rmn_type_caption,
            rect.x + 6.0,
            rect.y + rect.height / 2.0 - 4.0,
            40.0,
            "in");
}
