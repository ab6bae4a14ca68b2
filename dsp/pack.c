// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "pack.h"
#include "kernel/layout.h"
#include "model.h"
#include "network.h"

#include <string.h>

/// The scale of what a sigmoid takes, or a doubled state meets; see kernel.h
static const float half = 0.5f;

/// Write `n` weights of a row, from column `col` on
static void
put(const RmnRow       row,
    const uint32_t     col,
    const float* const src,
    const uint32_t     n,
    const float        scale)
{
  for (uint32_t c = 0; c < n; ++c) {
    row.weights[(col + c) * row.stride] = scale * src[c];
  }
}

/// Return row `r` of a matrix of tiles, or of one that is stored row by row
static RmnRow
matrix_row(const RmnMatrix* const m, const RmnKernel* const k, const uint32_t r)
{
  if (m->is_by_row) {
    const size_t n_cols = rmn_pad(m->n_cols, RMN_BLOCK);
    return (RmnRow){m->weights + r, m->weights + RMN_BLOCK + r * n_cols, 1U, r};
  }

  uint32_t first = 0;
  uint32_t n     = rmn_matrix_tile(k->n_lanes, m->n_rows);
  while (r >= first + n) {
    first += n;
    n = rmn_matrix_tile(k->n_lanes, m->n_rows - first);
  }

  float* const bias =
    m->weights + (size_t)first * (1U + m->n_cols) + (r - first);
  return (RmnRow){bias, bias + n, n, r};
}

/// Copy row-major `src` [n_rows][n_cols] to `row` and `col` of a matrix
static void
pack_weights(const RmnMatrix* const m,
             const RmnKernel* const k,
             const uint32_t         row,
             const uint32_t         col,
             const float*           src,
             const uint32_t         n_rows,
             const uint32_t         n_cols,
             const float            scale)
{
  for (uint32_t r = 0; r < n_rows; ++r, src += n_cols) {
    put(matrix_row(m, k, row + r), col, src, n_cols, scale);
  }
}

static void
pack_bias(const RmnMatrix* const m,
          const RmnKernel* const k,
          const uint32_t         row,
          const float* const     src,
          const uint32_t         n_rows,
          const float            scale)
{
  for (uint32_t r = 0; r < n_rows; ++r) {
    *matrix_row(m, k, row + r).bias = scale * src[r];
  }
}

/// Copy gate `gate` of a layer to rows `row` and on: W, then U, and the bias
static void
pack_gate(const RmnMatrix* const m,
          const RmnKernel* const k,
          const uint32_t         row,
          const RmnLayer* const  layer,
          const uint32_t         gate,
          const float            scale,
          const float            scale_u)
{
  const uint32_t n_in  = layer->shape.n_inputs;
  const uint32_t H     = layer->shape.n_outputs;
  const size_t   first = (size_t)gate * H;

  pack_weights(m, k, row, 0, layer->W + first * n_in, H, n_in, scale);
  pack_weights(m, k, row, n_in, layer->U + first * H, H, H, scale * scale_u);
  pack_bias(m, k, row, layer->b + first, H, scale);
}

/// Return the scale of what a sigmoid takes, if that is what gates pass
static float
gate_scale(const RmnPackedLayer* const p)
{
  return p->is_usual ? half : 1.0f;
}

/**
   Return where the gate of a unit of a LSTM without peepholes is packed.

   A tile has the rows of i, f and g of its full blocks of units, then of every
   gate of the units that remain, then of o of the full blocks.  As many as a
   kernel sums at once are stored together, column by column.
*/
static RmnRow
lstm_row(const RmnPackedLayer* const p,
         const RmnKernel* const      k,
         const uint32_t              gate,
         const uint32_t              unit)
{
  const uint32_t n_h   = p->n_units;
  uint32_t       first = 0;
  uint32_t       n     = rmn_lstm_tile(p->n_lanes, n_h, n_h);
  while (unit >= first + n) {
    first += n;
    n = rmn_lstm_tile(p->n_lanes, n_h, n_h - first);
  }

  const uint32_t blocks = n & ~(p->n_lanes - 1U); // Units in full blocks
  const uint32_t u      = unit - first;

  uint32_t row = 0;
  if (u >= blocks) {
    row =
      3U * blocks + rmn_gate_row(p->n_lanes, n - blocks, 4U, gate, u - blocks);
  } else if (gate < 3U) {
    row = rmn_gate_row(p->n_lanes, blocks, 3U, gate, u);
  } else {
    row = 4U * n - blocks + u;
  }

  const uint32_t nth = row % k->n_sums; // Of the rows that are summed at once
  const uint32_t before = row - nth;
  const uint32_t left   = 4U * n - before;
  const uint32_t height = left < k->n_sums ? left : k->n_sums;
  const size_t   n_cols = 1U + (size_t)p->matrices[0].n_cols;
  float* const   bias =
    p->matrices[0].weights + n_cols * (4U * first + before) + nth;
  return (RmnRow){bias, bias + height, height, 4U * first + row};
}

