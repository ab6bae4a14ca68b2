// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file gates_rt.c The gates of the moment, while somebody looks

#include "gated_layer.h"
#include "kernel/activation.h"
#include "model.h"
#include "network.h"
#include "player.h"
#include "state.h"

#include <math.h>

/// Rows of a layer's gates, as RmnLayer orders them
enum { LSTM_I, LSTM_F, LSTM_G, LSTM_O, GRU_R = 0, GRU_Z };

/// Peephole weights, as RmnLayer orders them
enum { SEEN_BY_I, SEEN_BY_F, SEEN_BY_O };

/// Apply a function of a layer, within its bounds
static float
apply(const RmnShape* const s, const RmnCellFunction which, float z)
{
  const RmnFunction f = rmn_shape_function(s, which);
  if (s->clip > 0.0f) {
    clip_vector(&z, 1U, -s->clip, s->clip);
  }
  activate(&f, &z, 1U);
  return z;
}

/// Return how far a gate is open: some functions go beyond 0 and 1
static float
opening(const float gate)
{
  return fminf(fmaxf(gate, 0.0f), 1.0f);
}

static float
dot(const float* const a, const float* const b, const uint32_t n)
{
  float sum = 0.0f;
  for (uint32_t i = 0; i < n; ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

/// Return `W x + U h + b` of a gate of unit `u`
static float
hear(const RmnGatedLayer* const g,
     const uint32_t             gate,
     const uint32_t             u,
     const float* const         x)
{
  const uint32_t n_x = g->shape.n_inputs;
  const uint32_t n_h = g->shape.n_outputs;
  const size_t   row = (size_t)gate * g->n_rows + u;
  return g->b[row] + dot(g->W + row * n_x, x, n_x) +
         dot(g->U + row * n_h, g->h, n_h);
}

/// Return `P C` of a gate of unit `u`, 0 without peepholes
static float
see(const RmnGatedLayer* const g,
    const uint32_t             gate,
    const uint32_t             u,
    const float* const         c)
{
  const uint32_t n   = g->shape.n_outputs;
  const size_t   row = (size_t)gate * n + u;
  switch (g->shape.peephole) {
  case RMN_PEEPHOLE_DIAGONAL:
    return g->P[row] * c[u];
  case RMN_PEEPHOLE_FULL:
    return dot(g->P + row * n, c, n);
  case RMN_PEEPHOLE_NONE:
    break;
  }
  return 0.0f;
}

/// Open the gates of a LSTM; the output gate sees the cell to come
static void
open_lstm(const RmnGatedLayer* const g,
          const float* const         x,
          float* const               keep,
          float* const               take,
          float* const               give)
{
  const RmnShape* const s    = &g->shape;
  const bool            sees = s->peephole != RMN_PEEPHOLE_NONE;
  for (uint32_t u = 0; u < g->n_rows; ++u) {
    const float z_i = hear(g, LSTM_I, u, x) + see(g, SEEN_BY_I, u, g->c);
    const float z_f = hear(g, LSTM_F, u, x) + see(g, SEEN_BY_F, u, g->c);
    const float z_g = sees ? hear(g, LSTM_G, u, x) : 0.0f;
    const float i   = apply(s, RMN_OF_GATES, z_i);
    const float f   = apply(s, RMN_OF_GATES, z_f);
    g->c_next[u]    = f * g->c[u] + i * apply(s, RMN_OF_CANDIDATE, z_g);
    if (u < g->n_shown) {
      take[u] = opening(i);
      keep[u] = opening(f);
    }
  }
  for (uint32_t u = 0; u < g->n_shown; ++u) {
    const float z_o = hear(g, LSTM_O, u, x) + see(g, SEEN_BY_O, u, g->c_next);
    give[u]         = opening(apply(s, RMN_OF_GATES, z_o));
  }
}

static float
open_gru(const RmnGatedLayer* const g,
         const uint32_t             gate,
         const uint32_t             u,
         const float* const         x)
{
  return opening(apply(&g->shape, RMN_OF_GATES, hear(g, gate, u, x)));
}

static void
open_layer(const RmnGatedLayer* const g,
           const float* const         x,
           float* const               keep,
           float* const               take,
           float* const               give)
{
  if (g->shape.type == RMN_LSTM) {
    open_lstm(g, x, keep, take, give);
    return;
  }

  const bool is_gru = g->shape.type == RMN_GRU;
  for (uint32_t u = 0; u < g->n_shown; ++u) {
    keep[u] = is_gru ? open_gru(g, GRU_Z, u, x) : RMN_NO_GATE;
    take[u] = is_gru ? open_gru(g, GRU_R, u, x) : RMN_NO_GATE;
    give[u] = RMN_NO_GATE;
  }
}

/// Return what a layer heard last of the first stream, zero before anything
static const float*
heard_last(const RmnPackedLayer* const p, const RmnState* const state)
{
  const uint32_t     t = state->n_run ? state->n_run - 1U : 0U;
  const float* const frames =
    p->takes_input ? state->inputs : state->outputs + p->in_offset;
  return frames + (size_t)t * p->in_stride;
}

uint32_t
rmn_gates_read(RmnGates* const        gates,
               const RmnPlayer* const player,
               float* const           open)
{
  const RmnModel* const model  = player->model;
  const RmnState* const state  = player->state;
  const float* const    memory = rmn_state_stream(state, 0);
  const uint32_t        n      = gates->n_units;

  uint32_t first = 0;
  for (uint32_t i = 0; i < gates->n_layers; ++i) {
    const RmnGatedLayer* const  g        = &gates->layers[i];
    const RmnPackedLayer* const p        = &model->layers[g->index];
    float* const                of_layer = open + first;

    rmn_layer_units(
      p, memory + p->state_offset, g->h, g->c, g->shape.n_outputs);
    open_layer(g,
               heard_last(p, state),
               of_layer + (size_t)RMN_GATE_KEEP * n,
               of_layer + (size_t)RMN_GATE_TAKE * n,
               of_layer + (size_t)RMN_GATE_GIVE * n);
    first += g->n_shown;
  }
  return n;
}
