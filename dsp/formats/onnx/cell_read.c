// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file cell_read.c Cells that stand in a graph as what they compute

#include "cell.h"

#include "formats/formats.h"

#include <stdlib.h>
#include <string.h>

struct RmnOnnxCellsImpl {
  RmnOnnxFound found[RMN_MAX_LAYERS];
  size_t       n_found;
};

bool
rmn_onnx_find_cells(RmnOnnxGraph* const graph)
{
  const Onnx__GraphProto* const proto = graph->proto;
  RmnOnnxCells* const cells = (RmnOnnxCells*)calloc(1, sizeof(RmnOnnxCells));
  graph->cells              = cells;
  for (size_t i = 0; cells && i < proto->n_node; ++i) {
    if (cells->n_found < RMN_MAX_LAYERS) {
      RmnOnnxFound* const found = &cells->found[cells->n_found];
      cells->n_found += rmn_onnx_find_cell(graph, proto->node[i], found);
    }
  }
  return cells || rmn_onnx_fail(graph, RMN_ERR_NO_MEMORY, "no memory");
}

void
rmn_onnx_free_cells(RmnOnnxGraph* const graph)
{
  free(graph->cells);
}

/* Weights
   ======= */

/// Product of a value, [rows] from weights [rows][in], plus a bias
typedef struct {
  const RmnOnnxValue* value;
  const RmnOnnxValue* weights;
  const RmnOnnxValue* bias; ///< NULL if there is none
  RmnOnnxAxis         rows;
  RmnOnnxAxis         in;
} Product;

/// Find a constant that a node takes, and decode it
static bool
find_constant(RmnOnnxGraph* const        graph,
              const char* const          name,
              const RmnOnnxValue** const constant)
{
  RmnOnnxValue* const value = rmn_onnx_find(graph, name);
  if (!value || value->kind != RMN_ONNX_CONSTANT) {
    rmn_onnx_fail(
      graph, RMN_ERR_MISSING, "\"%.48s\" is no weight of the file", name);
    return false;
  }

  *constant = value;
  return rmn_onnx_decode(graph, value);
}

/// Read what a node Gemm has beside its inputs: it transposes its weights
static bool
read_options(RmnOnnxGraph* const          graph,
             const Onnx__NodeProto* const node,
             bool* const                  is_transposed)
{
  const Onnx__NodeProto* const cell = graph->node;
  graph->node                       = node;
  const bool is_plain = rmn_onnx_float(graph, "alpha", 1.0) == 1.0 &&
                        rmn_onnx_float(graph, "beta", 1.0) == 1.0 &&
                        !rmn_onnx_int(graph, "transA", 0);
  *is_transposed = rmn_onnx_int(graph, "transB", 0);
  graph->node    = cell;
  return is_plain || rmn_onnx_fail(graph,
                                   RMN_ERR_UNSUPPORTED,
                                   "a product with alpha, beta or transA "
                                   "cannot be played in a cell");
}

static bool
read_product(RmnOnnxGraph* const          graph,
             const Onnx__NodeProto* const node,
             Product* const               p)
{
  bool is_transposed = false;
  p->value           = rmn_onnx_find(graph, node->input[0]);
  p->bias            = NULL;
  if (!p->value || !p->value->rank) {
    rmn_onnx_fail(
      graph, RMN_ERR_UNSUPPORTED, "a cell of no signal cannot be played");
    return false;
  }
  if (!find_constant(graph, node->input[1], &p->weights) ||
      (node->n_input > 2 && !find_constant(graph, node->input[2], &p->bias)) ||
      !read_options(graph, node, &is_transposed)) {
    return false;
  }

  p->rows = p->weights->axes[!is_transposed];
  p->in   = p->weights->axes[is_transposed];
  return (p->weights->rank == 2 &&
          (!p->bias ||
           (p->bias->rank == 1 && p->bias->axes[0].size == p->rows.size))) ||
         rmn_onnx_fail(graph,
                       RMN_ERR_SHAPE,
                       "weights that are no matrix, or have another bias");
}

/// Copy rows of a product to where the gates are in a layer
static void
copy_rows(const Product* const      p,
          const RmnOnnxFound* const cell,
          const RmnLayer* const     layer,
          float*                    out)
{
  const uint32_t H       = layer->shape.n_outputs;
  const uint32_t n_gates = rmn_shape_n_gates(&layer->shape);
  for (uint32_t g = 0; g < n_gates; ++g) {
    for (uint32_t u = 0; u < H; ++u) {
      const int64_t       row  = (int64_t)cell->gates[g] * H + u;
      const double* const from = p->weights->data + row * p->rows.stride;
      for (int64_t i = 0; i < p->in.size; ++i) {
        *out++ = (float)from[i * p->in.stride];
      }
    }
  }
}

/// Copy the bias of a product in the order of a layer, or zeros
static void
copy_bias(const Product* const      p,
          const RmnOnnxFound* const cell,
          const RmnLayer* const     layer,
          float* const              out)
{
  const uint32_t H       = layer->shape.n_outputs;
  const uint32_t n_gates = rmn_shape_n_gates(&layer->shape);
  for (uint32_t r = 0; r < n_gates * H; ++r) {
    const int64_t row = (int64_t)cell->gates[r / H] * H + r % H;
    out[r] =
      p->bias ? (float)p->bias->data[row * p->bias->axes[0].stride] : 0.0f;
  }
}

/* The cell
   ======== */

