// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "idle.h"

#include <stdlib.h>

/// Silence that is no pause between two notes
static const double before_time_s = 0.05;

/// What has not come back after this time hardly will
static const double patience_time_s = 10.0;

bool
rmn_idle_init(RmnIdle* const          idle,
              const RmnRate* const    rate,
              const RmnDcBlock* const dc,
              const uint32_t          n_streams,
              const uint32_t          n_channels,
              const double            rate_hz)
{
  const uint32_t n_work = rmn_rate_max_frames(rate) / n_streams;
  const uint32_t n_most = n_work < RMN_IDLE_FRAMES ? n_work : RMN_IDLE_FRAMES;
  const uint64_t n_step = rmn_rate_n_step(rate);
  const size_t   n_rate = rmn_rate_n_memories(rate) * rmn_rate_n_memory(rate);
  const size_t   n_dc = (size_t)n_streams * sizeof(RmnDcBlock) / sizeof(float);
  const size_t   n_audio = (size_t)n_channels * RMN_IDLE_FRAMES;

  idle->rate       = rate;
  idle->dc         = dc;
  idle->n_streams  = n_streams;
  idle->n_channels = n_channels;
  idle->n_longest  = n_step <= n_most ? n_most : 0U;
  idle->n_step     = idle->n_longest ? (uint32_t)n_step : 1U;
  idle->n_before   = (uint32_t)(rate_hz * before_time_s) + rmn_rate_reach(rate);
  idle->n_patience = (uint32_t)(rate_hz * patience_time_s) + idle->n_before;
  idle->anchor     = (float*)calloc(n_rate + n_dc, sizeof(float));
  idle->record     = (float*)calloc(n_audio, sizeof(float));
  return idle->anchor && idle->record;
}

void
rmn_idle_clear(RmnIdle* const idle)
{
  free(idle->anchor);
  free(idle->record);
}
