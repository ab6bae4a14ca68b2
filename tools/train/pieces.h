// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file pieces.h How pieces begin, of which a recording is put together.

   Whoever records or simulates a device piece by piece starts it anew each
   time, and the dry audio does not tell when.  What all pieces have in common
   at the same frame is that start: no network can learn it, and all that is
   learned is judged by it.
*/

#ifndef REMANENCE_TRAIN_PIECES_H
#define REMANENCE_TRAIN_PIECES_H

#include "recording.h"
#include "train_options.h"
#include "warnings.h"

/// Return which share of the energy of the wet audio the pieces have in common,
/// beside a mean that stays, from frame `n_settle` of each on; 0 where fewer
/// than eight pieces cannot tell
double
pieces_common(const Recording* recording, size_t n_settle);

/// Return from which frame of each on they have next to nothing in common,
/// `recording->n_piece` if they always have
size_t
pieces_settle(const Recording* recording);

/**
   Divide a recording into pieces, if options say that it is of any, and find
   from where on they count, or warn if what is given is too early.

   @return False with a message printed if no frame counts.
*/
bool
pieces_cut(Recording*          recording,
           const TrainOptions* options,
           Warnings*           warnings);

#endif // REMANENCE_TRAIN_PIECES_H
