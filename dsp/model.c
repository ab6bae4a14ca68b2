// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "model.h"
#include "memory.h"
#include "network.h"
#include "rest.h"

#include <stdlib.h>
#include <string.h>

/// The scale of a row whose gate passes a sigmoid; see RmnPackedLayer
static const float sigmoid_scale = 0.5f;

/* Plan: sizes first, so that one arena can hold everything
   ========================================================= */

static void
plan_lstm(RmnPackedLayer* const p, const RmnShape* const s)
{
  const uint32_t n = p->n_units;

  p->matrices[0] = (RmnMatrix){4U * n, s->n_inputs + s->n_outputs, NULL, NULL};
  p->n_scratch   = 4U * n;
  p->n_state     = 2U * n;

  if (s->peephole == RMN_PEEPHOLE_DIAGONAL) {
    p->matrices[1] = (RmnMatrix){3U * n, 1U, NULL, NULL};
  } else if (s->peephole == RMN_PEEPHOLE_FULL) {
    p->matrices[1] = (RmnMatrix){2U * n, s->n_outputs, NULL, NULL};
    p->matrices[2] = (RmnMatrix){n, s->n_outputs, NULL, NULL};
    p->n_scratch   = 6U * n;
  }
}

static void
plan_gru(RmnPackedLayer* const p, const RmnShape* const s)
{
  const uint32_t n        = p->n_units;
  const uint32_t n_cols   = s->n_inputs + s->n_outputs;
  const bool     is_after = s->reset == RMN_RESET_AFTER;

  p->matrices[0] = (RmnMatrix){(is_after ? 3U : 2U) * n, n_cols, NULL, NULL};
  p->matrices[1] = (RmnMatrix){n, is_after ? s->n_inputs : n_cols, NULL, NULL};
  p->n_scratch   = 4U * n;
  p->n_state     = n;
}

static void
plan_conv1d(RmnPackedLayer* const p, const RmnShape* const s)
{
  const uint32_t history = (s->kernel_size - 1U) * s->dilation;
  const uint32_t n_cols  = s->kernel_size * s->n_inputs;

  p->n_ring = 1U;
  while (p->n_ring <= history) {
    p->n_ring *= 2U;
  }

  p->matrices[0] = (RmnMatrix){p->n_units, n_cols, NULL, NULL};
  p->n_scratch   = n_cols;
  p->n_state     = p->n_ring * s->n_inputs;
}

static void
plan_layer(RmnPackedLayer* const p, const RmnShape* const s)
{
  p->shape   = *s;
  p->n_units = rmn_pad(s->n_outputs, RMN_LANES);

  switch (s->type) {
  case RMN_DENSE:
    p->matrices[0] = (RmnMatrix){p->n_units, s->n_inputs, NULL, NULL};
    break;
  case RMN_RNN:
    p->matrices[0] =
      (RmnMatrix){p->n_units, s->n_inputs + s->n_outputs, NULL, NULL};
    p->n_state = p->n_units;
    break;
  case RMN_LSTM:
    plan_lstm(p, s);
    break;
  case RMN_GRU:
    plan_gru(p, s);
    break;
  case RMN_CONV1D:
    plan_conv1d(p, s);
    break;
  case RMN_ACTIVATION:
    break;
  case RMN_PRELU:
  case RMN_BATCHNORM:
    p->matrices[0] = (RmnMatrix){p->n_units, 1U, NULL, NULL};
    break;
  }
}

/// Round up a number of floats so that the array after it stays aligned
static size_t
pad_array(const size_t n)
{
  const size_t mask = RMN_ALIGN / sizeof(float) - 1U;
  return (n + mask) & ~mask;
}

