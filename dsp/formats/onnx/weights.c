// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file weights.c The weights of a node RNN, LSTM or GRU of ONNX.

   W [directions][G * H][in], R [directions][G * H][H], B [directions][2 * G *
   H] with the input's biases before the recurrent ones, P [directions][3 * H].
*/

#include "recurrent.h"

/// Where the gates of a file are in a layer
static const uint32_t rnn_gates[4]               = {0};
static const uint32_t lstm_gates[4]              = {0, 3, 1, 2}; // i, o, f, c
static const uint32_t gru_gates[4]               = {1, 0, 2};    // z, r, h
const uint32_t        rmn_onnx_peephole_gates[3] = {0, 2, 1};    // i, o, f

const uint32_t*
rmn_onnx_gates(const RmnLayerType type)
{
  return type == RMN_LSTM  ? lstm_gates
         : type == RMN_GRU ? gru_gates
                           : rnn_gates;
}

/// Copy rows of gates to where they are in a layer
static void
read_rows(const RmnOnnxCell* const cell,
          const size_t             i,
          const int64_t            n,
          float*                   out)
{
  const RmnOnnxValue* const in      = rmn_onnx_input(cell->graph, i);
  const int64_t             H       = cell->shape.n_outputs;
  const uint32_t            n_gates = rmn_shape_n_gates(&cell->shape);
  const uint32_t* const     gates   = rmn_onnx_gates(cell->shape.type);
  const double* const start = in->data + cell->direction * in->axes[0].stride;

  for (uint32_t g = 0; g < n_gates; ++g) {
    for (int64_t u = 0; u < H; ++u) {
      const double* const row =
        start + ((int64_t)g * H + u) * in->axes[1].stride;
      float* const to = out + ((int64_t)gates[g] * H + u) * n;
      for (int64_t k = 0; k < n; ++k) {
        to[k] = (float)row[k * in->axes[2].stride];
      }
    }
  }
}

/// Add up both biases of a gate, but for the candidate of a GRU that is reset
/// after the product
static void
read_biases(const RmnOnnxCell* const cell, RmnLayer* const layer)
{
  const RmnOnnxValue* const in     = rmn_onnx_input(cell->graph, RMN_ONNX_B);
  const int64_t             H      = cell->shape.n_outputs;
  const uint32_t            n      = rmn_shape_n_gates(&cell->shape);
  const uint32_t* const     gates  = rmn_onnx_gates(cell->shape.type);
  const int64_t             stride = in->axes[1].stride;
  const double* const start = in->data + cell->direction * in->axes[0].stride;

  for (uint32_t g = 0; g < n; ++g) {
    const bool is_apart = layer->b_u && g == n - 1U;
    for (int64_t u = 0; u < H; ++u) {
      const int64_t row          = (int64_t)g * H + u;
      const float   input        = (float)start[row * stride];
      const float   recurrent    = (float)start[(row + n * H) * stride];
      layer->b[gates[g] * H + u] = is_apart ? input : input + recurrent;
      if (is_apart) {
        layer->b_u[u] = recurrent;
      }
    }
  }
}

static void
read_peepholes(const RmnOnnxCell* const cell, RmnLayer* const layer)
{
  const RmnOnnxValue* const in = rmn_onnx_input(cell->graph, RMN_ONNX_P);
  const int64_t             H  = cell->shape.n_outputs;
  const double* const start = in->data + cell->direction * in->axes[0].stride;
  for (uint32_t g = 0; g < 3; ++g) {
    for (int64_t u = 0; u < H; ++u) {
      layer->P[rmn_onnx_peephole_gates[g] * H + u] =
        (float)start[((int64_t)g * H + u) * in->axes[1].stride];
    }
  }
}

static void
negate(float* const to, const float* const from, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    to[i] = -from[i];
  }
}

/// Make the forget gate of a LSTM 1 - i, which is sigmoid(-x) if i is
/// sigmoid(x)
static void
couple_gates(RmnLayer* const layer)
{
  const size_t H    = layer->shape.n_outputs;
  const size_t n_in = layer->shape.n_inputs;
  negate(layer->W + H * n_in, layer->W, H * n_in);
  negate(layer->U + H * H, layer->U, H * H);
  negate(layer->b + H, layer->b, H);
  if (layer->P) {
    negate(layer->P + H, layer->P, H);
  }
}

void
rmn_onnx_read_weights(const RmnOnnxCell* const cell, RmnLayer* const layer)
{
  read_rows(cell, RMN_ONNX_W, cell->shape.n_inputs, layer->W);
  read_rows(cell, RMN_ONNX_R, cell->shape.n_outputs, layer->U);
  if (rmn_onnx_input(cell->graph, RMN_ONNX_B)) {
    read_biases(cell, layer);
  }
  if (layer->P) {
    read_peepholes(cell, layer);
  }
  if (layer->c0 && rmn_onnx_int(cell->graph, "input_forget", 0)) {
    couple_gates(layer);
  }
}
