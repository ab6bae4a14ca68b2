// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "recall.h"

#include <math.h>

static const double coarse_hz = 12000.0; // Rate of the first search, at least
static const double shortest_s =
  0.0025; // 400 Hz; of higher notes, some periods
static const double longest_s = 0.05;
static const double window_s  = 0.01;
static const double join_s    = 0.001;

/// Return how many of up to `most` frames a time takes
static uint32_t
frames(const double seconds, const double rate_hz, const uint32_t most)
{
  return (uint32_t)fmin(seconds * rate_hz, most);
}

void
rmn_recall_init(RmnRecall* const recall,
                const double     rate_hz,
                const uint32_t   least)
{
  const uint32_t quarter  = RMN_RECALL_FRAMES / 4U;
  const uint32_t shortest = frames(shortest_s, rate_hz, quarter) + 1U;

  recall->stride   = (uint32_t)fmax(1.0, rate_hz / coarse_hz);
  recall->n_window = frames(window_s, rate_hz, quarter);
  recall->n_window -= recall->n_window % recall->stride;
  recall->n_join = frames(join_s, rate_hz, quarter);
  recall->least  = least > shortest ? least : shortest;
  recall->most =
    frames(longest_s, rate_hz, RMN_RECALL_FRAMES - recall->n_window);
  rmn_recall_reset(recall);
}
