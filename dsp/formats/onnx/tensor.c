// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file tensor.c Constants of an ONNX graph: their numbers and memory

#include "onnx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct RmnOnnxBlockImpl {
  RmnOnnxBlock* next;
  double        numbers[];
};

bool
rmn_onnx_multiply(const int64_t* const sizes,
                  const uint32_t       rank,
                  const size_t         most,
                  size_t* const        product)
{
  bool   is_empty = false;
  size_t n        = 1;
  for (uint32_t a = 0; a < rank; ++a) {
    const size_t size = sizes[a] > 0 ? (size_t)sizes[a] : 1U;
    if (sizes[a] < 0 || size > most / n) {
      return false;
    }
    is_empty = is_empty || !sizes[a];
    n *= size;
  }

  *product = is_empty ? 0 : n;
  return n <= most;
}

double*
rmn_onnx_new(RmnOnnxGraph* const  graph,
             const uint32_t       rank,
             const int64_t* const sizes,
             RmnOnnxValue* const  value)
{
  size_t n = 0;
  if (!rmn_onnx_multiply(sizes, rank, graph->n_numbers_left, &n)) {
    rmn_onnx_fail(graph,
                  RMN_ERR_LIMIT,
                  "its constants have more numbers than the size of the file "
                  "allows for");
    return NULL;
  }

  RmnOnnxBlock* const block =
    (RmnOnnxBlock*)malloc(sizeof(RmnOnnxBlock) + n * sizeof(double));
  if (!block) {
    rmn_onnx_fail(graph, RMN_ERR_NO_MEMORY, "no memory");
    return NULL;
  }

  block->next   = graph->blocks;
  graph->blocks = block;
  graph->n_numbers_left -= n;

  *value = (RmnOnnxValue){
    .kind = RMN_ONNX_CONSTANT, .rank = rank, .data = block->numbers};
  int64_t stride = 1;
  for (uint32_t a = rank; a--;) {
    value->axes[a] = (RmnOnnxAxis){.size = sizes[a], .stride = stride};
    stride *= sizes[a] ? sizes[a] : 1;
  }
  return block->numbers;
}

void
rmn_onnx_free_numbers(RmnOnnxGraph* const graph)
{
  while (graph->blocks) {
    RmnOnnxBlock* const block = graph->blocks;
    graph->blocks             = block->next;
    free(block);
  }
}

size_t
rmn_onnx_n_elements(const RmnOnnxValue* const value)
{
  size_t n = 1;
  for (uint32_t a = 0; a < value->rank; ++a) {
    n *= (size_t)value->axes[a].size;
  }
  return n;
}

double
rmn_onnx_element(const RmnOnnxValue* const value, size_t index)
{
  int64_t offset = 0;
  for (uint32_t a = value->rank; a--;) {
    const size_t size = (size_t)value->axes[a].size;
    offset += (int64_t)(index % size) * value->axes[a].stride;
    index /= size;
  }
  return value->data[offset];
}

int64_t
rmn_onnx_element_int(const RmnOnnxValue* const value, const size_t index)
{
  static const double greatest = 4611686018427387904.0; // 2^62

  const double number = rmn_onnx_element(value, index);
  return number >= greatest    ? (int64_t)greatest
         : number <= -greatest ? -(int64_t)greatest
         : isnan(number)       ? 0
                               : (int64_t)number;
}

static double
from_float(const uint64_t bits)
{
  const uint32_t word = (uint32_t)bits;
  float          number;
  memcpy(&number, &word, sizeof(number));
  return (double)number;
}

static double
from_bfloat16(const uint64_t bits)
{
  return from_float((bits & 0xFFFFU) << 16U);
}

/// IEEE 754 binary16: 5 bits of exponent, 10 of fraction
static double
from_half(const uint64_t bits)
{
  const int    exponent = (int)(bits >> 10U & 0x1FU);
  const double fraction = (double)(bits & 0x3FFU);
  const double size     = exponent == 31 ? (fraction > 0.0 ? NAN : INFINITY)
                          : exponent ? ldexp(1024.0 + fraction, exponent - 25)
                                     : ldexp(fraction, -24);
  return bits & 0x8000U ? -size : size;
}

static double
from_double(const uint64_t bits)
{
  double number;
  memcpy(&number, &bits, sizeof(number));
  return number;
}

static double
from_int32(const uint64_t bits)
{
  return (double)(int32_t)(uint32_t)bits;
}

static double
from_int64(const uint64_t bits)
{
  return (double)(int64_t)bits;
}

static double
from_bool(const uint64_t bits)
{
  return bits & 0xFFU ? 1.0 : 0.0;
}

/// A type of numbers, and how they are in `raw_data`
typedef struct {
  int32_t     type;
  const char* name;
  size_t      size;
  double (*convert)(uint64_t bits); ///< NULL where it is of no use
} Type;

