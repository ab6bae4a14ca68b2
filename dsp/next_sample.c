// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "next_sample.h"

#include <math.h>
#include <string.h>

static const double fade_s   = 0.005; // Between input and prediction
static const double full_s   = 0.02;
static const double die_s    = 0.08;
static const double memory_s = 0.1;
static const double switch_s = 0.01; // From what is listened to to another

void
rmn_next_sample_init(RmnNextSample* const next,
                     const double         rate_hz,
                     const uint32_t       ahead)
{
  memset(next, 0, sizeof(*next));
  next->rate_hz = rate_hz;
  next->ahead   = ahead;
  next->step    = (float)(1.0 / (rate_hz * fade_s));
  next->n_full  = (uint32_t)(rate_hz * full_s);
  next->n_fade  = (uint32_t)(rate_hz * die_s) + 1U;
  next->memory  = (float)exp(-1.0 / (rate_hz * memory_s));
  next->decay   = 1.0;
  for (uint32_t l = 0; l < RMN_N_LISTEN; ++l) {
    const bool is_first = l == RMN_LISTEN_INPUT;
    rmn_smooth_init(&next->heard[l], is_first ? 1.0f : 0.0f, rate_hz, switch_s);
  }
  rmn_recall_init(&next->recall, rate_hz, ahead);
  rmn_next_sample_reset(next);
}
