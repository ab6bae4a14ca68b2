// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file recurrent.c The operators RNN, LSTM and GRU of ONNX

#include "recurrent.h"

#include <string.h>

static RmnLayerType
type_of(const RmnOnnxGraph* const graph)
{
  const char* const op = graph->node->op_type;
  return !strcmp(op, "LSTM")  ? RMN_LSTM
         : !strcmp(op, "GRU") ? RMN_GRU
                              : RMN_RNN;
}

/* Attributes
   ========== */

static bool
fail_attribute(const RmnOnnxCell* const cell, const char* const reason)
{
  return rmn_onnx_fail(cell->graph, RMN_ERR_UNSUPPORTED, "%s", reason);
}

static bool
read_direction(RmnOnnxCell* const cell)
{
  const Onnx__AttributeProto* const found =
    rmn_onnx_attribute(cell->graph, "direction");
  const bool is_forward = !found || rmn_onnx_is(found->s, "forward");
  const bool is_reverse = found && rmn_onnx_is(found->s, "reverse");
  const bool is_both    = found && rmn_onnx_is(found->s, "bidirectional");

  cell->n_directions    = is_both ? 2U : 1U;
  cell->shape.direction = is_reverse ? RMN_BACKWARD : RMN_FORWARD;
  return is_forward || is_reverse || is_both ||
         fail_attribute(cell,
                        "direction is none of forward, reverse and "
                        "bidirectional");
}

/// Whether 1 - f(x) is f(-x), so that a gate can be coupled to another
static bool
is_symmetric(const RmnFunction f)
{
  const bool has_middle =
    f.activation == RMN_AFFINE || f.activation == RMN_HARD_SIGMOID;
  return f.activation == RMN_SIGMOID || (has_middle && f.beta == 0.5f);
}

/// Read the functions of a direction
static bool
read_functions(RmnOnnxCell* const cell)
{
  RmnOnnxGraph* const graph = cell->graph;
  RmnShape* const     s     = &cell->shape;
  const uint32_t      n = s->type == RMN_RNN ? 1U : rmn_shape_n_functions(s);
  RmnFunction all[RMN_ONNX_MAX_FUNCTIONS] = {{.activation = RMN_LINEAR}};
  if (!rmn_onnx_read_functions(graph, (size_t)n * cell->n_directions, all)) {
    return false;
  }

  const RmnFunction* const own = &all[cell->direction * n];
  if (s->type == RMN_RNN) {
    const bool is_line   = own->activation == RMN_AFFINE;
    const bool is_linear = is_line && own->alpha == 1.0f && own->beta == 0.0f;
    const bool is_usual  = own->activation == RMN_LINEAR;

    s->activation = is_usual    ? RMN_TANH
                    : is_linear ? RMN_LINEAR
                                : own->activation;
    s->alpha      = is_linear ? 0.0f : own->alpha;
    s->beta       = own->beta;
    return true;
  }

  memset(s->functions, 0, sizeof(s->functions));
  for (uint32_t i = 0; i < n; ++i) {
    const RmnCellFunction which = (RmnCellFunction)i;
    if (own[i].activation != rmn_shape_function(s, which).activation) {
      s->functions[i] = own[i];
    }
  }
  return s->type != RMN_LSTM || !rmn_onnx_int(graph, "input_forget", 0) ||
         is_symmetric(rmn_shape_function(s, RMN_OF_GATES)) ||
         fail_attribute(cell,
                        "input_forget with this activation of the gates cannot "
                        "be played, only where that of -x is 1 less that of x");
}

static bool
read_attributes(RmnOnnxCell* const cell)
{
  RmnOnnxGraph* const graph    = cell->graph;
  const RmnLayerType  type     = type_of(graph);
  const bool          is_after = rmn_onnx_int(graph, "linear_before_reset", 0);

  cell->shape.type     = type;
  cell->shape.clip     = (float)rmn_onnx_float(graph, "clip", 0.0);
  cell->is_batch_first = rmn_onnx_int(graph, "layout", 0);
  cell->shape.reset =
    type == RMN_GRU && !is_after ? RMN_RESET_BEFORE : RMN_RESET_AFTER;
  cell->shape.peephole = rmn_onnx_input(graph, RMN_ONNX_P) && type == RMN_LSTM
                           ? RMN_PEEPHOLE_DIAGONAL
                           : RMN_PEEPHOLE_NONE;
  return read_direction(cell);
}

