// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file cell.h A recurrent layer that stands in a graph as what it computes.

   PyTorch exports a RNNCell, LSTMCell or GRUCell as products, sums, sigmoids
   and tanhs of one frame, with states that come in and go out.
*/

#ifndef RMN_FORMATS_ONNX_CELL_H
#define RMN_FORMATS_ONNX_CELL_H

#include "onnx.h"

enum { RMN_ONNX_MAX_CELL_NODES = 20 };

/// A cell that was found; names and nodes belong to the graph
typedef struct {
  RmnLayerType           type;       ///< RNN, LSTM or GRU
  RmnActivation          activation; ///< Of a RNN
  const Onnx__NodeProto* in;         ///< Product of what it takes
  const Onnx__NodeProto* state;      ///< Product of its hidden state
  const Onnx__NodeProto* splits[2];  ///< Of the sum, or of each product, if
                                     ///< there are gates
  const char*            h;          ///< Inputs of the graph
  const char*            c;
  const char*            c_out;    ///< Output of the graph
  uint32_t               gates[4]; ///< Where the gates of a layer are in rows
  const Onnx__NodeProto* nodes[RMN_ONNX_MAX_CELL_NODES]; ///< All, last first
  size_t                 n_nodes;
} RmnOnnxFound;

/// Find a cell whose last node is this
bool
rmn_onnx_find_cell(const RmnOnnxGraph*    graph,
                   const Onnx__NodeProto* last,
                   RmnOnnxFound*          cell);

/// Find every cell of the graph, and which nodes belong to one
bool
rmn_onnx_find_cells(RmnOnnxGraph* graph);

void
rmn_onnx_free_cells(RmnOnnxGraph* graph);

/// Read the node if it is the last of a cell, and pass over it if it is another
/// one of a cell; else do nothing
bool
rmn_onnx_read_cell(RmnOnnxGraph* graph, bool* is_done);

#endif // RMN_FORMATS_ONNX_CELL_H
