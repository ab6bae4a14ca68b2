// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file constant.c Operators that make constants

#include "onnx.h"

#include <math.h>

/// Make a row of numbers, or a single one, the output of the node
static bool
output_numbers(RmnOnnxGraph* const graph,
               const uint32_t      rank,
               const size_t        n,
               double (*get)(const Onnx__AttributeProto*, size_t),
               const Onnx__AttributeProto* const from)
{
  const int64_t size = (int64_t)n;
  RmnOnnxValue  value;
  double* const numbers = rmn_onnx_new(graph, rank, &size, &value);
  for (size_t i = 0; numbers && i < n; ++i) {
    numbers[i] = get(from, i);
  }
  return numbers && rmn_onnx_output(graph, 0, &value);
}

static double
get_float(const Onnx__AttributeProto* const from, const size_t i)
{
  return from->n_floats ? (double)from->floats[i] : (double)from->f;
}

static double
get_int(const Onnx__AttributeProto* const from, const size_t i)
{
  return from->n_ints ? (double)from->ints[i] : (double)from->i;
}

/// Read the tensor of an attribute
static bool
read_tensor(RmnOnnxGraph* const               graph,
            const Onnx__AttributeProto* const attribute,
            RmnOnnxValue* const               value)
{
  *value = (RmnOnnxValue){.name = attribute->name, .tensor = attribute->t};
  return (attribute->t || rmn_onnx_fail(graph,
                                        RMN_ERR_MISSING,
                                        "%.24s holds no tensor",
                                        attribute->name)) &&
         rmn_onnx_decode(graph, value);
}

bool
rmn_onnx_read_constant(RmnOnnxGraph* const graph)
{
  const Onnx__AttributeProto* const tensor = rmn_onnx_attribute(graph, "value");
  const Onnx__AttributeProto* const f =
    rmn_onnx_attribute(graph, "value_float");
  const Onnx__AttributeProto* const i = rmn_onnx_attribute(graph, "value_int");
  const Onnx__AttributeProto* const fs =
    rmn_onnx_attribute(graph, "value_floats");
  const Onnx__AttributeProto* const is =
    rmn_onnx_attribute(graph, "value_ints");

  RmnOnnxValue value;
  return tensor ? read_tensor(graph, tensor, &value) &&
                    rmn_onnx_output(graph, 0, &value)
         : f  ? output_numbers(graph, 0, 1, get_float, f)
         : i  ? output_numbers(graph, 0, 1, get_int, i)
         : fs ? output_numbers(graph, 1, fs->n_floats, get_float, fs)
         : is ? output_numbers(graph, 1, is->n_ints, get_int, is)
              : rmn_onnx_fail(graph,
                              RMN_ERR_UNSUPPORTED,
                              "it holds neither numbers nor a tensor");
}

/// See a constant with the sizes of another, axes of size 1 repeated
static bool
broadcast(const RmnOnnxGraph* const graph,
          RmnOnnxValue* const       value,
          const uint32_t            rank,
          const int64_t* const      sizes)
{
  const RmnOnnxValue from = *value;
  const RmnOnnxAxis  one  = {.size = 1};
  const uint32_t     n    = rank - from.rank; // Axes that it has not

  value->rank = rank;
  for (uint32_t a = 0; a < rank; ++a) {
    const RmnOnnxAxis axis = a < n ? one : from.axes[a - n];
    if (axis.size != 1 && axis.size != sizes[a]) {
      return rmn_onnx_fail(graph,
                           RMN_ERR_SHAPE,
                           "sizes %lld and %lld do not go together",
                           (long long)axis.size,
                           (long long)sizes[a]);
    }
    value->axes[a].size   = sizes[a];
    value->axes[a].stride = axis.size == 1 ? 0 : axis.stride;
  }
  return true;
}

/// Extend sizes by those of a constant, both counted from the last axis
static void
join_sizes(const RmnOnnxValue* const value,
           uint32_t* const           rank,
           int64_t                   sizes[RMN_ONNX_MAX_RANK])
{
  const uint32_t n_old  = *rank;
  const uint32_t n_new  = value->rank;
  const uint32_t n_axes = n_old > n_new ? n_old : n_new;
  int64_t        joined[RMN_ONNX_MAX_RANK];
  for (uint32_t k = 1; k <= n_axes; ++k) {
    const int64_t old  = k <= n_old ? sizes[n_old - k] : 1;
    const int64_t more = k <= n_new ? value->axes[n_new - k].size : 1;
    joined[n_axes - k] = old == 1 ? more : old;
  }

  for (uint32_t a = 0; a < n_axes; ++a) {
    sizes[a] = joined[a];
  }
  *rank = n_axes;
}

