// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file cell.c Finding a cell among the operators that it consists of.

       RNN:   h_out = tanh(x_h + h_h), or relu
       LSTM:  c_out = f c + i g          h_out = o tanh(c_out)
       GRU:   n = tanh(x_n + r h_n)      h_out = (h - n) z + n

   The gates are parts of one sum of two products, or of each product.
*/

#include "cell.h"

#include <string.h>

/// A search for one cell
typedef struct {
  const RmnOnnxGraph* graph;
  RmnOnnxFound*       found;
} Search;

/* Names
   ===== */

/// Return the place of an input of the graph that the file has no value for,
/// or -1
static long
input_index(const Search* const search, const char* const name)
{
  const Onnx__GraphProto* const proto = search->graph->proto;
  for (size_t i = 0; i < proto->n_initializer; ++i) {
    if (!strcmp(proto->initializer[i]->name, name)) {
      return -1;
    }
  }
  for (size_t i = 0; i < proto->n_input; ++i) {
    if (!strcmp(proto->input[i]->name, name)) {
      return (long)i;
    }
  }
  return -1;
}

static bool
is_output(const Search* const search, const char* const name)
{
  const Onnx__GraphProto* const proto = search->graph->proto;
  bool                          is    = false;
  for (size_t i = 0; !is && i < proto->n_output; ++i) {
    const char* const output = proto->output[i]->name;
    is                       = output && !strcmp(output, name);
  }
  return is;
}

/// Whether a node is of an operator, takes something and gives a value
static bool
is_maker(const Onnx__NodeProto* const node,
         const char* const            name,
         const char* const            op)
{
  bool is = false;
  if (node->op_type && !strcmp(node->op_type, op) && node->n_input) {
    for (size_t o = 0; !is && o < node->n_output; ++o) {
      is = !strcmp(node->output[o], name);
    }
  }
  return is;
}

/// Note that a node belongs to the cell
static bool
take(RmnOnnxFound* const found, const Onnx__NodeProto* const node)
{
  size_t n = 0;
  while (n < found->n_nodes && found->nodes[n] != node) {
    ++n;
  }
  if (n < RMN_ONNX_MAX_CELL_NODES) {
    found->nodes[n] = node;
    found->n_nodes  = n == found->n_nodes ? n + 1U : found->n_nodes;
  }
  return n < RMN_ONNX_MAX_CELL_NODES;
}

/// Return the node of this operator that gives a value, and take it, or NULL
static const Onnx__NodeProto*
made_by(Search* const search, const char* const name, const char* const op)
{
  const Onnx__GraphProto* const proto = search->graph->proto;
  for (size_t i = 0; i < proto->n_node; ++i) {
    if (is_maker(proto->node[i], name, op)) {
      return take(search->found, proto->node[i]) ? proto->node[i] : NULL;
    }
  }
  return NULL;
}

/// Return what makes one of two inputs of a node, and the name of the other
static const Onnx__NodeProto*
made_one(Search* const                search,
         const Onnx__NodeProto* const node,
         const char* const            op,
         const char** const           other)
{
  const Onnx__NodeProto* maker = NULL;
  for (size_t i = 0; node && node->n_input == 2 && !maker && i < 2; ++i) {
    maker  = made_by(search, node->input[i], op);
    *other = node->input[1U - i];
  }
  return maker;
}

/* Gates
   ===== */

/// Find which part a value is of a Split, which is noted or must be the same
static bool
find_part(Search* const                 search,
          const char* const             name,
          const Onnx__NodeProto** const split,
          uint32_t* const               part)
{
  const Onnx__NodeProto* const node = made_by(search, name, "Split");
  bool                         is   = node && (!*split || *split == node);
  *split                            = is ? node : *split;
  for (*part = 0; is && *part < node->n_output; ++*part) {
    if (!strcmp(node->output[*part], name)) {
      return true;
    }
  }
  return false;
}

/// Find which part of the one Split a node takes
static bool
find_gate(Search* const                search,
          const Onnx__NodeProto* const node,
          const uint32_t               gate)
{
  return node && find_part(search,
                           node->input[0],
                           &search->found->splits[0],
                           &search->found->gates[gate]);
}

/// Return the product of a value and weights, be it with a bias or without
static const Onnx__NodeProto*
find_product(Search* const search, const char* const name)
{
  const Onnx__NodeProto* const gemm = made_by(search, name, "Gemm");
  const Onnx__NodeProto* const node =
    gemm ? gemm : made_by(search, name, "MatMul");
  return node && node->n_input >= 2 ? node : NULL;
}

/* LSTM
   ==== */

/// Find both products of a sum; the state comes after the audio
static bool
find_products(Search* const search, const Onnx__NodeProto* const sum)
{
  RmnOnnxFound* const found = search->found;
  if (!sum || sum->n_input != 2) {
    return false;
  }

  found->in    = find_product(search, sum->input[0]);
  found->state = find_product(search, sum->input[1]);
  if (!found->in || !found->state) {
    return false;
  }
  if (input_index(search, found->in->input[0]) >
      input_index(search, found->state->input[0])) {
    const Onnx__NodeProto* const other = found->in;
    found->in                          = found->state;
    found->state                       = other;
  }
  found->h = found->state->input[0];
  return input_index(search, found->h) >= 0;
}

