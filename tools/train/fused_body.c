// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file fused_body.c Compiled once for each instruction set, as TRAIN_FUSED

#include "fused_body.h"

#include "fused_dense.h"
#include "fused_gru.h"
#include "fused_lstm.h"
#include "fused_rnn.h"
#include "fused_walk.h"

#if !defined(TRAIN_FUSED)
#  define TRAIN_FUSED train_fused_baseline
#endif

static const FusedCell*
cell_of(const RmnShape* const shape)
{
  return shape->type == RMN_RNN                     ? &rnn
         : shape->type == RMN_GRU                   ? &gru
         : shape->peephole == RMN_PEEPHOLE_DIAGONAL ? &lstm_peephole
                                                    : &lstm;
}

static size_t
n_packed(const RmnShape* const shape)
{
  return cell_n_packed(cell_of(shape), shape);
}

static void
pack(const Layer* const layer)
{
  cell_pack(cell_of(&layer->shape), layer);
}

static size_t
n_scratch(const RmnShape* const shape, const size_t n_lanes)
{
  return cell_n_scratch(cell_of(shape), shape, n_lanes);
}

/// Through a walk of its own for each cell
static void
forward(const Layer* const layer, const LayerTape* const tape)
{
  const FusedCell* const cell = cell_of(&layer->shape);
  if (cell == &rnn) {
    cell_forward(&rnn, layer, tape);
  } else if (cell == &gru) {
    cell_forward(&gru, layer, tape);
  } else if (cell == &lstm_peephole) {
    cell_forward(&lstm_peephole, layer, tape);
  } else {
    cell_forward(&lstm, layer, tape);
  }
}

static void
backward(const Layer* const layer, const LayerTape* const tape)
{
  const FusedCell* const cell = cell_of(&layer->shape);
  if (cell == &rnn) {
    cell_backward(&rnn, layer, tape);
  } else if (cell == &gru) {
    cell_backward(&gru, layer, tape);
  } else if (cell == &lstm_peephole) {
    cell_backward(&lstm_peephole, layer, tape);
  } else {
    cell_backward(&lstm, layer, tape);
  }
}

const FusedTable TRAIN_FUSED = {
  .dense = {.n_packed  = dense_n_packed,
            .pack      = dense_pack,
            .n_scratch = dense_n_scratch,
            .forward   = dense_forward,
            .backward  = dense_backward},
  .cell  = {.n_packed  = n_packed,
            .pack      = pack,
            .n_scratch = n_scratch,
            .forward   = forward,
            .backward  = backward},
};
