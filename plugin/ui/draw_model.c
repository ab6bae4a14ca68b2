// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file draw_model.c What plays: the panel at the top, and what went wrong

#include "draw.h"
#include "number.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
rmn_draw_title(cairo_t* const cr, const RmnRect rect)
{
  static const char letters[] = "REMANENCE";
  const RmnType     type      = {13.0, true, RMN_LEFT};
  double            x         = rect.x;

  for (const char* c = letters; *c; ++c) { // Spaced, as capitals should be
    const char letter[] = {*c, '\0'};
    rmn_set_colour(cr, rmn_dim, 1.0);
    x += rmn_write(cr, type, x, rect.y + 31.0, rect.width, letter) + 3.0;
  }
}

/// Draw an arrow head that points to the left, -1, or the right, 1
static void
draw_arrow(cairo_t* const cr, const double x, const double y, const double way)
{
  cairo_move_to(cr, x - 4.0 * way, y - 9.0);
  cairo_line_to(cr, x + 5.0 * way, y);
  cairo_line_to(cr, x - 4.0 * way, y + 9.0);
  cairo_set_line_width(cr, 2.5);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr);
}

static void
draw_folder(cairo_t* const cr, const double x, const double y)
{
  cairo_move_to(cr, x - 10.0, y + 8.0);
  cairo_line_to(cr, x - 10.0, y - 8.0);
  cairo_line_to(cr, x - 3.0, y - 8.0);
  cairo_line_to(cr, x, y - 5.0);
  cairo_line_to(cr, x + 10.0, y - 5.0);
  cairo_line_to(cr, x + 10.0, y + 8.0);
  cairo_close_path(cr);
  cairo_set_line_width(cr, 2.0);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr);
}

/// Draw the sign of what opens below, or closes
static void
draw_unfold(cairo_t* const cr,
            const double   x,
            const double   y,
            const bool     is_open)
{
  const double way = is_open ? -1.0 : 1.0;
  cairo_move_to(cr, x - 5.0, y - 2.5 * way);
  cairo_line_to(cr, x, y + 2.5 * way);
  cairo_line_to(cr, x + 5.0, y - 2.5 * way);
  cairo_set_line_width(cr, 2.0);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr);
}

/// Lay the ground of the panel, of which each area draws its own part
static void
lay_card(cairo_t* const cr, const RmnPicture* const picture)
{
  const RmnRect* const areas = picture->layout->areas;
  const RmnRect        first = areas[RMN_PORT_PREVIOUS];
  const RmnRect        last  = areas[RMN_PORT_NEXT];
  const RmnRect        card  = {
            first.x, first.y, last.x + last.width - first.x, first.height};

  rmn_fill(cr, card, 10.0, rmn_card);
  if (picture->view->is_dropping) {
    rmn_outline(cr, card, 10.0, rmn_accent);
  }
}

void
rmn_draw_model_button(cairo_t* const          cr,
                      const RmnPicture* const picture,
                      const RmnArea           area)
{
  const RmnHandView* const hand = &picture->view->hand;
  const RmnRect            rect = picture->layout->areas[area];
  const double             x    = rect.x + rect.width / 2.0;
  const double             y    = rect.y + rect.height / 2.0;
  const bool               lit  = hand->hovered == area || hand->held == area;
  const RmnRect spot = {rect.x + 5.0, rect.y + 16.0, 38.0, rect.height - 32.0};

  lay_card(cr, picture);
  if (lit) {
    rmn_fill(cr, spot, 8.0, rmn_raised);
  }
  if (hand->focused == area) {
    rmn_outline(cr, spot, 8.0, rmn_accent);
  }
  rmn_set_colour(cr,
                 hand->held == area ? rmn_accent
                 : lit              ? rmn_text
                                    : rmn_dim,
                 1.0);
  if (area == RMN_AREA_BROWSE) {
    draw_folder(cr, x, y);
  } else {
    draw_arrow(cr, x, y, area == (RmnArea)RMN_PORT_NEXT ? 1.0 : -1.0);
  }
}

