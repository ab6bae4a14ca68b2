// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file signal.c The signal on its way through an ONNX graph

#include "onnx.h"

#include "formats/formats.h"

uint32_t
rmn_onnx_role(const RmnOnnxGraph* const graph, const uint32_t role)
{
  for (uint32_t known = RMN_ONNX_FEATURE; known < RMN_ONNX_RAW; ++known) {
    if (role >= RMN_ONNX_RAW && graph->raw[known] == role) {
      return known;
    }
  }
  return role;
}

bool
rmn_onnx_settle(RmnOnnxGraph* const graph,
                const uint32_t      role,
                const RmnOnnxRole   wanted)
{
  const uint32_t known = rmn_onnx_role(graph, role);
  if (known >= RMN_ONNX_RAW && !graph->raw[wanted]) {
    graph->raw[wanted] = role;
    return true;
  }
  return known == (uint32_t)wanted || known == RMN_ONNX_ANY;
}

uint32_t
rmn_onnx_feature_axis(const RmnOnnxGraph* const graph,
                      const RmnOnnxValue* const signal)
{
  for (uint32_t a = 0; a < signal->rank; ++a) {
    if (rmn_onnx_role(graph, signal->axes[a].role) == RMN_ONNX_FEATURE) {
      return a;
    }
  }

  // Features that have lost their name are last
  const uint32_t     last = signal->rank ? signal->rank - 1U : 0;
  const RmnOnnxAxis* axis = &signal->axes[last];
  const uint32_t     role = rmn_onnx_role(graph, axis->role);
  const bool         is_feature =
    role == RMN_ONNX_ANY || (role >= RMN_ONNX_RAW && !graph->network->n_layers);
  return signal->rank && is_feature ? last : signal->rank;
}

bool
rmn_onnx_use(RmnOnnxGraph* const       graph,
             const RmnOnnxValue* const value,
             const RmnOnnxUse          use)
{
  RmnOnnxUse* const known = &graph->uses[value->input];
  if (*known != RMN_ONNX_UNUSED && *known != use) {
    return rmn_onnx_fail(
      graph,
      RMN_ERR_UNSUPPORTED,
      "\"%.48s\" is both audio and something else, which cannot be "
      "played",
      graph->proto->input[value->input]->name);
  }

  *known = use;
  return true;
}

bool
rmn_onnx_is_padded(const RmnOnnxValue* const value)
{
  bool is_padded = false;
  for (uint32_t a = 0; a < value->rank; ++a) {
    is_padded = is_padded || value->axes[a].n_zeros;
  }
  return is_padded;
}

bool
rmn_onnx_expect_latest(RmnOnnxGraph* const       graph,
                       const RmnOnnxValue* const value)
{
  if (value->kind != RMN_ONNX_SIGNAL) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "it takes \"%.48s\", which is not audio, so it cannot "
                         "be played",
                         value->name);
  }
  if (value->version != graph->version || graph->has_audio) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "it takes what an earlier layer gives, and only a "
                         "chain of layers can be played, not branches");
  }

  if (rmn_onnx_is_padded(value)) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "it takes zeros before the first frame, and only a "
                         "convolution can");
  }

  for (uint32_t a = 0; a < value->rank; ++a) {
    if (value->axes[a].role == RMN_ONNX_DIRECTION) {
      return rmn_onnx_fail(graph,
                           RMN_ERR_UNSUPPORTED,
                           "it takes both directions apart, and they can be "
                           "played only as channels, one beside the other");
    }
    if (value->axes[a].is_cut) {
      return rmn_onnx_fail(graph,
                           RMN_ERR_UNSUPPORTED,
                           "it takes a part of an input, so it cannot be "
                           "played");
    }
  }
  return value->version || rmn_onnx_use(graph, value, RMN_ONNX_AUDIO);
}

