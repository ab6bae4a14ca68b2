// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file gated_layer.h What gates.c copies and gates_rt.c reads

#ifndef RMN_GATED_LAYER_H
#define RMN_GATED_LAYER_H

#include "gates.h"

/**
   The gates of a recurrent layer, in the order of RmnLayer: i, f, g, o of a
   LSTM, and r, z of a GRU.  Of each gate the first units are there.
*/
typedef struct {
  uint32_t index; ///< Of the layer in its network
  RmnShape shape;
  uint32_t n_shown;
  uint32_t n_rows; ///< Units that are there: all, where one gate sees all cells
  float*   W;      ///< [gate][n_rows][n_inputs]
  float*   U;      ///< [gate][n_rows][H]
  float*   b;      ///< [gate][n_rows]
  float*   P;      ///< i, f, o: [3][H] or [3][H][H], or nothing
  float*   h;      ///< [H] what is remembered now
  float*   c;      ///< [H]
  float*   c_next; ///< [H] what will be, for an output gate that sees it
} RmnGatedLayer;

struct RmnGatesImpl {
  float*        arena; ///< Owns every array
  uint32_t      n_units;
  uint32_t      n_layers;
  RmnGatedLayer layers[RMN_MAX_LAYERS];
};

#endif // RMN_GATED_LAYER_H
