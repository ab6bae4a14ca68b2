// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file body.c The layers, one time step after the other.

   Compiled once for each instruction set; see the Makefile.
*/

#include "activation.h"
#include "kernel.h"
#include "matrix.h"

#include <string.h>

static void
run_dense(const RmnPackedLayer* const layer,
          const RmnRun* const         run,
          const float*                in,
          float*                      out)
{
  const RmnShape* const s = &layer->shape;

  for (uint32_t t = 0; t < run->n_frames; ++t) {
    multiply(&layer->matrices[0], in, s->n_inputs, NULL, out);
    activate(s->activation, out, s->n_outputs);
    in += rmn_stride(s->n_inputs);
    out += rmn_stride(s->n_outputs);
  }
}

/// h = phi(W x + U h' + b)
static void
run_rnn(const RmnPackedLayer* const layer,
        const RmnRun* const         run,
        const float*                in,
        float*                      out)
{
  const RmnShape* const s = &layer->shape;
  const uint32_t        n = layer->n_units;
  float* const          h = run->state;

  for (uint32_t t = 0; t < run->n_frames; ++t) {
    multiply(&layer->matrices[0], in, s->n_inputs, h, out);
    activate(s->activation, out, s->n_outputs);
    memcpy(h, out, n * sizeof(float));
    in += rmn_stride(s->n_inputs);
    out += rmn_stride(s->n_outputs);
  }
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

/// h = s(o) * tanh(C); `o` is halved
static void
update_hidden(const float* const restrict o,
              const float* const restrict c,
              float* const restrict h,
              const uint32_t n)
{
  for (uint32_t u = 0; u < n; ++u) {
    h[u] = 0.5f * (1.0f + tanh_rational(o[u])) * tanh_rational(c[u]);
  }
}

static void
run_lstm(const RmnPackedLayer* const layer,
         const RmnRun* const         run,
         const float*                in,
         float*                      out)
{
  const RmnShape* const s       = &layer->shape;
  const uint32_t        n       = layer->n_units;
  float* const          h       = run->state;
  float* const          c       = run->state + n;
  float* const          scratch = run->scratch;
  float* const          o       = scratch + 3U * n;

  for (uint32_t t = 0; t < run->n_frames; ++t) {
    multiply(&layer->matrices[0], in, s->n_inputs, h, scratch);
    peep_before(layer, c, scratch);
    tanh_vector(scratch, 3U * n);
    update_cell(scratch, c, n);
    peep_after(layer, c, o);
    update_hidden(o, c, h, n);

    memcpy(out, h, n * sizeof(float));
    in += rmn_stride(s->n_inputs);
    out += rmn_stride(s->n_outputs);
  }
}

/// h = z * h' + (1 - z) * g; `z` holds tanh(z / 2)
static void
update_gru(const float* const restrict z,
           const float* const restrict g,
           float* const restrict h,
           const uint32_t n)
{
  for (uint32_t u = 0; u < n; ++u) {
    const float candidate = tanh_rational(g[u]);

    h[u] = candidate + (0.5f + 0.5f * z[u]) * (h[u] - candidate);
  }
}

/// g = W_n x + b + r * (U_n h' + b_u), the product being `v`
static void
reset_after(const RmnPackedLayer* const layer,
            const float* const          h,
            const float* const          in,
            float* const                scratch,
            float* const                g)
{
  const uint32_t     n = layer->n_units;
  const float* const r = scratch;
  const float* const v = scratch + 2U * n;

  multiply(&layer->matrices[0], in, layer->shape.n_inputs, h, scratch);
  multiply(&layer->matrices[1], in, layer->shape.n_inputs, NULL, g);
  tanh_vector(scratch, 2U * n);
  for (uint32_t u = 0; u < n; ++u) {
    g[u] += (0.5f + 0.5f * r[u]) * v[u];
  }
}

/// g = W_n x + U_n (r * h') + b
static void
reset_before(const RmnPackedLayer* const layer,
             const float* const          h,
             const float* const          in,
             float* const                scratch,
             float* const                g)
{
  const uint32_t n = layer->n_units;
  float* const   r = scratch;

  multiply(&layer->matrices[0], in, layer->shape.n_inputs, h, scratch);
  tanh_vector(scratch, 2U * n);
  for (uint32_t u = 0; u < n; ++u) {
    r[u] = (0.5f + 0.5f * r[u]) * h[u];
  }
  multiply(&layer->matrices[1], in, layer->shape.n_inputs, r, g);
}

static void
run_gru(const RmnPackedLayer* const layer,
        const RmnRun* const         run,
        const float*                in,
        float*                      out)
{
  const RmnShape* const s       = &layer->shape;
  const uint32_t        n       = layer->n_units;
  float* const          h       = run->state;
  float* const          scratch = run->scratch;
  float* const          z       = scratch + n;
  float* const          g       = scratch + 3U * n;

  for (uint32_t t = 0; t < run->n_frames; ++t) {
    if (s->reset == RMN_RESET_AFTER) {
      reset_after(layer, h, in, scratch, g);
    } else {
      reset_before(layer, h, in, scratch, g);
    }
    update_gru(z, g, h, n);

    memcpy(out, h, n * sizeof(float));
    in += rmn_stride(s->n_inputs);
    out += rmn_stride(s->n_outputs);
  }
}

/// Keep each frame in a ring, and multiply the taps laid side by side
static void
run_conv1d(const RmnPackedLayer* const layer,
           const RmnRun* const         run,
           const float*                in,
           float*                      out)
{
  const RmnShape* const s       = &layer->shape;
  const uint32_t        mask    = layer->n_ring - 1U;
  const uint32_t        history = (s->kernel_size - 1U) * s->dilation;
  const size_t          n_bytes = s->n_inputs * sizeof(float);
  float* const          ring    = run->state;
  float* const          taps    = run->scratch;

  for (uint32_t t = 0; t < run->n_frames; ++t) {
    const uint32_t now    = run->frame + t;
    const uint32_t oldest = now - history;

    memcpy(ring + (size_t)(now & mask) * s->n_inputs, in, n_bytes);
    for (uint32_t k = 0; k < s->kernel_size; ++k) {
      const uint32_t then = (oldest + k * s->dilation) & mask;
      memcpy(taps + (size_t)k * s->n_inputs,
             ring + (size_t)then * s->n_inputs,
             n_bytes);
    }

    multiply(&layer->matrices[0], taps, layer->matrices[0].n_cols, NULL, out);
    activate(s->activation, out, s->n_outputs);
    in += rmn_stride(s->n_inputs);
    out += rmn_stride(s->n_outputs);
  }
}

static void
run_activation(const RmnPackedLayer* const layer,
               const RmnRun* const         run,
               const float*                in,
               float*                      out)
{
  const uint32_t n      = layer->shape.n_outputs;
  const uint32_t stride = rmn_stride(n);

  for (uint32_t t = 0; t < run->n_frames; ++t, in += stride, out += stride) {
    memcpy(out, in, n * sizeof(float));
    activate(layer->shape.activation, out, n);
  }
}

static void
run_prelu(const RmnPackedLayer* const layer,
          const RmnRun* const         run,
          const float*                in,
          float*                      out)
{
  const uint32_t     n      = layer->shape.n_outputs;
  const uint32_t     stride = rmn_stride(n);
  const float* const w      = layer->matrices[0].weights;

  for (uint32_t t = 0; t < run->n_frames; ++t, in += stride, out += stride) {
    for (uint32_t u = 0; u < n; ++u) {
      out[u] = in[u] < 0.0f ? w[u] * in[u] : in[u];
    }
  }
}

static void
run_batchnorm(const RmnPackedLayer* const layer,
              const RmnRun* const         run,
              const float*                in,
              float*                      out)
{
  const uint32_t     n      = layer->shape.n_outputs;
  const uint32_t     stride = rmn_stride(n);
  const float* const w      = layer->matrices[0].weights;
  const float* const b      = layer->matrices[0].bias;

  for (uint32_t t = 0; t < run->n_frames; ++t, in += stride, out += stride) {
    for (uint32_t u = 0; u < n; ++u) {
      out[u] = w[u] * in[u] + b[u];
    }
  }
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
                              {[RMN_DENSE]      = run_dense,
                               [RMN_RNN]        = run_rnn,
                               [RMN_LSTM]       = run_lstm,
                               [RMN_GRU]        = run_gru,
                               [RMN_CONV1D]     = run_conv1d,
                               [RMN_ACTIVATION] = run_activation,
                               [RMN_PRELU]      = run_prelu,
                               [RMN_BATCHNORM]  = run_batchnorm}};
