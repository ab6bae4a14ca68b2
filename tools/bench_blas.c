// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "bench_blas.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct BlasImpl {
  const RmnNetwork* network;
  float             h[RMN_MAX_LAYERS][RMN_MAX_WIDTH];
  float             c[RMN_MAX_LAYERS][RMN_MAX_WIDTH];
  float             x[RMN_MAX_WIDTH];     ///< Input of a layer
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
    if (!is_lstm && !is_gru && !is_dense) {
      return false;
    }
  }
  return true;
}

Blas*
blas_new(const RmnNetwork* const network)
{
  Blas* const blas = (Blas*)calloc(1, sizeof(Blas));
  if (blas) {
    blas->network = network;
    openblas_set_num_threads(1);
  }
  return blas;
}

void
blas_free(Blas* const blas)
{
  free(blas);
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

/// y += A x for row-major A [n_rows][n_cols]
static void
add_product(const float* const A,
            const uint32_t     n_rows,
            const uint32_t     n_cols,
            const float* const x,
            float* const       y)
{
  cblas_sgemv(CblasRowMajor,
              CblasNoTrans,
              (blasint)n_rows,
              (blasint)n_cols,
              1.0f,
              A,
              (blasint)n_cols,
              x,
              1,
              1.0f,
              y,
              1);
}

static void
step_lstm(Blas* const blas, const RmnLayer* const layer, float* h, float* c)
{
  const uint32_t H = layer->shape.n_outputs;
  float* const   z = blas->z;

  memcpy(z, layer->b, 4U * H * sizeof(float));
  add_product(layer->W, 4U * H, layer->shape.n_inputs, blas->x, z);
  add_product(layer->U, 4U * H, H, h, z);
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
step_gru(Blas* const blas, const RmnLayer* const layer, float* const h)
{
  const uint32_t H = layer->shape.n_outputs;
  float* const   z = blas->z;
  float* const   v = blas->v;

  memcpy(z, layer->b, 3U * H * sizeof(float));
  memset(v, 0, 2U * H * sizeof(float));
  memcpy(v + 2U * H, layer->b_u, H * sizeof(float));
  add_product(layer->W, 3U * H, layer->shape.n_inputs, blas->x, z);
  add_product(layer->U, 3U * H, H, h, v);
  for (uint32_t u = 0; u < H; ++u) {
    const float r      = sigmoid(z[u] + v[u]);
    const float update = sigmoid(z[H + u] + v[H + u]);
    const float g      = tanhf(z[2U * H + u] + r * v[2U * H + u]);

    h[u] = update * h[u] + (1.0f - update) * g;
  }
  memcpy(blas->x, h, H * sizeof(float));
}

static void
step_dense(Blas* const blas, const RmnLayer* const layer)
{
  const uint32_t n = layer->shape.n_outputs;

  memcpy(blas->z, layer->b, n * sizeof(float));
  add_product(layer->W, n, layer->shape.n_inputs, blas->x, blas->z);
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
    const RmnLayer* const layer = &network->layers[l];
    if (layer->shape.type == RMN_LSTM) {
      step_lstm(blas, layer, blas->h[l], blas->c[l]);
    } else if (layer->shape.type == RMN_GRU) {
      step_gru(blas, layer, blas->h[l]);
    } else {
      step_dense(blas, layer);
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
