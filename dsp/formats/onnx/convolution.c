// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file convolution.c The operator Conv over time, and the Pad before it.

   The signal is [batch][channels][time].  What can be played hears no future:
   as many zeros stand before the first frame as the taps look back, in the Conv
   itself or in a Pad.
*/

#include "onnx.h"

enum { RANK = 3, FEATURE = 1, TIME = 2 };

/// A node as it is read
typedef struct {
  RmnOnnxValue        signal;
  const RmnOnnxValue* weights; ///< [out][in / groups][tap]
  const RmnOnnxValue* bias;    ///< [out], or NULL
  RmnShape            shape;
} Conv;

/// Read one number of a list, which is there for the axis of time alone
static bool
read_one(RmnOnnxGraph* const graph,
         const char* const   name,
         const int64_t       fallback,
         int64_t* const      number)
{
  RmnOnnxInts ints = {.n = 0};
  if (!rmn_onnx_ints(graph, NULL, name, &ints)) {
    return false;
  }

  *number = ints.n == 1U ? ints.values[0] : fallback;
  return !ints.is_given || ints.n == 1U ||
         rmn_onnx_fail(graph,
                       RMN_ERR_SHAPE,
                       "%zu numbers in %s, 1 expected for time",
                       ints.n,
                       name);
}

/// Read the zeros before the first frame, besides those of a Pad
static bool
read_pads(RmnOnnxGraph* const graph, int64_t* const n_zeros)
{
  const Onnx__AttributeProto* const found =
    rmn_onnx_attribute(graph, "auto_pad");
  const bool  is_own = !found || rmn_onnx_is(found->s, "NOTSET");
  RmnOnnxInts pads   = {.n = 0};
  if (!rmn_onnx_ints(graph, NULL, "pads", &pads)) {
    return false;
  }

  const bool is_pair = is_own && pads.is_given;
  *n_zeros           = is_pair ? pads.values[0] : 0;
  return ((is_own || rmn_onnx_is(found->s, "VALID")) &&
          (!is_pair || (pads.n == 2U && pads.values[1] == 0))) ||
         rmn_onnx_fail(graph,
                       RMN_ERR_UNSUPPORTED,
                       "it is padded after the last frame and so hears the "
                       "future, which cannot be played: pad it before the "
                       "first one only");
}

/// Find the layer that the node is, which looks back as far as there are zeros
static bool
read_shape(RmnOnnxGraph* const graph, Conv* const conv)
{
  const RmnOnnxAxis* const axes     = conv->weights->axes;
  const int64_t            n_taps   = axes[2].size;
  int64_t                  n_zeros  = 0;
  int64_t                  dilation = 1;
  int64_t                  stride   = 1;
  int64_t                  n_kernel = n_taps;
  if (!read_one(graph, "dilations", 1, &dilation) ||
      !read_one(graph, "strides", 1, &stride) ||
      !read_one(graph, "kernel_shape", n_taps, &n_kernel) ||
      !read_pads(graph, &n_zeros)) {
    return false;
  }

  const int64_t n_groups = rmn_onnx_int(graph, "group", 1);
  const int64_t most     = RMN_MAX_HISTORY;
  if (n_groups < 1 || n_groups > RMN_MAX_WIDTH || axes[0].size < 1 ||
      axes[0].size > RMN_MAX_WIDTH || axes[1].size < 1 ||
      axes[1].size > RMN_MAX_WIDTH / n_groups || n_taps < 1 || n_taps > most ||
      dilation < 1 || dilation > most) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_LIMIT,
                         "weights of %lld times %lld channels, %lld taps and "
                         "dilation %lld, at most %d channels and a past of %d "
                         "frames can be played",
                         (long long)axes[0].size,
                         (long long)axes[1].size,
                         (long long)n_taps,
                         (long long)dilation,
                         RMN_MAX_WIDTH,
                         RMN_MAX_HISTORY);
  }

  const int64_t past     = (n_taps - 1) * dilation;
  const int64_t n_before = n_zeros + conv->signal.axes[TIME].n_zeros;
  conv->shape            = (RmnShape){.type        = RMN_CONV1D,
                                      .n_inputs    = (uint32_t)(axes[1].size * n_groups),
                                      .n_outputs   = (uint32_t)axes[0].size,
                                      .kernel_size = (uint32_t)n_taps,
                                      .dilation    = (uint32_t)dilation,
                                      .n_groups    = (uint32_t)n_groups};
  return (stride == 1 && n_kernel == n_taps && n_before == past) ||
         rmn_onnx_fail(
           graph,
           RMN_ERR_UNSUPPORTED,
           "stride %lld and %lld zeros before the first frame, only "
           "1 and as many zeros as it looks back, %lld, can be "
           "played",
           (long long)stride,
           (long long)n_before,
           (long long)past);
}

