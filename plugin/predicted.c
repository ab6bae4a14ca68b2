// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "predicted.h"

#include <stdlib.h>

RmnPredicted*
rmn_predicted_new(const RmnNetwork* const network,
                  RmnPlayer* const        player,
                  const double            rate_hz)
{
  RmnPredicted* const predicted =
    (RmnPredicted*)calloc(1, sizeof(RmnPredicted));
  if (!predicted) {
    return NULL;
  }

  predicted->predictor = rmn_predictor_new(network, player, rate_hz);
  if (!predicted->predictor) {
    free(predicted);
    return NULL;
  }
  return predicted;
}

void
rmn_predicted_free(RmnPredicted* const predicted)
{
  if (predicted) {
    rmn_predictor_free(predicted->predictor);
    free(predicted);
  }
}
