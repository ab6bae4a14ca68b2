// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file fused_rnn.h Simple RNN with tanh; part of fused_body.c

#ifndef REMANENCE_TRAIN_FUSED_RNN_H
#define REMANENCE_TRAIN_FUSED_RNN_H

#include "fused_cell.h"

INLINE void
rnn_activate(const Vec* const sums, const Spot* const spot)
{
  store(next(spot, spot->tape->h), tanh_lanes(sums[0]));
}

INLINE void
rnn_deactivate(const Vec dh, const Spot* const spot)
{
  const Vec h = load(next(spot, spot->tape->h));
  store(spot->gates, dh * (splat(1.0f) - h * h));
}

static const FusedCell rnn = {
  .n_units    = WIDEST >= 16 ? 8 : 4,
  .n_gates    = 1,
  .activate   = rnn_activate,
  .deactivate = rnn_deactivate,
};

#endif // REMANENCE_TRAIN_FUSED_RNN_H
