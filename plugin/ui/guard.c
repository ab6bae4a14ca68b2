// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "guard.h"

#include <stddef.h>

// Xlib has one handler for all connections of a program, and windows belong to
// its main thread
static RmnGuard outer;
static Display* guarded;

static int
handle(Display* const display, XErrorEvent* const event)
{
  return display == guarded || !outer.handler ? 0
                                              : outer.handler(display, event);
}

RmnGuard
rmn_guard_begin(Display* const display)
{
  const RmnGuard before = outer;

  outer.handler = XSetErrorHandler(handle);
  outer.display = guarded;
  guarded       = display;
  return before;
}

void
rmn_guard_end(const RmnGuard* const before)
{
  XSetErrorHandler(outer.handler);
  guarded = outer.display;
  outer   = *before;
}