static const Type types[] = {
  {ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT, "float", 4, from_float},
  {ONNX__TENSOR_PROTO__DATA_TYPE__UINT8, "uint8", 1, NULL},
  {ONNX__TENSOR_PROTO__DATA_TYPE__INT8, "int8", 1, NULL},
  {ONNX__TENSOR_PROTO__DATA_TYPE__INT32, "int32", 4, from_int32},
  {ONNX__TENSOR_PROTO__DATA_TYPE__INT64, "int64", 8, from_int64},
  {ONNX__TENSOR_PROTO__DATA_TYPE__BOOL, "bool", 1, from_bool},
  {ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT16, "float16", 2, from_half},
  {ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE, "double", 8, from_double},
  {ONNX__TENSOR_PROTO__DATA_TYPE__BFLOAT16, "bfloat16", 2, from_bfloat16},
};

static const Type*
find_type(const RmnOnnxGraph* const graph, const RmnOnnxValue* const value)
{
  const Type* found = NULL;
  for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); ++t) {
    if (types[t].type == value->tensor->data_type) {
      found = &types[t];
    }
  }

  if (!found || !found->convert) {
    rmn_onnx_fail(graph,
                  RMN_ERR_UNSUPPORTED,
                  "\"%.48s\" holds numbers of type %s (%d), which cannot be "
                  "played: export the model in float",
                  value->name,
                  found ? found->name : "unknown",
                  value->tensor->data_type);
    return NULL;
  }
  return found;
}

static uint64_t
read_bits(const uint8_t* const bytes, const size_t size)
{
  uint64_t bits = 0;
  for (size_t b = 0; b < size; ++b) {
    bits |= (uint64_t)bytes[b] << (8U * b);
  }
  return bits;
}

/// Return how many numbers a tensor has in the field that its type asks for
static size_t
n_stored(const Onnx__TensorProto* const t, const Type* const type)
{
  return t->has_raw_data                ? t->raw_data.len % type->size
                                            ? SIZE_MAX
                                            : t->raw_data.len / type->size
         : type->convert == from_float  ? t->n_float_data
         : type->convert == from_double ? t->n_double_data
         : type->convert == from_int64  ? t->n_int64_data
                                        : t->n_int32_data;
}

static double
read_number(const Onnx__TensorProto* const t,
            const Type* const              type,
            const size_t                   i)
{
  return t->has_raw_data                ? type->convert(read_bits(
                             t->raw_data.data + i * type->size, type->size))
         : type->convert == from_float  ? (double)t->float_data[i]
         : type->convert == from_double ? t->double_data[i]
         : type->convert == from_int64
           ? (double)t->int64_data[i]
           : type->convert((uint64_t)(uint32_t)t->int32_data[i]);
}

/// Check the dimensions of a tensor before there is memory for it
static bool
check_dimensions(const RmnOnnxGraph* const graph,
                 const RmnOnnxValue* const value)
{
  const Onnx__TensorProto* const t = value->tensor;
  size_t                         n = 0;
  if (t->n_dims > RMN_ONNX_MAX_RANK) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_LIMIT,
                         "\"%.48s\" has %zu axes, at most %d can be read",
                         value->name,
                         t->n_dims,
                         RMN_ONNX_MAX_RANK);
  }

  for (size_t a = 0; a < t->n_dims; ++a) {
    if (t->dims[a] < 0) {
      return rmn_onnx_fail(graph,
                           RMN_ERR_SHAPE,
                           "\"%.48s\" has size %lld in axis %zu",
                           value->name,
                           (long long)t->dims[a],
                           a);
    }
  }
  return rmn_onnx_multiply(t->dims, (uint32_t)t->n_dims, RMN_MAX_WEIGHTS, &n) ||
         rmn_onnx_fail(graph,
                       RMN_ERR_LIMIT,
                       "\"%.48s\" holds more than %d numbers",
                       value->name,
                       RMN_MAX_WEIGHTS);
}

bool
rmn_onnx_decode(RmnOnnxGraph* const graph, RmnOnnxValue* const value)
{
  const Onnx__TensorProto* const t = value->tensor;
  if (value->data || !t) {
    return true;
  }
  if (!check_dimensions(graph, value)) {
    return false;
  }
  if (t->n_external_data ||
      t->data_location == ONNX__TENSOR_PROTO__DATA_LOCATION__EXTERNAL) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "the numbers of \"%.48s\" are in another file: export "
                         "the model into one file",
                         value->name);
  }

  const Type* const type = find_type(graph, value);
  RmnOnnxValue      decoded;
  double* const     numbers =
    type ? rmn_onnx_new(graph, (uint32_t)t->n_dims, t->dims, &decoded) : NULL;
  if (!numbers) {
    return false;
  }

  const size_t n = rmn_onnx_n_elements(&decoded);
  if (n_stored(t, type) != n) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_SHAPE,
                         "the dimensions of \"%.48s\" ask for %zu numbers, but "
                         "the file has others",
                         value->name,
                         n);
  }

  for (size_t i = 0; i < n; ++i) {
    numbers[i] = read_number(t, type, i);
  }
  decoded.name   = value->name;
  decoded.tensor = t;
  *value         = decoded;
  return true;
}
