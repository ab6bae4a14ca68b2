// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file batch.c The layers over whole sequences of many streams.

   Written for clarity, in double precision, straight from the description of
   the network: this is what the real-time path is compared with.  One product
   projects the inputs of every time step at once; only the recurrent product
   goes step by step, over all streams.
*/

#include "network.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/// A sequence is [n_frames][n_streams][channels]; both counts never change
typedef struct {
  int n_frames;
  int n_streams;
} Extent;

/// The arrays of a layer in double precision, see RmnLayer
typedef struct {
  double* W;
  double* U;
  double* b;
  double* b_u;
  double* P;
  double* h0;
  double* c0;
} Weights;

static bool
widen(double** const array, const float* const source, const size_t n)
{
  if (!n) {
    return true;
  }

  *array = (double*)malloc(n * sizeof(double));
  for (size_t i = 0; *array && i < n; ++i) {
    (*array)[i] = (double)source[i];
  }
  return *array;
}

static bool
widen_layer(Weights* const w, const RmnLayer* const layer)
{
  const RmnLayerSizes n = rmn_shape_sizes(&layer->shape);

  return widen(&w->W, layer->W, n.W) && widen(&w->U, layer->U, n.U) &&
         widen(&w->b, layer->b, n.b) && widen(&w->b_u, layer->b_u, n.b_u) &&
         widen(&w->P, layer->P, n.P) && widen(&w->h0, layer->h0, n.h0) &&
         widen(&w->c0, layer->c0, n.c0);
}

static void
free_weights(Weights* const w)
{
  free(w->W);
  free(w->U);
  free(w->b);
  free(w->b_u);
  free(w->P);
  free(w->h0);
  free(w->c0);
}

static double
sigmoid(const double x)
{
  return 1.0 / (1.0 + exp(-x));
}

/// Apply a function to one row of `n` channels
static void
activate(const RmnActivation activation, double* const x, const int n)
{
  double sum = 0.0;
  for (int i = 0; i < n; ++i) {
    switch (activation) {
    case RMN_LINEAR:
      break;
    case RMN_TANH:
      x[i] = tanh(x[i]);
      break;
    case RMN_SIGMOID:
      x[i] = sigmoid(x[i]);
      break;
    case RMN_RELU:
      x[i] = fmax(x[i], 0.0);
      break;
    case RMN_ELU:
      x[i] = x[i] < 0.0 ? expm1(x[i]) : x[i];
      break;
    case RMN_SOFTMAX:
      x[i] = exp(x[i]);
      sum += x[i];
      break;
    }
  }

  for (int i = 0; activation == RMN_SOFTMAX && i < n; ++i) {
    x[i] /= sum;
  }
}

/// y [m][n] += x [m][k] W^T, W being n rows of `row_size` of which k count
static void
multiply_add(const double* const x,
             const double* const W,
             double* const       y,
             const int           m,
             const int           k,
             const int           n)
{
  cblas_dgemm(CblasRowMajor,
              CblasNoTrans,
              CblasTrans,
              m,
              n,
              k,
              1.0,
              x,
              k,
              W,
              k,
              1.0,
              y,
              n);
}

/// Set each of `m` rows of y to `bias` [n], or to zero without one
static void
fill_rows(double* const y, const double* const bias, const int m, const int n)
{
  for (int r = 0; r < m; ++r) {
    double* const row = y + (size_t)r * n;
    for (int i = 0; i < n; ++i) {
      row[i] = bias ? bias[i] : 0.0;
    }
  }
}

static void
run_dense(const RmnShape* const s,
          const Weights* const  w,
          const Extent          extent,
          const double* const   x,
          double* const         y)
{
  const int m = extent.n_frames * extent.n_streams;
  const int n = (int)s->n_outputs;

  fill_rows(y, w->b, m, n);
  multiply_add(x, w->W, y, m, (int)s->n_inputs, n);
  for (int r = 0; r < m; ++r) {
    activate(s->activation, y + (size_t)r * n, n);
  }
}

static void
run_pointwise(const RmnShape* const s,
              const Weights* const  w,
              const Extent          extent,
              const double* const   x,
              double* const         y)
{
  const int n = (int)s->n_outputs;

  for (int r = 0; r < extent.n_frames * extent.n_streams; ++r) {
    const double* const in  = x + (size_t)r * n;
    double* const       out = y + (size_t)r * n;

    memcpy(out, in, (size_t)n * sizeof(double));
    if (s->type == RMN_ACTIVATION) {
      activate(s->activation, out, n);
    }
    for (int i = 0; s->type == RMN_PRELU && i < n; ++i) {
      out[i] *= in[i] < 0.0 ? w->W[i] : 1.0;
    }
    for (int i = 0; s->type == RMN_BATCHNORM && i < n; ++i) {
      out[i] = w->W[i] * in[i] + w->b[i];
    }
  }
}

