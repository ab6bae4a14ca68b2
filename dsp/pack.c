// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "pack.h"
#include "model.h"
#include "network.h"

#include <string.h>

/// The scale of a row whose gate passes a sigmoid; see RmnPackedLayer
static const float sigmoid_scale = 0.5f;

/// Copy row-major `src` [n_rows][n_cols] to `row` and `col` of a matrix
static void
pack_weights(RmnMatrix* const   m,
             const uint32_t     row,
             const uint32_t     col,
             const float* const src,
             const uint32_t     n_rows,
             const uint32_t     n_cols,
             const float        scale)
{
  for (uint32_t r = 0; r < n_rows; ++r) {
    for (uint32_t c = 0; c < n_cols; ++c) {
      m->weights[rmn_matrix_index(m, row + r, col + c)] =
        scale * src[(size_t)r * n_cols + c];
    }
  }
}

static void
pack_bias(RmnMatrix* const   m,
          const uint32_t     row,
          const float* const src,
          const uint32_t     n_rows,
          const float        scale)
{
  for (uint32_t r = 0; r < n_rows; ++r) {
    m->bias[row + r] = scale * src[r];
  }
}

/// Copy gate `gate` of a layer to rows `row` and on: W, then U, and the bias
static void
pack_gate(RmnMatrix* const      m,
          const uint32_t        row,
          const RmnLayer* const layer,
          const uint32_t        gate,
          const float           scale)
{
  const uint32_t n_in  = layer->shape.n_inputs;
  const uint32_t H     = layer->shape.n_outputs;
  const size_t   first = (size_t)gate * H;

  pack_weights(m, row, 0, layer->W + first * n_in, H, n_in, scale);
  pack_weights(m, row, n_in, layer->U + first * H, H, H, scale);
  pack_bias(m, row, layer->b + first, H, scale);
}

static void
pack_lstm(RmnPackedLayer* const p, const RmnLayer* const layer)
{
  const uint32_t   n = p->n_units;
  const uint32_t   H = layer->shape.n_outputs;
  const float      s = sigmoid_scale;
  RmnMatrix* const M = p->matrices;

  for (uint32_t gate = 0; gate < 4U; ++gate) {
    pack_gate(&M[0], gate * n, layer, gate, gate == 2U ? 1.0f : s);
  }

  for (uint32_t gate = 0; gate < 3U; ++gate) {
    if (layer->shape.peephole == RMN_PEEPHOLE_DIAGONAL) {
      pack_weights(&M[1], gate * n, 0, layer->P + gate * H, H, 1U, s);
    } else if (layer->shape.peephole == RMN_PEEPHOLE_FULL) {
      const float* const P = layer->P + (size_t)gate * H * H;
      pack_weights(gate < 2U ? &M[1] : &M[2], gate % 2U * n, 0, P, H, H, s);
    }
  }
}

static void
pack_gru(RmnPackedLayer* const p, const RmnLayer* const layer)
{
  const uint32_t   n    = p->n_units;
  const uint32_t   n_in = layer->shape.n_inputs;
  const uint32_t   H    = layer->shape.n_outputs;
  const size_t     last = 2U * (size_t)H; // First row of the candidate
  RmnMatrix* const M    = p->matrices;

  pack_gate(&M[0], 0, layer, 0, sigmoid_scale);
  pack_gate(&M[0], n, layer, 1, sigmoid_scale);

  if (layer->shape.reset == RMN_RESET_BEFORE) {
    pack_gate(&M[1], 0, layer, 2, 1.0f);
    return;
  }

  pack_weights(&M[0], 2U * n, n_in, layer->U + last * H, H, H, 1.0f);
  pack_bias(&M[0], 2U * n, layer->b_u, H, 1.0f);
  pack_weights(&M[1], 0, 0, layer->W + last * n_in, H, n_in, 1.0f);
  pack_bias(&M[1], 0, layer->b + last, H, 1.0f);
}

/// Spread the groups of a conv1d over a full matrix, zero between them
static void
pack_conv1d(RmnPackedLayer* const p, const RmnLayer* const layer)
{
  const RmnShape* const s       = &layer->shape;
  const uint32_t        n_in    = s->n_inputs / s->n_groups;
  const uint32_t        n_out   = s->n_outputs / s->n_groups;
  const float*          weights = layer->W;

  for (uint32_t tap = 0; tap < s->kernel_size; ++tap) {
    for (uint32_t g = 0; g < s->n_groups; ++g) {
      const uint32_t col = tap * s->n_inputs + g * n_in;
      pack_weights(&p->matrices[0], g * n_out, col, weights, n_out, n_in, 1.0f);
      weights += (size_t)n_out * n_in;
    }
  }

  pack_bias(&p->matrices[0], 0, layer->b, s->n_outputs, 1.0f);
}

void
rmn_pack_layer(RmnPackedLayer* const p, const RmnLayer* const layer)
{
  const RmnShape* const s = &layer->shape;
  RmnMatrix* const      m = &p->matrices[0];

  switch (s->type) {
  case RMN_DENSE:
    pack_weights(m, 0, 0, layer->W, s->n_outputs, s->n_inputs, 1.0f);
    pack_bias(m, 0, layer->b, s->n_outputs, 1.0f);
    break;
  case RMN_RNN:
    pack_gate(m, 0, layer, 0, 1.0f);
    break;
  case RMN_LSTM:
    pack_lstm(p, layer);
    break;
  case RMN_GRU:
    pack_gru(p, layer);
    break;
  case RMN_CONV1D:
    pack_conv1d(p, layer);
    break;
  case RMN_ACTIVATION:
    break;
  case RMN_BATCHNORM:
    pack_bias(m, 0, layer->b, s->n_outputs, 1.0f);
    pack_weights(m, 0, 0, layer->W, s->n_outputs, 1U, 1.0f);
    break;
  case RMN_PRELU:
    pack_weights(m, 0, 0, layer->W, s->n_outputs, 1U, 1.0f);
    break;
  }
}

void
rmn_pack_state(const RmnModel* const model, const float* src, float* const dst)
{
  for (uint32_t l = 0; l < model->n_layers; ++l) {
    const RmnPackedLayer* const p        = &model->layers[l];
    const RmnShape* const       s        = &p->shape;
    const size_t                n_floats = rmn_shape_n_state(s);
    float* const                state    = dst + p->state_offset;

    if (s->type == RMN_CONV1D) { // Frame -1 is the last of the ring
      memcpy(state + (size_t)p->n_ring * s->n_inputs - n_floats,
             src,
             n_floats * sizeof(float));
    } else if (n_floats) { // h, and C where there is one
      for (uint32_t i = 0; i < n_floats / s->n_outputs; ++i) {
        memcpy(state + (size_t)i * p->n_units,
               src + (size_t)i * s->n_outputs,
               s->n_outputs * sizeof(float));
      }
    }

    src += n_floats;
  }
}

void
rmn_pack_initial_state(RmnModel* const model, const RmnNetwork* const network)
{
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnLayer* const       layer = &network->layers[l];
    const RmnPackedLayer* const p     = &model->layers[l];
    float* const                state = model->initial_state + p->state_offset;
    const size_t n_bytes              = layer->shape.n_outputs * sizeof(float);

    if (layer->h0) {
      memcpy(state, layer->h0, n_bytes);
    }
    if (layer->c0) {
      memcpy(state + p->n_units, layer->c0, n_bytes);
    }
  }
}
