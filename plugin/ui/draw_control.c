// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file draw_control.c Dials, fields, switches, choices and buttons

#include "control.h"
#include "draw.h"

#include <math.h>

static const double first_angle =
  0.75 * RMN_PI; ///< Of a dial, at the lower left
static const double whole_angle = 1.5 * RMN_PI;

static bool
is_hovered(const RmnView* const view, const RmnArea area)
{
  return view->hand.hovered == area || view->hand.held == area;
}

/// Draw a ring around what the keyboard is at
static void
draw_focus(cairo_t* const       cr,
           const RmnView* const view,
           const RmnArea        area,
           const RmnRect        rect,
           const double         radius)
{
  if (view->hand.focused == area) {
    rmn_outline(cr, rect, radius, rmn_accent);
  }
}

/// Write the value, or what is typed with a caret behind it
static void
write_value(cairo_t* const       cr,
            const RmnView* const view,
            const RmnArea        area,
            const double         x,
            const double         y,
            const double         width)
{
  char text[2 * RMN_MAX_TYPED];
  if (view->hand.typed_in == area) {
    const double half =
      rmn_write(cr, rmn_type_value, x, y, width, view->hand.typed) / 2.0;
    rmn_set_colour(cr, rmn_accent, 1.0);
    cairo_rectangle(cr, x + half + 1.5, y - 11.0, 1.5, 14.0);
    cairo_fill(cr);
  } else {
    rmn_control_write(view, area, text, sizeof(text));
    rmn_write(cr, rmn_type_value, x, y, width, text);
  }
}

static void
stroke_arc(cairo_t* const  cr,
           const double    radius,
           const double    from,
           const double    to,
           const RmnColour colour)
{
  cairo_new_path(cr);
  cairo_arc(cr,
            0.0,
            0.0,
            radius,
            first_angle + whole_angle * fmin(from, to),
            first_angle + whole_angle * fmax(from, to));
  rmn_set_colour(cr, colour, 1.0);
  cairo_stroke(cr);
}

/// Draw the cap of a dial, with a pointer
static void
draw_cap(cairo_t* const cr,
         const double   radius,
         const double   position,
         const bool     is_lit)
{
  const double           angle = first_angle + whole_angle * position;
  cairo_pattern_t* const light =
    cairo_pattern_create_linear(0.0, -radius, 0.0, radius);
  const RmnColour top    = is_lit ? rmn_line : rmn_lit;
  const RmnColour bottom = rmn_card;
  cairo_pattern_add_color_stop_rgb(light, 0, top.red, top.green, top.blue);
  cairo_pattern_add_color_stop_rgb(
    light, 1, bottom.red, bottom.green, bottom.blue);

  cairo_arc(cr, 0.0, 0.0, radius, 0.0, 2.0 * RMN_PI);
  cairo_set_source(cr, light);
  cairo_fill_preserve(cr);
  rmn_set_colour(cr, rmn_line, 1.0);
  cairo_set_line_width(cr, 1.0);
  cairo_stroke(cr);
  cairo_pattern_destroy(light);

  cairo_move_to(cr, 0.45 * radius * cos(angle), 0.45 * radius * sin(angle));
  cairo_line_to(cr, 0.88 * radius * cos(angle), 0.88 * radius * sin(angle));
  rmn_set_colour(cr, rmn_text, 1.0);
  cairo_set_line_width(cr, 2.5);
  cairo_stroke(cr);
}

