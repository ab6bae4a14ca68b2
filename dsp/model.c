// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "model.h"
#include "kernel/layout.h"
#include "memory.h"
#include "network.h"
#include "pack.h"
#include "rest.h"

#include <stdlib.h>
#include <string.h>

/// Return a matrix that is stored in tiles of rows
static RmnMatrix
tiled(const uint32_t n_rows, const uint32_t n_cols)
{
  return (RmnMatrix){.n_rows   = n_rows,
                     .n_cols   = n_cols,
                     .n_floats = (size_t)n_rows * (1U + n_cols)};
}

/// Return a matrix of a few rows, which are stored one after the other
static RmnMatrix
by_row(const uint32_t n_rows, const uint32_t n_cols)
{
  const size_t n_weights = (size_t)n_rows * rmn_pad(n_cols, RMN_BLOCK);
  return (RmnMatrix){.n_rows    = n_rows,
                     .n_cols    = n_cols,
                     .n_floats  = RMN_BLOCK + n_weights,
                     .is_by_row = true};
}

/// Return `n_vectors` vectors, which are multiplied element by element
static RmnMatrix
vectors(const uint32_t n_rows, const uint32_t n_vectors)
{
  return (RmnMatrix){.n_rows = n_rows, .n_floats = (size_t)n_rows * n_vectors};
}

static void
plan_lstm(RmnPackedLayer* const p)
{
  const RmnShape* const s = &p->shape;
  const uint32_t        n = p->n_units;

  p->n_state = 2U * p->out_stride;

  switch (s->peephole) {
  case RMN_PEEPHOLE_NONE:
    p->matrices[0] = tiled(4U * n, s->n_inputs + n);
    p->n_scratch   = p->is_usual ? RMN_TOGETHER * p->out_stride : 4U * n;
    break;
  case RMN_PEEPHOLE_DIAGONAL:
    p->matrices[0] = tiled(4U * n, s->n_inputs + p->n_units);
    p->matrices[1] = vectors(n, 3U);
    p->n_scratch   = 4U * n;
    break;
  case RMN_PEEPHOLE_FULL:
    p->matrices[0] = tiled(4U * n, s->n_inputs + p->n_units);
    p->matrices[1] = tiled(2U * n, s->n_outputs);
    p->matrices[2] = tiled(n, s->n_outputs);
    p->n_scratch   = 6U * n;
    break;
  }
}

static void
plan_gru(RmnPackedLayer* const p)
{
  const RmnShape* const s = &p->shape;
  const uint32_t        n = p->n_units;

  p->n_state = 2U * p->out_stride;

  if (s->reset == RMN_RESET_BEFORE) {
    p->matrices[0] = tiled(2U * n, s->n_inputs + n);
    p->matrices[1] = tiled(n, s->n_inputs + n);
    p->n_scratch   = 3U * n;
  } else if (p->is_usual) {
    const uint32_t n_units  = rmn_gru_units(p->n_lanes, n);
    const size_t   n_floats = rmn_gru_size(p->n_lanes, s->n_inputs, n, n_units);

    p->matrices[0] = (RmnMatrix){.n_floats = n_floats};
    p->n_scratch   = RMN_TOGETHER * p->out_stride;
  } else {
    p->matrices[0] = tiled(2U * n, s->n_inputs + n);
    p->matrices[1] = tiled(n, s->n_inputs);
    p->matrices[2] = tiled(n, n);
    p->n_scratch   = 4U * n;
  }
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

  p->matrices[0] = tiled(p->n_units, n_cols);
  p->n_scratch   = n_cols;
  p->n_state     = p->n_ring * s->n_inputs;
}

/// Plan a dense layer: by row if it has few, and its input is padded for that
static void
plan_dense(RmnPackedLayer* const p)
{
  const RmnShape* const s = &p->shape;

  if (s->n_outputs < RMN_LANES && p->in_stride % RMN_BLOCK == 0U) {
    p->matrices[0] = by_row(s->n_outputs, s->n_inputs);
    p->out_stride  = s->n_outputs;
  } else {
    p->matrices[0] = tiled(p->n_units, s->n_inputs);
  }
}

