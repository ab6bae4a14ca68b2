// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "projection.h"
#include "kernel/layout.h"
#include "network.h"
#include "pack.h"

/// What pays on every machine at hand, see `make bench-whole`; no layer of as
/// many units runs as one block, which would be given x
enum { MIN_UNITS = 17, MIN_INPUTS = 16 };

bool
rmn_projection_pays(const RmnModel* const model, const uint32_t l)
{
  const RmnPackedLayer* const p = &model->layers[l];
  const RmnShape* const       s = &p->shape;
  return model->is_backward && rmn_shape_n_gates(s) &&
         (p->is_usual || s->type == RMN_RNN) && s->n_outputs >= MIN_UNITS &&
         s->n_inputs >= MIN_INPUTS;
}

uint32_t
rmn_projection_n_rows(const RmnPackedLayer* const layer)
{
  const bool is_plain_gru =
    layer->shape.type == RMN_GRU && layer->shape.reset == RMN_RESET_AFTER;
  return is_plain_gru ? 3U * rmn_gru_units(layer->n_lanes, layer->n_units)
                      : rmn_shape_n_gates(&layer->shape) * layer->n_units;
}

void
rmn_projection_init(RmnProjection* const  projection,
                    const RmnModel* const model,
                    const uint32_t        l,
                    float* const          W)
{
  const RmnPackedLayer* const p      = &model->layers[l];
  const RmnShape* const       s      = &p->shape;
  const uint32_t              n_rows = rmn_projection_n_rows(p);

  *projection                    = (RmnProjection){*p, n_rows, W};
  projection->layer.is_projected = true;
  projection->layer.in_stride    = n_rows;
  for (uint32_t gate = 0; gate < rmn_shape_n_gates(s); ++gate) {
    for (uint32_t u = 0; u < s->n_outputs; ++u) {
      const RmnRow row = rmn_packed_row(p, model->kernel, gate, u);
      for (uint32_t c = 0; c < s->n_inputs; ++c) {
        W[(size_t)c * n_rows + row.index] = row.weights[c * row.stride];
      }
    }
  }
}