bool
rmn_onnx_expect_width(RmnOnnxGraph* const      graph,
                      const RmnOnnxAxis* const axis,
                      const int64_t            n)
{
  if (!rmn_onnx_settle(graph, axis->role, RMN_ONNX_FEATURE)) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "it takes channels from another axis than the layers "
                         "before");
  }
  return axis->is_open || axis->size == n ||
         rmn_onnx_fail(graph,
                       RMN_ERR_SHAPE,
                       "takes %lld channels, but is given %lld",
                       (long long)n,
                       (long long)axis->size);
}

bool
rmn_onnx_width(RmnOnnxGraph* const       graph,
               const RmnOnnxValue* const signal,
               uint32_t* const           n)
{
  const uint32_t           a    = rmn_onnx_feature_axis(graph, signal);
  const RmnOnnxAxis* const axis = &signal->axes[a];

  *n = (uint32_t)rmn_network_width(graph->network);
  if (graph->network->n_layers) {
    return true;
  }
  if (a < signal->rank &&
      (axis->is_open || axis->size > RMN_MAX_WIDTH ||
       !rmn_onnx_settle(graph, axis->role, RMN_ONNX_FEATURE))) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "the file does not say how many channels it takes");
  }

  *n = a < signal->rank ? (uint32_t)axis->size : 1U;
  return true;
}

RmnLayer*
rmn_onnx_add(RmnOnnxGraph* const graph, const RmnShape* const shape)
{
  RmnNetwork* const network = graph->network;
  char              label[96];
  if (!network->n_layers) {
    network->n_inputs = shape->n_inputs;
  }

  ++graph->version;
  graph->open = NULL;
  rmn_onnx_label(graph, label, sizeof(label));
  return rmn_network_add(network, shape, label, graph->error);
}

bool
rmn_onnx_output_latest(RmnOnnxGraph* const graph,
                       RmnOnnxValue        signal,
                       const uint32_t      axis,
                       const int64_t       n)
{
  signal.version  = graph->version;
  signal.is_state = false;
  if (axis < signal.rank) {
    signal.axes[axis] = (RmnOnnxAxis){.size = n, .role = RMN_ONNX_FEATURE};
  }
  return rmn_onnx_output(graph, 0, &signal);
}

bool
rmn_onnx_read_channels(const RmnOnnxGraph* const graph,
                       const RmnOnnxValue* const constant,
                       const RmnOnnxValue* const signal,
                       const uint32_t            n,
                       float* const              channels)
{
  const uint32_t feature = rmn_onnx_feature_axis(graph, signal);
  int64_t        stride  = 0;
  bool           fits    = constant->kind == RMN_ONNX_CONSTANT;
  for (uint32_t k = 1; fits && k <= constant->rank; ++k) {
    const RmnOnnxAxis* const axis       = &constant->axes[constant->rank - k];
    const bool               is_feature = signal->rank - k == feature;
    fits   = axis->size == 1 || (is_feature && axis->size == (int64_t)n);
    stride = is_feature && axis->size != 1 ? axis->stride : stride;
  }

  for (uint32_t c = 0; fits && c < n; ++c) {
    channels[c] = (float)constant->data[c * stride];
  }
  return fits || rmn_onnx_fail(graph,
                               RMN_ERR_SHAPE,
                               "\"%.48s\" holds neither one number for each of "
                               "%u channels nor one for all",
                               constant->name,
                               n);
}

RmnLayer*
rmn_onnx_add_pointwise(RmnOnnxGraph* const       graph,
                       const RmnOnnxValue* const signal,
                       RmnShape                  shape)
{
  if (!rmn_onnx_width(graph, signal, &shape.n_inputs)) {
    return NULL;
  }

  shape.n_outputs = shape.n_inputs;
  return rmn_onnx_add(graph, &shape);
}

bool
rmn_onnx_output_pointwise(RmnOnnxGraph* const       graph,
                          const RmnOnnxValue* const signal)
{
  return rmn_onnx_output_latest(graph,
                                *signal,
                                rmn_onnx_feature_axis(graph, signal),
                                (int64_t)rmn_network_width(graph->network));
}
