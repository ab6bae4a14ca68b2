// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file frame_cell.h Cells that are not worth tiles of their own: a LSTM with
   peepholes, a GRU that is reset before the product, and both with a clip or
   other functions than sigmoid and tanh.
*/

#ifndef RMN_KERNEL_FRAME_CELL_H
#define RMN_KERNEL_FRAME_CELL_H

#include "frame.h"
#include "matrix.h"

/// Let the input and forget gates see the cell of the step before
static void
peep_before(const RmnPackedLayer* const layer,
            const float* const          c,
            float* const                z)
{
  const uint32_t         n = layer->n_units;
  const RmnMatrix* const P = &layer->matrices[1];

  if (layer->shape.peephole == RMN_PEEPHOLE_DIAGONAL) {
    for (uint32_t u = 0; u < n; ++u) {
      z[u] += P->weights[u] * c[u];
      z[n + u] += P->weights[n + u] * c[u];
    }
  } else if (layer->shape.peephole == RMN_PEEPHOLE_FULL) {
    float* const sums = z + 4U * n;
    multiply(P, c, layer->shape.n_outputs, NULL, sums);
    for (uint32_t u = 0; u < 2U * n; ++u) {
      z[u] += sums[u];
    }
  }
}

/// Let the output gate see the cell of this step
static void
peep_after(const RmnPackedLayer* const layer,
           const float* const          c,
           float* const                z)
{
  const uint32_t n = layer->n_units;

  if (layer->shape.peephole == RMN_PEEPHOLE_DIAGONAL) {
    const float* const p = layer->matrices[1].weights + 2U * n;
    for (uint32_t u = 0; u < n; ++u) {
      z[u] += p[u] * c[u];
    }
  } else if (layer->shape.peephole == RMN_PEEPHOLE_FULL) {
    float* const sums = z + n;
    multiply(&layer->matrices[2], c, layer->shape.n_outputs, NULL, sums);
    for (uint32_t u = 0; u < n; ++u) {
      z[u] += sums[u];
    }
  }
}

/// C = f * C' + i * g; the gates hold tanh(z / 2), `1 + tanh(z / 2)` is twice
/// s(z)
static void
update_cell(const float* const restrict gates,
            float* const restrict c,
            const uint32_t n)
{
  const float* const i = gates;
  const float* const f = gates + n;
  const float* const g = gates + 2U * n;

  for (uint32_t u = 0; u < n; ++u) {
    c[u] = 0.5f * ((1.0f + f[u]) * c[u] + (1.0f + i[u]) * g[u]);
  }
}

/// 2h = 2 s(o) * tanh(C); `o` holds tanh(z / 2), `tanh_c` is tanh(C)
static void
update_hidden(const float* const restrict o,
              const float* const restrict tanh_c,
              float* const restrict h,
              float* const restrict out,
              const uint32_t n)
{
  for (uint32_t u = 0; u < n; ++u) {
    h[u]   = (1.0f + o[u]) * tanh_c[u];
    out[u] = 0.5f * h[u];
  }
}

/// A LSTM with peepholes
static void
step_lstm(const RmnPackedLayer* const layer, const Frame* const f)
{
  const uint32_t n = layer->n_units;
  float* const   h = f->state;
  float* const   c = f->state + layer->out_stride;
  float* const   z = f->scratch;
  float* const   o = z + 3U * n;

  multiply_step(layer, &layer->matrices[0], f->in, h, z);
  peep_before(layer, c, z);
  tanh_vector(z, 3U * n);
  update_cell(z, c, n);
  peep_after(layer, c, o);
  tanh_vector(o, n);
  memcpy(z, c, n * sizeof(float));
  tanh_vector(z, n);
  update_hidden(o, z, h, f->out, n);
}

