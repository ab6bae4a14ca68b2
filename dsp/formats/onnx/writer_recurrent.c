// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file writer_recurrent.c Recurrent layers as nodes of ONNX

#include "writer.h"

#include "network.h"
#include "recurrent.h"

#include <stdio.h>
#include <string.h>

/// A layer that is written, or one for each direction, and its node
typedef struct {
  RmnOnnxDraft*   draft;
  RmnDraftNode*   node;
  const RmnLayer* layers; ///< Of the same shape but for the direction
  uint32_t        n_directions;
  uint32_t        l;
} Cell;

/// Append an array to what the node takes, [directions][a][b] or without b
static float*
take_array(const Cell* const cell,
           const char* const name,
           const uint32_t    rank,
           const uint32_t    a,
           const uint32_t    b)
{
  const uint32_t sizes[3] = {cell->n_directions, a, b};
  RmnDraftName   full;
  snprintf(full, sizeof(full), "layer%u.%s", cell->l + 1U, name);
  rmn_draft_take(cell->node, full);
  return rmn_draft_floats(cell->draft, full, rank, sizes);
}

/// Copy rows of `n`, one for each gate and unit, as ONNX orders gates; return
/// where the next direction goes
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
  const RmnShape* const s       = &cell->layers->shape;
  const uint32_t        H       = s->n_outputs;
  const uint32_t        n_gates = rmn_shape_n_gates(s);
  float*                B = take_array(cell, "B", 2U, 2U * n_gates * H, 1U);
  for (uint32_t d = 0; d < cell->n_directions; ++d) {
    const RmnLayer* const layer = &cell->layers[d];

    B = copy_gates(B, layer->b, gates, n_gates, H) + (size_t)n_gates * H;
    if (layer->b_u) {
      memcpy(B - H, layer->b_u, H * sizeof(float));
    }
  }
}

static void
take_weights(const Cell* const cell)
{
  const RmnShape* const s       = &cell->layers->shape;
  const uint32_t        n_in    = s->n_inputs;
  const uint32_t        H       = s->n_outputs;
  const uint32_t        n_gates = rmn_shape_n_gates(s);
  const uint32_t* const gates   = rmn_onnx_gates(s->type);
  float*                W       = take_array(cell, "W", 3U, n_gates * H, n_in);
  float*                R       = take_array(cell, "R", 3U, n_gates * H, H);
  for (uint32_t d = 0; d < cell->n_directions; ++d) {
    const RmnLayer* const layer = &cell->layers[d];

    W = copy_gates(W, layer->W, gates, n_gates, (size_t)H * n_in);
    R = copy_gates(R, layer->U, gates, n_gates, (size_t)H * H);
  }
  take_biases(cell, gates);
}

/// Whether the layer only hears what has been, so that a stream may go on
static bool
is_streaming(const Cell* const cell)
{
  return cell->n_directions == 1U && !cell->layers->shape.direction;
}

/// Take a state, which starts as the layer does: it is an input of the graph if
/// a stream may go on with it
static void
take_state(const Cell* const cell, const char letter)
{
  const uint32_t H        = cell->layers->shape.n_outputs;
  const uint32_t sizes[3] = {cell->n_directions, 1U, H};
  RmnDraftName   name;
  snprintf(name, sizeof(name), "%c%u", letter, cell->l + 1U);
  rmn_draft_take(cell->node, name);
  if (is_streaming(cell)) {
    rmn_draft_input(cell->draft, name, false, H);
  }

  float* const to = rmn_draft_floats(cell->draft, name, 3U, sizes);
  for (uint32_t d = 0; d < cell->n_directions; ++d) {
    const RmnLayer* const layer = &cell->layers[d];
    memcpy(to + (size_t)d * H,
           letter == 'h' ? layer->h0 : layer->c0,
           H * sizeof(float));
  }
}

/// Make a state an output of the graph
static void
give_state(const Cell* const cell, const char letter)
{
  RmnDraftName name;
  snprintf(name, sizeof(name), "%c%u_out", letter, cell->l + 1U);
  if (is_streaming(cell)) {
    rmn_draft_give(cell->draft, cell->node, name);
    rmn_draft_output(cell->draft, name, false, cell->layers->shape.n_outputs);
  }
}

