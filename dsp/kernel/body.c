// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file body.c The layers, one time step after the other.

   Compiled once for each instruction set; see the Makefile.
*/

#include "activation.h"
#include "gru.h"
#include "kernel.h"
#include "lstm.h"
#include "matrix.h"

#include <string.h>

/// One frame of one stream
typedef struct {
  const float* in;
  float*       out;
  float*       state;
  float*       scratch;
  uint32_t     number; ///< Since the reset
} Frame;

/// Run `step` for every frame of every stream
INLINE void
run_frames(const RmnPackedLayer* const layer,
           const RmnRun* const         run,
           void (*const step)(const RmnPackedLayer*, const Frame*))
{
  for (uint32_t s = 0; s < run->n_streams; ++s) {
    Frame frame = {
      run->in[s], run->out[s], run->state[s], run->scratch, run->frame};
    for (uint32_t t = 0; t < run->n_frames; ++t, ++frame.number) {
      step(layer, &frame);
      frame.in += layer->in_stride;
      frame.out += layer->out_stride;
    }
  }
}

static void
step_dense(const RmnPackedLayer* const layer, const Frame* const f)
{
  const RmnShape* const s = &layer->shape;

  if (!layer->matrices[0].is_by_row) {
    multiply(&layer->matrices[0], f->in, s->n_inputs, NULL, f->out);
  }
  activate(s->activation, f->out, s->n_outputs);
}

static void
run_dense(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  const RmnMatrix* const m = &layer->matrices[0];

  for (uint32_t s = 0; m->is_by_row && s < run->n_streams; ++s) {
    multiply_by_row(
      m, run->in[s], layer->in_stride, run->out[s], run->n_frames);
  }
  if (!m->is_by_row || layer->shape.activation != RMN_LINEAR) {
    run_frames(layer, run, step_dense);
  }
}

/// h = phi(W x + U h' + b)
static void
step_rnn(const RmnPackedLayer* const layer, const Frame* const f)
{
  const RmnShape* const s = &layer->shape;

  multiply(&layer->matrices[0], f->in, s->n_inputs, f->state, f->out);
  activate(s->activation, f->out, s->n_outputs);
  memcpy(f->state, f->out, layer->n_units * sizeof(float));
}

static void
run_rnn(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  run_frames(layer, run, step_rnn);
}

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

  multiply(&layer->matrices[0], f->in, layer->shape.n_inputs, h, z);
  peep_before(layer, c, z);
  tanh_vector(z, 3U * n);
  update_cell(z, c, n);
  peep_after(layer, c, o);
  tanh_vector(o, n);
  memcpy(z, c, n * sizeof(float));
  tanh_vector(z, n);
  update_hidden(o, z, h, f->out, n);
}

static void
run_lstm(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  if (layer->shape.peephole == RMN_PEEPHOLE_NONE) {
    run_plain_lstm(layer, run);
  } else {
    run_frames(layer, run, step_lstm);
  }
}

/// h = s(z) h' + (1 - s(z)) g, where z holds tanh(z / 2); see gru_cell()
static void
update_gru(const float* const restrict z,
           const float* const restrict g,
           float* const restrict h,
           float* const restrict c,
           const uint32_t n)
{
  for (uint32_t u = 0; u < n; ++u) {
    const float open = madd1(z[u], -0.5f, 0.5f);
    const float lost = madd1(-open, h[u], c[u]);
    const float kept = h[u] + lost;
    const float next = madd1(open, g[u], kept);

    c[u] = (lost - (kept - h[u])) + madd1(open, g[u], kept - next);
    h[u] = next;
  }
}

