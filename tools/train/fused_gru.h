// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file fused_gru.h GRU with reset after the product; part of fused_body.c

   The candidate is `n = tanh(p + r q)`, where p is what it sees of the input
   and q, which `extra` keeps, what it sees of the state.  Sums are p, r, z, q.
*/

#ifndef REMANENCE_TRAIN_FUSED_GRU_H
#define REMANENCE_TRAIN_FUSED_GRU_H

#include "fused_cell.h"

INLINE void
gru_activate(const Vec* const sums, const Spot* const spot)
{
  const LayerTape* const tape = spot->tape;
  const Vec              r    = sigmoid_lanes(sums[1]);
  const Vec              z    = sigmoid_lanes(sums[2]);
  const Vec              q    = sums[3];
  const Vec              n    = tanh_lanes(madd(r, q, sums[0]));
  const Vec              h    = load(now(spot, tape->h));

  store(spot->gates, r);
  store(spot->gates + spot->n, z);
  store(spot->gates + 2U * spot->n, n);
  store(now(spot, tape->extra), q);
  store(next(spot, tape->h), madd(z, h - n, n));
}

/// What of the gradient goes along z, is carried back
INLINE void
gru_deactivate(const Vec dh, const Spot* const spot)
{
  float* const extra = now(spot, spot->tape->extra);
  const Vec    one   = splat(1.0f);
  const Vec    r     = load(spot->gates);
  const Vec    z     = load(spot->gates + spot->n);
  const Vec    n     = load(spot->gates + 2U * spot->n);
  const Vec    q     = load(extra);
  const Vec    h     = load(now(spot, spot->tape->h));
  const Vec    dn    = dh * (one - z) * (one - n * n);

  store(spot->gates, dn * q * r * (one - r));
  store(spot->gates + spot->n, dh * (h - n) * z * (one - z));
  store(spot->gates + 2U * spot->n, dn);
  store(extra, dn * r);
  store(carried(spot), dh * z);
}

static const FusedCell gru = {
  .n_units          = WIDEST >= 16 ? 2 : 1,
  .n_gates          = 3,
  .n_extra          = 1,
  .gates            = {2, 0, 1, 2},
  .is_state_carried = true,
  .activate         = gru_activate,
  .deactivate       = gru_deactivate,
};

#endif // REMANENCE_TRAIN_FUSED_GRU_H
