// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file render_stage.h Interleaved audio of a file through a player

#ifndef REMANENCE_RENDER_STAGE_H
#define REMANENCE_RENDER_STAGE_H

#include "rmn.h"

#include <stdbool.h>
#include <stdint.h>

/// Where a player plays blocks of a file
typedef struct {
  RmnPlayer* player;
  uint32_t   n_in;    ///< Channels that go in
  uint32_t   n_out;   ///< Channels that come out
  float*     frames;  ///< [n_block][n_in], and after playing [n_block][n_out]
  float*     audio;   ///< Owns the channels below
  float**    inputs;  ///< [n_in]
  float**    outputs; ///< [n_in * outputs of the model] NULL if not written
} Stage;

/**
   Make room for `n_block` frames.

   @param player For `n_in` streams; not owned.
   @param output The only output to be written of each stream, from 1, or 0 for
   all of them.
   @return False without memory; stage_close() in any case.
*/
bool
stage_open(Stage*     stage,
           RmnPlayer* player,
           uint32_t   n_in,
           uint32_t   output,
           uint32_t   n_block);

/// Play `n` frames of those that there is room for
void
stage_play(const Stage* stage, uint32_t n);

void
stage_close(Stage* stage);

#endif // REMANENCE_RENDER_STAGE_H
