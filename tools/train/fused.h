// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file fused.h Layers in kernels of their own, for this machine.

   A GEMM of a small matrix spends most of its time around the product.  Here,
   products, gates and gradients of a frame are done while they are in
   registers, with lanes across the vectors.
*/

#ifndef REMANENCE_TRAIN_FUSED_H
#define REMANENCE_TRAIN_FUSED_H

#include "layer.h"

/// Lanes of a fused layer are a multiple of this
enum { FUSED_LANES = 32 };

/// Choose a kernel for this machine where there is one, else layer_funcs()
LayerChooser fused_funcs;

#endif // REMANENCE_TRAIN_FUSED_H
