// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file layer.h The layers that can be trained: forward, and back through time.

   Everything over time is [frame][unit][lane].  A lane is a sequence of its
   own; all lanes share the weights, and their gradients are summed.
*/

#ifndef REMANENCE_TRAIN_LAYER_H
#define REMANENCE_TRAIN_LAYER_H

#include "real.h"

/// Arrays of weights or of their gradients, see RmnLayer; NULL where it has
/// none
typedef struct {
  Real* W;
  Real* U;
  Real* b;
  Real* b_u;
  Real* P;
} LayerArrays;

/// Cells of a LSTM stray beyond this, where tanh hardly tells them apart
enum { CELL_REACH = 3 };

/// Return how far a cell strays, from -1 to 1: the slope of what it costs
static inline Real
cell_excess(const Real c)
{
  const Real beyond = (c < 0 ? -c : c) - CELL_REACH;
  const Real excess = beyond < 0 ? 0 : beyond > 1 ? 1 : beyond;
  return c < 0 ? -excess : excess;
}

/// What a layer keeps of a sequence on its way forward, for the way back
typedef struct {
  size_t      n_lanes;
  size_t      n_frames;
  const Real* x;        ///< [n_frames][n_inputs][lanes] what the layer takes
  Real*       dx;       ///< Gradient of x, NULL if nobody wants to know
  Real*       h;        ///< [1 + n_frames][H][lanes] state before, then outputs
  Real*       dh;       ///< [n_frames][H][lanes] gradient of the outputs
  Real*       c;        ///< [1 + n_frames][H][lanes] cell of a LSTM
  Real*       gates;    ///< [n_frames][n_gates][H][lanes], then their gradients
  Real*       extra;    ///< [n_frames][H][lanes] what else a cell wants to keep
  Real*       scratch;  ///< See LayerFuncs; through OpenBLAS, ends as the
                        ///< gradients of h and c before the first frame
  Real        pull;     ///< On cells that stray: the factor of cell_excess()
  LayerArrays gradient; ///< The way back adds to it
} LayerTape;

/// A layer with its weights
typedef struct {
  RmnShape    shape;
  LayerArrays weights;
  Real*       packed; ///< The weights as LayerFuncs.pack() has laid them out
} Layer;

/// How layers of one type and shape are run
typedef struct {
  /// Return how many numbers `Layer.packed` has; NULL for none
  size_t (*n_packed)(const RmnShape* shape);

  /// Fill `layer->packed`, whenever the weights have changed
  void (*pack)(const Layer* layer);

  /// Return how many numbers `LayerTape.scratch` has
  size_t (*n_scratch)(const RmnShape* shape, size_t n_lanes);

  /// Run from the state at h[0] and c[0], which stays
  void (*forward)(const Layer* layer, const LayerTape* tape);

  /// Find gradients of weights and of x from `dh`; spoils `gates` and `extra`
  void (*backward)(const Layer* layer, const LayerTape* tape);
} LayerFuncs;

/// Return how to run a layer, or NULL if it is of a kind that cannot be trained
typedef const LayerFuncs*
LayerChooser(const RmnShape* shape);

/// Choose products through OpenBLAS, for all cells: the reference
LayerChooser layer_funcs;

/// Where frame `t` stands in an array of `n` numbers a frame
static inline Real*
frame_of(Real* const array, const size_t t, const size_t n)
{
  return array + t * n;
}

#endif // REMANENCE_TRAIN_LAYER_H
