// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file part.c Slice, Gather and Split of an ONNX graph.

   Of a constant, anything can be taken.  Of the signal, only what leaves a
   stream of frames: the last frame, or a part of an input that is no audio.
*/

#include "onnx.h"

static bool
fail_part(const RmnOnnxGraph* const graph)
{
  return rmn_onnx_fail(graph,
                       RMN_ERR_UNSUPPORTED,
                       "it takes a part of the signal, which cannot be played: "
                       "only its last frame can be");
}

/// Take elements of a signal along an axis; all of them is no change
static bool
cut_signal(const RmnOnnxGraph* const graph,
           RmnOnnxValue* const       value,
           const uint32_t            a,
           const int64_t             start,
           const int64_t             n)
{
  RmnOnnxAxis* const axis = &value->axes[a];
  const uint32_t     role = rmn_onnx_role(graph, axis->role);
  if (start == 0 && n == axis->size) {
    return true;
  }

  if (role == RMN_ONNX_TIME && n == 1 && start == axis->size - 1) {
    *axis          = (RmnOnnxAxis){.size = 1};
    value->is_last = true;
    return true;
  }
  if ((value->version && !rmn_onnx_is_driven(graph, value)) || axis->is_open) {
    return fail_part(graph);
  }

  axis->is_cut = true;
  axis->start += start;
  axis->size = n;
  return true;
}

/// Take states from among those of several layers
static void
cut_states(RmnOnnxValue* const value,
           const uint32_t      a,
           const int64_t       start,
           const int64_t       n)
{
  RmnOnnxAxis* const axis    = &value->axes[a];
  const bool         is_tail = value->has_tail && n == 1 &&
                       axis->role == RMN_ONNX_ANY && start == axis->size - 1;

  value->kind = is_tail ? RMN_ONNX_SIGNAL : RMN_ONNX_STATE;
  axis->size  = n;
}

/// Take `n` elements along an axis, which are there
static bool
cut(const RmnOnnxGraph* const graph,
    RmnOnnxValue* const       value,
    const uint32_t            a,
    const int64_t             start,
    const int64_t             n,
    const int64_t             step)
{
  RmnOnnxAxis* const axis = &value->axes[a];
  switch (value->kind) {
  case RMN_ONNX_STATE:
    cut_states(value, a, start, n);
    return true;
  case RMN_ONNX_SIGNAL:
    return step == 1 || axis->size == 1 ? cut_signal(graph, value, a, start, n)
                                        : fail_part(graph);
  case RMN_ONNX_CONSTANT:
    break;
  }

  value->data += n ? start * axis->stride : 0;
  axis->stride *= step;
  axis->size = n;
  return true;
}

/// Whether a part of an axis of any size is its end, of one element
static bool
is_last_frame(const RmnOnnxGraph* const graph,
              const RmnOnnxAxis* const  axis,
              const int64_t             start,
              const int64_t             end)
{
  return axis->is_open && start == -1 && end >= INT32_MAX &&
         rmn_onnx_role(graph, axis->role) == RMN_ONNX_TIME;
}

static int64_t
clamp(const int64_t value, const int64_t least, const int64_t most)
{
  return value < least ? least : value > most ? most : value;
}

/// Slice one axis, from `start` to before `end`
static bool
slice(const RmnOnnxGraph* const graph,
      RmnOnnxValue* const       value,
      const uint32_t            a,
      int64_t                   start,
      int64_t                   end,
      const int64_t             step)
{
  RmnOnnxAxis* const axis = &value->axes[a];
  const int64_t      size = axis->size;
  if (step == 0 || step > INT32_MAX || step < -INT32_MAX) {
    return rmn_onnx_fail(graph, RMN_ERR_VALUE, "a step of 0 or too far");
  }
  if (is_last_frame(graph, axis, start, end)) {
    *axis          = (RmnOnnxAxis){.size = 1};
    value->is_last = true;
    return true;
  }
  if (axis->is_open && (start || end < INT32_MAX || step != 1)) {
    return fail_part(graph);
  }

  start = start < 0 ? start + size : start;
  end   = end < 0 ? end + size : end;
  start = step > 0 ? clamp(start, 0, size) : clamp(start, -1, size - 1);
  end   = step > 0 ? clamp(end, 0, size) : clamp(end, -1, size - 1);

  const int64_t span = step > 0 ? end - start : start - end;
  const int64_t pace = step > 0 ? step : -step;
  return cut(
    graph, value, a, start, span > 0 ? (span - 1) / pace + 1 : 0, step);
}

bool
rmn_onnx_read_slice(RmnOnnxGraph* const graph)
{
  RmnOnnxValue value = *rmn_onnx_input(graph, 0);
  RmnOnnxInts  starts;
  RmnOnnxInts  ends;
  RmnOnnxInts  axes;
  RmnOnnxInts  steps;
  if (!rmn_onnx_ints(graph, rmn_onnx_input(graph, 1), "starts", &starts) ||
      !rmn_onnx_ints(graph, rmn_onnx_input(graph, 2), "ends", &ends) ||
      !rmn_onnx_ints(graph, rmn_onnx_input(graph, 3), "axes", &axes) ||
      !rmn_onnx_ints(graph, rmn_onnx_input(graph, 4), "steps", &steps)) {
    return false;
  }
  if (ends.n != starts.n || (axes.is_given && axes.n != starts.n) ||
      (steps.is_given && steps.n != starts.n)) {
    return rmn_onnx_fail(
      graph, RMN_ERR_SHAPE, "starts, ends, axes and steps differ in number");
  }

  bool ok = true;
  for (size_t i = 0; ok && i < starts.n; ++i) {
    uint32_t a = 0;
    ok =
      rmn_onnx_axis(
        graph, axes.is_given ? axes.values[i] : (int64_t)i, value.rank, &a) &&
      slice(graph,
            &value,
            a,
            starts.values[i],
            ends.values[i],
            steps.is_given ? steps.values[i] : 1);
  }
  return ok && rmn_onnx_output(graph, 0, &value);
}

