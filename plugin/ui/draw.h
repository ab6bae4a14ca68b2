// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file draw.h A picture of the window, which needs no window

#ifndef RMN_DRAW_H
#define RMN_DRAW_H

#include "list.h"
#include "style.h"

/// All that is to be drawn
typedef struct {
  const RmnView*    view;
  const RmnLayout*  layout;
  const RmnHistory* history;
  const RmnList*    list;
} RmnPicture;

/// Draw everything
void
rmn_draw(cairo_t* cr, const RmnPicture* picture);

/// Draw one area anew, and nothing around it
void
rmn_draw_area(cairo_t* cr, const RmnPicture* picture, RmnArea area);

/* The parts of it, in units of the layout
   ======================================= */

void
rmn_draw_control(cairo_t* cr, const RmnPicture* picture, RmnArea area);

void
rmn_draw_title(cairo_t* cr, RmnRect rect);

/// Draw the arrow of the previous or next model, or the sign to browse
void
rmn_draw_model_button(cairo_t* cr, const RmnPicture* picture, RmnArea area);

void
rmn_draw_model(cairo_t* cr, const RmnPicture* picture);

void
rmn_draw_banner(cairo_t* cr, const RmnPicture* picture);

void
rmn_draw_levels(cairo_t*            cr,
                RmnRect             rect,
                const RmnLevelView* levels,
                const char*         label);

/// Draw what a predictor predicts
void
rmn_draw_outputs(cairo_t* cr, const RmnPicture* picture);

void
rmn_draw_status(cairo_t* cr, const RmnPicture* picture);

void
rmn_draw_memory(cairo_t* cr, const RmnPicture* picture);

void
rmn_draw_gates(cairo_t* cr, const RmnPicture* picture);

void
rmn_draw_curve(cairo_t* cr, const RmnPicture* picture);

void
rmn_draw_list(cairo_t* cr, const RmnPicture* picture);

#endif // RMN_DRAW_H
