// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "decision.h"

#include <math.h>
#include <string.h>

/// Return whether every frame has a value of its own
static bool
is_dense(const RmnDecision* const decision)
{
  return decision->hop == 1.0;
}

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
  decision->n_early     = is_dense(decision) ? 0U : decision->n_latency;
  decision->n_pooled    = 0U;
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

/// Return a frame and those pooled before it
static double
pool_frame(const RmnPool pool, const double before, const double y)
{
  switch (pool) {
  case RMN_POOL_LAST:
    break;
  case RMN_POOL_MEAN:
    return before + y;
  case RMN_POOL_MAX:
    return before > y ? before : y;
  }
  return y;
}

/// Pool frames one by one, so that the same are summed wherever blocks end
static void
pool_frames(RmnDecision* const  decision,
            float* const* const outputs,
            const uint32_t      first,
            const uint32_t      end)
{
  double* const pooled = decision->pooled;
  for (uint32_t t = first; t < end; ++t) {
    if (decision->n_early) {
      --decision->n_early;
      continue;
    }
    for (uint32_t o = 0; o < decision->n_outputs; ++o) {
      const double y = (double)outputs[o][t];

      pooled[o] =
        decision->n_pooled ? pool_frame(decision->pool, pooled[o], y) : y;
    }
    ++decision->n_pooled;
  }
}

/// Make values of what is pooled
static void
decide(RmnDecision* const decision)
{
  const bool     is_mean = decision->pool == RMN_POOL_MEAN;
  const double   divisor = is_mean ? (double)decision->n_pooled : 1.0;
  const uint32_t n       = decision->n_outputs;
  float* const   values  = decision->values;
  uint32_t       best    = 0U;
  for (uint32_t o = 0; o < n; ++o) {
    values[o] = (float)(decision->pooled[o] / divisor);
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

/// Count a hop that is over, of a window if there are any
static void
end_hop(RmnDecision* const decision)
{
  if (decision->n_hops) {
    --decision->n_hops_left;
    decision->begins = !decision->n_hops_left;
    decision->n_hops_left += decision->begins ? decision->n_hops : 0U;
  }
  if (decision->begins || !decision->n_hops) {
    decision->n_pooled = 0U;
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
      pool_frames(decision, outputs, t, t + 1U);
      decide(decision);
      hold(decision, outputs, winners, t, t + 1U);
      end_hop(decision);
    }
    return;
  }

  const bool     ends = n_frames == decision->n_left;
  const uint32_t last = n_frames - (ends ? 1U : 0U);

  pool_frames(decision, outputs, 0U, n_frames);
  hold(decision, outputs, winners, 0U, last);
  decision->n_left -= n_frames;
  if (ends) {
    decide(decision);
    hold(decision, outputs, winners, last, n_frames);
    begin_hop(decision, decision->hop);
    end_hop(decision);
  }
}