static void
draw_dial(cairo_t* const          cr,
          const RmnPicture* const picture,
          const RmnArea           area)
{
  const RmnView* const view     = picture->view;
  const RmnRect        rect     = picture->layout->areas[area];
  const bool           is_own   = rmn_control_at(area)->label == NULL;
  const double         radius   = is_own ? 50.0 : 40.0;
  const double         x        = rect.x + rect.width / 2.0;
  const double         y        = rect.y + 70.0;
  const double         position = rmn_control_position(view, area);
  const RmnColour      accent =
    view->values[RMN_PORT_ENABLED] > 0.5f ? rmn_accent : rmn_faint;

  rmn_set_colour(cr, is_own ? rmn_text : rmn_dim, 1.0);
  rmn_write(cr,
            rmn_type_value,
            x,
            rect.y + 142.0,
            rect.width - 8.0,
            rmn_control_label(view, area));
  rmn_set_colour(cr, is_own ? accent : rmn_text, 1.0);
  write_value(cr, view, area, x, rect.y + 164.0, rect.width - 8.0);

  cairo_save(cr);
  cairo_translate(cr, x, y);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width(cr, 5.0);
  stroke_arc(cr, radius, 0.0, 1.0, rmn_raised);
  cairo_set_line_width(cr, 5.0);
  stroke_arc(cr, radius, rmn_control_origin(area), position, accent);
  draw_cap(cr, radius - 9.0, position, is_hovered(view, area));
  cairo_restore(cr);

  const RmnRect ring = {rect.x + 4.0, rect.y + 8.0, rect.width - 8.0, 170.0};
  draw_focus(cr, view, area, ring, 8.0);
}

/// Write the caption above a control of the strip
static void
write_caption(cairo_t* const       cr,
              const RmnView* const view,
              const RmnArea        area,
              const RmnRect        rect)
{
  rmn_set_colour(cr, rmn_dim, 1.0);
  rmn_write(cr,
            rmn_type_label,
            rect.x + rect.width / 2.0,
            rect.y + 14.0,
            rect.width,
            rmn_control_label(view, area));
}

/// Return where a control of the strip is, below its caption if it has one
static RmnRect
below_caption(const RmnRect rect)
{
  const double top = rect.height > 30.0 ? 24.0 : 0.0;
  return (RmnRect){rect.x, rect.y + top, rect.width, 30.0};
}

/// Draw a switch that slides to the right when it is on
static void
draw_slide(cairo_t* const cr,
           const double   x,
           const double   y,
           const bool     is_on,
           const bool     is_lit)
{
  const RmnRect track = {x - 19.0, y - 10.0, 38.0, 20.0};

  rmn_fill(cr, track, 10.0, is_on ? rmn_accent : is_lit ? rmn_lit : rmn_raised);
  if (!is_on) {
    rmn_outline(cr, track, 10.0, rmn_line);
  }
  rmn_fill_disc(
    cr, x + (is_on ? 9.0 : -9.0), y, 7.0, is_on ? rmn_ground : rmn_dim);
}

static void
draw_switch(cairo_t* const          cr,
            const RmnPicture* const picture,
            const RmnArea           area)
{
  const RmnView* const view = picture->view;
  const RmnRect        rect = picture->layout->areas[area];
  const RmnRect        box  = below_caption(rect);
  const double         x    = box.x + box.width / 2.0;
  const double         y    = box.y + box.height / 2.0;

  write_caption(cr, view, area, rect);
  draw_slide(cr, x, y, view->values[area] > 0.5f, is_hovered(view, area));

  const RmnRect ring = {x - 24.0, y - 15.0, 48.0, 30.0};
  draw_focus(cr, view, area, ring, 15.0);
}

/// Draw the switch of the whole plugin, which says what it does
static void
draw_enabled(cairo_t* const cr, const RmnPicture* const picture)
{
  const RmnView* const view  = picture->view;
  const RmnArea        area  = (RmnArea)RMN_PORT_ENABLED;
  const RmnRect        rect  = picture->layout->areas[area];
  const bool           is_on = view->values[area] > 0.5f;
  const double         y     = rect.y + rect.height / 2.0;
  const RmnType        type  = {13.0, !is_on, RMN_RIGHT};

  rmn_set_colour(cr, is_on ? rmn_dim : rmn_text, 1.0);
  rmn_write(cr,
            type,
            rect.x + rect.width - 54.0,
            y + 4.5,
            rect.width - 54.0,
            is_on ? "On" : "Bypassed");
  draw_slide(cr, rect.x + rect.width - 24.0, y, is_on, is_hovered(view, area));

  const RmnRect ring = {rect.x + rect.width - 48.0, rect.y, 48.0, rect.height};
  draw_focus(cr, view, area, ring, 15.0);
}

