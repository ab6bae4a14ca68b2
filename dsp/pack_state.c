// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file pack_state.c From canonical states to their places in a model

#include "model.h"
#include "network.h"
#include "pack.h"

#include <string.h>

/// Copy h, or a cell, to its packed place: the state of a LSTM is 2h
static void
pack_vector(float* const       dst,
            const float* const src,
            const uint32_t     n,
            const bool         is_doubled)
{
  for (uint32_t u = 0; u < n; ++u) {
    dst[u] = is_doubled ? 2.0f * src[u] : src[u];
  }
}

void
rmn_pack_state(const RmnModel* const model, const float* src, float* const dst)
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
        pack_vector(state + (size_t)i * p->out_stride,
                    src + (size_t)i * s->n_outputs,
                    s->n_outputs,
                    s->type == RMN_LSTM && i == 0U);
      }
    }

    src += n_floats;
  }
}

void
rmn_pack_initial_state(RmnModel* const model, const RmnNetwork* const network)
{
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnLayer* const       layer = &network->layers[l];
    const RmnPackedLayer* const p     = &model->layers[l];
    float* const                state = model->initial_state + p->state_offset;
    const uint32_t              H     = layer->shape.n_outputs;

    if (layer->h0) {
      pack_vector(state, layer->h0, H, layer->shape.type == RMN_LSTM);
    }
    if (layer->c0) {
      pack_vector(state + p->out_stride, layer->c0, H, false);
    }
  }
}
