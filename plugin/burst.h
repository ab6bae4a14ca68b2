// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file burst.h Saying once what goes wrong many times in a row

#ifndef RMN_BURST_H
#define RMN_BURST_H

#include "rmn.h"

/// What went wrong in a block, the cause before what follows from it
typedef enum {
  RMN_FAULT_NONE,
  RMN_FAULT_INPUT, ///< Samples were no audio
  RMN_FAULT_STATE, ///< A network went beyond sense
} RmnFault;

typedef struct {
  uint32_t n_calm; ///< Frames without fault that end a burst
  uint32_t n_left; ///< Of these, 0 outside a burst
} RmnBurst;

/// Prepare for bursts that are a second apart
void
rmn_burst_init(RmnBurst* burst, double rate_hz);

/**
   Take note of a block.

   @return A sentence if a burst begins, or NULL.
*/
RMN_RT
const char*
rmn_burst_watch(RmnBurst* burst, RmnFault fault, uint32_t n_frames);

#endif // RMN_BURST_H
