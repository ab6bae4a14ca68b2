// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file reshape.c Reshape, of constants and of the signal

#include "onnx.h"

/// Read the sizes that are wanted: 0 is as before, -1 what is left
static bool
read_sizes(RmnOnnxGraph* const       graph,
           const RmnOnnxValue* const from,
           RmnOnnxInts* const        sizes)
{
  const bool   zero_is_zero = rmn_onnx_int(graph, "allowzero", 0) != 0;
  const size_t n_all        = rmn_onnx_n_elements(from);
  int64_t      known[RMN_ONNX_MAX_RANK];
  size_t       n_known  = 1;
  size_t       inferred = SIZE_MAX;
  if (!rmn_onnx_ints(graph, rmn_onnx_input(graph, 1), "shape", sizes)) {
    return false;
  }

  for (size_t a = 0; a < sizes->n; ++a) {
    if (!sizes->values[a] && !zero_is_zero && a < from->rank) {
      sizes->values[a] = from->axes[a].size;
    }
    if (sizes->values[a] == -1 && inferred == SIZE_MAX) {
      inferred = a;
    }
    known[a] = inferred == a ? 1 : sizes->values[a];
  }

  if (rmn_onnx_multiply(known, (uint32_t)sizes->n, RMN_MAX_WEIGHTS, &n_known) &&
      n_known && inferred != SIZE_MAX && n_all % n_known == 0) {
    sizes->values[inferred] = (int64_t)(n_all / n_known);
    n_known                 = n_all;
  }
  return n_known == n_all ||
         rmn_onnx_fail(graph,
                       RMN_ERR_SHAPE,
                       "%zu numbers do not fit into the shape wanted",
                       n_all);
}

/// Give a constant other sizes; it is copied, as strides may not allow it
static bool
reshape_constant(RmnOnnxGraph* const       graph,
                 const RmnOnnxValue* const from,
                 const RmnOnnxInts* const  sizes)
{
  RmnOnnxValue  to;
  double* const out =
    rmn_onnx_new(graph, (uint32_t)sizes->n, sizes->values, &to);
  if (!out) {
    return false;
  }

  const size_t n = rmn_onnx_n_elements(&to);
  for (size_t e = 0; e < n; ++e) {
    out[e] = rmn_onnx_element(from, e);
  }
  return rmn_onnx_output(graph, 0, &to);
}

/// Whether all axes but one are of size 1, so that no order can be lost
static bool
is_a_row(const RmnOnnxValue* const value)
{
  uint32_t n_long = 0;
  uint32_t n_open = 0;
  for (uint32_t a = 0; a < value->rank; ++a) {
    n_long += value->axes[a].size > 1;
    n_open += value->axes[a].is_open;
  }
  return !n_long || (n_long == 1 && !n_open);
}

/// Return the last axis, together with both directions if that is wanted: their
/// channels are side by side then
static RmnOnnxAxis
last_axis(const RmnOnnxValue* const from, const int64_t wanted)
{
  RmnOnnxAxis last = from->axes[from->rank - 1U];
  for (uint32_t a = from->rank - 1U; a-- > 0U;) {
    const RmnOnnxAxis* const axis = &from->axes[a];
    if (axis->role == RMN_ONNX_DIRECTION) {
      const int64_t n_both = axis->size * last.size;
      last.size            = n_both == wanted ? n_both : last.size;
    }
    if (axis->size != 1 || axis->role == RMN_ONNX_TIME) {
      break;
    }
  }
  return last;
}

/// The features stay last, and frames in order: what else merges, or comes
/// apart, is one stream
static bool
reshape_signal(RmnOnnxGraph* const       graph,
               const RmnOnnxValue* const from,
               const RmnOnnxInts* const  sizes)
{
  const uint32_t rank    = (uint32_t)sizes->n;
  bool           is_same = rank == from->rank;
  RmnOnnxValue   to      = *from;
  if (!rank || !from->rank) {
    return rmn_onnx_fail(
      graph, RMN_ERR_UNSUPPORTED, "a signal without axes cannot be played");
  }

  const RmnOnnxAxis last = last_axis(from, sizes->values[rank - 1U]);
  const bool is_kept = sizes->values[rank - 1U] == last.size && !last.is_open;
  for (uint32_t a = 0; is_same && a < rank; ++a) {
    is_same = sizes->values[a] == from->axes[a].size;
  }
  if (is_same) {
    return rmn_onnx_output(graph, 0, from);
  }
  if (!is_kept && !is_a_row(from)) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "it mixes channels with frames, which cannot be "
                         "played");
  }

  to.rank = rank;
  for (uint32_t a = 0; a < rank; ++a) {
    to.axes[a] = (RmnOnnxAxis){.size = sizes->values[a]};
  }
  if (is_kept) {
    to.axes[rank - 1U] = last;
  }
  return rmn_onnx_output(graph, 0, &to);
}

bool
rmn_onnx_read_reshape(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const from = rmn_onnx_input(graph, 0);
  RmnOnnxInts               sizes;
  if (from->kind == RMN_ONNX_STATE) {
    return rmn_onnx_output(graph, 0, from);
  }
  return read_sizes(graph, from, &sizes) &&
         (from->kind == RMN_ONNX_CONSTANT
            ? reshape_constant(graph, from, &sizes)
            : reshape_signal(graph, from, &sizes));
}
