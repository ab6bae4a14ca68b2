// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file writer_layer.c Layers without memory as nodes of ONNX

#include "writer.h"

#include "network.h"

#include <stdio.h>
#include <string.h>

float*
rmn_draft_arithmetic(RmnOnnxDraft* const draft,
                     const char* const   op,
                     const char* const   name,
                     const uint32_t      n)
{
  RmnDraftNode* const node = rmn_draft_node(draft, op);
  rmn_draft_take(node, name);
  rmn_draft_give(draft, node, NULL);
  return rmn_draft_floats(draft, name, 1U, &n);
}

/// Append a node with an array of the layer, one number for each channel
static void
add_channels(RmnOnnxDraft* const   draft,
             const char* const     op,
             const RmnLayer* const layer,
             const uint32_t        l,
             const char* const     array)
{
  const uint32_t n = layer->shape.n_outputs;
  RmnDraftName   name;
  snprintf(name, sizeof(name), "layer%u.%s", l + 1U, array);
  memcpy(rmn_draft_arithmetic(draft, op, name, n),
         array[0] == 'W' ? layer->W : layer->b,
         n * sizeof(float));
}

/// Append a product with a matrix, which is [in][out] here
static void
add_product(RmnOnnxDraft* const   draft,
            const RmnLayer* const layer,
            const uint32_t        l)
{
  const uint32_t      n_in     = layer->shape.n_inputs;
  const uint32_t      n_out    = layer->shape.n_outputs;
  const uint32_t      sizes[2] = {n_in, n_out};
  RmnDraftNode* const node     = rmn_draft_node(draft, "MatMul");
  RmnDraftName        name;
  snprintf(name, sizeof(name), "layer%u.W", l + 1U);
  rmn_draft_take(node, name);
  rmn_draft_give(draft, node, NULL);

  float* const W = rmn_draft_floats(draft, name, 2U, sizes);
  for (uint32_t i = 0; i < n_in; ++i) {
    for (uint32_t o = 0; o < n_out; ++o) {
      W[(size_t)i * n_out + o] = layer->W[(size_t)o * n_in + i];
    }
  }
}

static void
add_activation(RmnOnnxDraft* const draft, const RmnActivation activation)
{
  static const char* const ops[RMN_N_ACTIVATIONS] = {
    NULL, "Tanh", "Sigmoid", "Relu", "Elu", "Softmax"};
  if (!ops[activation]) {
    return;
  }

  RmnDraftNode* const node = rmn_draft_node(draft, ops[activation]);
  rmn_draft_give(draft, node, NULL);
  if (activation == RMN_SOFTMAX) {
    rmn_draft_int(node, "axis", -1);
  }
}

void
rmn_draft_layer(RmnOnnxDraft* const   draft,
                const RmnLayer* const layer,
                const uint32_t        n_directions,
                const uint32_t        l)
{
  const RmnShape* const s = &layer->shape;
  switch (s->type) {
  case RMN_RNN:
  case RMN_LSTM:
  case RMN_GRU:
    rmn_draft_recurrent(draft, layer, n_directions, l);
    return;
  case RMN_DENSE:
    add_product(draft, layer, l);
    add_channels(draft, "Add", layer, l, "b");
    break;
  case RMN_BATCHNORM:
    add_channels(draft, "Mul", layer, l, "W");
    add_channels(draft, "Add", layer, l, "b");
    break;
  case RMN_PRELU:
    add_channels(draft, "PRelu", layer, l, "W");
    break;
  case RMN_ACTIVATION:
  case RMN_CONV1D:
    break;
  }
  add_activation(draft, s->activation);
}
