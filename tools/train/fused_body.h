// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file fused_body.h What fused_body.c gives, for each instruction set

#ifndef REMANENCE_TRAIN_FUSED_BODY_H
#define REMANENCE_TRAIN_FUSED_BODY_H

#include "layer.h"

typedef struct {
  LayerFuncs dense; ///< Without an activation
  LayerFuncs cell;  ///< What fused_funcs() says
} FusedTable;

#if defined(__x86_64__)
extern const FusedTable train_fused_x86_64_v4;
extern const FusedTable train_fused_x86_64_v3;
extern const FusedTable train_fused_x86_64_v2;
#endif
extern const FusedTable train_fused_baseline;

#endif // REMANENCE_TRAIN_FUSED_BODY_H
