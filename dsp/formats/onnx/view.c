// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file view.c Operators that move axes of what they are given.

   A constant is seen through strides, so nothing is copied; of the signal, the
   meaning of the axes moves along.
*/

#include "onnx.h"

bool
rmn_onnx_read_identity(RmnOnnxGraph* const graph)
{
  return rmn_onnx_output(graph, 0, rmn_onnx_input(graph, 0));
}

bool
rmn_onnx_read_transpose(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const from  = rmn_onnx_input(graph, 0);
  RmnOnnxValue              to    = *from;
  uint32_t                  taken = 0;
  RmnOnnxInts               perm;
  if (!rmn_onnx_ints(graph, NULL, "perm", &perm)) {
    return false;
  }

  for (uint32_t a = 0; a < from->rank; ++a) {
    const uint32_t reversed = from->rank - 1U - a;
    uint32_t       source   = 0;
    if (!rmn_onnx_axis(graph,
                       perm.is_given ? perm.values[a] : (int64_t)reversed,
                       from->rank,
                       &source)) {
      return false;
    }
    to.axes[a] = from->axes[source];
    taken |= 1U << source;
  }

  if ((perm.is_given && perm.n != from->rank) ||
      taken != (1U << from->rank) - 1U) {
    return rmn_onnx_fail(
      graph, RMN_ERR_SHAPE, "perm is no permutation of %u axes", from->rank);
  }
  return rmn_onnx_output(graph, 0, &to);
}

void
rmn_onnx_drop_axis(RmnOnnxValue* const value, const uint32_t axis)
{
  --value->rank;
  for (uint32_t a = axis; a < value->rank; ++a) {
    value->axes[a] = value->axes[a + 1U];
  }
}

/// Read axes into a set of bits
static bool
read_axes(RmnOnnxGraph* const      graph,
          const RmnOnnxInts* const ints,
          const uint32_t           rank,
          uint32_t* const          set)
{
  *set = 0;
  for (size_t i = 0; i < ints->n; ++i) {
    uint32_t axis = 0;
    if (!rmn_onnx_axis(graph, ints->values[i], rank, &axis)) {
      return false;
    }
    *set |= 1U << axis;
  }
  return true;
}

bool
rmn_onnx_read_squeeze(RmnOnnxGraph* const graph)
{
  RmnOnnxValue value  = *rmn_onnx_input(graph, 0);
  uint32_t     chosen = 0;
  RmnOnnxInts  axes;
  if (!rmn_onnx_ints(graph, rmn_onnx_input(graph, 1), "axes", &axes) ||
      !read_axes(graph, &axes, value.rank, &chosen)) {
    return false;
  }

  for (uint32_t a = value.rank; a--;) {
    const RmnOnnxAxis* const axis   = &value.axes[a];
    const bool               is_one = axis->size == 1;
    if (axes.is_given && (chosen >> a & 1U) && !is_one) {
      return rmn_onnx_fail(graph,
                           RMN_ERR_SHAPE,
                           "axis %u has size %lld, so it cannot be left out",
                           a,
                           (long long)axis->size);
    }
    if (axes.is_given ? chosen >> a & 1U : is_one && !axis->is_open) {
      rmn_onnx_drop_axis(&value, a);
    }
  }
  return rmn_onnx_output(graph, 0, &value);
}

bool
rmn_onnx_read_unsqueeze(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const from   = rmn_onnx_input(graph, 0);
  RmnOnnxValue              to     = *from;
  uint32_t                  chosen = 0;
  uint32_t                  source = 0;
  RmnOnnxInts               axes;
  if (!rmn_onnx_ints(graph, rmn_onnx_input(graph, 1), "axes", &axes)) {
    return false;
  }
  if (from->rank + axes.n > RMN_ONNX_MAX_RANK) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_LIMIT,
                         "more than %d axes cannot be read",
                         RMN_ONNX_MAX_RANK);
  }

  to.rank = from->rank + (uint32_t)axes.n;
  if (!read_axes(graph, &axes, to.rank, &chosen)) {
    return false;
  }
  const RmnOnnxAxis one = {.size = 1};
  for (uint32_t a = 0; a < to.rank; ++a) {
    const bool is_new = chosen >> a & 1U || source >= from->rank;
    to.axes[a]        = is_new ? one : from->axes[source++];
  }
  return rmn_onnx_output(graph, 0, &to);
}
