// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file fused_lstm.h LSTM without peepholes; part of fused_body.c

#ifndef REMANENCE_TRAIN_FUSED_LSTM_H
#define REMANENCE_TRAIN_FUSED_LSTM_H

#include "fused_cell.h"

INLINE void
lstm_activate(const Vec* const sums, const Spot* const spot)
{
  const LayerTape* const tape   = spot->tape;
  const size_t           n      = spot->n;
  const Vec              i      = sigmoid_lanes(sums[0]);
  const Vec              f      = sigmoid_lanes(sums[1]);
  const Vec              g      = tanh_lanes(sums[2]);
  const Vec              o      = sigmoid_lanes(sums[3]);
  const Vec              c      = madd(f, load(now(spot, tape->c)), i * g);
  const Vec              tanh_c = tanh_lanes(c);

  store(spot->gates, i);
  store(spot->gates + n, f);
  store(spot->gates + 2U * n, g);
  store(spot->gates + 3U * n, o);
  store(next(spot, tape->c), c);
  store(now(spot, tape->extra), tanh_c);
  store(next(spot, tape->h), o * tanh_c);
}

/// The gradient of the cell is carried back
INLINE void
lstm_deactivate(const Vec dh, const Spot* const spot)
{
  const LayerTape* const tape   = spot->tape;
  const size_t           n      = spot->n;
  const Vec              one    = splat(1.0f);
  const Vec              i      = load(spot->gates);
  const Vec              f      = load(spot->gates + n);
  const Vec              g      = load(spot->gates + 2U * n);
  const Vec              o      = load(spot->gates + 3U * n);
  const Vec              c      = load(now(spot, tape->c));
  const Vec              tanh_c = load(now(spot, tape->extra));
  const Vec dc = load(carried(spot)) + dh * o * (one - tanh_c * tanh_c);

  store(spot->gates, dc * g * i * (one - i));
  store(spot->gates + n, dc * c * f * (one - f));
  store(spot->gates + 2U * n, dc * i * (one - g * g));
  store(spot->gates + 3U * n, dh * tanh_c * o * (one - o));
  store(carried(spot), dc * f);
}

static const FusedCell lstm = {
  .n_units    = WIDEST >= 16 ? 2 : 1,
  .n_gates    = 4,
  .gates      = {0, 1, 2, 3},
  .activate   = lstm_activate,
  .deactivate = lstm_deactivate,
};

#endif // REMANENCE_TRAIN_FUSED_LSTM_H
