// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ui_layout.h Whether everything has a place of its own in the window

#ifndef RMN_TEST_UI_LAYOUT_H
#define RMN_TEST_UI_LAYOUT_H

#include "../plugin/ui/layout.h"
#include "test.h"

static inline bool
ui_overlap(const RmnRect* const a, const RmnRect* const b)
{
  return a->width > 0.0 && b->width > 0.0 && a->x < b->x + b->width - 0.01 &&
         b->x < a->x + a->width - 0.01 && a->y < b->y + b->height - 0.01 &&
         b->y < a->y + a->height - 0.01;
}

/// Check that all is within the window, and apart
static inline void
ui_check_layout(const RmnLayout* const layout)
{
  for (uint32_t a = 0; a < RMN_N_AREAS; ++a) {
    const RmnRect* const rect = &layout->areas[a];
    CHECK(rect->x >= 0.0 && rect->x + rect->width <= layout->width + 0.01);
    CHECK(rect->y >= 0.0 && rect->y + rect->height <= layout->height + 0.01);
    for (uint32_t b = 0; b < a; ++b) {
      CHECK(!ui_overlap(rect, &layout->areas[b]));
    }
  }
}

#endif // RMN_TEST_UI_LAYOUT_H
