// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file style.h Colours, and text in them.

   The accent and the colours of trouble and of the map are of the palette of
   Okabe and Ito, which colour-blind people can tell apart; none of them is the
   only sign of anything.
*/

#ifndef RMN_STYLE_H
#define RMN_STYLE_H

#include "layout.h"

#include <cairo.h>

#define RMN_PI 3.14159265358979323846

typedef struct {
  double red;
  double green;
  double blue;
} RmnColour;

extern const RmnColour rmn_ground; ///< Behind everything
extern const RmnColour rmn_card;   ///< Of what lies on it
extern const RmnColour rmn_raised; ///< Of what can be pressed
extern const RmnColour rmn_lit;    ///< The same under the pointer
extern const RmnColour rmn_line;
extern const RmnColour rmn_text;
extern const RmnColour rmn_dim;   ///< Of text that matters less
extern const RmnColour rmn_faint; ///< Of what hardly does
extern const RmnColour rmn_accent;
extern const RmnColour rmn_cool; ///< The other end of the map
extern const RmnColour rmn_alarm;

typedef enum { RMN_LEFT, RMN_CENTRE, RMN_RIGHT } RmnAlign;

typedef struct {
  double   size;
  bool     is_bold;
  RmnAlign align;
} RmnType;

extern const RmnType rmn_type_title;   ///< Of the model
extern const RmnType rmn_type_body;    ///< From the left
extern const RmnType rmn_type_value;   ///< In the middle
extern const RmnType rmn_type_label;   ///< The same, smaller
extern const RmnType rmn_type_caption; ///< Small, from the left

void
rmn_set_colour(cairo_t* cr, RmnColour colour, double alpha);

/// Return the colour that far from `a` to `b`
RmnColour
rmn_colour_mix(RmnColour a, RmnColour b, double x);

/// Add a rectangle with round corners to the path
void
rmn_round_path(cairo_t* cr, RmnRect rect, double radius);

/// Fill a rectangle with round corners
void
rmn_fill(cairo_t* cr, RmnRect rect, double radius, RmnColour colour);

/// Fill a circle
void
rmn_fill_disc(cairo_t* cr, double x, double y, double radius, RmnColour colour);

/// Draw the outline of one, inside it
void
rmn_outline(cairo_t* cr, RmnRect rect, double radius, RmnColour colour);

/**
   Write a line of text in the present colour, cut off with dots where it is
   wider than `width`.

   @param x Of its beginning, middle or end, as the type aligns it.
   @param y Of its base line.
   @return Its width.
*/
double
rmn_write(cairo_t*    cr,
          RmnType     type,
          double      x,
          double      y,
          double      width,
          const char* text);

/// Return the width of a line of text
double
rmn_text_width(cairo_t* cr, RmnType type, const char* text);

#endif // RMN_STYLE_H