/// One output frame of one stream: the taps that have been heard, by group
static void
convolve(const RmnShape* const s,
         const Weights* const  w,
         const Extent          extent,
         const double* const   x,
         double* const         y,
         const int             t)
{
  const int n_in  = (int)(s->n_inputs / s->n_groups);
  const int n_out = (int)(s->n_outputs / s->n_groups);

  for (int tap = 0; tap < (int)s->kernel_size; ++tap) {
    const int age = ((int)s->kernel_size - 1 - tap) * (int)s->dilation;
    if (age > t) {
      continue;
    }

    const double* const in =
      x - (size_t)age * (size_t)extent.n_streams * s->n_inputs;
    const double* const W = w->W + (size_t)tap * s->n_outputs * (size_t)n_in;
    for (int o = 0; o < (int)s->n_outputs; ++o) {
      const double* const group = in + (size_t)(o / n_out) * n_in;
      y[o] += cblas_ddot(n_in, W + (size_t)o * n_in, 1, group, 1);
    }
  }
}

static void
run_conv1d(const RmnShape* const s,
           const Weights* const  w,
           const Extent          extent,
           const double*         x,
           double*               y)
{
  const int n = (int)s->n_outputs;

  fill_rows(y, w->b, extent.n_frames * extent.n_streams, n);
  for (int t = 0; t < extent.n_frames; ++t) {
    for (int m = 0; m < extent.n_streams; ++m) {
      convolve(s, w, extent, x, y, t);
      activate(s->activation, y, n);
      x += s->n_inputs;
      y += n;
    }
  }
}

/// What a time step of a recurrent layer works on
typedef struct {
  int     m; ///< Streams
  int     H;
  double* z; ///< [m][gates * H] projected inputs of this step
  double* h; ///< [m][H] hidden state, updated
  double* c; ///< [m][H] cell of a LSTM, updated
  double* v; ///< [m][H] for products
} Step;

static void
step_rnn(const RmnShape* const s, const Weights* const w, const Step* const p)
{
  multiply_add(p->h, w->U, p->z, p->m, p->H, p->H);
  for (int r = 0; r < p->m; ++r) {
    activate(s->activation, p->z + (size_t)r * p->H, p->H);
  }
  memcpy(p->h, p->z, sizeof(double) * (size_t)(p->m * p->H));
}

/// Add what gate `gate` of z sees of the cells through peephole `peephole`
static void
add_peephole(const RmnShape* const s,
             const Weights* const  w,
             const Step* const     p,
             const int             gate,
             const int             peephole)
{
  const int H = p->H;
  if (s->peephole == RMN_PEEPHOLE_NONE) {
    return;
  }

  fill_rows(p->v, NULL, p->m, H);
  if (s->peephole == RMN_PEEPHOLE_FULL) {
    const double* const P = w->P + (size_t)peephole * H * H;
    multiply_add(p->c, P, p->v, p->m, H, H);
  }

  for (int r = 0; r < p->m; ++r) {
    for (int u = 0; u < H; ++u) {
      const double seen = s->peephole == RMN_PEEPHOLE_FULL
                            ? p->v[r * H + u]
                            : w->P[peephole * H + u] * p->c[r * H + u];

      p->z[(r * 4 + gate) * H + u] += seen;
    }
  }
}

static void
step_lstm(const RmnShape* const s, const Weights* const w, const Step* const p)
{
  const int H = p->H;

  multiply_add(p->h, w->U, p->z, p->m, H, 4 * H);
  add_peephole(s, w, p, 0, 0);
  add_peephole(s, w, p, 1, 1);
  for (int r = 0; r < p->m; ++r) {
    const double* const z = p->z + (size_t)r * 4 * H;
    double* const       c = p->c + (size_t)r * H;
    for (int u = 0; u < H; ++u) {
      c[u] = sigmoid(z[H + u]) * c[u] + sigmoid(z[u]) * tanh(z[2 * H + u]);
    }
  }

  add_peephole(s, w, p, 3, 2);
  for (int r = 0; r < p->m; ++r) {
    const double* const o = p->z + ((size_t)r * 4 + 3) * H;
    const double* const c = p->c + (size_t)r * H;
    for (int u = 0; u < H; ++u) {
      p->h[r * H + u] = sigmoid(o[u]) * tanh(c[u]);
    }
  }
}

/// v = U_n h' + b_u, to be reset, or U_n (r * h'), reset already
static void
project_candidate(const RmnShape* const s,
                  const Weights* const  w,
                  const Step* const     p,
                  double* const         reset)
{
  const int           H   = p->H;
  const double* const U_n = w->U + (size_t)2 * H * H;

  fill_rows(p->v, w->b_u, p->m, H);
  if (s->reset == RMN_RESET_AFTER) {
    multiply_add(p->h, U_n, p->v, p->m, H, H);
    for (int i = 0; i < p->m * H; ++i) {
      p->v[i] *= reset[i];
    }
  } else {
    for (int i = 0; i < p->m * H; ++i) {
      reset[i] *= p->h[i];
    }
    multiply_add(reset, U_n, p->v, p->m, H, H);
  }
}

