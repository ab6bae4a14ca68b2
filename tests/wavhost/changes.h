// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file changes.h What --set and --at ask for

#ifndef WAVHOST_CHANGES_H
#define WAVHOST_CHANGES_H

#include "play.h"

/// Return whether every change is possible, else report which is not
bool
changes_check(const Play* play);

/**
   Make the changes that are due.

   @param frame What is played next.
   @param next Index of the next change, which moves on.
   @return False after a report.
*/
bool
changes_apply(const Play* play, uint64_t frame, uint32_t* next);

#endif // WAVHOST_CHANGES_H