static bool
expect_constant(const RmnOnnxGraph* const graph, const RmnOnnxValue* const v)
{
  return v->kind == RMN_ONNX_CONSTANT ||
         rmn_onnx_fail(graph,
                       RMN_ERR_UNSUPPORTED,
                       "\"%.48s\" depends on the audio, so this cannot be "
                       "played",
                       v->name);
}

bool
rmn_onnx_compute(RmnOnnxGraph* const graph, const RmnOnnxOperation operation)
{
  const size_t n_inputs                 = graph->node->n_input;
  uint32_t     rank                     = 0;
  int64_t      sizes[RMN_ONNX_MAX_RANK] = {0};
  RmnOnnxValue in[3];
  RmnOnnxValue to;
  for (size_t i = 0; i < n_inputs; ++i) {
    in[i] = *rmn_onnx_input(graph, i);
    if (!expect_constant(graph, &in[i])) {
      return false;
    }
    join_sizes(&in[i], &rank, sizes);
  }

  double* const out = rmn_onnx_new(graph, rank, sizes, &to);
  for (size_t i = 0; out && i < n_inputs; ++i) {
    if (!broadcast(graph, &in[i], rank, sizes)) {
      return false;
    }
  }

  const size_t n = out ? rmn_onnx_n_elements(&to) : 0;
  for (size_t e = 0; e < n; ++e) {
    const double a = rmn_onnx_element(&in[0], e);
    const double b = n_inputs > 1 ? rmn_onnx_element(&in[1], e) : 0.0;
    const double c = n_inputs > 2 ? rmn_onnx_element(&in[2], e) : 0.0;
    out[e]         = operation(a, b, c);
  }
  return out && rmn_onnx_output(graph, 0, &to);
}

static double
is_equal(const double a, const double b, const double c)
{
  (void)c;
  return a == b ? 1.0 : 0.0;
}

bool
rmn_onnx_read_equal(RmnOnnxGraph* const graph)
{
  return rmn_onnx_compute(graph, is_equal);
}

static double
choose(const double a, const double b, const double c)
{
  return a != 0.0 ? b : c;
}

bool
rmn_onnx_read_where(RmnOnnxGraph* const graph)
{
  return rmn_onnx_compute(graph, choose);
}

static double
truncate(const double a, const double b, const double c)
{
  (void)b;
  (void)c;
  return trunc(a);
}

bool
rmn_onnx_read_cast(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const from = rmn_onnx_input(graph, 0);
  const int64_t             to   = rmn_onnx_int(graph, "to", 0);
  if (to == ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT ||
      to == ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE) {
    return rmn_onnx_output(graph, 0, from);
  }
  if (to == ONNX__TENSOR_PROTO__DATA_TYPE__INT64 ||
      to == ONNX__TENSOR_PROTO__DATA_TYPE__INT32) {
    return rmn_onnx_compute(graph, truncate);
  }
  return rmn_onnx_fail(graph,
                       RMN_ERR_UNSUPPORTED,
                       "numbers of type %lld cannot be played",
                       (long long)to);
}

/// See a constant in sizes that are wanted, or larger ones that it has
static bool
output_expanded(RmnOnnxGraph* const graph,
                RmnOnnxValue        value,
                const RmnOnnxInts*  shape)
{
  uint32_t rank                     = (uint32_t)shape->n;
  int64_t  sizes[RMN_ONNX_MAX_RANK] = {0};
  size_t   n                        = 0;
  for (uint32_t a = 0; a < rank; ++a) {
    sizes[a] = shape->values[a];
  }

  join_sizes(&value, &rank, sizes);
  if (!rmn_onnx_multiply(sizes, rank, RMN_MAX_WEIGHTS, &n)) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_LIMIT,
                         "a constant of more than %d numbers",
                         RMN_MAX_WEIGHTS);
  }
  return broadcast(graph, &value, rank, sizes) &&
         rmn_onnx_output(graph, 0, &value);
}

bool
rmn_onnx_read_expand(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const value = rmn_onnx_input(graph, 0);
  RmnOnnxInts               shape;
  if (rmn_onnx_is_raw(value)) {
    return rmn_onnx_expand_input(graph);
  }
  return expect_constant(graph, value) &&
         rmn_onnx_ints(graph, rmn_onnx_input(graph, 1), "shape", &shape) &&
         output_expanded(graph, *value, &shape);
}

