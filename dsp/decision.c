// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "decision.h"

RmnPrediction
rmn_decision_guess(const RmnNetwork* const network)
{
  RmnPrediction p = network->prediction;
  if (p.kind) {
    return p;
  }

  const RmnLayer* const  last   = &network->layers[network->n_layers - 1U];
  const RmnOutput* const output = &network->outputs[0];
  const float            span   = output->maximum - output->minimum;

  p.kind      = network->n_outputs > 1U && last->shape.activation == RMN_SOFTMAX
                  ? RMN_PREDICT_CLASS
                  : RMN_PREDICT_VALUE;
  p.threshold = output->minimum + 0.5f * span;
  p.hysteresis = 0.1f * span;
  return p;
}

void
rmn_decision_init(RmnDecision* const         decision,
                  const RmnNetwork* const    network,
                  const RmnPrediction* const prediction,
                  const double               ratio,
                  const uint32_t             n_latency)
{
  const RmnLayer* const last = &network->layers[network->n_layers - 1U];
  const double          hop  = ratio * prediction->hop;

  decision->n_outputs  = network->n_outputs;
  decision->is_class   = prediction->kind == RMN_PREDICT_CLASS;
  decision->is_softmax = last->shape.activation != RMN_SOFTMAX;
  decision->hop        = prediction->hop > 1U && hop > 1.0 ? hop : 1.0;
  decision->n_latency  = n_latency;
  decision->n_hops     = prediction->window / prediction->hop;
  decision->pool       = prediction->pool;
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    decision->first[o] =
      decision->is_class ? 0.0f : network->outputs[o].minimum;
  }
  rmn_decision_reset(decision);
}
