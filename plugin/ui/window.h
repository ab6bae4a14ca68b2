// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file window.h The panel in a window of X11

#ifndef RMN_WINDOW_H
#define RMN_WINDOW_H

#include "panel.h"

typedef struct RmnWindowImpl RmnWindow;

/**
   Open a window for `panel`, which must outlive it.

   @param parent The window of the host, or 0 for one that stands alone.
   @return A window for rmn_window_free(), or NULL without a display.
*/
RmnWindow*
rmn_window_new(RmnPanel* panel, unsigned long parent, int width, int height);

void
rmn_window_free(RmnWindow* window);

/// Return its number
unsigned long
rmn_window_id(const RmnWindow* window);

void
rmn_window_resize(RmnWindow* window, int width, int height);

/// Answer what happened, and show what changed
void
rmn_window_update(RmnWindow* window, uint32_t now_ms);

#endif // RMN_WINDOW_H
