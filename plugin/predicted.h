// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file predicted.h A predictor, and what it said of the frames just played

#ifndef RMN_PREDICTED_H
#define RMN_PREDICTED_H

#include "predictor.h"

typedef struct {
  RmnPredictor* predictor;
  float         values[RMN_MAX_OUTPUTS][RMN_PREDICTOR_CHUNK];
  float         winners[RMN_PREDICTOR_CHUNK];
} RmnPredicted;

/// Return a new predictor that plays `player`, for rmn_predicted_free() before
/// the player is freed, or NULL without memory
RmnPredicted*
rmn_predicted_new(const RmnNetwork* network, RmnPlayer* player, double rate_hz);

void
rmn_predicted_free(RmnPredicted* predicted);

/// Predict of up to RMN_PREDICTOR_CHUNK frames of `audio`, which becomes what
/// is listened to, and of `side`, the second audio
RMN_RT
void
rmn_predicted_play(RmnPredicted* predicted,
                   float*        audio,
                   const float*  side,
                   uint32_t      n_frames);

#endif // RMN_PREDICTED_H