static void
plan(RmnModel* const model, const RmnNetwork* const network)
{
  size_t n_arena = 0;
  model->stride  = rmn_stride(network->n_inputs);

  for (uint32_t l = 0; l < network->n_layers; ++l) {
    RmnPackedLayer* const p = &model->layers[l];
    const uint32_t stride   = rmn_stride(network->layers[l].shape.n_outputs);

    plan_layer(p, &network->layers[l].shape);
    p->state_offset = model->n_state;
    model->n_state += (uint32_t)pad_array(p->n_state);
    model->stride = model->stride > stride ? model->stride : stride;
    if (p->n_scratch > model->n_scratch) {
      model->n_scratch = p->n_scratch;
    }

    for (uint32_t m = 0; m < RMN_MAX_MATRICES; ++m) {
      const RmnMatrix* const matrix = &p->matrices[m];
      n_arena += pad_array(matrix->n_rows);
      n_arena += pad_array((size_t)matrix->n_rows * matrix->n_cols);
    }
  }

  model->n_arena = n_arena + 2U * pad_array(model->n_state);
}

/// Give every array its place in the arena
static void
place(RmnModel* const model)
{
  float* next = model->arena;

  for (uint32_t l = 0; l < model->n_layers; ++l) {
    for (uint32_t m = 0; m < RMN_MAX_MATRICES; ++m) {
      RmnMatrix* const matrix = &model->layers[l].matrices[m];
      matrix->bias            = next;
      next += pad_array(matrix->n_rows);
      matrix->weights = next;
      next += pad_array((size_t)matrix->n_rows * matrix->n_cols);
    }
  }

  model->initial_state = next;
  model->rest_state    = next + pad_array(model->n_state);
}

/* Pack: canonical rows to their places
   ==================================== */

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

static void
pack_layer(RmnPackedLayer* const p, const RmnLayer* const layer)
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

/// Spread the canonical memory of a stream over its packed place
static void
pack_state(const RmnModel* const model, const float* src, float* const dst)
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

static void
pack_initial_state(RmnModel* const model, const RmnNetwork* const network)
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

/// FNV-1a
static uint64_t
hash_bytes(uint64_t hash, const void* const data, const size_t size)
{
  for (size_t i = 0; i < size; ++i) {
    hash = (hash ^ ((const uint8_t*)data)[i]) * 0x100000001B3ULL;
  }
  return hash;
}

static uint64_t
hash_model(const RmnModel* const model)
{
  uint64_t hash = 0xCBF29CE484222325ULL;
  for (uint32_t l = 0; l < model->n_layers; ++l) {
    hash = hash_bytes(hash, &model->layers[l].shape, sizeof(RmnShape));
  }
  return hash_bytes(hash, model->arena, model->n_arena * sizeof(float));
}

RmnModel*
rmn_model_new(const RmnNetwork* const network)
{
  RmnModel* const model = (RmnModel*)calloc(1, sizeof(RmnModel));
  if (!model) {
    return NULL;
  }

  model->kernel    = rmn_kernel_choose();
  model->n_inputs  = network->n_inputs;
  model->n_outputs = network->n_outputs;
  model->n_layers  = network->n_layers;
  model->n_skip    = network->n_skip;
  model->in_gain   = network->in_gain;
  model->out_gain  = network->out_gain;
  plan(model, network);

  model->arena = (float*)rmn_aligned_calloc(model->n_arena * sizeof(float));
  if (!model->arena) {
    rmn_model_free(model);
    return NULL;
  }

  place(model);
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    pack_layer(&model->layers[l], &network->layers[l]);
  }
  pack_initial_state(model, network);
  model->hash = hash_model(model);

  memcpy(
    model->rest_state, model->initial_state, model->n_state * sizeof(float));
  if (network->rest) {
    pack_state(model, network->rest, model->rest_state);
  }
  if (rmn_rest_find(model, network)) {
    rmn_model_free(model);
    return NULL;
  }

  return model;
}

void
rmn_model_free(RmnModel* const model)
{
  if (model) {
    free(model->arena);
    free(model);
  }
}

uint32_t
rmn_model_n_inputs(const RmnModel* const model)
{
  return model->n_inputs;
}

uint32_t
rmn_model_n_outputs(const RmnModel* const model)
{
  return model->n_outputs;
}

RmnRest
rmn_model_rest(const RmnModel* const model)
{
  return model->rest;
}

size_t
rmn_model_n_bytes(const RmnModel* const model)
{
  return sizeof(*model) + model->n_arena * sizeof(float);
}
