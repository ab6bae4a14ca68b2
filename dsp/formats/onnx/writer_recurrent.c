// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file writer_recurrent.c Recurrent layers as nodes of ONNX

#include "writer.h"

#include "network.h"
#include "recurrent.h"

#include <stdio.h>
#include <string.h>

/// Layers that are written, forward and backward, and their node
typedef struct {
  RmnOnnxDraft*   draft;
  RmnDraftNode*   node;
  const RmnLayer* layers; ///< Of the same size
  uint32_t        n_directions;
  uint32_t        l;
} Cell;

/// Append an array to what the node takes, [directions] first
static float*
take_array(const Cell* const cell,
           const char* const name,
           const uint32_t    rank,
           const uint32_t    n_rows,
           const uint32_t    n)
{
  const uint32_t sizes[3] = {cell->n_directions, n_rows, n};
  RmnDraftName   full;
  snprintf(full, sizeof(full), "layer%u.%s", cell->l + 1U, name);
  rmn_draft_take(cell->node, full);
  return rmn_draft_floats(cell->draft, full, rank, sizes);
}

/// Copy rows of `n`, one for each gate and unit, as ONNX orders gates; return
/// where the next ones go
static float*
copy_gates(float* const          to,
           const float* const    from,
           const uint32_t* const gates,
           const uint32_t        n_gates,
           const size_t          n)
{
  for (uint32_t g = 0; g < n_gates; ++g) {
    memcpy(to + g * n, from + gates[g] * n, n * sizeof(float));
  }
  return to + n_gates * n;
}

/// Biases of the input, and those of the state, which are 0 but for the
/// candidate of a GRU
static void
take_biases(const Cell* const cell, const uint32_t* const gates)
{
  const uint32_t H       = cell->layers->shape.n_outputs;
  const uint32_t n_gates = rmn_shape_n_gates(&cell->layers->shape);
  const uint32_t n_rows  = n_gates * H;
  float*         B       = take_array(cell, "B", 2U, 2U * n_rows, 0);
  for (uint32_t d = 0; d < cell->n_directions; ++d) {
    const RmnLayer* const layer = &cell->layers[d];
    B = copy_gates(B, layer->b, gates, n_gates, H) + n_rows;
    if (layer->b_u) {
      memcpy(B - H, layer->b_u, H * sizeof(float));
    }
  }
}

static void
take_weights(const Cell* const cell)
{
  const RmnShape* const s       = &cell->layers->shape;
  const size_t          H       = s->n_outputs;
  const uint32_t        n_gates = rmn_shape_n_gates(s);
  const uint32_t        n_rows  = n_gates * s->n_outputs;
  const uint32_t* const gates   = rmn_onnx_gates(s->type);
  float*                W = take_array(cell, "W", 3U, n_rows, s->n_inputs);
  float*                R = take_array(cell, "R", 3U, n_rows, s->n_outputs);
  for (uint32_t d = 0; d < cell->n_directions; ++d) {
    const RmnLayer* const layer = &cell->layers[d];
    W = copy_gates(W, layer->W, gates, n_gates, H * s->n_inputs);
    R = copy_gates(R, layer->U, gates, n_gates, H * H);
  }
  take_biases(cell, gates);
}

static bool
is_backward(const Cell* const cell)
{
  return cell->layers[cell->n_directions - 1U].shape.direction == RMN_BACKWARD;
}

/// Let the node take a state, which starts as the layer does
static void
take_state(const Cell* const cell, const char letter)
{
  const uint32_t H        = cell->layers->shape.n_outputs;
  const uint32_t sizes[3] = {cell->n_directions, 1U, H};
  RmnDraftName   name;
  snprintf(name, sizeof(name), "%c%u", letter, cell->l + 1U);
  rmn_draft_take(cell->node, name);
  if (!is_backward(cell)) {
    rmn_draft_input(cell->draft, name, 1U, H);
  }

  float* const state = rmn_draft_floats(cell->draft, name, 3U, sizes);
  for (uint32_t d = 0; d < cell->n_directions; ++d) {
    const RmnLayer* const layer = &cell->layers[d];
    memcpy(state + (size_t)d * H,
           letter == 'h' ? layer->h0 : layer->c0,
           H * sizeof(float));
  }
}