/// Find `f c + i g`
static bool
find_memory(Search* const search, const Onnx__NodeProto* const sum)
{
  if (!sum || sum->n_input != 2) {
    return false;
  }

  RmnOnnxFound* const    found = search->found;
  const char*            i     = NULL;
  const Onnx__NodeProto* keep  = made_by(search, sum->input[0], "Mul");
  const Onnx__NodeProto* add   = made_by(search, sum->input[1], "Mul");
  const Onnx__NodeProto* g     = made_one(search, add, "Tanh", &i);
  if (!g) {
    const Onnx__NodeProto* const other = keep;
    keep                               = add;
    add                                = other;
    g                                  = made_one(search, add, "Tanh", &i);
  }

  const Onnx__NodeProto* const f = made_one(search, keep, "Sigmoid", &found->c);
  return g && f && find_gate(search, made_by(search, i, "Sigmoid"), 0) &&
         find_gate(search, f, 1) && find_gate(search, g, 2) &&
         input_index(search, found->c) >= 0;
}

static bool
find_lstm(Search* const search, const Onnx__NodeProto* const last)
{
  RmnOnnxFound* const          found = search->found;
  const char*                  o     = NULL;
  const Onnx__NodeProto* const tanh  = made_one(search, last, "Tanh", &o);
  if (!tanh) {
    return false;
  }

  found->type  = RMN_LSTM;
  found->c_out = tanh->input[0];
  return is_output(search, found->c_out) &&
         find_memory(search, made_by(search, found->c_out, "Add")) &&
         find_gate(search, made_by(search, o, "Sigmoid"), 3) &&
         find_products(search,
                       made_by(search, found->splits[0]->input[0], "Add"));
}

/* RNN
   === */

/// Find the function of a sum of both products.  That alone could be a layer
/// that hears two inputs, so something else must come out of the graph, too.
static bool
find_rnn(Search* const search, const Onnx__NodeProto* const last)
{
  RmnOnnxFound* const found = search->found;
  found->type               = RMN_RNN;
  found->activation = strcmp(last->op_type, "Relu") ? RMN_TANH : RMN_RELU;
  return last->n_input == 1 && search->graph->proto->n_output > 1 &&
         find_products(search, made_by(search, last->input[0], "Add"));
}

/* GRU
   === */

/// Find a gate, which is a sum of the same part of both products
static bool
find_sum(Search* const                search,
         const Onnx__NodeProto* const sigmoid,
         const uint32_t               gate)
{
  RmnOnnxFound* const          found = search->found;
  const Onnx__NodeProto* const sum =
    sigmoid ? made_by(search, sigmoid->input[0], "Add") : NULL;
  uint32_t* const part  = &found->gates[gate];
  uint32_t        other = 0;
  if (!sum || sum->n_input != 2) {
    return false;
  }

  const bool is_first =
    find_part(search, sum->input[0], &found->splits[0], part);
  return find_part(search, sum->input[!is_first], &found->splits[0], part) &&
         find_part(search, sum->input[is_first], &found->splits[1], &other) &&
         *part == other;
}

/// Find `tanh(x_n + r h_n)`
static bool
find_candidate(Search* const search, const Onnx__NodeProto* const tanh)
{
  RmnOnnxFound* const    found = search->found;
  const char*            x_n   = NULL;
  const char*            h_n   = NULL;
  uint32_t               other = 0;
  const Onnx__NodeProto* sum =
    tanh ? made_by(search, tanh->input[0], "Add") : NULL;
  const Onnx__NodeProto* const product = made_one(search, sum, "Mul", &x_n);
  const Onnx__NodeProto* const r = made_one(search, product, "Sigmoid", &h_n);
  return r && find_part(search, x_n, &found->splits[0], &found->gates[2]) &&
         find_part(search, h_n, &found->splits[1], &other) &&
         found->gates[2] == other && find_sum(search, r, 0);
}

static bool
find_gru(Search* const search, const Onnx__NodeProto* const last)
{
  RmnOnnxFound* const          found = search->found;
  const char*                  n     = NULL;
  const char*                  z     = NULL;
  const Onnx__NodeProto* const mul   = made_one(search, last, "Mul", &n);
  const Onnx__NodeProto* const sub   = made_one(search, mul, "Sub", &z);
  if (!sub || sub->n_input != 2 || strcmp(sub->input[1], n) != 0 ||
      !find_candidate(search, made_by(search, n, "Tanh")) ||
      !find_sum(search, made_by(search, z, "Sigmoid"), 1)) {
    return false;
  }

  found->type  = RMN_GRU;
  found->h     = sub->input[0];
  found->in    = find_product(search, found->splits[0]->input[0]);
  found->state = find_product(search, found->splits[1]->input[0]);
  return found->in && found->state && input_index(search, found->h) >= 0 &&
         !strcmp(found->state->input[0], found->h);
}

bool
rmn_onnx_find_cell(const RmnOnnxGraph* const    graph,
                   const Onnx__NodeProto* const last,
                   RmnOnnxFound* const          cell)
{
  Search            search = {graph, cell};
  const char* const op     = last->op_type ? last->op_type : "";
  const bool        is_mul = !strcmp(op, "Mul");
  const bool        is_rnn = !strcmp(op, "Tanh") || !strcmp(op, "Relu");
  *cell                    = (RmnOnnxFound){.nodes = {last}, .n_nodes = 1};
  return (is_mul || is_rnn || !strcmp(op, "Add")) && last->n_output &&
         is_output(&search, last->output[0]) &&
         (is_mul   ? find_lstm(&search, last)
          : is_rnn ? find_rnn(&search, last)
                   : find_gru(&search, last));
}
