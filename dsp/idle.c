// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "idle.h"

#include <stdlib.h>

/// Silence that is no pause between two notes
static const double least_time_s = 0.25;

enum {
  LOOK      = 256, ///< Least frames between looks
  LOOK_COST = 64,  ///< Most floats to look at for each frame
};

bool
rmn_idle_init(RmnIdle* const    idle,
              RmnRate* const    rate,
              RmnDcBlock* const dc,
              const uint32_t    n_streams,
              const uint32_t    n_channels,
              const double      rate_hz)
{
  const uint32_t n_unit   = (uint32_t)(rate_hz * least_time_s);
  const size_t   n_floats = rmn_rate_n_memories(rate) * rmn_rate_n_memory(rate);

  idle->rate       = rate;
  idle->dc         = dc;
  idle->n_streams  = n_streams;
  idle->n_channels = n_channels;
  idle->n_look     = LOOK * (uint32_t)(1U + n_floats / LOOK_COST / LOOK);
  idle->n_least    = n_unit + rmn_rate_reach(rate);
  idle->still      = (RmnStill){.least = 1e-6f, .n_unit = n_unit};
  idle->anchor     = (float*)calloc(n_floats + 1U, sizeof(float));
  idle->held       = (float*)calloc(n_channels, sizeof(float));
  idle->last       = (float*)calloc(n_channels, sizeof(float));
  return idle->anchor && idle->held && idle->last;
}

void
rmn_idle_clear(RmnIdle* const idle)
{
  free(idle->anchor);
  free(idle->held);
  free(idle->last);
}