/* Weights
   ======= */

/// Check that an input is a constant of so many axes
static bool
expect_rank(const RmnOnnxCell* const cell,
            const size_t             i,
            const char* const        name,
            const uint32_t           rank)
{
  const RmnOnnxValue* const value = rmn_onnx_input(cell->graph, i);
  if (value->kind != RMN_ONNX_CONSTANT) {
    return rmn_onnx_fail(cell->graph,
                         RMN_ERR_MISSING,
                         "%s is not in the file: export the model with its "
                         "weights",
                         name);
  }
  return value->rank == rank || rmn_onnx_fail(cell->graph,
                                              RMN_ERR_SHAPE,
                                              "%s has %u axes, %u expected",
                                              name,
                                              value->rank,
                                              rank);
}

/// Check that an input is a constant of these sizes
static bool
expect_sizes(const RmnOnnxCell* const cell,
             const size_t             i,
             const char* const        name,
             const uint32_t           rank,
             const int64_t* const     sizes)
{
  const RmnOnnxValue* const value = rmn_onnx_input(cell->graph, i);
  if (!expect_rank(cell, i, name, rank)) {
    return false;
  }

  for (uint32_t a = 0; a < rank; ++a) {
    if (value->axes[a].size != sizes[a]) {
      return rmn_onnx_fail(cell->graph,
                           RMN_ERR_SHAPE,
                           "%s has size %lld in axis %u, %lld expected",
                           name,
                           (long long)value->axes[a].size,
                           a,
                           (long long)sizes[a]);
    }
  }
  return true;
}

/* States
   ====== */

/// Copy a state that the file holds, the same for all of a batch
static bool
copy_initial(const RmnOnnxCell* const cell,
             const size_t             i,
             const char* const        name,
             float* const             state)
{
  const RmnOnnxValue* const value    = rmn_onnx_input(cell->graph, i);
  const RmnOnnxAxis* const  dirs     = &value->axes[cell->is_batch_first];
  const RmnOnnxAxis* const  batch    = &value->axes[!cell->is_batch_first];
  const RmnOnnxAxis* const  units    = &value->axes[2];
  int64_t                   sizes[3] = {0, 0, cell->shape.n_outputs};

  sizes[cell->is_batch_first]  = cell->n_directions;
  sizes[!cell->is_batch_first] = value->rank == 3 ? batch->size : 1;
  if (!expect_sizes(cell, i, name, 3, sizes)) {
    return false;
  }

  const double* const first = value->data + cell->direction * dirs->stride;
  for (int64_t s = 0; s < batch->size; ++s) {
    for (int64_t u = 0; u < units->size; ++u) {
      const double* const number = first + u * units->stride;
      if (number[s * batch->stride] != *number) {
        return rmn_onnx_fail(cell->graph,
                             RMN_ERR_UNSUPPORTED,
                             "%s differs among the batch, and one stream has "
                             "one: export the model with a batch of 1",
                             name);
      }
      state[u] = (float)*number;
    }
  }
  return true;
}

/// Take a state that the file holds, or that comes into the graph
static bool
read_initial(const RmnOnnxCell* const cell,
             const size_t             i,
             const char* const        name,
             float* const             state)
{
  const RmnOnnxValue* const value = rmn_onnx_input(cell->graph, i);
  if (!value) {
    return true;
  }
  if (value->kind == RMN_ONNX_CONSTANT) {
    return copy_initial(cell, i, name, state);
  }
  return value->kind == RMN_ONNX_SIGNAL && !value->version
           ? rmn_onnx_use(cell->graph, value, RMN_ONNX_MEMORY)
           : rmn_onnx_fail(cell->graph,
                           RMN_ERR_UNSUPPORTED,
                           "%s is what another layer leaves, which cannot be "
                           "played",
                           name);
}