/// Append to a line of facts, with a dot between them
__attribute__((format(printf, 3, 4))) static void
append(char* const line, const size_t size, const char* const format, ...)
{
  char*  end  = line + strlen(line);
  size_t left = size - strlen(line);
  snprintf(end, left, "%s", end == line ? "" : "  \u00B7  ");
  left -= strlen(end);
  end += strlen(end);

  va_list args;
  va_start(args, format);
  vsnprintf(end, left, format, args);
  va_end(args);
}

/// Say what the network is
static void
describe_network(const RmnAbout* const about,
                 char* const           line,
                 const size_t          size)
{
  char number[RMN_MAX_TYPED];
  if (about->network[0]) {
    append(line, size, "%s", about->network);
  }
  if (about->n_weights > 0) {
    rmn_number_write_count(number, sizeof(number), about->n_weights);
    append(line, size, "%s weights", number);
  }
  if (about->rate_hz > 0.0f) {
    const double rate_khz = (double)about->rate_hz / 1000.0;
    rmn_number_write(
      number, sizeof(number), rate_khz, rate_khz == floor(rate_khz) ? 0 : 1);
    append(line, size, "%s kHz", number);
  }
}

/// Say who made it, and how well
static void
describe_origin(const RmnAbout* const about,
                char* const           line,
                const size_t          size)
{
  char number[RMN_MAX_TYPED];
  if (about->author[0]) {
    append(line, size, "%s", about->author);
  }
  if (about->licence[0]) {
    append(line, size, "%s", about->licence);
  }
  if (isfinite(about->esr)) {
    rmn_number_write(number, sizeof(number), 100.0 * (double)about->esr, 2);
    append(line, size, "ESR %s%%", number);
  }
  if (isfinite(about->lufs)) {
    rmn_number_write(number, sizeof(number), (double)about->lufs, 1);
    append(line, size, "%s LUFS", number);
  }
}

/// Return what to call the model: its own name or that of its file
static const char*
name(const RmnView* const view)
{
  const char* const slash = strrchr(view->path, '/');
  return view->about.name[0] ? view->about.name
         : slash             ? slash + 1
         : view->path[0]     ? view->path
                             : "No model";
}

void
rmn_draw_model(cairo_t* const cr, const RmnPicture* const picture)
{
  const RmnView* const view         = picture->view;
  const RmnRect        rect         = picture->layout->areas[RMN_AREA_MODEL];
  const double         x            = rect.x + 4.0;
  const double         width        = rect.width - 12.0;
  const bool           lit          = view->hand.hovered == RMN_AREA_MODEL;
  char                 network[256] = "";
  char                 origin[512]  = "";

  describe_network(&view->about, network, sizeof(network));
  describe_origin(&view->about, origin, sizeof(origin));
  lay_card(cr, picture);
  rmn_set_colour(cr, lit ? rmn_accent : rmn_text, 1.0);
  const double taken =
    rmn_write(cr,
              rmn_type_title,
              x,
              rect.y + 33.0,
              width - 24.0,
              view->is_dropping ? "Drop the model here" : name(view));
  draw_unfold(cr, x + taken + 15.0, rect.y + 26.0, view->is_listing);
  rmn_set_colour(cr, rmn_text, 0.85);
  rmn_write(cr, rmn_type_body, x, rect.y + 54.0, width, network);
  rmn_set_colour(cr, rmn_dim, 1.0);
  rmn_write(cr, rmn_type_body, x, rect.y + 72.0, width, origin);
  if (view->hand.focused == RMN_AREA_MODEL) {
    const RmnRect ring = {
      rect.x - 4.0, rect.y + 6.0, rect.width, rect.height - 12.0};
    rmn_outline(cr, ring, 8.0, rmn_accent);
  }
}
