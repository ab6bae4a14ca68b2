// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file take.h A phrase, and what a model makes of it

#ifndef RMN_TAKE_H
#define RMN_TAKE_H

#include "phrase.h"
#include "state_delay.h"

typedef struct {
  uint32_t rate_hz;
  uint32_t n_frames;
  float*   in;
  float*   out;
} RmnTake;

/**
   Write the first seconds of a phrase to `take->in`.

   @param[out] take For rmn_take_free(), whatever is returned.
   @param highest_hz Partials from here on are left out.
   @return False without memory.
*/
bool
rmn_take_make(RmnTake*         take,
              const RmnPhrase* phrase,
              uint32_t         rate_hz,
              double           seconds,
              double           highest_hz);

void
rmn_take_free(const RmnTake* take);

/**
   Play a take with every knob at its default, and keep output 0.

   @param state What the model plays with, unless `delay` is not NULL.  What
   it starts from at both ends if the model is backward, without delay.
   @return RMN_OK or RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_take_play(const RmnTake*    take,
              const RmnModel*   model,
              const RmnNetwork* network,
              RmnState*         state,
              RmnStateDelay*    delay);

#endif // RMN_TAKE_H
