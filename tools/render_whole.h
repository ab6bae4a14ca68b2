// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file render_whole.h Rendering through layers that run backward, exactly.

   The file is played twice.  At first the network only listens: what comes to
   it, at its own rate and level, is spooled.  Then the sequence is run, and the
   second time the network tells what came of it.
*/

#ifndef REMANENCE_RENDER_WHOLE_H
#define REMANENCE_RENDER_WHOLE_H

#include "progress.h"
#include "rmn.h"
#include "spool.h"

typedef struct {
  RmnPlayer*   player;
  RmnSequence* sequence;
  Spool        spool;     ///< The inputs of each stream
  uint32_t     n_outputs; ///< Of all streams
  RmnStatus    status;
  Progress*    progress; ///< Is told how much is read, all passes together
  uint64_t     n_read;
} Whole;

/// Have a player listen; what it hears is spooled in the folder of `path`
bool
whole_listen(Whole*      whole,
             RmnPlayer*  player,
             uint32_t    n_streams,
             const char* path);

/// Have the player tell what comes of what it heard, from the first frame on,
/// and show that on a bar
bool
whole_tell(Whole* whole, RmnStart start, Progress* progress);

/// Return a sentence if something went wrong, else NULL
const char*
whole_problem(const Whole* whole);

void
whole_close(Whole* whole);

#endif // REMANENCE_RENDER_WHOLE_H
