// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file layer_step.h One frame of a layer through OpenBLAS.

   What is the same for all cells is in layer.c: the walk through the frames,
   the products with W, and those of the gates that see the state straight.
*/

#ifndef REMANENCE_TRAIN_LAYER_STEP_H
#define REMANENCE_TRAIN_LAYER_STEP_H

#include "layer.h"

/// One frame of a layer: [H][lanes] each
typedef struct {
  size_t      n;     ///< Numbers of [H][lanes]
  Real*       gates; ///< [n_gates][n]; on the way back, gradients of their sums
  Real*       extra;
  const Real* h_before;
  Real*       h;
  const Real* c_before;
  Real*       c;
} LayerFrame;

static inline Real*
gate_of(const LayerFrame* const frame, const size_t gate)
{
  return frame->gates + gate * frame->n;
}

/// What a cell does in a frame
typedef struct {
  /// Find gates and state; at first, gates hold b + W x, and U h as well where
  /// they see the state straight
  void (*forward)(const Layer*      layer,
                  const LayerTape*  tape,
                  const LayerFrame* frame);

  /// Turn the gradient of h, in `dh` [n], into those of the gates' sums, and
  /// leave in `dh` what reaches the state before past these gates; `dc` [n]
  /// is left alone from frame to frame, and zero at first
  void (*backward)(const Layer*      layer,
                   const LayerTape*  tape,
                   const LayerFrame* frame,
                   Real*             dh,
                   Real*             dc);
} LayerStep;

extern const LayerStep layer_rnn; ///< Dense layers as well
extern const LayerStep layer_lstm;
extern const LayerStep layer_gru;

#endif // REMANENCE_TRAIN_LAYER_STEP_H