/// Plan a layer whose input is planned
static void
plan_layer(RmnPackedLayer* const p, const RmnShape* const s)
{
  p->shape      = *s;
  p->n_units    = rmn_pad(s->n_outputs, RMN_LANES);
  p->out_stride = rmn_pad(s->n_outputs, RMN_BLOCK);
  p->is_usual   = rmn_shape_is_usual(s);
  for (unsigned i = 0; i < RMN_N_CELL_FUNCTIONS; ++i) {
    p->functions[i] = rmn_shape_function(s, (RmnCellFunction)i);
  }

  switch (s->type) {
  case RMN_DENSE:
    plan_dense(p);
    break;
  case RMN_RNN:
    p->matrices[0] = tiled(p->n_units, s->n_inputs + p->n_units);
    p->n_state     = p->n_units;
    break;
  case RMN_LSTM:
    plan_lstm(p);
    break;
  case RMN_GRU:
    plan_gru(p);
    break;
  case RMN_CONV1D:
    plan_conv1d(p, s);
    break;
  case RMN_ACTIVATION:
    break;
  case RMN_PRELU:
    p->matrices[0] = vectors(p->n_units, 1U);
    break;
  case RMN_BATCHNORM:
    p->matrices[0] = vectors(p->n_units, 2U);
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

/// Return whether a layer runs tile by tile, in every frame
static bool
is_plain(const RmnPackedLayer* const p)
{
  const RmnShape* const s = &p->shape;
  return p->is_usual && rmn_shape_period(s) == 1U &&
         ((s->type == RMN_LSTM && s->peephole == RMN_PEEPHOLE_NONE) ||
          (s->type == RMN_GRU && s->reset == RMN_RESET_AFTER));
}

/**
   Let small recurrent layers on top of one another run as a wavefront, each one
   frame behind the one below: none waits for another within a step.  Weights
   that leave the nearest cache would cost more than the waiting.  Where a layer
   runs backward, each layer runs by itself.
*/
static void
plan_wavefronts(RmnModel* const model)
{
  enum { MAX_FLOATS = 6144 }; // Of weights, 24 KiB

  size_t n_floats = 0;
  for (uint32_t l = model->n_layers; l-- > 0U;) {
    RmnPackedLayer* const p = &model->layers[l];
    const size_t          n = p->matrices[0].n_floats;

    p->n_wave = 1U;
    if (l + 1U < model->n_layers && !model->is_backward && p->is_alone &&
        p[1].is_alone && is_plain(p) && is_plain(&p[1]) &&
        p[1].shape.type == p->shape.type && p[1].n_wave < RMN_MAX_WAVE &&
        n + n_floats <= MAX_FLOATS) {
      p->n_wave += p[1].n_wave;
    }
    n_floats = n + (p->n_wave > 1U ? n_floats : 0U);
  }
}

/// Return whether all units of a layer are one block, a vector for each gate.
/// The gates of a LSTM of 8 units share two vectors of 16 lanes instead, which
/// takes half the instructions
static bool
is_block(const RmnPackedLayer* const p, const uint32_t n_lanes)
{
  const bool shares =
    p->shape.type == RMN_LSTM && p->n_units == 8U && n_lanes == 16U;
  return p->n_units == rmn_block(n_lanes, p->n_units) && !shares;
}

/// Let a small recurrent layer that makes no wavefront run as one block
static void
plan_blocks(RmnModel* const model)
{
  const uint32_t n_lanes = model->kernel->n_lanes;
  uint32_t       n_waved = 0; // Layers of the present wavefront to come

  for (uint32_t l = 0; l < model->n_layers; ++l) {
    RmnPackedLayer* const p = &model->layers[l];

    p->is_block =
      is_plain(p) && !n_waved && p->n_wave == 1U && is_block(p, n_lanes);
    p->n_lanes = p->is_block ? p->n_units : n_lanes;
    n_waved    = n_waved ? n_waved - 1U : p->n_wave - 1U;
  }
}

/// Say where a layer finds its input: the layers before it are planned
static void
plan_input(const RmnModel* const model,
           RmnPackedLayer* const p,
           const uint32_t        l,
           const RmnPlacement    place)
{
  const RmnPackedLayer* const before = l ? p - 1 : NULL;

  p->takes_input = !before || (place == RMN_BESIDE && before->takes_input);
  p->in_stride   = model->n_inputs;
  if (!p->takes_input && place == RMN_BESIDE) {
    p->in_offset = before->in_offset;
    p->in_stride = before->in_stride;
  } else if (!p->takes_input) {
    p->in_offset = before->joint_offset;
    p->in_stride = before->joint_stride;
  }
}

/// Say where what layers `first` to `end` - 1, beside each other, give is
/// joined
static void
plan_joint(RmnModel* const model,
           const uint32_t  first,
           const uint32_t  end,
           const uint32_t  n_channels)
{
  const bool     is_alone = end == first + 1U;
  const uint32_t stride   = rmn_pad(n_channels, RMN_BLOCK);
  uint32_t       channel  = 0;

  for (uint32_t l = first; l < end; ++l) {
    RmnPackedLayer* const p = &model->layers[l];

    p->is_alone      = is_alone;
    p->joint_offset  = is_alone ? p->out_offset : model->n_out;
    p->joint_stride  = is_alone ? p->out_stride : stride;
    p->joint_channel = channel;
    channel += p->shape.n_outputs;
  }
  model->n_out += is_alone ? 0U : pad_array((size_t)RMN_CHUNK * stride);
}

/// Give a planned layer its place in memory; return the floats of its weights
static size_t
plan_memory(RmnModel* const model, RmnPackedLayer* const p)
{
  size_t n_floats = 0;

  if (rmn_shape_period(&p->shape) > 1U) {
    p->held_offset  = (uint32_t)pad_array(p->n_state);
    p->n_state      = p->held_offset + p->out_stride;
    p->heard_offset = (uint32_t)pad_array(p->n_scratch);
    p->n_scratch    = p->heard_offset + RMN_TOGETHER * RMN_CHUNK * p->in_stride;
  }
  p->state_offset = model->n_state;
  model->n_state += (uint32_t)pad_array(p->n_state);
  p->out_offset = model->n_out;
  model->n_out += pad_array((size_t)RMN_CHUNK * p->out_stride);
  p->scratch_offset = model->n_scratch;
  model->n_scratch += (uint32_t)pad_array(p->n_scratch);
  for (uint32_t m = 0; m < RMN_MAX_MATRICES; ++m) {
    n_floats += pad_array(p->matrices[m].n_floats);
  }
  return n_floats;
}

static void
plan(RmnModel* const model, const RmnNetwork* const network)
{
  size_t   n_arena = 0;
  uint32_t first   = 0; // Of those beside each other

  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnShape* const s = &network->layers[l].shape;
    RmnPackedLayer* const p = &model->layers[l];

    p->n_lanes = model->kernel->n_lanes;
    first      = s->place == RMN_BESIDE ? first : l;
    plan_input(model, p, l, s->place);
    plan_layer(p, s);
    n_arena += plan_memory(model, p);
    if (l + 1U == network->n_layers ||
        network->layers[l + 1U].shape.place == RMN_AFTER) {
      plan_joint(model, first, l + 1U, rmn_network_n_given(network, l + 1U));
    }
  }

  plan_wavefronts(model);
  plan_blocks(model);
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
      matrix->weights         = next;
      next += pad_array(matrix->n_floats);
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

  model->kernel      = rmn_kernel_choose();
  model->n_inputs    = network->n_inputs;
  model->n_outputs   = network->n_outputs;
  model->n_layers    = network->n_layers;
  model->n_skip      = network->n_skip;
  model->in_gain     = network->in_gain;
  model->out_gain    = network->out_gain;
  model->hash        = rmn_network_hash(network);
  model->is_backward = rmn_network_is_backward(network);
  plan(model, network);

  model->arena = (float*)rmn_aligned_calloc(model->n_arena * sizeof(float));
  if (!model->arena) {
    rmn_model_free(model);
    return NULL;
  }

  place(model);
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    rmn_pack_layer(&model->layers[l], &network->layers[l], model->kernel);
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