/// Check that sequences are no shorter than what they are given in
static bool
check_lengths(const RmnOnnxCell* const cell)
{
  RmnOnnxGraph* const       graph   = cell->graph;
  const RmnOnnxValue* const lengths = rmn_onnx_input(graph, RMN_ONNX_LENGTHS);
  const RmnOnnxValue* const X       = rmn_onnx_input(graph, RMN_ONNX_X);
  const RmnOnnxAxis         time    = X->axes[cell->is_batch_first ? 1 : 0];
  if (!lengths) {
    return true;
  }
  if (lengths->kind == RMN_ONNX_SIGNAL && !lengths->version) {
    return rmn_onnx_use(graph, lengths, RMN_ONNX_MEMORY);
  }

  bool         is_whole = lengths->kind == RMN_ONNX_CONSTANT && !time.is_open;
  const size_t n        = is_whole ? rmn_onnx_n_elements(lengths) : 0;
  for (size_t i = 0; i < n; ++i) {
    is_whole = is_whole && rmn_onnx_element_int(lengths, i) == time.size;
  }
  return is_whole ||
         fail_attribute(cell,
                        "sequence_lens ends sequences early, and a stream has "
                        "no end: export the model without it");
}

/* The node
   ======== */

static bool
read_signal(RmnOnnxCell* const cell)
{
  RmnOnnxGraph* const       graph = cell->graph;
  const RmnOnnxValue* const X     = rmn_onnx_input(graph, RMN_ONNX_X);
  const uint32_t            t     = cell->is_batch_first ? 1 : 0;
  const uint32_t            b     = cell->is_batch_first ? 0 : 1;
  if (!rmn_onnx_expect_latest(graph, X)) {
    return false;
  }
  if (X->rank != 3) {
    return rmn_onnx_fail(
      graph, RMN_ERR_SHAPE, "X has %u axes, 3 expected", X->rank);
  }
  if (X->is_last || !rmn_onnx_settle(graph, X->axes[t].role, RMN_ONNX_TIME) ||
      !rmn_onnx_settle(graph, X->axes[b].role, RMN_ONNX_BATCH)) {
    return fail_attribute(cell,
                          "its time is not that of the layers before, so it "
                          "cannot be played");
  }
  return rmn_onnx_expect_width(graph, &X->axes[2], cell->shape.n_inputs);
}

/// Find the sizes of the layer, and that all weights have them
static bool
read_sizes(RmnOnnxCell* const cell)
{
  const RmnOnnxGraph* const graph = cell->graph;
  if (!expect_rank(cell, RMN_ONNX_W, "W", 3) ||
      !expect_rank(cell, RMN_ONNX_R, "R", 3)) {
    return false;
  }

  const int64_t n_in  = rmn_onnx_input(graph, RMN_ONNX_W)->axes[2].size;
  const int64_t found = rmn_onnx_input(graph, RMN_ONNX_R)->axes[2].size;
  const int64_t H     = rmn_onnx_int(graph, "hidden_size", found);
  if (n_in < 1 || n_in > RMN_MAX_WIDTH || H < 1 || H > RMN_MAX_WIDTH) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_LIMIT,
                         "%lld channels in and %lld hidden units, 1 to %d can "
                         "be played",
                         (long long)n_in,
                         (long long)H,
                         RMN_MAX_WIDTH);
  }

  cell->shape.n_inputs  = (uint32_t)n_in;
  cell->shape.n_outputs = (uint32_t)H;

  const int64_t rows  = rmn_shape_n_gates(&cell->shape) * H;
  const int64_t dirs  = cell->n_directions;
  const int64_t w[]   = {dirs, rows, n_in};
  const int64_t r[]   = {dirs, rows, H};
  const int64_t b[]   = {dirs, 2 * rows};
  const int64_t p[]   = {dirs, 3 * H};
  const bool    has_b = rmn_onnx_input(graph, RMN_ONNX_B);
  const bool    has_p = cell->shape.peephole != RMN_PEEPHOLE_NONE;
  return expect_sizes(cell, RMN_ONNX_W, "W", 3, w) &&
         expect_sizes(cell, RMN_ONNX_R, "R", 3, r) &&
         (!has_b || expect_sizes(cell, RMN_ONNX_B, "B", 2, b)) &&
         (!has_p || expect_sizes(cell, RMN_ONNX_P, "P", 2, p));
}

