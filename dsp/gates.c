// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "gated_layer.h"
#include "network.h"

#include <stdlib.h>
#include <string.h>

/// Number of gates that are copied; of a GRU, no gate depends on the candidate
static uint32_t
n_gates(const RmnShape* const shape)
{
  return shape->type == RMN_LSTM ? 4U : shape->type == RMN_GRU ? 2U : 0U;
}

static size_t
n_peephole(const RmnShape* const shape)
{
  const RmnLayerSizes n = rmn_shape_sizes(shape);
  return shape->type == RMN_LSTM ? n.P : 0U;
}

/// Number of floats of all arrays of a layer
static size_t
n_floats(const RmnGatedLayer* const g)
{
  const RmnShape* const s      = &g->shape;
  const size_t          n_row  = 1U + (size_t)s->n_inputs + s->n_outputs;
  const size_t          n_rows = (size_t)n_gates(s) * g->n_rows;
  return n_rows * n_row + n_peephole(s) + 3U * (size_t)s->n_outputs;
}

/// Note which layers are shown, and how much of them
static size_t
plan(RmnGates* const         gates,
     const RmnNetwork* const network,
     const uint32_t          n_max)
{
  size_t n_arena = 0;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnShape* const s    = &network->layers[l].shape;
    const uint32_t        left = n_max - gates->n_units;
    if (!rmn_shape_n_gates(s) || !left) {
      continue;
    }

    RmnGatedLayer* const g    = &gates->layers[gates->n_layers++];
    const bool           full = s->peephole == RMN_PEEPHOLE_FULL;
    g->index                  = l;
    g->shape                  = *s;
    g->n_shown                = s->n_outputs < left ? s->n_outputs : left;
    g->n_rows                 = full ? s->n_outputs : g->n_shown;
    gates->n_units += g->n_shown;
    n_arena += n_floats(g);
  }
  return n_arena;
}

/// Take `n` floats from the arena
static float*
take(float** const next, const size_t n)
{
  float* const array = *next;
  *next += n;
  return array;
}

/// Copy the first rows of each gate, of `n_cols` columns
static float*
copy_rows(const RmnGatedLayer* const g,
          float** const              next,
          const float* const         src,
          const size_t               n_cols)
{
  const size_t n     = (size_t)g->n_rows * n_cols;
  float* const first = take(next, n_gates(&g->shape) * n);
  for (uint32_t gate = 0; gate < n_gates(&g->shape); ++gate) {
    memcpy(first + gate * n,
           src + (size_t)gate * g->shape.n_outputs * n_cols,
           n * sizeof(float));
  }
  return first;
}

static void
copy_layer(RmnGatedLayer* const  g,
           float** const         next,
           const RmnLayer* const layer)
{
  const uint32_t H   = g->shape.n_outputs;
  const size_t   n_P = n_peephole(&g->shape);

  g->W      = copy_rows(g, next, layer->W, g->shape.n_inputs);
  g->U      = copy_rows(g, next, layer->U, H);
  g->b      = copy_rows(g, next, layer->b, 1U);
  g->P      = take(next, n_P);
  g->h      = take(next, H);
  g->c      = take(next, H);
  g->c_next = take(next, H);
  if (n_P) {
    memcpy(g->P, layer->P, n_P * sizeof(float));
  }
}

RmnGates*
rmn_gates_new(const RmnNetwork* const network, const uint32_t n_max)
{
  RmnGates* const gates = (RmnGates*)calloc(1, sizeof(RmnGates));
  if (!gates) {
    return NULL;
  }

  // What runs backward is played in windows, which leave no last frame
  const bool   is_shown = !rmn_network_is_backward(network);
  const size_t n_arena  = is_shown ? plan(gates, network, n_max) : 0U;
  gates->arena          = (float*)calloc(n_arena + 1U, sizeof(float));
  if (!gates->arena) {
    rmn_gates_free(gates);
    return NULL;
  }

  float* next = gates->arena;
  for (uint32_t i = 0; i < gates->n_layers; ++i) {
    RmnGatedLayer* const g = &gates->layers[i];
    copy_layer(g, &next, &network->layers[g->index]);
  }
  return gates;
}

void
rmn_gates_free(RmnGates* const gates)
{
  if (gates) {
    free(gates->arena);
    free(gates);
  }
}