static void
pack_plain_lstm(const RmnPackedLayer* const p,
                const RmnLayer* const       layer,
                const RmnKernel* const      k)
{
  const uint32_t n_in = layer->shape.n_inputs;
  const uint32_t H    = layer->shape.n_outputs;

  for (uint32_t gate = 0; gate < 4U; ++gate) {
    const float scale = gate == 2U ? 1.0f : half;
    for (uint32_t u = 0; u < H; ++u) {
      const size_t r   = (size_t)gate * H + u;
      const RmnRow row = lstm_row(p, k, gate, u);

      *row.bias = scale * layer->b[r];
      put(row, 0, layer->W + r * n_in, n_in, scale);
      put(row, n_in, layer->U + r * H, H, half * scale);
    }
  }
}

/// Copy P of gate `gate` to rows `row` and on, or to vector `gate`
static void
pack_peephole(const RmnMatrix* const m,
              const RmnKernel* const k,
              const RmnLayer* const  layer,
              const uint32_t         gate,
              const uint32_t         row,
              const float            scale)
{
  const uint32_t H = layer->shape.n_outputs;

  if (layer->shape.peephole == RMN_PEEPHOLE_FULL) {
    const float* const P = layer->P + (size_t)gate * H * H;
    pack_weights(m, k, row, 0, P, H, H, scale);
  } else {
    for (uint32_t u = 0; u < H; ++u) {
      m->weights[gate * m->n_rows + u] = scale * layer->P[gate * H + u];
    }
  }
}

static void
pack_lstm(const RmnPackedLayer* const p,
          const RmnLayer* const       layer,
          const RmnKernel* const      k)
{
  const RmnMatrix* const M     = p->matrices;
  const RmnPeephole      sees  = layer->shape.peephole;
  const float            scale = gate_scale(p);

  if (p->is_usual && sees == RMN_PEEPHOLE_NONE) {
    pack_plain_lstm(p, layer, k);
    return;
  }

  for (uint32_t gate = 0; gate < 4U; ++gate) {
    const uint32_t row = gate * p->n_units;
    pack_gate(&M[0], k, row, layer, gate, gate == 2U ? 1.0f : scale, half);
  }

  if (sees != RMN_PEEPHOLE_NONE) {
    const bool full = sees == RMN_PEEPHOLE_FULL;
    pack_peephole(&M[1], k, layer, 0, 0, scale);
    pack_peephole(&M[1], k, layer, 1, p->n_units, scale);
    pack_peephole(&M[full ? 2 : 1], k, layer, 2, 0, scale);
  }
}

/// The rows of a gate of a unit of a GRU: of the product with x, and of that
/// with h, where only n has a bias
typedef struct {
  RmnRow x;
  RmnRow h;
} GruRows;

/// Return where the gate of a unit of a GRU is packed; see rmn_gru_size()
static GruRows
gru_rows(const RmnPackedLayer* const p,
         const uint32_t              gate,
         const uint32_t              unit)
{
  const uint32_t n_x     = p->shape.n_inputs;
  const uint32_t n_units = rmn_gru_units(p->n_lanes, p->n_units);
  uint32_t       first   = 0;
  uint32_t       n       = rmn_gru_tile(p->n_lanes, n_units, n_units);
  while (unit >= first + n) {
    first += n;
    n = rmn_gru_tile(p->n_lanes, n_units, n_units - first);
  }

  const uint32_t n_gates = gate ? 2U : 1U; // Summed together: z and n, or r
  const uint32_t height  = rmn_gru_height(p->n_lanes, n);
  const uint32_t stride  = gate ? 2U * n : height;
  const uint32_t u       = unit - first;
  const uint32_t row =
    rmn_gate_row(p->n_lanes, n, n_gates, gate ? gate - 1U : 0U, u);
  float* const r =
    p->matrices[0].weights + rmn_gru_size(p->n_lanes, n_x, p->n_units, first);
  float* const bias =
    r + (gate ? (size_t)height * (1U + n_x + p->n_units) : 0U);
  float* const b_u  = bias + (size_t)stride * (1U + n_x);
  float* const of_h = b_u + (gate ? height : 0U);

  const uint32_t index = 3U * first + (gate ? n : 0U) + row;
  return (GruRows){{bias + row, bias + stride + row, stride, index},
                   {b_u + u, of_h + row, stride, index}};
}

