// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

RmnOnnxDraft*
rmn_draft_new(const size_t n_numbers)
{
  RmnOnnxDraft* const draft = (RmnOnnxDraft*)calloc(1, sizeof(RmnOnnxDraft));
  if (!draft) {
    return NULL;
  }

  onnx__graph_proto__init(&draft->graph);
  draft->graph.node        = draft->node_list;
  draft->graph.initializer = draft->tensor_list;
  draft->graph.input       = draft->input_list;
  draft->graph.output      = draft->output_list;
  draft->numbers           = (float*)calloc(n_numbers + 1U, sizeof(float));
  if (!draft->numbers) {
    free(draft);
    return NULL;
  }
  return draft;
}

void
rmn_draft_free(RmnOnnxDraft* const draft)
{
  if (draft) {
    free(draft->numbers);
    free(draft);
  }
}

static void
set_name(RmnDraftName to, const char* const name)
{
  snprintf(to, RMN_DRAFT_MAX_NAME, "%s", name);
}

/* Nodes
   ===== */

RmnDraftNode*
rmn_draft_node(RmnOnnxDraft* const draft, const char* const op)
{
  const size_t        n    = draft->graph.n_node++;
  RmnDraftNode* const node = &draft->nodes[n];
  draft->node_list[n]      = &node->proto;

  onnx__node_proto__init(&node->proto);
  set_name(node->op, op);
  node->proto.op_type   = node->op;
  node->proto.input     = node->inputs;
  node->proto.output    = node->outputs;
  node->proto.attribute = node->attribute_list;
  rmn_draft_take(node, draft->signal);
  return node;
}

void
rmn_draft_take(RmnDraftNode* const node, const char* const name)
{
  const size_t i = node->proto.n_input++;
  set_name(node->input_names[i], name);
  node->inputs[i] = node->input_names[i];
}

void
rmn_draft_give(RmnOnnxDraft* const draft,
               RmnDraftNode* const node,
               const char* const   name)
{
  const size_t o   = node->proto.n_output++;
  node->outputs[o] = node->output_names[o];
  if (name) {
    set_name(node->output_names[o], name);
    return;
  }

  snprintf(draft->signal, RMN_DRAFT_MAX_NAME, "signal%zu", draft->graph.n_node);
  set_name(node->output_names[o], draft->signal);
}

static Onnx__AttributeProto*
add_attribute(RmnDraftNode* const                       node,
              const char* const                         name,
              const Onnx__AttributeProto__AttributeType type)
{
  const size_t                a         = node->proto.n_attribute++;
  Onnx__AttributeProto* const attribute = &node->attributes[a];
  node->attribute_list[a]               = attribute;
  onnx__attribute_proto__init(attribute);
  set_name(node->attribute_names[a], name);
  attribute->name     = node->attribute_names[a];
  attribute->has_type = true;
  attribute->type     = type;
  return attribute;
}

void
rmn_draft_int(RmnDraftNode* const node,
              const char* const   name,
              const int64_t       value)
{
  Onnx__AttributeProto* const attribute =
    add_attribute(node, name, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INT);
  attribute->has_i = true;
  attribute->i     = value;
}

/// Keep a text in a node
static ProtobufCBinaryData
keep_text(RmnDraftNode* const node, const char* const text)
{
  char* const kept = node->texts[node->n_texts++];
  set_name(kept, text);
  return (ProtobufCBinaryData){strlen(kept), (uint8_t*)kept};
}

void
rmn_draft_string(RmnDraftNode* const node,
                 const char* const   name,
                 const char* const   value)
{
  Onnx__AttributeProto* const attribute =
    add_attribute(node, name, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__STRING);
  attribute->has_s = true;
  attribute->s     = keep_text(node, value);
}

void
rmn_draft_strings(RmnDraftNode* const      node,
                  const char* const        name,
                  const uint32_t           n,
                  const char* const* const values)
{
  Onnx__AttributeProto* const attribute =
    add_attribute(node, name, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__STRINGS);
  for (uint32_t i = 0; i < n; ++i) {
    node->strings[i] = keep_text(node, values[i]);
  }
  attribute->n_strings = n;
  attribute->strings   = node->strings;
}

void
rmn_draft_float(RmnDraftNode* const node,
                const char* const   name,
                const float         value)
{
  Onnx__AttributeProto* const attribute =
    add_attribute(node, name, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOAT);
  attribute->has_f = true;
  attribute->f     = value;
}

void
rmn_draft_float_list(RmnDraftNode* const node,
                     const char* const   name,
                     const uint32_t      n,
                     const float* const  values)
{
  if (!n) {
    return;
  }

  float* const                list = node->floats[node->n_lists++];
  Onnx__AttributeProto* const attribute =
    add_attribute(node, name, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOATS);
  memcpy(list, values, n * sizeof(float));
  attribute->n_floats = n;
  attribute->floats   = list;
}

