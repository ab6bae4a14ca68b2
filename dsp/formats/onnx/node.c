// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file node.c Inputs, outputs and attributes of a node of an ONNX graph

#include "onnx.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

void
rmn_onnx_label(const RmnOnnxGraph* const graph,
               char* const               label,
               const size_t              size)
{
  const Onnx__NodeProto* const node = graph->node;
  const char* const op = node && node->op_type ? node->op_type : "no operator";
  if (!node) {
    label[0] = '\0';
  } else if (node->name && node->name[0]) {
    snprintf(label, size, "node %.48s (%.24s)", node->name, op);
  } else {
    snprintf(label, size, "node %zu (%.24s)", graph->index, op);
  }
}

bool
rmn_onnx_fail(const RmnOnnxGraph* const graph,
              const RmnStatus           status,
              const char* const         format,
              ...)
{
  char    text[sizeof(graph->error->message)];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof(text), format, args);
  va_end(args);

  char label[96];
  rmn_onnx_label(graph, label, sizeof(label));
  rmn_error_set(
    graph->error, status, "%s%s%s", label, graph->node ? ": " : "", text);
  return false;
}

RmnOnnxValue*
rmn_onnx_find(const RmnOnnxGraph* const graph, const char* const name)
{
  for (size_t i = 0; i < graph->n_values; ++i) {
    if (!strcmp(graph->values[i].name, name)) {
      return &graph->values[i];
    }
  }
  return NULL;
}

const RmnOnnxValue*
rmn_onnx_input(const RmnOnnxGraph* const graph, const size_t i)
{
  const Onnx__NodeProto* const node = graph->node;
  return i < node->n_input && node->input[i][0]
           ? rmn_onnx_find(graph, node->input[i])
           : NULL;
}

bool
rmn_onnx_define(RmnOnnxGraph* const graph,
                const char* const   name,
                RmnOnnxValue        value)
{
  if (rmn_onnx_find(graph, name)) {
    return rmn_onnx_fail(
      graph, RMN_ERR_SHAPE, "\"%.48s\" is computed more than once", name);
  }
  if (strlen(name) > RMN_ONNX_MAX_NAME ||
      graph->n_values >= graph->max_values) {
    return rmn_onnx_fail(
      graph, RMN_ERR_LIMIT, "names that are too long or too many");
  }

  value.name                       = name;
  graph->values[graph->n_values++] = value;
  return true;
}

bool
rmn_onnx_output(RmnOnnxGraph* const       graph,
                const size_t              i,
                const RmnOnnxValue* const value)
{
  const Onnx__NodeProto* const node = graph->node;
  return i >= node->n_output || !node->output[i][0] ||
         rmn_onnx_define(graph, node->output[i], *value);
}

const Onnx__AttributeProto*
rmn_onnx_attribute(const RmnOnnxGraph* const graph, const char* const name)
{
  const Onnx__NodeProto* const node = graph->node;
  for (size_t i = 0; i < node->n_attribute; ++i) {
    const char* const found = node->attribute[i]->name;
    if (found && !strcmp(found, name)) {
      return node->attribute[i];
    }
  }
  return NULL;
}

int64_t
rmn_onnx_int(const RmnOnnxGraph* const graph,
             const char* const         name,
             const int64_t             fallback)
{
  const Onnx__AttributeProto* const found = rmn_onnx_attribute(graph, name);
  return found ? found->i : fallback;
}

double
rmn_onnx_float(const RmnOnnxGraph* const graph,
               const char* const         name,
               const double              fallback)
{
  const Onnx__AttributeProto* const found = rmn_onnx_attribute(graph, name);
  return found ? (double)found->f : fallback;
}

bool
rmn_onnx_is(const ProtobufCBinaryData string, const char* const word)
{
  return string.len == strlen(word) &&
         !strncasecmp((const char*)string.data, word, string.len);
}

static bool
fail_too_many(const RmnOnnxGraph* const graph,
              const char* const         name,
              const size_t              n)
{
  return rmn_onnx_fail(graph,
                       RMN_ERR_LIMIT,
                       "%zu numbers in %s, at most %d can be read",
                       n,
                       name,
                       RMN_ONNX_MAX_RANK);
}

static bool
read_attribute(const RmnOnnxGraph* const graph,
               const char* const         name,
               RmnOnnxInts* const        ints)
{
  const Onnx__AttributeProto* const found = rmn_onnx_attribute(graph, name);
  if (!found) {
    return true;
  }
  if (found->n_ints > RMN_ONNX_MAX_RANK) {
    return fail_too_many(graph, name, found->n_ints);
  }

  *ints = (RmnOnnxInts){.is_given = true, .n = found->n_ints};
  for (size_t k = 0; k < ints->n; ++k) {
    ints->values[k] = found->ints[k];
  }
  return true;
}

bool
rmn_onnx_ints(const RmnOnnxGraph* const graph,
              const RmnOnnxValue* const value,
              const char* const         attribute,
              RmnOnnxInts* const        ints)
{
  *ints = (RmnOnnxInts){.is_given = value};
  if (!value) {
    return read_attribute(graph, attribute, ints);
  }
  if (value->kind != RMN_ONNX_CONSTANT) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "%s depends on the audio, so it cannot be played",
                         attribute);
  }

  ints->n = rmn_onnx_n_elements(value);
  if (ints->n > RMN_ONNX_MAX_RANK) {
    return fail_too_many(graph, attribute, ints->n);
  }
  for (size_t k = 0; k < ints->n; ++k) {
    ints->values[k] = rmn_onnx_element_int(value, k);
  }
  return true;
}

bool
rmn_onnx_axis(const RmnOnnxGraph* const graph,
              const int64_t             axis,
              const uint32_t            rank,
              uint32_t* const           result)
{
  const int64_t counted = axis < 0 ? axis + (int64_t)rank : axis;

  *result = (uint32_t)counted;
  return (counted >= 0 && counted < (int64_t)rank) ||
         rmn_onnx_fail(
           graph, RMN_ERR_SHAPE, "axis %lld of %u axes", (long long)axis, rank);
}
