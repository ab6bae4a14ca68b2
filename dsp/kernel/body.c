// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file body.c The layers, one time step after the other.

   Compiled once for each instruction set; see the Makefile.
*/

#include "activation.h"
#include "frame_cell.h"
#include "gru.h"
#include "kernel.h"
#include "lstm.h"
#include "matrix.h"

#include <string.h>

static void
step_dense(const RmnPackedLayer* const layer, const Frame* const f)
{
  const RmnShape* const s = &layer->shape;

  if (!layer->matrices[0].is_by_row) {
    multiply(&layer->matrices[0], f->in, s->n_inputs, NULL, f->out);
  }
  activate(layer->functions, f->out, s->n_outputs);
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
  multiply_step(layer, &layer->matrices[0], f->in, f->state, f->out);
  apply(layer, RMN_OF_GATES, f->out);
  memcpy(f->state, f->out, layer->n_units * sizeof(float));
}

static void
run_rnn(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  run_frames(layer, run, step_rnn);
}

static void
run_lstm(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  if (!layer->is_usual) {
    run_frames(layer, run, step_other_lstm);
  } else if (layer->shape.peephole == RMN_PEEPHOLE_NONE) {
    run_plain_lstm(layer, run);
  } else {
    run_frames(layer, run, step_lstm);
  }
}

static void
run_gru(const RmnPackedLayer* const layer, const RmnRun* const run)
{
  if (!layer->is_usual) {
    run_frames(layer, run, step_other_gru);
  } else if (layer->shape.reset == RMN_RESET_AFTER) {
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
  activate(layer->functions, f->out, s->n_outputs);
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
  activate(layer->functions, f->out, layer->shape.n_outputs);
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
