// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file play.h Audio through a network, its knobs at rest

#ifndef REMANENCE_TRAIN_PLAY_H
#define REMANENCE_TRAIN_PLAY_H

#include "rmn.h"

/**
   Play from where the state stands.

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

#endif // REMANENCE_TRAIN_PLAY_H
