// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file rate_probe.h How well a network bears that its state is delayed

#ifndef RMN_RATE_PROBE_H
#define RMN_RATE_PROBE_H

#include "state_delay.h"

/**
   Play a phrase, loud, soft and silent, at the model's rate and, with the
   state delayed, at another, with the knobs at their defaults.

   The phrase is shorter for larger networks, so that it takes a few seconds at
   most, and a few milliseconds for usual ones.

   @param[out] esr_db Energy of the difference over that of the signal, in
   decibel, below 0.3 of the model's rate; large if what comes out is no number.
   @return RMN_OK or RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_rate_probe(const RmnModel*   model,
               const RmnNetwork* network,
               uint32_t          rate_hz,
               uint32_t          model_hz,
               RmnDelayOrder     order,
               double*           esr_db);

#endif // RMN_RATE_PROBE_H
