// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "predicted.h"

void
rmn_predicted_play(RmnPredicted* const predicted,
                   float* const        audio,
                   const float* const  side,
                   const uint32_t      n_frames)
{
  float* values[RMN_MAX_OUTPUTS];
  for (uint32_t o = 0; o < RMN_MAX_OUTPUTS; ++o) {
    values[o] = predicted->values[o];
  }
  rmn_predictor_process(predicted->predictor,
                        audio,
                        side,
                        audio,
                        values,
                        predicted->winners,
                        n_frames);
}
