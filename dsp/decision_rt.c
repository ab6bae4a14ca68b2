// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "decision.h"

#include <math.h>
#include <string.h>

/// Begin a hop that ends `hop` frames after the one before
static void
begin_hop(RmnDecision* const decision, const double hop)
{
  const double end = decision->due + hop;

  decision->n_left = (uint32_t)end;
  decision->due    = end - decision->n_left;
}

void
rmn_decision_reset(RmnDecision* const decision)
{
  decision->due         = 0.0;
  decision->n_hops_left = decision->n_hops;
  decision->begins      = decision->n_hops;
  decision->winner      = 0U;
  memcpy(decision->values, decision->first, sizeof(decision->values));
  begin_hop(decision, decision->hop + decision->n_latency);
}

bool
rmn_decision_begins(RmnDecision* const decision)
{
  const bool begins = decision->begins;
  decision->begins  = false;
  return begins;
}

/// Return whether every frame has a value of its own
static bool
is_dense(const RmnDecision* const decision)
{
  return decision->hop == 1.0;
}

uint32_t
rmn_decision_chunk(const RmnDecision* const decision, const uint32_t n_frames)
{
  const uint32_t n_most = !is_dense(decision) ? decision->n_left
                          : decision->n_hops  ? decision->n_hops_left
                                              : n_frames;
  return n_frames < n_most ? n_frames : n_most;
}

/// Bring scores to a sum of 1, each with its share of the exponentials
static void
normalise(float* const scores, const uint32_t n, const float best)
{
  float sum = 0.0f;
  for (uint32_t o = 0; o < n; ++o) {
    scores[o] = expf(scores[o] - best); // At most 1, so that none overflows
    sum += scores[o];
  }
  for (uint32_t o = 0; o < n; ++o) {
    scores[o] /= sum; // From 1 on, as the best of them is 1
  }
}

/// Take what the outputs are at frame `t`
static void
decide(RmnDecision* const  decision,
       float* const* const outputs,
       const uint32_t      t)
{
  const uint32_t n      = decision->n_outputs;
  float* const   values = decision->values;
  uint32_t       best   = 0U;
  for (uint32_t o = 0; o < n; ++o) {
    values[o] = outputs[o][t];
    best      = values[o] > values[best] ? o : best;
  }

  if (decision->is_class) {
    decision->winner = best + 1U;
    if (decision->is_softmax) {
      normalise(values, n, values[best]);
    }
  }
}

/// Hold the value from frame `first` on
static void
hold(const RmnDecision* const decision,
     float* const* const      outputs,
     float* const             winners,
     const uint32_t           first,
     const uint32_t           end)
{
  for (uint32_t t = first; t < end; ++t) {
    for (uint32_t o = 0; o < decision->n_outputs; ++o) {
      outputs[o][t] = decision->values[o];
    }
    winners[t] = (float)decision->winner;
  }
}

/// Count hops that are over, of a window if there are any
static void
count_hops(RmnDecision* const decision, const uint32_t n_hops)
{
  if (decision->n_hops) {
    decision->n_hops_left -= n_hops;
    decision->begins = !decision->n_hops_left;
    decision->n_hops_left += decision->begins ? decision->n_hops : 0U;
  }
}

void
rmn_decision_take(RmnDecision* const  decision,
                  float* const* const outputs,
                  float* const        winners,
                  const uint32_t      n_frames)
{
  if (is_dense(decision)) {
    for (uint32_t t = 0; t < n_frames; ++t) {
      decide(decision, outputs, t);
      hold(decision, outputs, winners, t, t + 1U);
    }
    count_hops(decision, n_frames);
    return;
  }

  const bool     ends = n_frames == decision->n_left;
  const uint32_t last = n_frames - (ends ? 1U : 0U);

  hold(decision, outputs, winners, 0U, last);
  decision->n_left -= n_frames;
  if (ends) {
    decide(decision, outputs, last);
    hold(decision, outputs, winners, last, n_frames);
    begin_hop(decision, decision->hop);
    count_hops(decision, 1U);
  }
}