bool
rmn_onnx_read_constant_of_shape(RmnOnnxGraph* const graph)
{
  const Onnx__AttributeProto* const attribute =
    rmn_onnx_attribute(graph, "value");
  const RmnOnnxValue* const sizes = rmn_onnx_input(graph, 0);
  static const double       zero  = 0.0;
  RmnOnnxValue              value = {.kind = RMN_ONNX_CONSTANT, .data = &zero};
  RmnOnnxInts               shape;
  if (!rmn_onnx_ints(graph, sizes, "shape", &shape) ||
      (attribute && !read_tensor(graph, attribute, &value))) {
    return false;
  }
  if (rmn_onnx_n_elements(&value) != 1) {
    return rmn_onnx_fail(
      graph, RMN_ERR_SHAPE, "value holds more than one number, or none");
  }

  value.rank = 0;
  return output_expanded(graph, value, &shape);
}

bool
rmn_onnx_read_shape(RmnOnnxGraph* const graph)
{
  const RmnOnnxValue* const of   = rmn_onnx_input(graph, 0);
  const int64_t             rank = of->rank;
  RmnOnnxValue              value;
  double* const             out = rmn_onnx_new(graph, 1, &rank, &value);
  for (uint32_t a = 0; out && a < of->rank; ++a) {
    out[a] = (double)of->axes[a].size;
  }
  return out && rmn_onnx_output(graph, 0, &value);
}

/// Join constants along an axis
static bool
concat_constants(RmnOnnxGraph* const graph, const uint32_t a)
{
  const RmnOnnxValue* const first                    = rmn_onnx_input(graph, 0);
  const size_t              n                        = graph->node->n_input;
  int64_t                   sizes[RMN_ONNX_MAX_RANK] = {0};
  size_t                    n_inner                  = 1;
  RmnOnnxValue              to;
  for (uint32_t b = 0; b < first->rank; ++b) {
    sizes[b] = first->axes[b].size;
    n_inner *= b > a ? (size_t)sizes[b] : 1U;
  }

  for (size_t i = 1; i < n; ++i) {
    const RmnOnnxValue* const in = rmn_onnx_input(graph, i);
    for (uint32_t b = 0; b < first->rank; ++b) {
      if (in->rank != first->rank ||
          (b != a && in->axes[b].size != first->axes[b].size)) {
        return rmn_onnx_fail(
          graph, RMN_ERR_SHAPE, "what is joined differs in size");
      }
    }
    sizes[a] += in->axes[a].size;
  }

  double* const out   = rmn_onnx_new(graph, first->rank, sizes, &to);
  const size_t  n_row = n_inner * (size_t)sizes[a]; // Between outer elements
  size_t        start = 0;
  for (size_t i = 0; out && i < n; ++i) {
    const RmnOnnxValue* const in     = rmn_onnx_input(graph, i);
    const size_t              n_part = n_inner * (size_t)in->axes[a].size;
    const size_t              n_all  = rmn_onnx_n_elements(in);
    for (size_t e = 0; e < n_all; ++e) {
      out[e / n_part * n_row + start + e % n_part] = rmn_onnx_element(in, e);
    }
    start += n_part;
  }
  return out && rmn_onnx_output(graph, 0, &to);
}

/// Join what layers remember, of which the last one may be the signal
static bool
concat_states(RmnOnnxGraph* const graph, const uint32_t a)
{
  const size_t n      = graph->node->n_input;
  RmnOnnxValue states = *rmn_onnx_input(graph, n - 1U);

  states.has_tail     = states.kind == RMN_ONNX_SIGNAL || states.has_tail;
  states.kind         = RMN_ONNX_STATE;
  states.axes[a].size = 0;
  for (size_t i = 0; i < n; ++i) {
    const RmnOnnxValue* const in = rmn_onnx_input(graph, i);
    if (in->rank != states.rank) {
      return rmn_onnx_fail(
        graph, RMN_ERR_SHAPE, "what is joined differs in its axes");
    }
    states.axes[a].size += in->axes[a].size;
  }
  return rmn_onnx_output(graph, 0, &states);
}

bool
rmn_onnx_read_concat(RmnOnnxGraph* const graph)
{
  const size_t n           = graph->node->n_input;
  size_t       n_constants = 0;
  size_t       n_states    = 0;
  uint32_t     a           = 0;
  for (size_t i = 0; i < n; ++i) {
    const RmnOnnxValue* const in = rmn_onnx_input(graph, i);
    n_constants += in->kind == RMN_ONNX_CONSTANT;
    n_states += in->kind == RMN_ONNX_STATE || in->is_state;
  }

  return rmn_onnx_axis(graph,
                       rmn_onnx_int(graph, "axis", 0),
                       rmn_onnx_input(graph, 0)->rank,
                       &a) &&
         (n_states == n      ? concat_states(graph, a)
          : n_constants == n ? concat_constants(graph, a)
                             : rmn_onnx_join_inputs(graph, a));
}
