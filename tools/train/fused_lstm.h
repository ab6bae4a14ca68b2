// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file fused_lstm.h LSTM, alone and with diagonal peepholes; part of
/// fused_body.c

#ifndef REMANENCE_TRAIN_FUSED_LSTM_H
#define REMANENCE_TRAIN_FUSED_LSTM_H

#include "fused_cell.h"

/// What peephole of P looks from which gate
typedef enum { FROM_I, FROM_F, FROM_O, N_PEEPHOLES } Peephole;

INLINE Vec
peephole_of(const Spot* const spot, const Peephole which)
{
  const RmnShape* const shape = &spot->layer->shape;
  return splat(spot->layer->weights.P[which * shape->n_outputs + spot->unit]);
}

/// Add what a peephole sees to the sum of its gate
INLINE Vec
peep(const Spot* const spot, const Peephole which, const Vec c, const Vec sum)
{
  return madd(peephole_of(spot, which), c, sum);
}

/// Add to the gradient of a peephole; return what goes back through it
INLINE Vec
peep_back(const Spot* const spot,
          const Peephole    which,
          const Vec         c,
          const Vec         dsum)
{
  float* const sum = peephole_sum(spot, which);
  store(sum, madd(dsum, c, load(sum)));
  return peephole_of(spot, which) * dsum;
}

INLINE void
lstm_run(const Vec* const sums, const Spot* const spot, const bool peeps)
{
  const LayerTape* const tape   = spot->tape;
  const size_t           n      = spot->n;
  const Vec              before = load(now(spot, tape->c));
  const Vec              i =
    sigmoid_lanes(peeps ? peep(spot, FROM_I, before, sums[0]) : sums[0]);
  const Vec f =
    sigmoid_lanes(peeps ? peep(spot, FROM_F, before, sums[1]) : sums[1]);
  const Vec g = tanh_lanes(sums[2]);
  const Vec c = madd(f, before, i * g);
  const Vec o = sigmoid_lanes(peeps ? peep(spot, FROM_O, c, sums[3]) : sums[3]);
  const Vec tanh_c = tanh_lanes(c);

  store(spot->gates, i);
  store(spot->gates + n, f);
  store(spot->gates + 2U * n, g);
  store(spot->gates + 3U * n, o);
  store(next(spot, tape->c), c);
  store(now(spot, tape->extra), tanh_c);
  store(next(spot, tape->h), o * tanh_c);
}

/// As cell_excess()
INLINE Vec
excess_lanes(const Vec c)
{
  return within(splat(CELL_REACH + 1), c) - within(splat(CELL_REACH), c);
}

/// The gradient of the cell is carried back
INLINE void
lstm_run_back(const Vec dh, const Spot* const spot, const bool peeps)
{
  const LayerTape* const tape   = spot->tape;
  const size_t           n      = spot->n;
  const Vec              one    = splat(1.0f);
  const Vec              i      = load(spot->gates);
  const Vec              f      = load(spot->gates + n);
  const Vec              g      = load(spot->gates + 2U * n);
  const Vec              o      = load(spot->gates + 3U * n);
  const Vec              before = load(now(spot, tape->c));
  const Vec              tanh_c = load(now(spot, tape->extra));
  const Vec              d_o    = dh * tanh_c * o * (one - o);
  const Vec              after  = load(next(spot, tape->c));
  Vec dc = load(carried(spot)) + dh * o * (one - tanh_c * tanh_c);
  dc     = madd(splat(tape->pull), excess_lanes(after), dc);
  if (peeps) {
    dc += peep_back(spot, FROM_O, after, d_o);
  }

  const Vec d_i   = dc * g * i * (one - i);
  const Vec d_f   = dc * before * f * (one - f);
  Vec       carry = dc * f;
  if (peeps) {
    carry += peep_back(spot, FROM_I, before, d_i);
    carry += peep_back(spot, FROM_F, before, d_f);
  }
  store(spot->gates, d_i);
  store(spot->gates + n, d_f);
  store(spot->gates + 2U * n, dc * i * (one - g * g));
  store(spot->gates + 3U * n, d_o);
  store(carried(spot), carry);
}

INLINE void
lstm_activate(const Vec* const sums, const Spot* const spot)
{
  lstm_run(sums, spot, false);
}

INLINE void
lstm_deactivate(const Vec dh, const Spot* const spot)
{
  lstm_run_back(dh, spot, false);
}

INLINE void
peephole_activate(const Vec* const sums, const Spot* const spot)
{
  lstm_run(sums, spot, true);
}

INLINE void
peephole_deactivate(const Vec dh, const Spot* const spot)
{
  lstm_run_back(dh, spot, true);
}

static const FusedCell lstm = {
  .n_units    = WIDEST >= 16 ? 2 : 1,
  .n_gates    = 4,
  .gates      = {0, 1, 2, 3},
  .activate   = lstm_activate,
  .deactivate = lstm_deactivate,
};

static const FusedCell lstm_peephole = {
  .n_units     = WIDEST >= 16 ? 2 : 1,
  .n_gates     = 4,
  .n_peepholes = N_PEEPHOLES,
  .gates       = {0, 1, 2, 3},
  .activate    = peephole_activate,
  .deactivate  = peephole_deactivate,
};

#endif // REMANENCE_TRAIN_FUSED_LSTM_H
