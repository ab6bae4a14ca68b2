// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "fused.h"

#include "fused_body.h"

#include "kernel/kernel.h"

#include <string.h>

/// Return the table for the instruction set that plays networks
static const FusedTable*
choose_table(void)
{
#if defined(__x86_64__)
  const char* const isa = rmn_kernel_choose()->isa;
  if (!strcmp(isa, "x86-64-v4")) {
    return &train_fused_x86_64_v4;
  }
  if (!strcmp(isa, "x86-64-v3")) {
    return &train_fused_x86_64_v3;
  }
  if (!strcmp(isa, "x86-64-v2")) {
    return &train_fused_x86_64_v2;
  }
#endif
  return &train_fused_baseline;
}

const LayerFuncs*
fused_funcs(const RmnShape* const shape)
{
  const FusedTable* const table = choose_table();
  if (!layer_funcs(shape)) {
    return NULL;
  }

  if (shape->type == RMN_DENSE && shape->activation == RMN_LINEAR) {
    return &table->dense;
  }
  if ((shape->type == RMN_LSTM && shape->peephole != RMN_PEEPHOLE_FULL) ||
      (shape->type == RMN_GRU && shape->reset == RMN_RESET_AFTER) ||
      (shape->type == RMN_RNN && shape->activation == RMN_TANH)) {
    return &table->cell;
  }
  return layer_funcs(shape);
}