/// Take the elements of a constant that `indices` lists
static bool
gather_many(RmnOnnxGraph* const       graph,
            const RmnOnnxValue* const from,
            const uint32_t            a,
            const RmnOnnxInts* const  indices)
{
  const size_t size    = (size_t)from->axes[a].size;
  size_t       n_inner = 1;
  size_t       n_outer = 1;
  int64_t      sizes[RMN_ONNX_MAX_RANK];
  RmnOnnxValue to;
  for (uint32_t b = 0; b < from->rank; ++b) {
    sizes[b] = b == a ? (int64_t)indices->n : from->axes[b].size;
    n_inner *= b > a ? (size_t)sizes[b] : 1U;
    n_outer *= b < a ? (size_t)sizes[b] : 1U;
  }

  double* out = rmn_onnx_new(graph, from->rank, sizes, &to);
  if (!out) {
    return false;
  }

  for (size_t row = 0; row < n_outer * indices->n; ++row) {
    const int64_t index = indices->values[row % indices->n];
    const size_t  k     = (size_t)(index < 0 ? index + (int64_t)size : index);
    const size_t  start = (row / indices->n * size + k) * n_inner;
    for (size_t e = 0; e < n_inner; ++e) {
      *out++ = rmn_onnx_element(from, start + e);
    }
  }
  return rmn_onnx_output(graph, 0, &to);
}

/// Take one element along an axis
static bool
pick(const RmnOnnxGraph* const graph,
     RmnOnnxValue* const       value,
     const uint32_t            a,
     const int64_t             index)
{
  const RmnOnnxAxis* const axis = &value->axes[a];
  if (is_last_frame(graph, axis, index, INT32_MAX)) {
    value->is_last = true;
    return true;
  }

  // Of a batch, the only stream is both the first and the last
  const bool is_batch =
    rmn_onnx_role(graph, axis->role) == RMN_ONNX_BATCH && axis->size == 1;
  if (axis->is_open && !is_batch) {
    return fail_part(graph);
  }
  return cut(graph, value, a, index < 0 ? index + axis->size : index, 1, 1);
}

bool
rmn_onnx_read_gather(RmnOnnxGraph* const graph)
{
  RmnOnnxValue              value = *rmn_onnx_input(graph, 0);
  const RmnOnnxValue* const list  = rmn_onnx_input(graph, 1);
  uint32_t                  a     = 0;
  RmnOnnxInts               indices;
  if (!rmn_onnx_ints(graph, rmn_onnx_input(graph, 1), "indices", &indices) ||
      !rmn_onnx_axis(graph, rmn_onnx_int(graph, "axis", 0), value.rank, &a)) {
    return false;
  }

  for (size_t i = 0; i < indices.n; ++i) {
    const int64_t size = value.axes[a].size;
    if (indices.values[i] < -size || indices.values[i] >= size) {
      return rmn_onnx_fail(graph,
                           RMN_ERR_SHAPE,
                           "index %lld of %lld",
                           (long long)indices.values[i],
                           (long long)size);
    }
  }

  if (indices.n != 1 || list->rank > 1) {
    return value.kind == RMN_ONNX_CONSTANT && list->rank == 1
             ? gather_many(graph, &value, a, &indices)
             : fail_part(graph);
  }
  if (!pick(graph, &value, a, indices.values[0])) {
    return false;
  }
  if (!list->rank) {
    rmn_onnx_drop_axis(&value, a);
  }
  return rmn_onnx_output(graph, 0, &value);
}

bool
rmn_onnx_read_split(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const from  = rmn_onnx_input(graph, 0);
  const size_t              n     = graph->node->n_output;
  int64_t                   start = 0;
  uint32_t                  a     = 0;
  RmnOnnxInts               sizes;
  if (!rmn_onnx_axis(graph, rmn_onnx_int(graph, "axis", 0), from->rank, &a) ||
      !rmn_onnx_ints(graph, rmn_onnx_input(graph, 1), "split", &sizes)) {
    return false;
  }

  const int64_t size  = from->axes[a].size;
  const int64_t equal = n ? (size + (int64_t)n - 1) / (int64_t)n : 0;
  bool          ok    = true;
  for (size_t k = 0; ok && k < n; ++k) {
    const int64_t wanted =
      sizes.is_given ? (k < sizes.n ? sizes.values[k] : -1) : equal;
    RmnOnnxValue part = *from;
    ok                = (wanted >= 0 && wanted <= size - start) ||
         rmn_onnx_fail(graph, RMN_ERR_SHAPE, "the parts exceed the whole");
    ok = ok && cut(graph, &part, a, start, wanted, 1) &&
         rmn_onnx_output(graph, k, &part);
    start += wanted;
  }
  return ok;
}