/// A GRU with reset before the product
static void
step_gru(const RmnPackedLayer* const layer, const Frame* const f)
{
  const uint32_t n   = layer->n_units;
  const uint32_t n_x = layer->shape.n_inputs;
  float* const   h   = f->state;
  float* const   r   = f->scratch;
  float* const   z   = r + n;
  float* const   g   = z + n;

  multiply(&layer->matrices[0], f->in, n_x, h, r);
  tanh_vector(r, 2U * n);
  for (uint32_t u = 0; u < n; ++u) {
    r[u] = (0.5f + 0.5f * r[u]) * h[u];
  }
  multiply(&layer->matrices[1], f->in, n_x, r, g);
  tanh_vector(g, n);
  update_gru(z, g, h, h + layer->out_stride, n);
  memcpy(f->out, h, n * sizeof(float));
}

static void
run_gru(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  if (layer->shape.reset == RMN_RESET_AFTER) {
    run_plain_gru(layer, run);
  } else {
    run_frames(layer, run, step_gru);
  }
}

/// Keep each frame in a ring, and multiply the taps laid side by side
static void
step_conv1d(const RmnPackedLayer* const layer, const Frame* const f)
{
  const RmnShape* const s    = &layer->shape;
  const uint32_t        mask = layer->n_ring - 1U;
  const uint32_t oldest      = f->number - (s->kernel_size - 1U) * s->dilation;
  const size_t   n_bytes     = s->n_inputs * sizeof(float);
  float* const   ring        = f->state;
  float* const   taps        = f->scratch;

  memcpy(ring + (size_t)(f->number & mask) * s->n_inputs, f->in, n_bytes);
  for (uint32_t k = 0; k < s->kernel_size; ++k) {
    const uint32_t then = (oldest + k * s->dilation) & mask;
    memcpy(taps + (size_t)k * s->n_inputs,
           ring + (size_t)then * s->n_inputs,
           n_bytes);
  }

  multiply(&layer->matrices[0], taps, layer->matrices[0].n_cols, NULL, f->out);
  activate(s->activation, f->out, s->n_outputs);
}

static void
run_conv1d(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  run_frames(layer, run, step_conv1d);
}

static void
step_activation(const RmnPackedLayer* const layer, const Frame* const f)
{
  memcpy(f->out, f->in, layer->shape.n_outputs * sizeof(float));
  activate(layer->shape.activation, f->out, layer->shape.n_outputs);
}

static void
run_activation(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  run_frames(layer, run, step_activation);
}

static void
step_prelu(const RmnPackedLayer* const layer, const Frame* const f)
{
  const float* const w = layer->matrices[0].weights;

  for (uint32_t u = 0; u < layer->shape.n_outputs; ++u) {
    f->out[u] = f->in[u] < 0.0f ? w[u] * f->in[u] : f->in[u];
  }
}

static void
run_prelu(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  run_frames(layer, run, step_prelu);
}

static void
step_batchnorm(const RmnPackedLayer* const layer, const Frame* const f)
{
  const float* const b = layer->matrices[0].weights;
  const float* const w = b + layer->matrices[0].n_rows;

  for (uint32_t u = 0; u < layer->shape.n_outputs; ++u) {
    f->out[u] = madd1(w[u], f->in[u], b[u]);
  }
}

static void
run_batchnorm(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  run_frames(layer, run, step_batchnorm);
}

// The build names every instruction set but the baseline
#if !defined(RMN_KERNEL)
#  define RMN_KERNEL rmn_kernel_baseline
#  if defined(__x86_64__)
#    define RMN_ISA "x86-64"
#  elif defined(__aarch64__)
#    define RMN_ISA "aarch64"
#  else
#    define RMN_ISA "portable"
#  endif
#endif

extern const RmnKernel RMN_KERNEL;

const RmnKernel RMN_KERNEL = {RMN_ISA,
                              WIDEST,
                              MAX_ROWS,
                              {[RMN_DENSE]      = run_dense,
                               [RMN_RNN]        = run_rnn,
                               [RMN_LSTM]       = run_lstm,
                               [RMN_GRU]        = run_gru,
                               [RMN_CONV1D]     = run_conv1d,
                               [RMN_ACTIVATION] = run_activation,
                               [RMN_PRELU]      = run_prelu,
                               [RMN_BATCHNORM]  = run_batchnorm}};
