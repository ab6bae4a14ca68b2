// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "predictor_impl.h"
#include "rate.h"

#include <stdlib.h>
#include <string.h>

static bool
has_side(const RmnNetwork* const network)
{
  return network->n_inputs > 1U && network->inputs[1].is_side;
}

RmnSetup
rmn_predictor_setup(const RmnNetwork* const network,
                    const RmnSetup* const   setup)
{
  const RmnPrediction prediction = rmn_decision_guess(network);
  RmnSetup            own        = *setup;

  own.n_streams = 1U;
  if (prediction.kind == RMN_PREDICT_NEXT_SAMPLE) {
    own.rate_mode    = RMN_RATE_NATIVE;
    own.oversampling = 1U;
  } else if (prediction.window || has_side(network)) {
    const bool is_faster = setup->rate_hz > network->rate_hz;
    const bool is_free   = setup->rate_mode != RMN_RATE_NATIVE;

    own.rate_mode    = is_faster && is_free ? RMN_RATE_DELAY : RMN_RATE_NATIVE;
    own.oversampling = 1U;
  }
  return own;
}

RmnPredictor*
rmn_predictor_new(const RmnNetwork* const network,
                  RmnPlayer* const        player,
                  const double            rate_hz)
{
  RmnPredictor* const p = (RmnPredictor*)calloc(1, sizeof(RmnPredictor));
  if (!p) {
    return NULL;
  }

  p->player     = player;
  p->prediction = rmn_decision_guess(network);
  p->n_outputs  = network->n_outputs;
  p->has_side   = has_side(network);
  memcpy(p->outputs, network->outputs, sizeof(p->outputs));
  if (p->prediction.kind == RMN_PREDICT_NEXT_SAMPLE) {
    p->outputs[0].minimum = -1.0f; // It is audio
    p->outputs[0].maximum = 1.0f;
    rmn_next_sample_init(&p->next, rate_hz, p->prediction.ahead);
  }
  p->n_late = rmn_player_latency(player);
  p->late   = (float*)calloc(p->n_late + 1U, sizeof(float));
  if (!p->late) {
    rmn_predictor_free(p);
    return NULL;
  }
  rmn_decision_init(
    &p->decision,
    network,
    &p->prediction,
    rmn_frame_ratio(rmn_player_rate_mode(player), network, rate_hz),
    p->n_late);
  return p;
}

void
rmn_predictor_free(RmnPredictor* const predictor)
{
  if (predictor) {
    free(predictor->kept);
    free(predictor->late);
    free(predictor);
  }
}

RmnStatus
rmn_predictor_resume(RmnPredictor* const predictor,
                     const void* const   bytes,
                     const size_t        size)
{
  const bool is_saved = rmn_predictor_is_saved_frozen(predictor, bytes, size);
  rmn_predictor_reset(predictor, RMN_START_REST);
  if (!is_saved) {
    return RMN_ERR_STATE;
  }

  free(predictor->kept);
  predictor->kept = (char*)malloc(size);
  if (!predictor->kept) {
    return RMN_ERR_NO_MEMORY;
  }
  memcpy(predictor->kept, bytes, size);
  predictor->resumed = predictor->kept;
  return RMN_OK;
}
