// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file play.h Audio through a network, its knobs at rest

#ifndef REMANENCE_TRAIN_PLAY_H
#define REMANENCE_TRAIN_PLAY_H

#include "rmn.h"

#include <stdbool.h>
#include <stddef.h>

/**
   Play from where the state stands, layers that run backward forward.

   @param knobs One value for each input of the model besides the audio.
   @param dry [n_frames]
   @param others [MAX_OTHERS] Series that move in place of knobs, [n_frames]
   each or NULL; or NULL if there are none.
   @param[out] wet [RMN_MAX_OUTPUTS] Where each output of the model goes,
   [n_frames], or NULL if it does not count.
*/
void
play(const RmnModel*     model,
     RmnState*           state,
     const float*        knobs,
     const float*        dry,
     const float* const* others,
     float* const*       wet,
     size_t              n_frames);

/// Play silence until a state rests, whichever way layers run
void
play_silence(const RmnModel* model,
             RmnState*       state,
             const float*    knobs,
             uint32_t        rate_hz);

/**
   Play all there is, as play() does, but each layer the way it runs.

   @param state Where layers begin: at the end those that run backward.
   @return False without memory.
*/
bool
play_whole(const RmnModel* model,
           RmnState*       state,
           const float*    knobs,
           const float*    dry,
           float* const*   wet,
           size_t          n_frames);

/**
   Play as play_whole() does, but hear no more of the future than a plugin does
   that is to be `n_ahead` frames late; what it plays is in time again.

   @param state At rest.
*/
bool
play_ahead(const RmnModel* model,
           RmnState*       state,
           uint32_t        n_ahead,
           const float*    knobs,
           const float*    dry,
           float* const*   wet,
           size_t          n_frames);

#endif // REMANENCE_TRAIN_PLAY_H
