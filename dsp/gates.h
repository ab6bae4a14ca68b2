// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file gates.h How far the gates of a network are open, for those who look.

   Kernels keep no gates, so they are computed for the moment that is shown,
   from a copy of what they weigh, which is the file's own and no kernel's.
*/

#ifndef RMN_GATES_H
#define RMN_GATES_H

#include "rmn.h"

/// What a gate lets through, whatever the cell calls it
typedef enum {
  RMN_GATE_KEEP, ///< f of a LSTM, z of a GRU: how much of the past stays
  RMN_GATE_TAKE, ///< i of a LSTM, r of a GRU: how much comes in
  RMN_GATE_GIVE, ///< o of a LSTM: how much goes out
  RMN_N_GATE_KINDS,
} RmnGateKind;

/// A unit that has no gate of a kind
#define RMN_NO_GATE (-1.0f)

typedef struct RmnGatesImpl RmnGates;

/**
   Copy what the gates of the first `n_max` recurrent units weigh: of none, if
   some layer runs backward.

   @return Gates for rmn_gates_free(), or NULL without memory.
*/
RmnGates*
rmn_gates_new(const RmnNetwork* network, uint32_t n_max);

void
rmn_gates_free(RmnGates* gates);

/**
   Find how far gates open in one more time step, each layer hearing again what
   it heard last: `sigmoid(W x + U h + P C + b)` of what is remembered now.

   Costs about as many multiplications as a frame of the network, at most, and
   changes nothing that plays.

   @param player Of the same network, of at most two streams; the first is read.
   @param[out] open [RMN_N_GATE_KINDS][n] from 0 to 1, or RMN_NO_GATE; units are
   those of rmn_player_memory(), in its order.
   @return n, at most the `n_max` of rmn_gates_new(), or 0 for none.
*/
RMN_RT
uint32_t
rmn_gates_read(RmnGates* gates, const RmnPlayer* player, float* open);

#endif // RMN_GATES_H