/// Take the signal, whose zeros before the first frame are now the layer's
static bool
read_signal(RmnOnnxGraph* const graph, Conv* const conv)
{
  RmnOnnxAxis* const axes = conv->signal.axes;
  axes[TIME].size -= axes[TIME].is_open ? 0 : axes[TIME].n_zeros;
  axes[TIME].n_zeros = 0;
  if (!rmn_onnx_expect_latest(graph, &conv->signal)) {
    return false;
  }
  if (conv->signal.is_last ||
      !rmn_onnx_settle(graph, axes[TIME].role, RMN_ONNX_TIME) ||
      !rmn_onnx_settle(graph, axes[0].role, RMN_ONNX_BATCH)) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "its time is not that of the layers before, so it "
                         "cannot be played");
  }
  return rmn_onnx_expect_width(graph, &axes[FEATURE], conv->shape.n_inputs);
}

static void
copy_weights(const Conv* const conv, const RmnLayer* const layer)
{
  const RmnOnnxValue* const bias = conv->bias;
  const RmnOnnxAxis* const  axes = conv->weights->axes;
  float*                    W    = layer->W;
  for (int64_t k = 0; k < axes[2].size; ++k) {
    for (int64_t o = 0; o < axes[0].size; ++o) {
      const double* const row =
        conv->weights->data + k * axes[2].stride + o * axes[0].stride;
      for (int64_t i = 0; i < axes[1].size; ++i) {
        *W++ = (float)row[i * axes[1].stride];
      }
    }
  }
  for (int64_t o = 0; bias && o < axes[0].size; ++o) {
    layer->b[o] = (float)bias->data[o * bias->axes[0].stride];
  }
}

bool
rmn_onnx_read_conv(RmnOnnxGraph* const graph)
{
  Conv       conv        = {.signal  = *rmn_onnx_input(graph, 0),
                            .weights = rmn_onnx_input(graph, 1),
                            .bias    = rmn_onnx_input(graph, 2)};
  const bool is_constant = conv.weights->kind == RMN_ONNX_CONSTANT &&
                           (!conv.bias || conv.bias->kind == RMN_ONNX_CONSTANT);
  if (!is_constant || conv.weights->rank != RANK || conv.signal.rank != RANK ||
      (conv.bias && (conv.bias->rank != 1U ||
                     conv.bias->axes[0].size != conv.weights->axes[0].size))) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "only a convolution over time, of weights in the file "
                         "and [batch][channels][time], can be played");
  }
  if (!read_shape(graph, &conv) || !read_signal(graph, &conv)) {
    return false;
  }

  RmnLayer* const layer = rmn_onnx_add(graph, &conv.shape);
  if (!layer) {
    return false;
  }

  copy_weights(&conv, layer);
  graph->open = layer;
  return rmn_onnx_output_latest(
    graph, conv.signal, FEATURE, conv.shape.n_outputs);
}

bool
rmn_onnx_read_pad(RmnOnnxGraph* const graph)
{
  RmnOnnxValue                      signal = *rmn_onnx_input(graph, 0);
  const RmnOnnxValue* const         sizes  = rmn_onnx_input(graph, 1);
  const RmnOnnxValue* const         value  = rmn_onnx_input(graph, 2);
  const Onnx__AttributeProto* const mode   = rmn_onnx_attribute(graph, "mode");
  const uint32_t                    rank   = signal.rank;
  RmnOnnxInts                       pads   = {.n = 0};
  if (!rmn_onnx_ints(graph, sizes, "pads", &pads)) {
    return false;
  }

  const bool is_zero =
    rmn_onnx_float(graph, "value", 0.0) == 0.0 &&
    (!value || (value->kind == RMN_ONNX_CONSTANT &&
                rmn_onnx_n_elements(value) == 1U && value->data[0] == 0.0));
  bool is_past = signal.kind == RMN_ONNX_SIGNAL && rank == RANK &&
                 pads.n == 2U * (size_t)rank && !rmn_onnx_input(graph, 3) &&
                 (!mode || rmn_onnx_is(mode->s, "constant"));
  for (uint32_t a = 0; is_past && a < 2U * rank; ++a) {
    is_past = a == TIME
                ? pads.values[a] >= 0 && pads.values[a] <= RMN_MAX_HISTORY
                : pads.values[a] == 0;
  }
  if (!is_past || !is_zero) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "only zeros before the first frame of "
                         "[batch][channels][time] can be played");
  }

  RmnOnnxAxis* const time = &signal.axes[TIME];
  time->n_zeros += pads.values[TIME];
  time->size += time->is_open ? 0 : pads.values[TIME];
  return rmn_onnx_output(graph, 0, &signal);
}
