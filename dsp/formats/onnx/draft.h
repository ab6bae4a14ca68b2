// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file draft.h A graph of ONNX while it is written.

   Everything has its room beforehand, as a network has so many layers at most,
   so that nothing can fail once there is a draft.
*/

#ifndef RMN_FORMATS_ONNX_DRAFT_H
#define RMN_FORMATS_ONNX_DRAFT_H

#include "onnx.pb-c.h"
#include "rmn.h"

enum {
  RMN_DRAFT_MAX_NODES      = 4 * RMN_MAX_LAYERS + 8,
  RMN_DRAFT_MAX_TENSORS    = 6 * RMN_MAX_LAYERS + 8,
  RMN_DRAFT_MAX_VALUES     = 2 * RMN_MAX_LAYERS + 1,
  RMN_DRAFT_MAX_NAME       = 32,
  RMN_DRAFT_MAX_INPUTS     = 8, ///< Of a node, as are the next two
  RMN_DRAFT_MAX_OUTPUTS    = 3,
  RMN_DRAFT_MAX_ATTRIBUTES = 7,
  RMN_DRAFT_MAX_LIST       = 2 * RMN_N_CELL_FUNCTIONS, ///< Of an attribute
  RMN_DRAFT_MAX_LISTS      = 3,
  RMN_DRAFT_MAX_TEXTS      = RMN_DRAFT_MAX_LIST + 1,
};

typedef char RmnDraftName[RMN_DRAFT_MAX_NAME];

typedef struct {
  Onnx__NodeProto       proto;
  RmnDraftName          op;
  RmnDraftName          input_names[RMN_DRAFT_MAX_INPUTS];
  RmnDraftName          output_names[RMN_DRAFT_MAX_OUTPUTS];
  char*                 inputs[RMN_DRAFT_MAX_INPUTS];
  char*                 outputs[RMN_DRAFT_MAX_OUTPUTS];
  RmnDraftName          attribute_names[RMN_DRAFT_MAX_ATTRIBUTES];
  Onnx__AttributeProto  attributes[RMN_DRAFT_MAX_ATTRIBUTES];
  Onnx__AttributeProto* attribute_list[RMN_DRAFT_MAX_ATTRIBUTES];
  RmnDraftName          texts[RMN_DRAFT_MAX_TEXTS]; ///< Of attributes
  uint32_t              n_texts;
  ProtobufCBinaryData   strings[RMN_DRAFT_MAX_LIST];        ///< Of an attribute
  float    floats[RMN_DRAFT_MAX_LISTS][RMN_DRAFT_MAX_LIST]; ///< Of others
  int64_t  integers[RMN_DRAFT_MAX_LISTS][RMN_DRAFT_MAX_LIST];
  uint32_t n_lists;
} RmnDraftNode;

/// Weights, and other constants
typedef struct {
  Onnx__TensorProto proto;
  RmnDraftName      name;
  int64_t           sizes[3];
  int64_t           integers[3];
} RmnDraftTensor;

/// An input or output of the graph, [time or 1][1][channels]
typedef struct {
  Onnx__ValueInfoProto               proto;
  RmnDraftName                       name;
  Onnx__TypeProto                    type;
  Onnx__TypeProto__Tensor            tensor;
  Onnx__TensorShapeProto             shape;
  Onnx__TensorShapeProto__Dimension  dims[3];
  Onnx__TensorShapeProto__Dimension* dim_list[3];
} RmnDraftValue;

typedef struct {
  Onnx__GraphProto      graph;
  RmnDraftNode          nodes[RMN_DRAFT_MAX_NODES];
  RmnDraftTensor        tensors[RMN_DRAFT_MAX_TENSORS];
  RmnDraftValue         inputs[RMN_DRAFT_MAX_VALUES];
  RmnDraftValue         outputs[RMN_DRAFT_MAX_VALUES];
  Onnx__NodeProto*      node_list[RMN_DRAFT_MAX_NODES];
  Onnx__TensorProto*    tensor_list[RMN_DRAFT_MAX_TENSORS];
  Onnx__ValueInfoProto* input_list[RMN_DRAFT_MAX_VALUES];
  Onnx__ValueInfoProto* output_list[RMN_DRAFT_MAX_VALUES];
  RmnDraftName          signal; ///< What the last node gives
  float*                numbers;
  size_t                n_numbers; ///< That are taken
} RmnOnnxDraft;

/// Return an empty draft with room for so many floats, or NULL
RmnOnnxDraft*
rmn_draft_new(size_t n_numbers);

void
rmn_draft_free(RmnOnnxDraft* draft);

/// Append a node that takes the signal
RmnDraftNode*
rmn_draft_node(RmnOnnxDraft* draft, const char* op);

/// Append an input of a node, "" for none
void
rmn_draft_take(RmnDraftNode* node, const char* name);

/// Append an output of a node, which has a name or becomes the signal: NULL
void
rmn_draft_give(RmnOnnxDraft* draft, RmnDraftNode* node, const char* name);

/// Add an attribute
void
rmn_draft_int(RmnDraftNode* node, const char* name, int64_t value);

/// Add an attribute, a string
void
rmn_draft_string(RmnDraftNode* node, const char* name, const char* value);

/// Add an attribute, a list of strings, the only one of the node
void
rmn_draft_strings(RmnDraftNode*      node,
                  const char*        name,
                  uint32_t           n,
                  const char* const* values);

/// Add an attribute
void
rmn_draft_float(RmnDraftNode* node, const char* name, float value);

/// Add an attribute, a list of floats, unless it is empty
void
rmn_draft_float_list(RmnDraftNode* node,
                     const char*   name,
                     uint32_t      n,
                     const float*  values);

/// Add an attribute, a list of integers
void
rmn_draft_int_list(RmnDraftNode*  node,
                   const char*    name,
                   uint32_t       n,
                   const int64_t* values);

/// Add floats, all 0 at first, [a][b][c]; rank 1 is [a]
float*
rmn_draft_floats(RmnOnnxDraft*   draft,
                 const char*     name,
                 uint32_t        rank,
                 const uint32_t* sizes);

/// Add integers, [n], at most 3, unless they are there
void
rmn_draft_integers(RmnOnnxDraft*  draft,
                   const char*    name,
                   uint32_t       n,
                   const int64_t* values);

/// Add an input of the graph, [time][1][channels] or [1][1][channels]
RmnDraftValue*
rmn_draft_input(RmnOnnxDraft* draft,
                const char*   name,
                bool          is_sequence,
                uint32_t      n_channels);

/// Add an output of the graph, alike
RmnDraftValue*
rmn_draft_output(RmnOnnxDraft* draft,
                 const char*   name,
                 bool          is_sequence,
                 uint32_t      n_channels);

#endif // RMN_FORMATS_ONNX_DRAFT_H