static void
take_peepholes(const Cell* const cell)
{
  const uint32_t H = cell->layers->shape.n_outputs;
  float*         P = take_array(cell, "P", 2U, 3U * H, 1U);
  for (uint32_t d = 0; d < cell->n_directions; ++d) {
    P = copy_gates(P, cell->layers[d].P, rmn_onnx_peephole_gates, 3U, H);
  }
}

/// Remove the axis of directions from [time][1][1][H]
static void
squeeze(RmnOnnxDraft* const draft)
{
  const int64_t       axis = 1;
  RmnDraftNode* const node = rmn_draft_node(draft, "Squeeze");
  rmn_draft_take(node, "directions");
  rmn_draft_integers(draft, "directions", 1U, &axis);
  rmn_draft_give(draft, node, NULL);
}

/// Make [time][2][1][H] to [time][1][2H]: of one stream, that keeps the order
static void
join(const Cell* const cell)
{
  const int64_t shape[3]   = {0, 1, 2 * (int64_t)cell->layers->shape.n_outputs};
  RmnDraftNode* const node = rmn_draft_node(cell->draft, "Reshape");
  RmnDraftName        name;
  snprintf(name, sizeof(name), "layer%u.shape", cell->l + 1U);
  rmn_draft_take(node, name);
  rmn_draft_integers(cell->draft, name, 3U, shape);
  rmn_draft_give(cell->draft, node, NULL);
}

/// Say which functions the layers have, one direction after the other
static void
add_functions(const Cell* const cell)
{
  const RmnShape* const s = &cell->layers->shape;
  const uint32_t n_each   = s->type == RMN_RNN ? 1U : rmn_shape_n_functions(s);
  const char*    names[RMN_ONNX_MAX_FUNCTIONS];
  float          alphas[RMN_ONNX_MAX_FUNCTIONS];
  float          betas[RMN_ONNX_MAX_FUNCTIONS];
  uint32_t       n       = 0;
  uint32_t       n_alpha = 0;
  uint32_t       n_beta  = 0;
  bool           is_said = s->type == RMN_RNN;
  for (uint32_t d = 0; d < cell->n_directions; ++d) {
    const RmnShape* const own = &cell->layers[d].shape;
    for (uint32_t i = 0; i < n_each; ++i) {
      RmnFunction f   = rmn_shape_function(own, (RmnCellFunction)i);
      names[n++]      = rmn_onnx_function(&f);
      alphas[n_alpha] = f.alpha;
      betas[n_beta]   = f.beta;
      n_alpha += rmn_activation_n_parameters(f.activation) > 0U;
      n_beta += rmn_activation_n_parameters(f.activation) > 1U;
      is_said = is_said || own->functions[i].activation != RMN_LINEAR;
    }
  }

  if (is_said) {
    rmn_draft_strings(cell->node, "activations", n, names);
    rmn_draft_float_list(cell->node, "activation_alpha", n_alpha, alphas);
    rmn_draft_float_list(cell->node, "activation_beta", n_beta, betas);
  }
  if (s->clip > 0.0f) {
    rmn_draft_float(cell->node, "clip", s->clip);
  }
}

static void
add_options(const Cell* const cell)
{
  const RmnShape* const s = &cell->layers->shape;
  rmn_draft_int(cell->node, "hidden_size", s->n_outputs);
  if (s->type == RMN_GRU) {
    rmn_draft_int(
      cell->node, "linear_before_reset", s->reset == RMN_RESET_AFTER);
  }
  add_functions(cell);
  if (!is_streaming(cell)) {
    rmn_draft_string(cell->node,
                     "direction",
                     cell->n_directions == 2U ? "bidirectional" : "reverse");
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

  RmnDraftNode* const node = rmn_draft_node(draft, ops[layers->shape.type]);
  const Cell          cell = {draft, node, layers, n_directions, l};
  add_options(&cell);
  take_weights(&cell);
  rmn_draft_take(cell.node, ""); // Lengths of sequences
  rmn_draft_give(draft, cell.node, NULL);
  take_state(&cell, 'h');
  give_state(&cell, 'h');
  if (layers->c0) {
    take_state(&cell, 'c');
    give_state(&cell, 'c');
  }
  if (layers->P) {
    take_peepholes(&cell);
  }
  if (n_directions == 1U) {
    squeeze(draft);
  } else {
    join(&cell);
  }
}