/// Add the layer of a direction
static bool
add_layer(RmnOnnxCell* const cell)
{
  if (!read_functions(cell)) {
    return false;
  }

  RmnLayer* const layer = rmn_onnx_add(cell->graph, &cell->shape);
  if (!layer) {
    return false;
  }

  rmn_onnx_read_weights(cell, layer);
  return read_initial(cell, RMN_ONNX_H, "initial_h", layer->h0) &&
         (!layer->c0 || read_initial(cell, RMN_ONNX_C, "initial_c", layer->c0));
}

/// Return an axis of what the layer gives, as long as one of what it takes
static RmnOnnxAxis
keep_axis(const RmnOnnxAxis* const axis, const RmnOnnxRole role)
{
  return (RmnOnnxAxis){
    .size = axis->size, .is_open = axis->is_open, .role = role};
}

/// Add a layer that runs backward beside the one that runs forward
static bool
add_backward(RmnOnnxCell* const cell)
{
  cell->direction       = 1;
  cell->shape.direction = RMN_BACKWARD;
  cell->shape.place     = RMN_BESIDE;
  return add_layer(cell);
}

/**
   Name what the layer gives: every frame, the last one, and its cell.

   The last one that a layer gives which runs backward is of the first frame, so
   it is no more than a state.
*/
static bool
output(const RmnOnnxCell* const cell)
{
  RmnOnnxGraph* const      graph    = cell->graph;
  const bool               is_batch = cell->is_batch_first;
  const RmnOnnxAxis* const in       = rmn_onnx_input(graph, RMN_ONNX_X)->axes;
  const RmnOnnxAxis        time     = keep_axis(&in[is_batch], RMN_ONNX_TIME);
  const RmnOnnxAxis        batch    = keep_axis(&in[!is_batch], RMN_ONNX_BATCH);
  const bool               is_both  = cell->n_directions > 1U;
  const RmnOnnxAxis        one      = {.size = cell->n_directions,
                                       .role = is_both ? RMN_ONNX_DIRECTION : RMN_ONNX_ANY};
  const RmnOnnxAxis        units    = {.size = cell->shape.n_outputs,
                                       .role = RMN_ONNX_FEATURE};

  RmnOnnxValue value = {
    .kind = RMN_ONNX_SIGNAL, .rank = 4, .version = graph->version};
  value.axes[0] = is_batch ? batch : time;
  value.axes[1] = is_batch ? time : one;
  value.axes[2] = is_batch ? one : batch;
  value.axes[3] = units;
  if (!rmn_onnx_output(graph, 0, &value)) {
    return false;
  }

  value.rank     = 3;
  value.axes[0]  = is_batch ? batch : one;
  value.axes[1]  = is_batch ? one : batch;
  value.axes[2]  = units;
  value.is_last  = true;
  value.is_state = true;
  value.kind =
    cell->shape.direction == RMN_BACKWARD ? RMN_ONNX_STATE : RMN_ONNX_SIGNAL;
  if (!rmn_onnx_output(graph, 1, &value)) {
    return false;
  }

  value.kind = RMN_ONNX_STATE;
  return rmn_onnx_output(graph, 2, &value);
}

bool
rmn_onnx_read_recurrent(RmnOnnxGraph* const graph)
{
  RmnOnnxCell cell = {.graph = graph};
  if (!read_attributes(&cell) || !read_sizes(&cell) || !read_signal(&cell) ||
      !check_lengths(&cell)) {
    return false;
  }

  return add_layer(&cell) && (cell.n_directions == 1U || add_backward(&cell)) &&
         output(&cell);
}
