// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file rate_strategy.h What rate.c chooses and rate_rt.c runs

#ifndef RMN_RATE_STRATEGY_H
#define RMN_RATE_STRATEGY_H

#include "adapter.h"
#include "ahead.h"
#include "rate.h"
#include "twin.h"

struct RmnRateImpl {
  RmnRateMode     mode;
  const RmnModel* model;
  RmnState*       state;   ///< Not owned
  RmnStateDelay*  delay;   ///< NULL if a time step is a frame of the network
  RmnAhead*       ahead;   ///< NULL if no layer runs backward
  uint32_t        n_ahead; ///< Frames of the host that it is late
  uint32_t        n_late; ///< The same of what the network says that it is late
  RmnAdapter*     adapter;  ///< NULL if the network is at the host's rate
  RmnTwin*        twin;     ///< At the network's rate
  RmnStandIn      stand_in; ///< Runs the network if not NULL
  void*           handle;   ///< Of the stand-in
};

#endif // RMN_RATE_STRATEGY_H