void
rmn_draft_int_list(RmnDraftNode* const  node,
                   const char* const    name,
                   const uint32_t       n,
                   const int64_t* const values)
{
  int64_t* const              list = node->integers[node->n_lists++];
  Onnx__AttributeProto* const attribute =
    add_attribute(node, name, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INTS);
  memcpy(list, values, n * sizeof(int64_t));
  attribute->n_ints = n;
  attribute->ints   = list;
}

/* Constants
   ========= */

static RmnDraftTensor*
add_tensor(RmnOnnxDraft* const draft,
           const char* const   name,
           const int32_t       type,
           const uint32_t      rank)
{
  const size_t          n      = draft->graph.n_initializer++;
  RmnDraftTensor* const tensor = &draft->tensors[n];
  draft->tensor_list[n]        = &tensor->proto;

  onnx__tensor_proto__init(&tensor->proto);
  set_name(tensor->name, name);
  tensor->proto.name          = tensor->name;
  tensor->proto.has_data_type = true;
  tensor->proto.data_type     = type;
  tensor->proto.n_dims        = rank;
  tensor->proto.dims          = tensor->sizes;
  return tensor;
}

float*
rmn_draft_floats(RmnOnnxDraft* const   draft,
                 const char* const     name,
                 const uint32_t        rank,
                 const uint32_t* const sizes)
{
  RmnDraftTensor* const tensor =
    add_tensor(draft, name, ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT, rank);
  float* const floats = draft->numbers + draft->n_numbers;
  size_t       n      = 1U;
  for (uint32_t a = 0; a < rank; ++a) {
    tensor->sizes[a] = sizes[a];
    n *= sizes[a];
  }

  tensor->proto.n_float_data = n;
  tensor->proto.float_data   = floats;
  draft->n_numbers += n;
  return floats;
}

void
rmn_draft_integers(RmnOnnxDraft* const  draft,
                   const char* const    name,
                   const uint32_t       n,
                   const int64_t* const values)
{
  for (size_t t = 0; t < draft->graph.n_initializer; ++t) {
    if (!strcmp(draft->tensors[t].name, name)) {
      return;
    }
  }

  RmnDraftTensor* const tensor =
    add_tensor(draft, name, ONNX__TENSOR_PROTO__DATA_TYPE__INT64, 1U);
  tensor->sizes[0] = n;
  memcpy(tensor->integers, values, n * sizeof(int64_t));
  tensor->proto.n_int64_data = n;
  tensor->proto.int64_data   = tensor->integers;
}

/* Inputs and outputs of the graph
   =============================== */

/// Set the size of an axis, 0 for any
static void
set_axis(RmnDraftValue* const value, const size_t axis, const uint32_t size)
{
  static char time[] = "time";

  Onnx__TensorShapeProto__Dimension* const dim = &value->dims[axis];
  value->dim_list[axis]                        = dim;
  onnx__tensor_shape_proto__dimension__init(dim);
  if (size) {
    dim->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;
    dim->dim_value  = size;
  } else {
    dim->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM;
    dim->dim_param  = time;
  }
}

static RmnDraftValue*
set_value(RmnDraftValue* const value,
          const char* const    name,
          const bool           is_sequence,
          const uint32_t       n_channels)
{
  onnx__value_info_proto__init(&value->proto);
  onnx__type_proto__init(&value->type);
  onnx__type_proto__tensor__init(&value->tensor);
  onnx__tensor_shape_proto__init(&value->shape);
  set_axis(value, 0, is_sequence ? 0U : 1U);
  set_axis(value, 1, 1U);
  set_axis(value, 2, n_channels);
  set_name(value->name, name);

  value->shape.n_dim          = 3;
  value->shape.dim            = value->dim_list;
  value->tensor.has_elem_type = true;
  value->tensor.elem_type     = ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
  value->tensor.shape         = &value->shape;
  value->type.value_case      = ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE;
  value->type.tensor_type     = &value->tensor;
  value->proto.name           = value->name;
  value->proto.type           = &value->type;
  return value;
}

RmnDraftValue*
rmn_draft_input(RmnOnnxDraft* const draft,
                const char* const   name,
                const bool          is_sequence,
                const uint32_t      n_channels)
{
  const size_t n       = draft->graph.n_input++;
  draft->input_list[n] = &draft->inputs[n].proto;
  return set_value(&draft->inputs[n], name, is_sequence, n_channels);
}

RmnDraftValue*
rmn_draft_output(RmnOnnxDraft* const draft,
                 const char* const   name,
                 const bool          is_sequence,
                 const uint32_t      n_channels)
{
  const size_t n        = draft->graph.n_output++;
  draft->output_list[n] = &draft->outputs[n].proto;
  return set_value(&draft->outputs[n], name, is_sequence, n_channels);
}