/// Make a state an output of the graph
static void
give_state(const Cell* const cell, const char letter)
{
  if (is_backward(cell)) {
    return;
  }

  RmnDraftName name;
  snprintf(name, sizeof(name), "%c%u_out", letter, cell->l + 1U);
  rmn_draft_give(cell->draft, cell->node, name);
  rmn_draft_output(cell->draft, name, 1U, cell->layers->shape.n_outputs);
}

static void
take_peepholes(const Cell* const cell)
{
  const uint32_t H = cell->layers->shape.n_outputs;
  float*         P = take_array(cell, "P", 2U, 3U * H, 0);
  for (uint32_t d = 0; d < cell->n_directions; ++d) {
    P = copy_gates(P, cell->layers[d].P, rmn_onnx_peephole_gates, 3U, H);
  }
}

/// Turn [time][directions][1][H] into [time][1][directions * H]
static void
merge_directions(const Cell* const cell)
{
  RmnOnnxDraft* const draft = cell->draft;
  RmnDraftNode* const node =
    rmn_draft_node(draft, cell->n_directions > 1U ? "Reshape" : "Squeeze");
  if (cell->n_directions == 1U) {
    rmn_draft_take(node, "directions");
    rmn_draft_integer(draft, "directions", 1);
  } else {
    rmn_draft_take(node, "merged");
    rmn_draft_integers(draft, "merged", (const int64_t[3]){0, 1, -1});
  }
  rmn_draft_give(draft, node, NULL);
}

/// Say what the operator does otherwise than by itself
static void
add_options(const Cell* const cell)
{
  const RmnShape* const s = &cell->layers->shape;
  rmn_draft_int(cell->node, "hidden_size", s->n_outputs);
  if (is_backward(cell)) {
    rmn_draft_string(cell->node,
                     "direction",
                     cell->n_directions > 1U ? "bidirectional" : "reverse");
  }
  if (s->type == RMN_GRU) {
    rmn_draft_int(
      cell->node, "linear_before_reset", s->reset == RMN_RESET_AFTER);
  }
  if (s->type == RMN_RNN) {
    const char* names[2] = {"Tanh", "Tanh"};
    for (uint32_t d = 0; d < cell->n_directions; ++d) {
      const RmnActivation activation = cell->layers[d].shape.activation;
      names[d]                       = activation == RMN_RELU ? "Relu" : "Tanh";
    }
    rmn_draft_strings(cell->node, "activations", names, cell->n_directions);
  }
}

void
rmn_draft_recurrent(RmnOnnxDraft* const   draft,
                    const RmnLayer* const layers,
                    const uint32_t        n_directions,
                    const uint32_t        l)
{
  static const char* const ops[RMN_N_LAYER_TYPES] = {
    [RMN_RNN] = "RNN", [RMN_LSTM] = "LSTM", [RMN_GRU] = "GRU"};

  const RmnShape* const s    = &layers->shape;
  RmnDraftNode* const   node = rmn_draft_node(draft, ops[s->type]);
  const Cell            cell = {draft, node, layers, n_directions, l};
  add_options(&cell);
  take_weights(&cell);
  rmn_draft_take(cell.node, ""); // Lengths of sequences
  rmn_draft_give(draft, cell.node, NULL);
  take_state(&cell, 'h');
  give_state(&cell, 'h');
  if (s->type == RMN_LSTM) {
    take_state(&cell, 'c');
    give_state(&cell, 'c');
  }
  if (layers->P) {
    take_peepholes(&cell);
  }
  merge_directions(&cell);
}
