// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file pack.h From canonical rows to their places in a model

#ifndef RMN_PACK_H
#define RMN_PACK_H

#include "kernel/kernel.h"
#include "rmn.h"

/// Where a row is packed
typedef struct {
  float*   bias;
  float*   weights; ///< Of the first column
  size_t   stride;  ///< From one column to the next
  uint32_t index;   ///< Of the row, as kernels go through them
} RmnRow;

/// Fill the matrices of `p`, which are zero and as planned for `kernel`
void
rmn_pack_layer(RmnPackedLayer*  p,
               const RmnLayer*  layer,
               const RmnKernel* kernel);

/// Return the row of a unit's gate in a recurrent layer, which begins with W
RmnRow
rmn_packed_row(const RmnPackedLayer* p,
               const RmnKernel*      k,
               uint32_t              gate,
               uint32_t              unit);

/// Spread the canonical memory of a stream over its packed place `dst`
void
rmn_pack_state(const RmnModel* model, const float* src, float* dst);

/// Fill `model->initial_state` with what the file gives
void
rmn_pack_initial_state(RmnModel* model, const RmnNetwork* network);

#endif // RMN_PACK_H