/// Pack a GRU that runs frame by frame
static void
pack_frame_gru(const RmnPackedLayer* const p,
               const RmnLayer* const       layer,
               const RmnKernel* const      k)
{
  const RmnMatrix* const M     = p->matrices;
  const uint32_t         n_in  = layer->shape.n_inputs;
  const uint32_t         H     = layer->shape.n_outputs;
  const float            scale = gate_scale(p);

  pack_gate(&M[0], k, 0, layer, 0, scale, 1.0f);
  pack_gate(&M[0], k, p->n_units, layer, 1, scale, 1.0f);
  if (layer->shape.reset == RMN_RESET_BEFORE) {
    pack_gate(&M[1], k, 0, layer, 2, 1.0f, 1.0f);
    return;
  }

  const size_t n = 2U * (size_t)H; // Rows before those of the candidate
  pack_weights(&M[1], k, 0, 0, layer->W + n * n_in, H, n_in, 1.0f);
  pack_bias(&M[1], k, 0, layer->b + n, H, 1.0f);
  pack_weights(&M[2], k, 0, 0, layer->U + n * H, H, H, 1.0f);
  pack_bias(&M[2], k, 0, layer->b_u, H, 1.0f);
}

static void
pack_gru(const RmnPackedLayer* const p,
         const RmnLayer* const       layer,
         const RmnKernel* const      k)
{
  const uint32_t n_in = layer->shape.n_inputs;
  const uint32_t H    = layer->shape.n_outputs;

  if (layer->shape.reset == RMN_RESET_BEFORE || !p->is_usual) {
    pack_frame_gru(p, layer, k);
    return;
  }

  for (uint32_t gate = 0; gate < 3U; ++gate) {
    for (uint32_t u = 0; u < H; ++u) {
      const size_t  r     = (size_t)gate * H + u;
      const float   scale = gate < 2U ? half : 1.0f;
      const GruRows rows  = gru_rows(p, gate, u);

      *rows.x.bias = scale * layer->b[r];
      put(rows.x, 0, layer->W + r * n_in, n_in, scale);
      put(rows.h, 0, layer->U + r * H, H, half);
      if (gate == 2U) {
        *rows.h.bias = half * layer->b_u[u];
      }
    }
  }
}

/// Spread the groups of a conv1d over a full matrix, zero between them
static void
pack_conv1d(const RmnMatrix* const m,
            const RmnLayer* const  layer,
            const RmnKernel* const k)
{
  const RmnShape* const s       = &layer->shape;
  const uint32_t        n_in    = s->n_inputs / s->n_groups;
  const uint32_t        n_out   = s->n_outputs / s->n_groups;
  const float*          weights = layer->W;

  for (uint32_t tap = 0; tap < s->kernel_size; ++tap) {
    for (uint32_t g = 0; g < s->n_groups; ++g) {
      const uint32_t col = tap * s->n_inputs + g * n_in;
      pack_weights(m, k, g * n_out, col, weights, n_out, n_in, 1.0f);
      weights += (size_t)n_out * n_in;
    }
  }

  pack_bias(m, k, 0, layer->b, s->n_outputs, 1.0f);
}

RmnRow
rmn_packed_row(const RmnPackedLayer* const p,
               const RmnKernel* const      k,
               const uint32_t              gate,
               const uint32_t              unit)
{
  const RmnShape* const s = &p->shape;
  if (s->type == RMN_LSTM && s->peephole == RMN_PEEPHOLE_NONE) {
    return lstm_row(p, k, gate, unit);
  }
  if (s->type == RMN_GRU && s->reset == RMN_RESET_AFTER) {
    return gru_rows(p, gate, unit).x;
  }

  const bool     is_apart = s->type == RMN_GRU && gate == 2U;
  const uint32_t r        = gate * p->n_units + unit;
  const uint32_t first    = is_apart ? 2U * p->n_units : 0U;
  RmnRow         row = matrix_row(&p->matrices[is_apart ? 1 : 0], k, r - first);
  row.index          = r;
  return row;
}

void
rmn_pack_layer(RmnPackedLayer* const  p,
               const RmnLayer* const  layer,
               const RmnKernel* const kernel)
{
  const RmnShape* const  s = &layer->shape;
  const RmnMatrix* const m = &p->matrices[0];
  const uint32_t         H = s->n_outputs;

  switch (s->type) {
  case RMN_DENSE:
    pack_weights(m, kernel, 0, 0, layer->W, H, s->n_inputs, 1.0f);
    pack_bias(m, kernel, 0, layer->b, H, 1.0f);
    break;
  case RMN_RNN:
    pack_gate(m, kernel, 0, layer, 0, 1.0f, 1.0f);
    break;
  case RMN_LSTM:
    pack_lstm(p, layer, kernel);
    break;
  case RMN_GRU:
    pack_gru(p, layer, kernel);
    break;
  case RMN_CONV1D:
    pack_conv1d(m, layer, kernel);
    break;
  case RMN_ACTIVATION:
    break;
  case RMN_BATCHNORM:
    memcpy(m->weights, layer->b, H * sizeof(float));
    memcpy(m->weights + m->n_rows, layer->W, H * sizeof(float));
    break;
  case RMN_PRELU:
    memcpy(m->weights, layer->W, H * sizeof(float));
    break;
  }
}
