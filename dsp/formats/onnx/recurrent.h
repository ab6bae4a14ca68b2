// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file recurrent.h A node RNN, LSTM or GRU of an ONNX graph

#ifndef RMN_FORMATS_ONNX_RECURRENT_H
#define RMN_FORMATS_ONNX_RECURRENT_H

#include "onnx.h"

/// Inputs of the node
enum {
  RMN_ONNX_X,
  RMN_ONNX_W,
  RMN_ONNX_R,
  RMN_ONNX_B,
  RMN_ONNX_LENGTHS,
  RMN_ONNX_H,
  RMN_ONNX_C,
  RMN_ONNX_P,
};

/// A node as it is read
typedef struct {
  RmnOnnxGraph* graph;
  RmnShape      shape;
  uint32_t      n_directions;
  uint32_t      direction; ///< Which of the directions in W, R, B, P
  bool          is_batch_first;
} RmnOnnxCell;

/// Most functions of a node: 3 of a LSTM, either way
enum { RMN_ONNX_MAX_FUNCTIONS = 2 * RMN_N_CELL_FUNCTIONS };

/// Return what ONNX calls a function of a cell, and what its parameters are
/// there
const char*
rmn_onnx_function(RmnFunction* f);

/// Read the `n` functions of a node that is a cell, which are the usual ones
/// where it says of none
bool
rmn_onnx_read_functions(RmnOnnxGraph* graph, size_t n, RmnFunction* functions);

/// Where gate i, o or f of peepholes in a file is in a layer
extern const uint32_t rmn_onnx_peephole_gates[3];

/// Return where gates of a file are in a layer
const uint32_t*
rmn_onnx_gates(RmnLayerType type);

/// Read the weights of a node, whose sizes have been checked
void
rmn_onnx_read_weights(const RmnOnnxCell* cell, RmnLayer* layer);

#endif // RMN_FORMATS_ONNX_RECURRENT_H
