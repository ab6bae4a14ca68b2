// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file operators.c The operators of ONNX that can be read

#include "onnx.h"

#include <string.h>

typedef struct {
  const char* name;
  size_t      min_inputs; ///< That are given, from the first on
  size_t      max_inputs;
  RmnOnnxRead read;
} Operator;

static const Operator operators[] = {
  {"RNN", 3, 6, rmn_onnx_read_recurrent},
  {"LSTM", 3, 8, rmn_onnx_read_recurrent},
  {"GRU", 3, 6, rmn_onnx_read_recurrent},

  {"Conv", 2, 3, rmn_onnx_read_conv},
  {"Pad", 1, 4, rmn_onnx_read_pad},
  {"BatchNormalization", 5, 5, rmn_onnx_read_batchnorm},
  {"MatMul", 2, 2, rmn_onnx_read_matmul},
  {"Gemm", 2, 3, rmn_onnx_read_gemm},
  {"Add", 2, 2, rmn_onnx_read_arithmetic},
  {"Sub", 2, 2, rmn_onnx_read_arithmetic},
  {"Mul", 2, 2, rmn_onnx_read_arithmetic},
  {"Div", 2, 2, rmn_onnx_read_arithmetic},
  {"Tanh", 1, 1, rmn_onnx_read_activation},
  {"Sigmoid", 1, 1, rmn_onnx_read_activation},
  {"Relu", 1, 1, rmn_onnx_read_activation},
  {"Elu", 1, 1, rmn_onnx_read_activation},
  {"HardSigmoid", 1, 1, rmn_onnx_read_activation},
  {"ThresholdedRelu", 1, 1, rmn_onnx_read_activation},
  {"Softplus", 1, 1, rmn_onnx_read_activation},
  {"Softsign", 1, 1, rmn_onnx_read_activation},
  {"Softmax", 1, 1, rmn_onnx_read_activation},
  {"PRelu", 2, 2, rmn_onnx_read_prelu},
  {"LeakyRelu", 1, 1, rmn_onnx_read_prelu},

  {"Identity", 1, 1, rmn_onnx_read_identity},
  {"Dropout", 1, 3, rmn_onnx_read_identity},
  {"Transpose", 1, 1, rmn_onnx_read_transpose},
  {"Squeeze", 1, 2, rmn_onnx_read_squeeze},
  {"Unsqueeze", 1, 2, rmn_onnx_read_unsqueeze},
  {"Reshape", 2, 2, rmn_onnx_read_reshape},
  {"Slice", 1, 5, rmn_onnx_read_slice},
  {"Gather", 2, 2, rmn_onnx_read_gather},
  {"Split", 1, 2, rmn_onnx_read_split},

  {"Constant", 0, 0, rmn_onnx_read_constant},
  {"ConstantOfShape", 1, 1, rmn_onnx_read_constant_of_shape},
  {"Shape", 1, 1, rmn_onnx_read_shape},
  {"Expand", 2, 2, rmn_onnx_read_expand},
  {"Concat", 1, RMN_ONNX_MAX_VALUES, rmn_onnx_read_concat},
  {"Cast", 1, 1, rmn_onnx_read_cast},
  {"Equal", 2, 2, rmn_onnx_read_equal},
  {"Where", 3, 3, rmn_onnx_read_where},
};

/// Find how to read the node, or say that it cannot be
static const Operator*
find_operator(const RmnOnnxGraph* const graph)
{
  const Onnx__NodeProto* const node   = graph->node;
  const char* const            domain = node->domain ? node->domain : "";
  const bool is_standard = !domain[0] || !strcmp(domain, "ai.onnx");
  for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); ++i) {
    if (is_standard && node->op_type &&
        !strcmp(operators[i].name, node->op_type)) {
      return &operators[i];
    }
  }

  rmn_onnx_fail(graph,
                RMN_ERR_UNSUPPORTED,
                "this operator%s%.32s cannot be played: RNN, LSTM and GRU can "
                "be, with dense layers and activations",
                is_standard ? "" : " of ",
                is_standard ? "" : domain);
  return NULL;
}

/// Whether a node of the graph gives a value of this name
static bool
is_computed(const RmnOnnxGraph* const graph, const char* const name)
{
  for (size_t i = 0; i < graph->proto->n_node; ++i) {
    const Onnx__NodeProto* const node = graph->proto->node[i];
    for (size_t o = 0; o < node->n_output; ++o) {
      if (!strcmp(node->output[o], name)) {
        return true;
      }
    }
  }
  return false;
}

/// Check that what the node takes is there, and read its constants
static bool
check_inputs(RmnOnnxGraph* const graph, const Operator* const op)
{
  const Onnx__NodeProto* const node = graph->node;
  if (node->n_input < op->min_inputs || node->n_input > op->max_inputs) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_MISSING,
                         "%zu inputs, %zu to %zu expected",
                         node->n_input,
                         op->min_inputs,
                         op->max_inputs);
  }

  for (size_t i = 0; i < node->n_input; ++i) {
    const char* const   name      = node->input[i];
    RmnOnnxValue* const value     = name[0] ? rmn_onnx_find(graph, name) : NULL;
    const bool          is_needed = i < op->min_inputs || op->max_inputs > 8;
    if (!value && (name[0] || is_needed)) {
      return is_computed(graph, name)
               ? rmn_onnx_fail(graph,
                               RMN_ERR_UNSUPPORTED,
                               "it takes \"%.48s\", which is computed after "
                               "it: the nodes go in a circle, or are in no "
                               "order",
                               name)
               : rmn_onnx_fail(graph,
                               RMN_ERR_MISSING,
                               "input %zu, \"%.48s\", is neither in the file "
                               "nor computed",
                               i,
                               name);
    }
    if (value && !rmn_onnx_decode(graph, value)) {
      return false;
    }
  }
  return true;
}

bool
rmn_onnx_read_node(RmnOnnxGraph* const graph)
{
  const Operator* const op = find_operator(graph);
  return op && check_inputs(graph, op) && op->read(graph);
}
