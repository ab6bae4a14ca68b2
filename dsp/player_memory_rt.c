// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file player_memory_rt.c What a player remembers, for those who look at it

#include "model.h"
#include "player.h"
#include "state.h"

/// Return whether a layer remembers h
static bool
is_recurrent(const RmnShape* const shape)
{
  return shape->type == RMN_RNN || shape->type == RMN_LSTM ||
         shape->type == RMN_GRU;
}

uint32_t
rmn_layer_units(const RmnPackedLayer* const layer,
                const float* const          memory,
                float* const                h,
                float* const                c,
                const uint32_t              n_max)
{
  const RmnShape* const shape   = &layer->shape;
  const bool            is_lstm = shape->type == RMN_LSTM;
  const float           scale   = is_lstm ? 0.5f : 1.0f; // A LSTM keeps 2h
  const float* const    cell    = is_lstm ? memory + layer->out_stride : NULL;
  if (!is_recurrent(shape)) {
    return 0;
  }

  uint32_t u = 0;
  for (; u < shape->n_outputs && u < n_max; ++u) {
    h[u] = scale * memory[u];
    c[u] = cell ? cell[u] : 0.0f;
  }
  return u;
}

uint32_t
rmn_player_memory(const RmnPlayer* const player,
                  const uint32_t         stream,
                  float* const           h,
                  float* const           c,
                  const uint32_t         n_max)
{
  const RmnModel* const model  = player->model;
  const float* const    memory = rmn_state_stream(player->state, stream);

  uint32_t n = 0;
  for (uint32_t l = 0; l < model->n_layers; ++l) {
    const RmnPackedLayer* const p = &model->layers[l];
    n += rmn_layer_units(p, memory + p->state_offset, h + n, c + n, n_max - n);
  }
  return n;
}
