// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file outputs_write.h How it is told what a model predicts

#ifndef RMN_OUTPUTS_WRITE_H
#define RMN_OUTPUTS_WRITE_H

#include "patch.h"
#include "predictor.h"

/// Append an event that says what the outputs are; return false, with nothing
/// written, if there is no room
RMN_RT
bool
rmn_outputs_write(LV2_Atom_Forge*     forge,
                  const RmnUris*      uris,
                  const RmnPredictor* predictor);

/// Append an event that says what is predicted, and when, likewise
RMN_RT
bool
rmn_outputs_write_prediction(LV2_Atom_Forge*     forge,
                             const RmnUris*      uris,
                             const RmnPredictor* predictor);

#endif // RMN_OUTPUTS_WRITE_H
