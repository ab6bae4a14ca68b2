// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file predictor_impl.h What predictor.c makes and predictor_rt.c plays

#ifndef RMN_PREDICTOR_IMPL_H
#define RMN_PREDICTOR_IMPL_H

#include "decision.h"
#include "predictor.h"

struct RmnPredictorImpl {
  RmnPlayer*    player; ///< Not owned
  RmnPrediction prediction;
  uint32_t      n_outputs;
  bool          has_side; ///< Input 1 is audio
  RmnOutput     outputs[RMN_MAX_OUTPUTS];
  RmnDecision   decision;
  RmnNextSample next;
  char*         resumed; ///< Where it goes on from when it next plays, owned by
                         ///< `kept`; NULL where it stands
  char*    kept;         ///< What a session had of it, owned, or NULL
  float*   late;         ///< [n_late] The input to come, a ring, owned
  uint32_t n_late;
  uint32_t t_late;
  float    fed[RMN_PREDICTOR_CHUNK];
  float    heard[RMN_PREDICTOR_CHUNK];
  float    winners[RMN_PREDICTOR_CHUNK];
  float    values[RMN_MAX_OUTPUTS][RMN_PREDICTOR_CHUNK];
};

/// Return whether bytes are a frozen sound of this predictor, whose player's
/// state is theirs then
bool
rmn_predictor_is_saved_frozen(const RmnPredictor* predictor,
                              const void*         bytes,
                              size_t              size);

/// Go on from what is resumed
RMN_RT
void
rmn_predictor_go_on(RmnPredictor* predictor);

#endif // RMN_PREDICTOR_IMPL_H
