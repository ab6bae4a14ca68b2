// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file pool.h A value at the end of each hop, made of the outputs since it
   began, or since the window did; as RmnDecision pools them.
*/

#ifndef REMANENCE_TRAIN_POOL_H
#define REMANENCE_TRAIN_POOL_H

#include "real.h"
#include "rmn.h"

#include <stdbool.h>

/// How outputs are pooled, [n_frames][n]
typedef struct {
  RmnPool kind;
  size_t  hop;    ///< Frames from value to value
  size_t  window; ///< Frames after which pooling begins anew, `hop` if none
  size_t  n;      ///< Numbers of a frame, in all outputs and lanes
  size_t  n_frames;
  uint32_t*
    most; ///< [n_frames][n] Frame of the largest, where there is a value
} Pool;

/// Return whether there was memory for frames from the start of a window on, a
/// whole number of hops; pool_free() in any case
bool
pool_init(Pool* pool);

void
pool_free(Pool* pool);

/// Replace the last frame of each hop by the value
void
pool_forward(const Pool* pool, Real* y);

/// Turn gradients of the values into those of the outputs
void
pool_backward(const Pool* pool, Real* dy);

#endif // REMANENCE_TRAIN_POOL_H
