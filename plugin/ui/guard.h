// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file guard.h Errors of X that are no reason to end the host.

   A host may destroy the window together with its own at any time, and what is
   drawn into it meanwhile is an error, for which Xlib ends the program.  Errors
   arrive while a connection is read, which is only done between these calls.
*/

#ifndef RMN_GUARD_H
#define RMN_GUARD_H

#include <X11/Xlib.h>

/// What was in force before
typedef struct {
  XErrorHandler handler;
  Display*      display;
} RmnGuard;

/// Ignore errors of a connection
RmnGuard
rmn_guard_begin(Display* display);

void
rmn_guard_end(const RmnGuard* before);

#endif // RMN_GUARD_H
