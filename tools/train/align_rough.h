// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file align_rough.h About how late wet audio is, however late it is

#ifndef REMANENCE_TRAIN_ALIGN_ROUGH_H
#define REMANENCE_TRAIN_ALIGN_ROUGH_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  long delay;     ///< In frames
  long precision; ///< By which it may be wrong
} Rough;

/**
   Look for the loudest passage of the wet audio in the dry, at a fraction of
   the rate, up to a quarter of the whole before and after.

   @return False without memory.
*/
bool
align_roughly(const float* dry, const float* wet, size_t n, Rough* rough);

#endif // REMANENCE_TRAIN_ALIGN_ROUGH_H
