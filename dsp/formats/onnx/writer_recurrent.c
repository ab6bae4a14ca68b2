// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file writer_recurrent.c Recurrent layers as nodes of ONNX

#include "writer.h"

#include "network.h"
#include "recurrent.h"

#include <stdio.h>
#include <string.h>

/// A layer that is written, and its node
typedef struct {
  RmnOnnxDraft*   draft;
  RmnDraftNode*   node;
  const RmnLayer* layer;
  uint32_t        l;
} Cell;

/// Append an array of the layer to what its node takes
static float*
take_array(const Cell* const     cell,
           const char* const     name,
           const uint32_t        rank,
           const uint32_t* const sizes)
{
  RmnDraftName full;
  snprintf(full, sizeof(full), "layer%u.%s", cell->l + 1U, name);
  rmn_draft_take(cell->node, full);
  return rmn_draft_floats(cell->draft, full, rank, sizes);
}

/// Copy rows of `n`, one for each gate and unit, as ONNX orders gates
static void
copy_gates(float* const          to,
           const float* const    from,
           const uint32_t* const gates,
           const uint32_t        n_gates,
           const size_t          n)
{
  for (uint32_t g = 0; g < n_gates; ++g) {
    memcpy(to + g * n, from + gates[g] * n, n * sizeof(float));
  }
}

/// Biases of the input, and those of the state, which are 0 but for the
/// candidate of a GRU
static void
take_biases(const Cell* const cell, const uint32_t* const gates)
{
  const RmnLayer* const layer    = cell->layer;
  const uint32_t        H        = layer->shape.n_outputs;
  const uint32_t        n_gates  = rmn_shape_n_gates(&layer->shape);
  const uint32_t        sizes[2] = {1U, 2U * n_gates * H};
  float* const          B        = take_array(cell, "B", 2U, sizes);
  copy_gates(B, layer->b, gates, n_gates, H);
  if (layer->b_u) {
    memcpy(B + (2U * n_gates - 1U) * H, layer->b_u, H * sizeof(float));
  }
}

static void
take_weights(const Cell* const cell)
{
  const RmnLayer* const layer      = cell->layer;
  const RmnShape* const s          = &layer->shape;
  const uint32_t        H          = s->n_outputs;
  const uint32_t        n_gates    = rmn_shape_n_gates(s);
  const uint32_t* const gates      = rmn_onnx_gates(s->type);
  const uint32_t        W_sizes[3] = {1U, n_gates * H, s->n_inputs};
  const uint32_t        R_sizes[3] = {1U, n_gates * H, H};
  copy_gates(take_array(cell, "W", 3U, W_sizes),
             layer->W,
             gates,
             n_gates,
             (size_t)H * s->n_inputs);
  copy_gates(take_array(cell, "R", 3U, R_sizes),
             layer->U,
             gates,
             n_gates,
             (size_t)H * H);
  take_biases(cell, gates);
}

/// Make a state an input of the graph, which starts as the layer does
static void
take_state(const Cell* const cell, const char letter, const float* const start)
{
  const uint32_t H        = cell->layer->shape.n_outputs;
  const uint32_t sizes[3] = {1U, 1U, H};
  RmnDraftName   name;
  snprintf(name, sizeof(name), "%c%u", letter, cell->l + 1U);
  rmn_draft_take(cell->node, name);
  rmn_draft_input(cell->draft, name, false, H);
  memcpy(
    rmn_draft_floats(cell->draft, name, 3U, sizes), start, H * sizeof(float));
}

/// Make a state an output of the graph
static void
give_state(const Cell* const cell, const char letter)
{
  RmnDraftName name;
  snprintf(name, sizeof(name), "%c%u_out", letter, cell->l + 1U);
  rmn_draft_give(cell->draft, cell->node, name);
  rmn_draft_output(cell->draft, name, false, cell->layer->shape.n_outputs);
}

static void
take_peepholes(const Cell* const cell)
{
  const uint32_t H        = cell->layer->shape.n_outputs;
  const uint32_t sizes[2] = {1U, 3U * H};
  copy_gates(take_array(cell, "P", 2U, sizes),
             cell->layer->P,
             rmn_onnx_peephole_gates,
             3U,
             H);
}

/// Remove the axis of directions from [time][1][1][H]
static void
squeeze(RmnOnnxDraft* const draft)
{
  RmnDraftNode* const node = rmn_draft_node(draft, "Squeeze");
  rmn_draft_take(node, "directions");
  rmn_draft_integer(draft, "directions", 1);
  rmn_draft_give(draft, node, NULL);
}

void
rmn_draft_recurrent(RmnOnnxDraft* const   draft,
                    const RmnLayer* const layer,
                    const uint32_t        l)
{
  static const char* const ops[RMN_N_LAYER_TYPES] = {
    [RMN_RNN] = "RNN", [RMN_LSTM] = "LSTM", [RMN_GRU] = "GRU"};

  const RmnShape* const s = &layer->shape;
  const Cell cell = {draft, rmn_draft_node(draft, ops[s->type]), layer, l};
  rmn_draft_int(cell.node, "hidden_size", s->n_outputs);
  if (s->type == RMN_GRU) {
    rmn_draft_int(
      cell.node, "linear_before_reset", s->reset == RMN_RESET_AFTER);
  }
  if (s->type == RMN_RNN) {
    rmn_draft_string(
      cell.node, "activations", s->activation == RMN_RELU ? "Relu" : "Tanh");
  }

  take_weights(&cell);
  rmn_draft_take(cell.node, ""); // Lengths of sequences
  rmn_draft_give(draft, cell.node, NULL);
  take_state(&cell, 'h', layer->h0);
  give_state(&cell, 'h');
  if (layer->c0) {
    take_state(&cell, 'c', layer->c0);
    give_state(&cell, 'c');
  }
  if (layer->P) {
    take_peepholes(&cell);
  }
  squeeze(draft);
}
