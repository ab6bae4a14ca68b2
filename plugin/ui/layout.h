// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file layout.h Where in the window everything is

#ifndef RMN_LAYOUT_H
#define RMN_LAYOUT_H

#include "view.h"

/// Size of the window at 100%
enum {
  RMN_BASE_WIDTH       = 880,
  RMN_BASE_HEIGHT      = 640,
  RMN_PREDICTOR_HEIGHT = 820
};

/// Rows of outputs below their caption, and from one to the next
enum { RMN_OUTPUTS_TOP = 24, RMN_OUTPUT_PITCH = 36 };

/// In units of a pixel at 100%, as everything here
typedef struct {
  double x;
  double y;
  double width; ///< 0 for what is not shown
  double height;
} RmnRect;

typedef struct {
  double  scale; ///< Pixels of a unit
  double  width; ///< Of the window in units
  double  height;
  RmnRect areas[RMN_N_AREAS];
} RmnLayout;

/// Return the height of the window at 100%
double
rmn_layout_height(const RmnView* view);

/// Lay out a window of `width` times `height` pixels
void
rmn_layout_init(RmnLayout*     layout,
                const RmnView* view,
                double         width,
                double         height);

/// Return the area at a place
RmnArea
rmn_layout_find(const RmnLayout* layout, double x, double y);

bool
rmn_rect_contains(const RmnRect* rect, double x, double y);

#endif // RMN_LAYOUT_H
