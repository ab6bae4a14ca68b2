// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file rest.h Finding the state that silence leads to

#ifndef RMN_REST_H
#define RMN_REST_H

#include "rmn.h"

/**
   Run silence from `model->rest_state` until the state converges, and leave
   the state and what is known about it in `model`.

   Zero is not rest, and a fixed warm-up is not enough: real networks took
   2000 frames at the median and over 15000 at the worst.

   @return RMN_OK, settled or not, or RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_rest_find(RmnModel* model, const RmnNetwork* network);

#endif // RMN_REST_H