static void
draw_choice(cairo_t* const          cr,
            const RmnPicture* const picture,
            const RmnArea           area)
{
  const RmnView* const    view    = picture->view;
  const RmnControl* const control = rmn_control_at(area);
  const RmnRect           rect    = picture->layout->areas[area];
  const RmnRect           box     = below_caption(rect);
  const uint32_t          chosen  = rmn_control_choice(view, area);
  const double            width   = box.width / control->n_choices;

  write_caption(cr, view, area, rect);
  rmn_fill(cr, box, 6.0, rmn_card);
  rmn_outline(cr, box, 6.0, is_hovered(view, area) ? rmn_faint : rmn_line);
  for (uint32_t i = 0; i < control->n_choices; ++i) {
    const RmnRect part = {
      box.x + i * width + 2.0, box.y + 2.0, width - 4.0, box.height - 4.0};
    if (i == chosen) {
      rmn_fill(cr, part, 4.0, rmn_lit);
    }
    rmn_set_colour(cr, i == chosen ? rmn_accent : rmn_dim, 1.0);
    rmn_write(cr,
              rmn_type_label,
              part.x + part.width / 2.0,
              box.y + 19.5,
              part.width,
              control->choices[i]);
  }
  draw_focus(cr, view, area, box, 6.0);
}

static void
draw_field(cairo_t* const          cr,
           const RmnPicture* const picture,
           const RmnArea           area)
{
  const RmnView* const view = picture->view;
  const RmnRect        rect = picture->layout->areas[area];
  const RmnRect        box  = below_caption(rect);
  const bool           acts = area != (RmnArea)RMN_PORT_INPUT_LEVEL ||
                    view->values[RMN_PORT_CALIBRATE] > 0.5f;

  write_caption(cr, view, area, rect);
  rmn_fill(cr, box, 6.0, rmn_card);
  rmn_outline(cr, box, 6.0, is_hovered(view, area) ? rmn_faint : rmn_line);
  rmn_set_colour(cr, acts ? rmn_text : rmn_faint, 1.0);
  write_value(
    cr, view, area, box.x + box.width / 2.0, box.y + 19.5, box.width - 12.0);
  draw_focus(cr, view, area, box, 6.0);
}

static void
draw_button(cairo_t* const          cr,
            const RmnPicture* const picture,
            const RmnArea           area)
{
  const RmnView* const view = picture->view;
  const RmnRect        box  = below_caption(picture->layout->areas[area]);
  const bool           held = view->hand.held == area;

  rmn_fill(cr,
           box,
           6.0,
           held                     ? rmn_accent
           : is_hovered(view, area) ? rmn_lit
                                    : rmn_raised);
  rmn_set_colour(cr, held ? rmn_ground : rmn_text, 1.0);
  rmn_write(cr,
            rmn_type_label,
            box.x + box.width / 2.0,
            box.y + 19.5,
            box.width,
            rmn_control_label(view, area));
  draw_focus(cr, view, area, box, 6.0);
}

void
rmn_draw_control(cairo_t* const          cr,
                 const RmnPicture* const picture,
                 const RmnArea           area)
{
  switch (rmn_control_at(area)->kind) {
  case RMN_CONTROL_NONE:
    break;
  case RMN_CONTROL_DIAL:
    draw_dial(cr, picture, area);
    break;
  case RMN_CONTROL_FIELD:
    draw_field(cr, picture, area);
    break;
  case RMN_CONTROL_SWITCH:
    if (area == (RmnArea)RMN_PORT_ENABLED) {
      draw_enabled(cr, picture);
    } else {
      draw_switch(cr, picture, area);
    }
    break;
  case RMN_CONTROL_CHOICE:
    draw_choice(cr, picture, area);
    break;
  case RMN_CONTROL_TRIGGER:
    if (area == (RmnArea)RMN_PORT_RESET) {
      draw_button(cr, picture, area);
    } else {
      rmn_draw_model_button(cr, picture, area);
    }
    break;
  }
}
