// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file writer_layer.c Layers without memory as nodes of ONNX

#include "writer.h"

#include "network.h"
#include "recurrent.h"

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
add_activation(RmnOnnxDraft* const draft, const RmnShape* const s)
{
  RmnFunction f = {s->activation, s->alpha, s->beta};
  if (f.activation == RMN_LINEAR) {
    return;
  }
  if (f.activation == RMN_SOFTMAX) {
    RmnDraftNode* const node = rmn_draft_node(draft, "Softmax");
    rmn_draft_give(draft, node, NULL);
    rmn_draft_int(node, "axis", -1);
    return;
  }

  RmnDraftNode* const node = rmn_draft_node(draft, rmn_onnx_function(&f));
  const uint32_t      n    = rmn_activation_n_parameters(f.activation);
  rmn_draft_give(draft, node, NULL);
  if (n > 0U) {
    rmn_draft_float(node, "alpha", f.alpha);
  }
  if (n > 1U) {
    rmn_draft_float(node, "beta", f.beta);
  }
}

/// Append a node that moves the axes of the signal
static void
add_transpose(RmnOnnxDraft* const draft, const int64_t axes[3])
{
  RmnDraftNode* const node = rmn_draft_node(draft, "Transpose");
  rmn_draft_int_list(node, "perm", 3U, axes);
  rmn_draft_give(draft, node, NULL);
}

/// Append a convolution, which takes [1][channels][time]: zeros come before the
/// first frame, as in a stream that begins
static void
add_conv1d(RmnOnnxDraft* const   draft,
           const RmnLayer* const layer,
           const uint32_t        l)
{
  const RmnShape* const s        = &layer->shape;
  const uint32_t        n_tap    = s->kernel_size;
  const uint32_t        n_in     = s->n_inputs / s->n_groups;
  const uint32_t        sizes[3] = {s->n_outputs, n_in, n_tap};
  const int64_t         past     = (int64_t)(n_tap - 1U) * s->dilation;
  RmnDraftName          name;

  add_transpose(draft, (const int64_t[]){1, 2, 0});
  RmnDraftNode* const node = rmn_draft_node(draft, "Conv");
  rmn_draft_int(node, "group", s->n_groups);
  rmn_draft_int_list(node, "kernel_shape", 1U, (const int64_t[]){n_tap});
  rmn_draft_int_list(node, "dilations", 1U, (const int64_t[]){s->dilation});
  rmn_draft_int_list(node, "pads", 2U, (const int64_t[]){past, 0});

  snprintf(name, sizeof(name), "layer%u.W", l + 1U);
  rmn_draft_take(node, name);
  float* W = rmn_draft_floats(draft, name, 3U, sizes);
  for (uint32_t row = 0; row < s->n_outputs * n_in; ++row) {
    for (uint32_t k = 0; k < n_tap; ++k) {
      *W++ = layer->W[(size_t)k * s->n_outputs * n_in + row];
    }
  }

  snprintf(name, sizeof(name), "layer%u.b", l + 1U);
  rmn_draft_take(node, name);
  memcpy(rmn_draft_floats(draft, name, 1U, &s->n_outputs),
         layer->b,
         s->n_outputs * sizeof(float));
  rmn_draft_give(draft, node, NULL);
  add_transpose(draft, (const int64_t[]){2, 0, 1});
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
  case RMN_CONV1D:
    add_conv1d(draft, layer, l);
    break;
  case RMN_ACTIVATION:
    break;
  }
  add_activation(draft, s);
}
