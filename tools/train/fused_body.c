// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file fused_body.c Compiled once for each instruction set, as TRAIN_FUSED

#include "fused_body.h"

#include "fused_dense.h"
#include "fused_gru.h"
#include "fused_lstm.h"

#if !defined(TRAIN_FUSED)
#  define TRAIN_FUSED train_fused_baseline
#endif

const FusedTable TRAIN_FUSED = {
  .dense = {.n_packed  = dense_n_packed,
            .pack      = dense_pack,
            .n_scratch = dense_n_scratch,
            .forward   = dense_forward,
            .backward  = dense_backward},
  .lstm  = {.n_packed  = lstm_n_packed,
            .pack      = lstm_pack,
            .n_scratch = lstm_n_scratch,
            .forward   = lstm_forward,
            .backward  = lstm_backward},
  .gru   = {.n_packed  = gru_n_packed,
            .pack      = gru_pack,
            .n_scratch = gru_n_scratch,
            .forward   = gru_forward,
            .backward  = gru_backward},
};
