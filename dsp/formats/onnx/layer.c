// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file layer.c Operators of ONNX that are layers without memory

#include "onnx.h"

#include <math.h>
#include <string.h>

static const char*
operator_name(const RmnOnnxGraph* const graph)
{
  return graph->node->op_type;
}

/// Find the shape of a dense layer of weights [in][out]
static bool
read_shape(const RmnOnnxGraph* const graph,
           const RmnOnnxValue* const signal,
           const RmnOnnxValue* const weights,
           RmnShape* const           shape)
{
  const int64_t n_in  = weights->axes[0].size;
  const int64_t n_out = weights->axes[1].size;
  if (weights->kind != RMN_ONNX_CONSTANT || weights->rank != 2 ||
      !signal->rank) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "only the product of a signal and a matrix of weights "
                         "can be played");
  }

  *shape = (RmnShape){.type      = RMN_DENSE,
                      .n_inputs  = (uint32_t)n_in,
                      .n_outputs = (uint32_t)n_out};
  return (n_in <= RMN_MAX_WIDTH && n_out <= RMN_MAX_WIDTH) ||
         rmn_onnx_fail(
           graph,
           RMN_ERR_LIMIT,
           "weights [%lld][%lld], at most %d channels can be played",
           (long long)n_in,
           (long long)n_out,
           RMN_MAX_WIDTH);
}

/// Append a dense layer of weights [in][out], which stays open
static bool
add_dense(RmnOnnxGraph* const       graph,
          const RmnOnnxValue* const signal,
          const RmnOnnxValue* const weights,
          const double              gain)
{
  RmnShape shape = {.type = RMN_DENSE};
  if (!rmn_onnx_expect_latest(graph, signal) ||
      !read_shape(graph, signal, weights, &shape) ||
      !rmn_onnx_expect_width(
        graph, &signal->axes[signal->rank - 1U], shape.n_inputs)) {
    return false;
  }

  graph->open          = rmn_onnx_add(graph, &shape);
  const uint32_t n_in  = graph->open ? shape.n_inputs : 0;
  const int64_t  down  = weights->axes[0].stride;
  const int64_t  right = weights->axes[1].stride;
  for (uint32_t o = 0; o < shape.n_outputs; ++o) {
    for (uint32_t i = 0; i < n_in; ++i) {
      const double weight          = weights->data[i * down + o * right];
      graph->open->W[o * n_in + i] = (float)(gain * weight);
    }
  }
  return graph->open;
}

bool
rmn_onnx_read_matmul(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const signal  = rmn_onnx_input(graph, 0);
  const RmnOnnxValue* const weights = rmn_onnx_input(graph, 1);
  return add_dense(graph, signal, weights, 1.0) &&
         rmn_onnx_output_latest(
           graph, *signal, signal->rank - 1U, weights->axes[1].size);
}

bool
rmn_onnx_read_gemm(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const signal  = rmn_onnx_input(graph, 0);
  const RmnOnnxValue* const bias    = rmn_onnx_input(graph, 2);
  RmnOnnxValue              weights = *rmn_onnx_input(graph, 1);
  const double              beta    = rmn_onnx_float(graph, "beta", 1.0);
  if (rmn_onnx_int(graph, "transA", 0)) {
    return rmn_onnx_fail(
      graph, RMN_ERR_UNSUPPORTED, "a transposed signal cannot be played");
  }
  if (rmn_onnx_int(graph, "transB", 0) && weights.rank == 2) {
    const RmnOnnxAxis rows = weights.axes[0];
    weights.axes[0]        = weights.axes[1];
    weights.axes[1]        = rows;
  }
  if (!add_dense(
        graph, signal, &weights, rmn_onnx_float(graph, "alpha", 1.0))) {
    return false;
  }

  RmnLayer* const layer = graph->open;
  const uint32_t  n     = layer->shape.n_outputs;
  if (bias && !rmn_onnx_read_channels(graph, bias, signal, n, layer->b)) {
    return false;
  }
  for (uint32_t c = 0; bias && c < n; ++c) {
    layer->b[c] = (float)(beta * (double)layer->b[c]);
  }
  return rmn_onnx_output_latest(graph, *signal, signal->rank - 1U, n);
}

