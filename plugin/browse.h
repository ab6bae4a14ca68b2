// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file browse.h From model to model within a folder, in the worker

#ifndef RMN_BROWSE_H
#define RMN_BROWSE_H

#include "loader.h"

/**
   Load the model before or after the one that was asked for last.

   Files that cannot be loaded are left out, with a message.  A newer ticket
   makes this request void, except that what comes next goes on from there.

   @param step -1 or 1.
*/
void
rmn_browse_step(RmnLoader* loader, int step, uint32_t ticket);

/// Load model `number`, from 0, of the folder of the one that was asked for
/// last
void
rmn_browse_program(RmnLoader* loader, uint32_t number, uint32_t ticket);

#endif // RMN_BROWSE_H
