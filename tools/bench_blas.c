// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "bench_blas.h"

#include "network.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct BlasImpl {
  const RmnNetwork* network;
  float*            columns[RMN_MAX_LAYERS]; ///< Those of W, then those of U
  float             h[RMN_MAX_LAYERS][RMN_MAX_WIDTH];
  float             c[RMN_MAX_LAYERS][RMN_MAX_WIDTH];
  float             x[2 * RMN_MAX_WIDTH]; ///< Input of a layer, then h
  float             z[4 * RMN_MAX_WIDTH]; ///< W x + b, or both products
  float             v[3 * RMN_MAX_WIDTH]; ///< U h + b_u of a GRU
};

bool
blas_supports(const RmnNetwork* const network)
{
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnShape* const s = &network->layers[l].shape;

    const bool is_lstm =
      s->type == RMN_LSTM && s->peephole == RMN_PEEPHOLE_NONE;
    const bool is_gru   = s->type == RMN_GRU && s->reset == RMN_RESET_AFTER;
    const bool is_dense = s->type == RMN_DENSE && s->activation == RMN_LINEAR;
    if ((!is_lstm && !is_gru && !is_dense) || !rmn_shape_is_usual(s) ||
        s->direction || s->place) {
      return false;
    }
  }
  return true;
}

/// Return the rows of W and U: those of every gate
static uint32_t
n_rows(const RmnShape* const s)
{
  return s->n_outputs * (s->type == RMN_LSTM  ? 4U
                         : s->type == RMN_GRU ? 3U
                                              : 1U);
}

/// Store row-major src [rows][n_cols] column by column; return what follows
static float*
transpose(float* const       dst,
          const float* const src,
          const uint32_t     rows,
          const uint32_t     n_cols)
{
  for (uint32_t r = 0; r < rows; ++r) {
    for (uint32_t c = 0; c < n_cols; ++c) {
      dst[(size_t)c * rows + r] = src[(size_t)r * n_cols + c];
    }
  }
  return dst + (size_t)rows * n_cols;
}

Blas*
blas_new(const RmnNetwork* const network)
{
  Blas* const blas = (Blas*)calloc(1, sizeof(Blas));
  if (!blas) {
    return NULL;
  }

  blas->network = network;
  openblas_set_num_threads(1);
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnLayer* const layer = &network->layers[l];
    const RmnShape* const s     = &layer->shape;
    const uint32_t        rows  = n_rows(s);
    const uint32_t        n_h   = layer->U ? s->n_outputs : 0U;

    blas->columns[l] =
      (float*)calloc((size_t)rows * (s->n_inputs + n_h), sizeof(float));
    if (!blas->columns[l]) {
      blas_free(blas);
      return NULL;
    }

    float* const of_h =
      transpose(blas->columns[l], layer->W, rows, s->n_inputs);
    if (n_h) {
      transpose(of_h, layer->U, rows, n_h);
    }
  }
  return blas;
}

void
blas_free(Blas* const blas)
{
  if (blas) {
    for (uint32_t l = 0; l < RMN_MAX_LAYERS; ++l) {
      free(blas->columns[l]);
    }
    free(blas);
  }
}

void
blas_reset(Blas* const blas)
{
  memset(blas->h, 0, sizeof(blas->h));
  memset(blas->c, 0, sizeof(blas->c));
}

static float
sigmoid(const float x)
{
  return 1.0f / (1.0f + expf(-x));
}

/// y += A x for A [n_cols][rows], column by column
static void
add_product(const float* const A,
            const uint32_t     rows,
            const uint32_t     n_cols,
            const float* const x,
            float* const       y)
{
  cblas_sgemv(CblasColMajor,
              CblasNoTrans,
              (blasint)rows,
              (blasint)n_cols,
              1.0f,
              A,
              (blasint)rows,
              x,
              1,
              1.0f,
              y,
              1);
}

static void
step_lstm(Blas* const blas, const uint32_t l)
{
  const RmnLayer* const layer = &blas->network->layers[l];
  const uint32_t        H     = layer->shape.n_outputs;
  const uint32_t        n_x   = layer->shape.n_inputs;
  float* const          h     = blas->h[l];
  float* const          c     = blas->c[l];
  float* const          z     = blas->z;

  memcpy(z, layer->b, 4U * H * sizeof(float));
  memcpy(blas->x + n_x, h, H * sizeof(float));
  add_product(blas->columns[l], 4U * H, n_x + H, blas->x, z);
  for (uint32_t u = 0; u < H; ++u) {
    const float i = sigmoid(z[u]);
    const float f = sigmoid(z[H + u]);
    const float g = tanhf(z[2U * H + u]);
    const float o = sigmoid(z[3U * H + u]);

    c[u] = f * c[u] + i * g;
    h[u] = o * tanhf(c[u]);
  }
  memcpy(blas->x, h, H * sizeof(float));
}

static void
step_gru(Blas* const blas, const uint32_t l)
{
  const RmnLayer* const layer = &blas->network->layers[l];
  const uint32_t        H     = layer->shape.n_outputs;
  const uint32_t        n_x   = layer->shape.n_inputs;
  const float* const    of_h  = blas->columns[l] + (size_t)3U * H * n_x;
  float* const          h     = blas->h[l];
  float* const          z     = blas->z;
  float* const          v     = blas->v;

  memcpy(z, layer->b, 3U * H * sizeof(float));
  memset(v, 0, 2U * H * sizeof(float));
  memcpy(v + 2U * H, layer->b_u, H * sizeof(float));
  add_product(blas->columns[l], 3U * H, n_x, blas->x, z);
  add_product(of_h, 3U * H, H, h, v);
  for (uint32_t u = 0; u < H; ++u) {
    const float r      = sigmoid(z[u] + v[u]);
    const float update = sigmoid(z[H + u] + v[H + u]);
    const float g      = tanhf(z[2U * H + u] + r * v[2U * H + u]);

    h[u] = update * h[u] + (1.0f - update) * g;
  }
  memcpy(blas->x, h, H * sizeof(float));
}

static void
step_dense(Blas* const blas, const uint32_t l)
{
  const RmnLayer* const layer = &blas->network->layers[l];
  const uint32_t        n     = layer->shape.n_outputs;

  memcpy(blas->z, layer->b, n * sizeof(float));
  add_product(blas->columns[l], n, layer->shape.n_inputs, blas->x, blas->z);
  memcpy(blas->x, blas->z, n * sizeof(float));
}

/// Return output 0 of the network for one frame
static float
step(Blas* const blas, const float audio)
{
  const RmnNetwork* const network = blas->network;
  const float             scaled  = audio * network->in_gain;

  blas->x[0] = scaled;
  for (uint32_t i = 1; i < network->n_inputs; ++i) {
    blas->x[i] = network->inputs[i].value;
  }

  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnLayerType type = network->layers[l].shape.type;
    if (type == RMN_LSTM) {
      step_lstm(blas, l);
    } else if (type == RMN_GRU) {
      step_gru(blas, l);
    } else {
      step_dense(blas, l);
    }
  }

  return (blas->x[0] + (network->n_skip ? scaled : 0.0f)) * network->out_gain;
}

void
blas_process(Blas* const        blas,
             const float* const in,
             float* const       out,
             const uint32_t     n_frames)
{
  for (uint32_t t = 0; t < n_frames; ++t) {
    out[t] = step(blas, in[t]);
  }
}