/// A LSTM of other functions than the usual ones; it keeps 2h as they all do
static void
step_other_lstm(const RmnPackedLayer* const layer, const Frame* const f)
{
  const uint32_t n = layer->n_units;
  float* const   h = f->state;
  float* const   c = f->state + layer->out_stride;
  float* const   i = f->scratch; // Where f, g and o follow
  float* const   g = i + 2U * n;
  float* const   o = i + 3U * n;

  multiply(&layer->matrices[0], f->in, layer->shape.n_inputs, h, i);
  peep_before(layer, c, i);
  apply(layer, RMN_OF_GATES, i);
  apply(layer, RMN_OF_GATES, i + n);
  apply(layer, RMN_OF_CANDIDATE, g);
  for (uint32_t u = 0; u < n; ++u) {
    c[u] = madd1(i[n + u], c[u], i[u] * g[u]);
  }
  peep_after(layer, c, o);
  apply(layer, RMN_OF_GATES, o);
  memcpy(g, c, n * sizeof(float));
  apply(layer, RMN_OF_CELL, g);
  for (uint32_t u = 0; u < n; ++u) {
    f->out[u] = o[u] * g[u];
    h[u]      = 2.0f * f->out[u];
  }
}

/// h = z h' + (1 - z) g, where `open` is 1 - z; see gru_cell()
static void
update_gru(const float* const restrict open,
           const float* const restrict g,
           float* const restrict h,
           float* const restrict c,
           const uint32_t n)
{
  for (uint32_t u = 0; u < n; ++u) {
    const float lost = madd1(-open[u], h[u], c[u]);
    const float kept = h[u] + lost;
    const float next = madd1(open[u], g[u], kept);

    c[u] = (lost - (kept - h[u])) + madd1(open[u], g[u], kept - next);
    h[u] = next;
  }
}

/// A GRU with reset before the product
static void
step_gru(const RmnPackedLayer* const layer, const Frame* const f)
{
  const uint32_t n   = layer->n_units;
  const uint32_t n_r = layer->is_projected ? 2U * n : 0U; // Of r and z
  float* const   h   = f->state;
  float* const   r   = f->scratch;
  float* const   z   = r + n;
  float* const   g   = z + n;

  multiply_step(layer, &layer->matrices[0], f->in, h, r);
  tanh_vector(r, 2U * n);
  for (uint32_t u = 0; u < n; ++u) {
    r[u] = (0.5f + 0.5f * r[u]) * h[u];
    z[u] = madd1(z[u], -0.5f, 0.5f);
  }
  multiply_step(layer, &layer->matrices[1], f->in + n_r, r, g);
  tanh_vector(g, n);
  update_gru(z, g, h, h + layer->out_stride, n);
  memcpy(f->out, h, n * sizeof(float));
}

/// Sum up what the candidate is a function of; `v` is room for U_n h' + b_u
static void
hear_candidate(const RmnPackedLayer* const layer,
               const Frame* const          f,
               float* const restrict r,
               float* const restrict g,
               float* const restrict v)
{
  const uint32_t     n   = layer->n_units;
  const uint32_t     n_x = layer->shape.n_inputs;
  const float* const h   = f->state;

  if (layer->shape.reset == RMN_RESET_AFTER) {
    multiply(&layer->matrices[1], f->in, n_x, NULL, g);
    multiply(&layer->matrices[2], h, n, NULL, v);
    for (uint32_t u = 0; u < n; ++u) {
      g[u] = madd1(r[u], v[u], g[u]);
    }
  } else {
    for (uint32_t u = 0; u < n; ++u) {
      r[u] *= h[u];
    }
    multiply(&layer->matrices[1], f->in, n_x, r, g);
  }
}

/// A GRU of other functions than the usual ones
static void
step_other_gru(const RmnPackedLayer* const layer, const Frame* const f)
{
  const uint32_t n = layer->n_units;
  float* const   h = f->state;
  float* const   r = f->scratch;
  float* const   z = r + n;
  float* const   g = z + n;

  multiply(&layer->matrices[0], f->in, layer->shape.n_inputs, h, r);
  apply(layer, RMN_OF_GATES, r);
  apply(layer, RMN_OF_GATES, z);
  hear_candidate(layer, f, r, g, g + n);
  apply(layer, RMN_OF_CANDIDATE, g);
  for (uint32_t u = 0; u < n; ++u) {
    z[u] = 1.0f - z[u];
  }
  update_gru(z, g, h, h + layer->out_stride, n);
  memcpy(f->out, h, n * sizeof(float));
}

#endif // RMN_KERNEL_FRAME_CELL_H