/// Check that a Split makes as many equal parts as there are gates
static bool
check_split(RmnOnnxGraph* const          graph,
            const Onnx__NodeProto* const split,
            const uint32_t               n_gates,
            const uint32_t               H)
{
  const Onnx__NodeProto* const cell = graph->node;
  RmnOnnxValue* const          given =
    split->n_input > 1 ? rmn_onnx_find(graph, split->input[1]) : NULL;
  RmnOnnxInts sizes = {.n = 0};

  graph->node = split;
  bool ok     = (!given || rmn_onnx_decode(graph, given)) &&
            rmn_onnx_ints(graph, given, "split", &sizes);
  const int64_t axis = rmn_onnx_int(graph, "axis", 0);
  graph->node        = cell;
  for (size_t i = 0; i < sizes.n; ++i) {
    ok = ok && sizes.values[i] == (int64_t)H;
  }
  return (ok && split->n_output == n_gates && (axis == 1 || axis == -1)) ||
         rmn_onnx_fail(graph,
                       RMN_ERR_SHAPE,
                       "the gates of a cell are not %u parts of %u channels",
                       n_gates,
                       H);
}

/// Take the states that come into the graph
static bool
use_states(RmnOnnxGraph* const graph, const RmnOnnxFound* const cell)
{
  const RmnOnnxValue* const h = rmn_onnx_find(graph, cell->h);
  const RmnOnnxValue* const c = cell->c ? rmn_onnx_find(graph, cell->c) : NULL;
  return rmn_onnx_use(graph, h, RMN_ONNX_MEMORY) &&
         (!c || rmn_onnx_use(graph, c, RMN_ONNX_MEMORY));
}

/// Find the shape of the layer, for which all is right
static bool
read_shape(RmnOnnxGraph* const       graph,
           const RmnOnnxFound* const cell,
           const Product* const      in,
           const Product* const      state,
           RmnShape* const           shape)
{
  const int64_t n_in = in->in.size;
  const int64_t H    = state->in.size;
  if (n_in < 1 || n_in > RMN_MAX_WIDTH || H < 1 || H > RMN_MAX_WIDTH) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_LIMIT,
                         "a cell of %lld channels and %lld units, 1 to %d can "
                         "be played",
                         (long long)n_in,
                         (long long)H,
                         RMN_MAX_WIDTH);
  }

  const uint32_t n_gates = rmn_shape_n_gates(shape);
  const int64_t  n_rows  = n_gates * H;
  shape->n_inputs        = (uint32_t)n_in;
  shape->n_outputs       = (uint32_t)H;
  if (in->rows.size != n_rows || state->rows.size != n_rows) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_SHAPE,
                         "weights of %lld and %lld rows, %lld expected",
                         (long long)in->rows.size,
                         (long long)state->rows.size,
                         (long long)n_rows);
  }
  return (!cell->splits[0] ||
          check_split(graph, cell->splits[0], n_gates, shape->n_outputs)) &&
         (!cell->splits[1] ||
          check_split(graph, cell->splits[1], n_gates, shape->n_outputs));
}

/// Give states and signal their names
static bool
output(RmnOnnxGraph* const graph, const RmnOnnxFound* const cell)
{
  const uint32_t H =
    graph->network->layers[graph->network->n_layers - 1U].shape.n_outputs;
  RmnOnnxValue value = *rmn_onnx_find(graph, cell->in->input[0]);
  value.version      = graph->version;
  value.is_state     = true;
  value.axes[value.rank - 1U] =
    (RmnOnnxAxis){.size = H, .role = RMN_ONNX_FEATURE};
  if (!rmn_onnx_output(graph, 0, &value)) {
    return false;
  }

  value.kind = RMN_ONNX_STATE;
  return !cell->c_out || rmn_onnx_define(graph, cell->c_out, value);
}

static bool
read_found(RmnOnnxGraph* const graph, const RmnOnnxFound* const cell)
{
  Product  in    = {.value = NULL};
  Product  state = {.value = NULL};
  RmnShape shape = {.type = cell->type, .activation = cell->activation};
  float    bias[4 * RMN_MAX_WIDTH];
  if (!read_product(graph, cell->in, &in) ||
      !read_product(graph, cell->state, &state) ||
      !rmn_onnx_expect_latest(graph, in.value) ||
      !read_shape(graph, cell, &in, &state, &shape) ||
      !rmn_onnx_expect_width(
        graph, &in.value->axes[in.value->rank - 1U], in.in.size) ||
      !use_states(graph, cell)) {
    return false;
  }

  RmnLayer* const layer = rmn_onnx_add(graph, &shape);
  if (!layer) {
    return false;
  }

  copy_rows(&in, cell, layer, layer->W);
  copy_rows(&state, cell, layer, layer->U);
  copy_bias(&in, cell, layer, layer->b);
  copy_bias(&state, cell, layer, bias);
  rmn_layer_add_recurrent_bias(layer, bias);
  return output(graph, cell);
}

bool
rmn_onnx_read_cell(RmnOnnxGraph* const graph, bool* const is_done)
{
  const RmnOnnxCells* const cells = graph->cells;
  for (size_t i = 0; i < cells->n_found; ++i) {
    const RmnOnnxFound* const found = &cells->found[i];
    if (found->nodes[0] == graph->node) {
      *is_done = true;
      return read_found(graph, found);
    }
    for (size_t n = 1; n < found->n_nodes; ++n) {
      *is_done = *is_done || found->nodes[n] == graph->node;
    }
  }
  return true;
}
