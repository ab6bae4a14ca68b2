// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file draw_banner.c What the plugin says: errors and notes differ in shape
/// and in colour

#include "draw.h"

#include <stdio.h>

/// Draw a triangle with an exclamation mark
static void
draw_warning(cairo_t* const cr, const double x, const double y)
{
  const RmnType type = {13.0, true, RMN_CENTRE};

  cairo_move_to(cr, x, y - 11.0);
  cairo_line_to(cr, x + 12.0, y + 9.0);
  cairo_line_to(cr, x - 12.0, y + 9.0);
  cairo_close_path(cr);
  rmn_set_colour(cr, rmn_alarm, 1.0);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width(cr, 2.0);
  cairo_fill_preserve(cr);
  cairo_stroke(cr);
  rmn_set_colour(cr, rmn_text, 1.0);
  rmn_write(cr, type, x, y + 7.0, 20.0, "!");
}

/// Draw a disc with an i
static void
draw_note(cairo_t* const cr, const double x, const double y)
{
  const RmnType type = {14.0, true, RMN_CENTRE};

  rmn_fill_disc(cr, x, y, 11.0, rmn_cool);
  rmn_set_colour(cr, rmn_ground, 1.0);
  rmn_write(cr, type, x, y + 5.0, 20.0, "i");
}

/// Return how many bytes of `text` fit into a line, whole words if any
static size_t
count_fitting(cairo_t* const cr, const char* const text, const double width)
{
  char   line[RMN_MAX_NOTICE];
  size_t fits = 0;
  for (size_t i = 0; i < sizeof(line) - 1U; ++i) {
    line[i] = '\0';
    if (!text[i] || text[i] == ' ') {
      if (fits && rmn_text_width(cr, rmn_type_body, line) > width) {
        break;
      }
      fits = i + (text[i] ? 1U : 0U);
    }
    if (!text[i]) {
      break;
    }
    line[i] = text[i];
  }
  return fits;
}

/// Write a text, in a second line what the first has no room for
static void
write_text(cairo_t* const cr, const RmnRect rect, const char* const text)
{
  const double x     = rect.x + 52.0;
  const double width = rect.width - 104.0;
  const size_t first = count_fitting(cr, text, width);
  const double above = rect.y + (text[first] ? 24.0 : 33.0);
  char         line[RMN_MAX_NOTICE];

  snprintf(line, sizeof(line), "%.*s", (int)first, text);
  rmn_set_colour(cr, rmn_text, 1.0);
  rmn_write(cr, rmn_type_body, x, above, width, line);
  rmn_write(cr, rmn_type_body, x, rect.y + 42.0, width, text + first);
}

/// Draw the cross that closes it
static void
draw_cross(cairo_t* const cr, const RmnRect rect, const bool is_lit)
{
  const double x = rect.x + rect.width - 26.0;
  const double y = rect.y + rect.height / 2.0;

  rmn_set_colour(cr, is_lit ? rmn_text : rmn_dim, 1.0);
  cairo_set_line_width(cr, 2.0);
  cairo_move_to(cr, x - 6.0, y - 6.0);
  cairo_line_to(cr, x + 6.0, y + 6.0);
  cairo_move_to(cr, x + 6.0, y - 6.0);
  cairo_line_to(cr, x - 6.0, y + 6.0);
  cairo_stroke(cr);
}

void
rmn_draw_banner(cairo_t* const cr, const RmnPicture* const picture)
{
  const RmnView* const view    = picture->view;
  const RmnRect        rect    = picture->layout->areas[RMN_AREA_BANNER];
  const bool           is_note = view->severity == RMN_SEVERITY_NOTE;
  const RmnColour      colour  = is_note ? rmn_cool : rmn_alarm;
  const double         middle  = rect.y + rect.height / 2.0;

  cairo_push_group(cr);
  rmn_fill(
    cr, rect, 8.0, rmn_colour_mix(rmn_card, colour, is_note ? 0.1 : 0.22));
  rmn_outline(cr, rect, 8.0, colour);
  (is_note ? draw_note : draw_warning)(cr, rect.x + 28.0, middle);
  write_text(cr, rect, view->message);
  draw_cross(cr, rect, view->hand.hovered == RMN_AREA_BANNER);
  cairo_pop_group_to_source(cr);
  cairo_paint_with_alpha(cr,
                         is_note ? (double)view->shade / RMN_N_SHADES : 1.0);
}
