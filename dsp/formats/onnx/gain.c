// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file gain.c What a graph multiplies, and a network has as gains.

   A product of the audio before all layers, or of the output behind them, is
   read as any other: as a layer.  Once all is known, it becomes a gain.
*/

#include "onnx.h"

/// Return whether a gain is one that can be written in dB
static bool
is_gain(const float gain)
{
  return gain >= 1e-6f && gain <= 1e6f;
}

/// Whether a layer multiplies its first channel, and the others by `rest`
static bool
is_product(const RmnLayer* const layer, const float rest)
{
  bool is = layer->shape.type == RMN_BATCHNORM && is_gain(layer->W[0]);
  for (uint32_t i = 0; is && i < layer->shape.n_outputs; ++i) {
    is = layer->b[i] == 0.0f && (!i || layer->W[i] == rest);
  }
  return is;
}

bool
rmn_onnx_is_driven(const RmnOnnxGraph* const graph,
                   const RmnOnnxValue* const value)
{
  return value->kind == RMN_ONNX_SIGNAL && value->version == 1U &&
         graph->network->n_layers &&
         is_product(&graph->network->layers[0], 1.0f);
}

bool
rmn_onnx_read_out_gain(RmnOnnxGraph* const       graph,
                       const RmnOnnxValue* const signal,
                       const RmnOnnxValue* const constant)
{
  const uint32_t n =
    graph->network->layers[graph->network->n_layers - 1U].shape.n_outputs;
  float gains[RMN_MAX_WIDTH];
  bool  is_same = signal->version == graph->version;
  if (!rmn_onnx_read_channels(graph, constant, signal, n, gains)) {
    return false;
  }
  for (uint32_t c = 0; c < n; ++c) {
    is_same = is_same && gains[c] == gains[0] && is_gain(gains[c]);
  }
  if (!is_same) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "after the audio has been added, only a gain of all "
                         "outputs can be played");
  }

  graph->network->out_gain *= gains[0];
  ++graph->version;
  return rmn_onnx_output_pointwise(graph, signal);
}

bool
rmn_onnx_fold_gains(RmnOnnxGraph* const graph)
{
  RmnNetwork* const     network = graph->network;
  const RmnLayer* const layers  = network->layers;
  if (network->n_layers > 1U && is_product(&layers[0], 1.0f) &&
      (!network->n_skip || graph->is_audio_driven)) {
    network->in_gain = layers[0].W[0];
    rmn_network_remove(network, 0);
  } else if (graph->is_audio_driven) {
    return rmn_onnx_fail(
      graph, RMN_ERR_MISSING, "the graph has no layer that can be played");
  }

  // Only a product is sure to have weights
  const uint32_t last       = network->n_layers - 1U;
  const bool     has_factor = layers[last].shape.type == RMN_BATCHNORM;
  const float    gain       = has_factor ? layers[last].W[0] : 1.0f;
  if (last && !network->n_skip && is_product(&layers[last], gain)) {
    network->out_gain = gain;
    rmn_network_remove(network, last);
  }
  return true;
}
