// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "model.h"
#include "memory.h"
#include "pack.h"
#include "rest.h"

#include <stdlib.h>
#include <string.h>

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
  model->hash      = rmn_network_hash(network);
  plan(model, network);

  model->arena = (float*)rmn_aligned_calloc(model->n_arena * sizeof(float));
  if (!model->arena) {
    rmn_model_free(model);
    return NULL;
  }

  place(model);
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    rmn_pack_layer(&model->layers[l], &network->layers[l]);
  }
  rmn_pack_initial_state(model, network);

  memcpy(
    model->rest_state, model->initial_state, model->n_state * sizeof(float));
  if (network->rest) {
    rmn_pack_state(model, network->rest, model->rest_state);
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

size_t
rmn_model_n_bytes(const RmnModel* const model)
{
  return sizeof(*model) + model->n_arena * sizeof(float);
}

uint32_t
rmn_model_max_frames(const RmnModel* const model)
{
  const uint64_t n = (1ULL << 32U) / (model->n_arena + 1U);
  return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}
