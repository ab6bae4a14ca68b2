// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "style.h"
#include "../text.h"

#include <math.h>
#include <string.h>

#define RGB(hex)                                             \
  {                                                          \
    ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, \
      ((hex)&255) / 255.0                                    \
  }

const RmnColour rmn_ground = RGB(0x15171A);
const RmnColour rmn_card   = RGB(0x1D2024);
const RmnColour rmn_raised = RGB(0x2A2E34);
const RmnColour rmn_lit    = RGB(0x363B42);
const RmnColour rmn_line   = RGB(0x3A4048);
const RmnColour rmn_text   = RGB(0xECEEF0);
const RmnColour rmn_dim    = RGB(0xA3ABB4);
const RmnColour rmn_faint  = RGB(0x717A84);
const RmnColour rmn_accent = RGB(0xE69F00);
const RmnColour rmn_cool   = RGB(0x56B4E9);
const RmnColour rmn_alarm  = RGB(0xD55E00);

const RmnType rmn_type_title   = {22.0, true, RMN_LEFT};
const RmnType rmn_type_body    = {13.0, false, RMN_LEFT};
const RmnType rmn_type_value   = {13.0, false, RMN_CENTRE};
const RmnType rmn_type_label   = {12.0, false, RMN_CENTRE};
const RmnType rmn_type_caption = {11.0, false, RMN_LEFT};

enum { MAX_LINE = 512 }; ///< Bytes of a line of text that are looked at

void
rmn_set_colour(cairo_t* const cr, const RmnColour colour, const double alpha)
{
  cairo_set_source_rgba(cr, colour.red, colour.green, colour.blue, alpha);
}

RmnColour
rmn_colour_mix(const RmnColour a, const RmnColour b, const double x)
{
  return (RmnColour){a.red + x * (b.red - a.red),
                     a.green + x * (b.green - a.green),
                     a.blue + x * (b.blue - a.blue)};
}

void
rmn_round_path(cairo_t* const cr, const RmnRect rect, const double radius)
{
  const double r      = fmin(radius, fmin(rect.width, rect.height) / 2.0);
  const double left   = rect.x + r;
  const double top    = rect.y + r;
  const double right  = rect.x + rect.width - r;
  const double bottom = rect.y + rect.height - r;

  cairo_new_sub_path(cr);
  cairo_arc(cr, right, top, r, -RMN_PI / 2.0, 0.0);
  cairo_arc(cr, right, bottom, r, 0.0, RMN_PI / 2.0);
  cairo_arc(cr, left, bottom, r, RMN_PI / 2.0, RMN_PI);
  cairo_arc(cr, left, top, r, RMN_PI, 1.5 * RMN_PI);
  cairo_close_path(cr);
}

void
rmn_fill(cairo_t* const  cr,
         const RmnRect   rect,
         const double    radius,
         const RmnColour colour)
{
  rmn_round_path(cr, rect, radius);
  rmn_set_colour(cr, colour, 1.0);
  cairo_fill(cr);
}

void
rmn_fill_disc(cairo_t* const  cr,
              const double    x,
              const double    y,
              const double    radius,
              const RmnColour colour)
{
  cairo_new_path(cr);
  cairo_arc(cr, x, y, radius, 0.0, 2.0 * RMN_PI);
  rmn_set_colour(cr, colour, 1.0);
  cairo_fill(cr);
}

void
rmn_outline(cairo_t* const  cr,
            const RmnRect   rect,
            const double    radius,
            const RmnColour colour)
{
  const RmnRect inner = {
    rect.x + 0.5, rect.y + 0.5, rect.width - 1.0, rect.height - 1.0};
  rmn_round_path(cr, inner, radius);
  rmn_set_colour(cr, colour, 1.0);
  cairo_set_line_width(cr, 1.0);
  cairo_stroke(cr);
}

static void
select_type(cairo_t* const cr, const RmnType type)
{
  cairo_select_font_face(cr,
                         "sans-serif",
                         CAIRO_FONT_SLANT_NORMAL,
                         type.is_bold ? CAIRO_FONT_WEIGHT_BOLD
                                      : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cr, type.size);
}

static double
advance(cairo_t* const cr, const char* const text)
{
  cairo_text_extents_t extents;
  cairo_text_extents(cr, text, &extents);
  return extents.x_advance;
}

/// Cut the end off until the line fits with dots
static void
cut(cairo_t* const cr, char* const line, const double width)
{
  static const char dots[] = "\u2026";

  size_t length = strlen(line);
  while (length && advance(cr, line) > width) {
    do { // A character has one byte that is no continuation
      --length;
    } while (length && ((unsigned char)line[length] & 0xC0U) == 0x80U);
    memcpy(line + length, dots, sizeof(dots));
  }
}

double
rmn_write(cairo_t* const    cr,
          const RmnType     type,
          const double      x,
          const double      y,
          const double      width,
          const char* const text)
{
  char line[MAX_LINE + 4];
  rmn_text_copy(line, MAX_LINE, text);
  select_type(cr, type);
  cut(cr, line, width);

  const double taken = advance(cr, line);
  const double share = type.align == RMN_LEFT     ? 0.0
                       : type.align == RMN_CENTRE ? 0.5
                                                  : 1.0;
  cairo_move_to(cr, x - share * taken, y);
  cairo_show_text(cr, line);
  cairo_new_path(cr);
  return taken;
}

double
rmn_text_width(cairo_t* const cr, const RmnType type, const char* const text)
{
  char line[MAX_LINE];
  rmn_text_copy(line, sizeof(line), text);
  select_type(cr, type);
  return advance(cr, line);
}
