// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file projection.h What a layer does with its inputs alone, apart from it.

   A recurrent layer adds W x_t to U h_{t-1}.  The former needs nothing that the
   layer remembers, so where all frames are known, one product has it for many
   of them; the kernel then goes through U alone, which may fit into a cache
   that both together do not.
*/

#ifndef RMN_PROJECTION_H
#define RMN_PROJECTION_H

#include "model.h"

typedef struct {
  RmnPackedLayer layer; ///< That takes what is projected, with the same weights
  uint32_t       n_rows; ///< Of W, which are given for each frame
  float*         W;      ///< [n_inputs][n_rows], rows as packed; not owned
} RmnProjection;

/// Return whether the inputs of a layer are projected apart: a matter of the
/// network, and of no machine
bool
rmn_projection_pays(const RmnModel* model, uint32_t l);

/// Return the rows of W of a recurrent layer, as packed
uint32_t
rmn_projection_n_rows(const RmnPackedLayer* layer);

/// Fill `projection` for a layer, and its W, which is zero, from its weights
void
rmn_projection_init(RmnProjection*  projection,
                    const RmnModel* model,
                    uint32_t        l,
                    float*          W);

#endif // RMN_PROJECTION_H
