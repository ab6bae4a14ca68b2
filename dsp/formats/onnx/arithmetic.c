// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file arithmetic.c Add, Sub, Mul and Div of an ONNX graph.

   Of two constants they are computed.  Of the signal and a constant they are
   the bias of the layer before, or a layer `y = w x + b` of its own.  The sum
   of the signal and the audio that it came from is a skip connection.
*/

#include "onnx.h"

#include "formats/formats.h"

#include <string.h>

static double
add(const double a, const double b, const double c)
{
  (void)c;
  return a + b;
}

static double
subtract(const double a, const double b, const double c)
{
  (void)c;
  return a - b;
}

static double
multiply(const double a, const double b, const double c)
{
  (void)c;
  return a * b;
}

/// With constants, this is about sizes, which are integers
static double
divide(const double a, const double b, const double c)
{
  (void)c;
  return a / b;
}

static RmnOnnxOperation
find_operation(const RmnOnnxGraph* const graph)
{
  const char* const op = graph->node->op_type;
  return !strcmp(op, "Add")   ? add
         : !strcmp(op, "Sub") ? subtract
         : !strcmp(op, "Mul") ? multiply
                              : divide;
}

/// Turn an operation with a number into `y = w x + b`
static void
find_line(const RmnOnnxOperation operation,
          const bool             is_first,
          const float            number,
          float* const           w,
          float* const           b)
{
  const double c = (double)number;
  const double at_0 =
    is_first ? operation(c, 0.0, 0.0) : operation(0.0, c, 0.0);
  const double at_1 =
    is_first ? operation(c, 1.0, 0.0) : operation(1.0, c, 0.0);

  *b = operation == add || operation == subtract ? (float)at_0 : 0.0f;
  *w = operation == add        ? 1.0f
       : operation == subtract ? (is_first ? -1.0f : 1.0f)
                               : (float)at_1;
}

/// Apply an operation with a constant, which is the first of both or not
static bool
read_line(RmnOnnxGraph* const       graph,
          const RmnOnnxValue* const signal,
          const RmnOnnxValue* const constant,
          const bool                is_first)
{
  const RmnOnnxOperation operation = find_operation(graph);
  const bool is_sum = operation == add || (operation == subtract && !is_first);
  if (operation == divide && is_first) {
    return rmn_onnx_fail(
      graph, RMN_ERR_UNSUPPORTED, "division by the signal cannot be played");
  }
  if (graph->has_audio && operation == multiply) {
    return rmn_onnx_read_out_gain(graph, signal, constant);
  }
  if (!rmn_onnx_expect_latest(graph, signal)) {
    return false;
  }

  RmnLayer* layer = is_sum ? graph->open : NULL;
  if (layer) {
    ++graph->version;
  } else if (!(layer = rmn_onnx_add_pointwise(
                 graph, signal, (RmnShape){.type = RMN_BATCHNORM}))) {
    return false;
  }

  const uint32_t n = layer->shape.n_outputs;
  float          numbers[RMN_MAX_WIDTH];
  if (!rmn_onnx_read_channels(graph, constant, signal, n, numbers)) {
    return false;
  }
  for (uint32_t c = 0; c < n; ++c) {
    float w = 1.0f;
    float b = 0.0f;
    find_line(operation, is_first, numbers[c], &w, &b);
    layer->b[c] += b;
    if (layer != graph->open) {
      layer->W[c] = w;
    }
  }
  graph->open = layer;
  return rmn_onnx_output_pointwise(graph, signal);
}

/// Whether a value is the audio input by itself, as it came or after a gain
static bool
is_audio(const RmnOnnxGraph* const graph, const RmnOnnxValue* const value)
{
  bool is_whole = value->kind == RMN_ONNX_SIGNAL &&
                  !rmn_onnx_is_padded(value) &&
                  (!value->version || rmn_onnx_is_driven(graph, value));
  uint32_t n = graph->network->n_inputs;
  for (uint32_t a = 0; is_whole && a < value->rank; ++a) {
    const RmnOnnxAxis* const axis = &value->axes[a];
    const uint32_t           role = rmn_onnx_role(graph, axis->role);
    is_whole = !axis->is_cut || (role == RMN_ONNX_FEATURE && !axis->start);
    const bool is_part =
      axis->is_cut || (graph->is_joined && role == RMN_ONNX_FEATURE);
    n = is_part ? (uint32_t)axis->size : n;
  }
  return is_whole && n == 1 && graph->uses[value->input] == RMN_ONNX_AUDIO;
}

/// Whether axes of two signals, counted from the last, mean the same
static bool
is_aligned(const RmnOnnxGraph* const graph,
           const RmnOnnxValue* const a,
           const RmnOnnxValue* const b)
{
  const uint32_t n       = a->rank < b->rank ? a->rank : b->rank;
  bool           aligned = a->is_last == b->is_last;
  for (uint32_t k = 1; aligned && k <= n; ++k) {
    const uint32_t one   = rmn_onnx_role(graph, a->axes[a->rank - k].role);
    const uint32_t other = rmn_onnx_role(graph, b->axes[b->rank - k].role);
    aligned              = one == other || !one || !other;
  }
  return aligned;
}

/// Add the audio to what the last layer gives
static bool
read_skip(RmnOnnxGraph* const       graph,
          const RmnOnnxValue* const signal,
          const RmnOnnxValue* const audio)
{
  if (!rmn_onnx_expect_latest(graph, signal)) {
    return false;
  }
  if (find_operation(graph) != add || !is_audio(graph, audio) ||
      !is_aligned(graph, signal, audio)) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "of two signals, only the sum of the last layer and "
                         "the audio itself can be played");
  }

  RmnNetwork* const network = graph->network;
  network->n_skip           = (uint32_t)rmn_network_width(network);
  graph->has_audio          = true;
  graph->is_audio_driven    = audio->version;
  ++graph->version;
  return rmn_onnx_output_pointwise(graph, signal);
}

bool
rmn_onnx_read_arithmetic(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const a      = rmn_onnx_input(graph, 0);
  const RmnOnnxValue* const b      = rmn_onnx_input(graph, 1);
  const bool                first  = a->kind == RMN_ONNX_CONSTANT;
  const bool                second = b->kind == RMN_ONNX_CONSTANT;
  const bool                is_old = a->version < b->version;
  return first && second ? rmn_onnx_compute(graph, find_operation(graph))
         : first         ? read_line(graph, b, a, true)
         : second        ? read_line(graph, a, b, false)
         : is_old        ? read_skip(graph, b, a)
                         : read_skip(graph, a, b);
}
