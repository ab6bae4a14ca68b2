// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file join.c Audio and knobs that come into a graph apart.

   A model may have an input for the audio and others for its knobs, and join
   their channels before the first layer.  The first one joined is the audio.
*/

#include "onnx.h"

#include <stdio.h>
#include <string.h>

static bool
fail_join(const RmnOnnxGraph* const graph, const char* const reason)
{
  return rmn_onnx_fail(graph, RMN_ERR_UNSUPPORTED, "%s", reason);
}

bool
rmn_onnx_is_raw(const RmnOnnxValue* const value)
{
  bool is_raw = value->kind == RMN_ONNX_SIGNAL && !value->version;
  for (uint32_t a = 0; is_raw && a < value->rank; ++a) {
    is_raw = !value->axes[a].is_cut;
  }
  return is_raw;
}

/// Check that inputs are alike but for the number of channels, in axis `a`
static bool
check_parts(const RmnOnnxGraph* const graph, const uint32_t a)
{
  const RmnOnnxValue* const first = rmn_onnx_input(graph, 0);
  bool                      ok    = !graph->is_joined && a + 1U == first->rank;
  for (size_t i = 0; ok && i < graph->node->n_input; ++i) {
    const RmnOnnxValue* const in = rmn_onnx_input(graph, i);
    ok = rmn_onnx_is_raw(in) && in->rank == first->rank && !in->axes[a].is_open;
  }
  return ok ||
         fail_join(graph,
                   "it joins signals, which cannot be played but for the audio "
                   "and knobs as they come in, in the last axis, if the file "
                   "says how many channels each has");
}

static bool
is_printable(const char* const name)
{
  bool is = true;
  for (const char* c = name; *c; ++c) {
    is = is && *c >= ' ' && *c <= '~';
  }
  return is;
}

/// Name knobs from `first` on as the input of the graph is called
static void
name_knobs(const RmnOnnxGraph* const graph,
           const RmnOnnxValue* const value,
           const uint32_t            first,
           const uint32_t            n)
{
  const char* const name = graph->proto->input[value->input]->name;
  for (uint32_t k = 0; is_printable(name) && k < n; ++k) {
    char* const to = graph->network->inputs[first + k].name;
    if (n == 1U) {
      snprintf(to, RMN_MAX_NAME, "%s", name);
    } else {
      snprintf(to, RMN_MAX_NAME, "%.48s %u", name, k + 1U);
    }
  }
}

/// Take every input but the first for knobs, and count all channels
static bool
take_knobs(RmnOnnxGraph* const graph, const uint32_t a, int64_t* const n_all)
{
  *n_all = rmn_onnx_input(graph, 0)->axes[a].size;
  for (size_t i = 1; i < graph->node->n_input; ++i) {
    const RmnOnnxValue* const in = rmn_onnx_input(graph, i);
    const int64_t             n  = in->axes[a].size;
    if (!rmn_onnx_use(graph, in, RMN_ONNX_KNOB)) {
      return false;
    }
    if (*n_all + n > RMN_MAX_INPUTS) {
      return rmn_onnx_fail(
        graph, RMN_ERR_LIMIT, "more than %d channels come in", RMN_MAX_INPUTS);
    }
    name_knobs(graph, in, (uint32_t)*n_all, (uint32_t)n);
    *n_all += n;
  }
  return true;
}

bool
rmn_onnx_join_inputs(RmnOnnxGraph* const graph, const uint32_t a)
{
  RmnOnnxValue joined = *rmn_onnx_input(graph, 0);
  int64_t      n      = 0;
  if (!check_parts(graph, a) || !rmn_onnx_use(graph, &joined, RMN_ONNX_AUDIO) ||
      !take_knobs(graph, a, &n)) {
    return false;
  }
  if (!rmn_onnx_settle(graph, joined.axes[a].role, RMN_ONNX_FEATURE)) {
    return fail_join(graph, "it joins another axis than the channels");
  }

  graph->is_joined    = true;
  joined.axes[a].size = n;
  return rmn_onnx_output(graph, 0, &joined);
}

/// What is the same at all times may be said once
bool
rmn_onnx_expand_input(RmnOnnxGraph* const graph)
{
  RmnOnnxValue value = *rmn_onnx_input(graph, 0);
  RmnOnnxInts  shape;
  if (!rmn_onnx_ints(graph, rmn_onnx_input(graph, 1), "shape", &shape)) {
    return false;
  }

  bool is_same = shape.n == value.rank;
  for (uint32_t a = 0; is_same && a < value.rank; ++a) {
    RmnOnnxAxis* const axis = &value.axes[a];
    is_same =
      shape.values[a] == axis->size || axis->size == 1 || shape.values[a] == 1;
    if (is_same && axis->size == 1 && shape.values[a] > 1) {
      *axis = (RmnOnnxAxis){.size = shape.values[a]};
    }
  }
  return is_same ? rmn_onnx_output(graph, 0, &value)
                 : fail_join(graph,
                             "it makes more of a signal than there is, so it "
                             "cannot be played");
}
