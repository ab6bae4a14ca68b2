// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "draw.h"
#include "control.h"

static void
draw(cairo_t* const cr, const RmnPicture* const picture, const RmnArea area)
{
  const RmnRect* const rect = &picture->layout->areas[area];
  switch (area) {
  case RMN_AREA_NONE:
    break;
  case RMN_AREA_TITLE:
    rmn_draw_title(cr, *rect);
    break;
  case RMN_AREA_MODEL:
    rmn_draw_model(cr, picture);
    break;
  case RMN_AREA_BROWSE:
    rmn_draw_model_button(cr, picture, area);
    break;
  case RMN_AREA_BANNER:
    rmn_draw_banner(cr, picture);
    break;
  case RMN_AREA_IN:
    rmn_draw_levels(cr, *rect, &picture->view->in, "In");
    break;
  case RMN_AREA_OUT:
    rmn_draw_levels(cr, *rect, &picture->view->out, "Out");
    break;
  case RMN_AREA_MEMORY:
    rmn_draw_memory(cr, picture);
    break;
  case RMN_AREA_GATES:
    rmn_draw_gates(cr, picture);
    break;
  case RMN_AREA_CURVE:
    rmn_draw_curve(cr, picture);
    break;
  case RMN_AREA_OUTPUTS:
    rmn_draw_outputs(cr, picture);
    break;
  case RMN_AREA_STATUS:
    rmn_draw_status(cr, picture);
    break;
  case RMN_AREA_LIST:
    rmn_draw_list(cr, picture);
    break;
  case RMN_N_AREAS:
    break;
  default:
    rmn_draw_control(cr, picture, area);
  }
}

/// Have text as wide at any scale
static void
set_font_options(cairo_t* const cr)
{
  cairo_font_options_t* const options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(cr, options);
  cairo_font_options_destroy(options);
}

void
rmn_draw_area(cairo_t* const          cr,
              const RmnPicture* const picture,
              const RmnArea           area)
{
  const RmnRect* const rect = &picture->layout->areas[area];
  if (rect->width <= 0.0 || rect->height <= 0.0) {
    return;
  }

  cairo_save(cr);
  set_font_options(cr);
  cairo_scale(cr, picture->layout->scale, picture->layout->scale);
  cairo_rectangle(cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip(cr);
  rmn_set_colour(cr, rmn_ground, 1.0);
  cairo_paint(cr);
  draw(cr, picture, area);
  cairo_restore(cr);
}

void
rmn_draw(cairo_t* const cr, const RmnPicture* const picture)
{
  rmn_set_colour(cr, rmn_ground, 1.0);
  cairo_paint(cr);
  for (uint32_t a = 0; a < RMN_N_AREAS; ++a) {
    rmn_draw_area(cr, picture, (RmnArea)a);
  }
}