/// Check that a softmax is over the channels
static bool
expect_channels(const RmnOnnxGraph* const graph,
                const RmnOnnxValue* const signal)
{
  const int64_t  usual = graph->opset < 13 ? 1 : -1;
  const uint32_t rank  = signal->rank;
  uint32_t       axis  = 0;
  if (!strcmp(operator_name(graph), "Softmax") &&
      (!rmn_onnx_axis(graph, rmn_onnx_int(graph, "axis", usual), rank, &axis) ||
       axis != rmn_onnx_feature_axis(graph, signal) || axis != rank - 1U)) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "over another axis than the channels, or one that is "
                         "not last, it cannot be played");
  }
  return true;
}

bool
rmn_onnx_read_activation(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const signal = rmn_onnx_input(graph, 0);
  const RmnFunction         f      = rmn_onnx_read_function(graph);
  RmnShape                  shape  = {.type       = RMN_ACTIVATION,
                                      .activation = f.activation,
                                      .alpha      = f.alpha,
                                      .beta       = f.beta};
  if (!rmn_onnx_expect_latest(graph, signal) ||
      !expect_channels(graph, signal)) {
    return false;
  }

  RmnLayer* const open = graph->open;
  if (open && open->shape.type != RMN_BATCHNORM) {
    open->shape.activation = f.activation;
    open->shape.alpha      = f.alpha;
    open->shape.beta       = f.beta;
    graph->open            = NULL;
    ++graph->version;
  } else if (!rmn_onnx_add_pointwise(graph, signal, shape)) {
    return false;
  }
  return rmn_onnx_output_pointwise(graph, signal);
}

/// Fold the statistics of channels, which are axis 1, into `y = w x + b`
bool
rmn_onnx_read_batchnorm(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const signal = rmn_onnx_input(graph, 0);
  const double              eps    = rmn_onnx_float(graph, "epsilon", 1e-5);
  const double*             arrays[4]; // Scale, shift, mean, variance
  if (!rmn_onnx_expect_latest(graph, signal)) {
    return false;
  }
  if (signal->rank < 2U || rmn_onnx_int(graph, "training_mode", 0) ||
      !rmn_onnx_settle(graph, signal->axes[1].role, RMN_ONNX_FEATURE)) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "only what is trained, and [batch][channels], can be "
                         "played");
  }

  RmnLayer* const layer =
    rmn_onnx_add_pointwise(graph, signal, (RmnShape){.type = RMN_BATCHNORM});
  const uint32_t n = layer ? layer->shape.n_outputs : 0;
  for (uint32_t i = 0; layer && i < 4U; ++i) {
    const RmnOnnxValue* const value = rmn_onnx_input(graph, i + 1U);
    if (value->kind != RMN_ONNX_CONSTANT || value->rank != 1U ||
        value->axes[0].size != (int64_t)n || value->axes[0].stride != 1) {
      return rmn_onnx_fail(graph,
                           RMN_ERR_SHAPE,
                           "\"%.48s\" is not %u numbers of the file",
                           value->name,
                           n);
    }
    arrays[i] = value->data;
  }
  for (uint32_t c = 0; c < n; ++c) {
    const double scale = arrays[0][c] / sqrt(arrays[3][c] + eps);
    layer->W[c]        = (float)scale;
    layer->b[c]        = (float)(arrays[1][c] - scale * arrays[2][c]);
  }
  return layer && rmn_onnx_output_pointwise(graph, signal);
}

bool
rmn_onnx_read_prelu(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const signal = rmn_onnx_input(graph, 0);
  const RmnOnnxValue* const slope  = rmn_onnx_input(graph, 1);
  const double              alpha  = rmn_onnx_float(graph, "alpha", 0.01);
  const RmnOnnxValue shared = {.kind = RMN_ONNX_CONSTANT, .data = &alpha};
  if (!rmn_onnx_expect_latest(graph, signal)) {
    return false;
  }

  RmnLayer* const layer =
    rmn_onnx_add_pointwise(graph, signal, (RmnShape){.type = RMN_PRELU});
  return layer &&
         rmn_onnx_read_channels(graph,
                                slope ? slope : &shared,
                                signal,
                                layer->shape.n_outputs,
                                layer->W) &&
         rmn_onnx_output_pointwise(graph, signal);
}
