// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file joint.h What goes from layers to the next ones: frames that hold the
   channels of all that stand beside each other.

   A layer that runs backward runs over turned frames, the last one first, and
   so by the same functions as any other.
*/

#ifndef REMANENCE_TRAIN_JOINT_H
#define REMANENCE_TRAIN_JOINT_H

#include "real.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  size_t n;      ///< Numbers of a frame, in all its channels and lanes
  Real*  y;      ///< [n_frames][n]
  Real*  dy;     ///< Its gradient, or NULL if nobody wants to know
  bool   is_own; ///< Both are its own, and not those of its only layer
} Joint;

/// Some of the numbers of each frame
typedef struct {
  Real*  first;  ///< In frame 0
  size_t stride; ///< From frame to frame
  size_t n;
} Strand;

/// Copy frames, the last one first if they are to be turned
void
strand_copy(const Strand* to,
            const Strand* from,
            size_t        n_frames,
            bool          is_turned);

/// Add frames, the last one first if they are to be turned
void
strand_add(const Strand* to,
           const Strand* from,
           size_t        n_frames,
           bool          is_turned);

#endif // REMANENCE_TRAIN_JOINT_H