static void
step_gru(const RmnShape* const s, const Weights* const w, const Step* const p)
{
  const int     H     = p->H;
  double* const gates = p->c; // [m][2H] of r and z: a GRU has no cell
  double* const reset = gates + (size_t)p->m * 2 * H;

  fill_rows(gates, NULL, p->m, 2 * H);
  multiply_add(p->h, w->U, gates, p->m, H, 2 * H);
  for (int i = 0; i < p->m * 2 * H; ++i) {
    gates[i] = sigmoid(gates[i] + p->z[i / (2 * H) * 3 * H + i % (2 * H)]);
  }
  for (int i = 0; i < p->m * H; ++i) {
    reset[i] = gates[i / H * 2 * H + i % H];
  }

  project_candidate(s, w, p, reset);
  for (int i = 0; i < p->m * H; ++i) {
    const int    r = i / H;
    const int    u = i % H;
    const double z = gates[(r * 2 + 1) * H + u];
    const double g = tanh(p->z[(r * 3 + 2) * H + u] + p->v[i]);

    p->h[i] = z * p->h[i] + (1.0 - z) * g;
  }
}

static RmnStatus
run_recurrent(const RmnShape* const s,
              const Weights* const  w,
              const Extent          extent,
              const RmnStart        start,
              const double* const   x,
              double* const         y)
{
  const int    T       = extent.n_frames;
  const int    m       = extent.n_streams;
  const int    H       = (int)s->n_outputs;
  const int    n_rows  = (int)rmn_shape_n_gates(s) * H;
  const size_t n_state = (size_t)m * H;

  double* const z      = (double*)malloc(sizeof(double) * T * m * n_rows + 1U);
  double* const memory = (double*)calloc(5U * n_state, sizeof(double));
  Step          step   = {m, H, z, memory, NULL, NULL};
  if (!z || !memory) {
    free(z);
    free(memory);
    return RMN_ERR_NO_MEMORY;
  }

  step.v = memory + n_state;
  step.c = memory + 2U * n_state;
  if (start == RMN_START_FILE) {
    fill_rows(step.h, w->h0, m, H);
    fill_rows(step.c, w->c0, m, H);
  }

  fill_rows(z, w->b, T * m, n_rows);
  multiply_add(x, w->W, z, T * m, (int)s->n_inputs, n_rows);
  for (int t = 0; t < T; ++t, step.z += (size_t)m * n_rows) {
    if (s->type == RMN_LSTM) {
      step_lstm(s, w, &step);
    } else if (s->type == RMN_GRU) {
      step_gru(s, w, &step);
    } else {
      step_rnn(s, w, &step);
    }
    memcpy(y + t * n_state, step.h, n_state * sizeof(double));
  }

  free(z);
  free(memory);
  return RMN_OK;
}

static RmnStatus
run_layer(const RmnLayer* const layer,
          const Extent          extent,
          const RmnStart        start,
          const double* const   x,
          double* const         y)
{
  const RmnShape* const s  = &layer->shape;
  Weights               w  = {0};
  RmnStatus             st = RMN_ERR_NO_MEMORY;

  if (widen_layer(&w, layer)) {
    st = RMN_OK;
    if (rmn_shape_n_gates(s)) {
      st = run_recurrent(s, &w, extent, start, x, y);
    } else if (s->type == RMN_DENSE) {
      run_dense(s, &w, extent, x, y);
    } else if (s->type == RMN_CONV1D) {
      run_conv1d(s, &w, extent, x, y);
    } else {
      run_pointwise(s, &w, extent, x, y);
    }
  }

  free_weights(&w);
  return st;
}

/// Widest sequence between layers, in channels
static size_t
max_width(const RmnNetwork* const network)
{
  size_t width = network->n_inputs;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const size_t n = network->layers[l].shape.n_outputs;
    width          = n > width ? n : width;
  }
  return width;
}

RmnStatus
rmn_batch_process(const RmnNetwork* const network,
                  const RmnStart          start,
                  const double* const     in,
                  double* const           out,
                  const uint32_t          n_frames,
                  const uint32_t          n_streams)
{
  const Extent extent = {(int)n_frames, (int)n_streams};
  const size_t m      = (size_t)n_frames * n_streams;
  const size_t size   = m * max_width(network) * sizeof(double) + 1U;
  const size_t n_in   = network->n_inputs;
  const size_t n_out  = network->n_outputs;

  double*   x  = (double*)malloc(size);
  double*   y  = (double*)malloc(size);
  RmnStatus st = x && y ? RMN_OK : RMN_ERR_NO_MEMORY;

  for (size_t i = 0; !st && i < m * n_in; ++i) {
    x[i] = in[i] * (i % n_in ? 1.0 : (double)network->in_gain);
  }

  for (uint32_t l = 0; !st && l < network->n_layers; ++l) {
    st                 = run_layer(&network->layers[l], extent, start, x, y);
    double* const swap = x;
    x                  = y;
    y                  = swap;
  }

  for (size_t i = 0; !st && i < m * n_out; ++i) {
    const double audio = in[i / n_out * n_in] * (double)network->in_gain;
    const double skip  = i % n_out < network->n_skip ? audio : 0.0;

    out[i] = (x[i] + skip) * (double)network->out_gain;
  }

  free(x);
  free(y);
  return st;
}
