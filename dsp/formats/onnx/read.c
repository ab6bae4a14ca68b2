// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file read.c ONNX models of recurrent networks.

   The operators follow the specification of ONNX, opset 7 and later.
*/

#include "onnx.h"

#include "cell.h"
#include "formats/formats.h"

#include <stdlib.h>
#include <string.h>

static bool
is_standard(const char* const domain)
{
  return !domain || !domain[0] || !strcmp(domain, "ai.onnx");
}

/// Read the version of the operators
static bool
read_opset(const Onnx__ModelProto* const model, RmnOnnxGraph* const graph)
{
  for (size_t i = 0; i < model->n_opset_import; ++i) {
    if (is_standard(model->opset_import[i]->domain)) {
      graph->opset = model->opset_import[i]->version;
    }
  }
  return graph->opset >= RMN_ONNX_MIN_OPSET ||
         rmn_onnx_fail(graph,
                       RMN_ERR_UNSUPPORTED,
                       "operators of ONNX opset %lld cannot be read, only from "
                       "%d on: export the model again",
                       (long long)graph->opset,
                       RMN_ONNX_MIN_OPSET);
}

/* Values that are there at first
   ============================== */

/// Make room for every value that the graph may name
static bool
make_room(RmnOnnxGraph* const graph)
{
  const Onnx__GraphProto* const proto   = graph->proto;
  size_t                        n       = proto->n_input + proto->n_initializer;
  size_t                        n_links = 0;
  for (size_t i = 0; i < proto->n_node; ++i) {
    n += proto->node[i]->n_output;
    n_links += proto->node[i]->n_input;
  }
  if (n > RMN_ONNX_MAX_VALUES || n_links > RMN_ONNX_MAX_LINKS ||
      proto->n_node > RMN_ONNX_MAX_VALUES ||
      proto->n_output > RMN_ONNX_MAX_VALUES) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_LIMIT,
                         "the graph has more than %d nodes or values, or takes "
                         "them more than %d times",
                         RMN_ONNX_MAX_VALUES,
                         RMN_ONNX_MAX_LINKS);
  }

  graph->max_values = n;
  graph->values     = (RmnOnnxValue*)calloc(n + 1U, sizeof(RmnOnnxValue));
  graph->uses = (RmnOnnxUse*)calloc(proto->n_input + 1U, sizeof(RmnOnnxUse));
  return (graph->values && graph->uses) ||
         rmn_onnx_fail(graph, RMN_ERR_NO_MEMORY, "no memory");
}

static bool
define_initialisers(RmnOnnxGraph* const graph)
{
  const Onnx__GraphProto* const proto = graph->proto;
  bool                          ok    = true;
  for (size_t i = 0; ok && i < proto->n_initializer; ++i) {
    const Onnx__TensorProto* const tensor = proto->initializer[i];
    const RmnOnnxValue value = {.kind = RMN_ONNX_CONSTANT, .tensor = tensor};
    ok =
      (tensor->name && tensor->name[0]) ||
      rmn_onnx_fail(graph, RMN_ERR_MISSING, "initializer %zu has no name", i);
    ok = ok && rmn_onnx_define(graph, tensor->name, value);
  }
  return ok;
}

/// Read the axes of an input
static bool
read_axes(RmnOnnxGraph* const               graph,
          const Onnx__ValueInfoProto* const input,
          RmnOnnxValue* const               value)
{
  const Onnx__TypeProto* const type = input->type;
  if (!type || type->value_case != ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE ||
      !type->tensor_type->shape) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_MISSING,
                         "input \"%.48s\" is no tensor, or does not say how "
                         "many axes it has",
                         input->name);
  }

  const Onnx__TensorShapeProto* const shape = type->tensor_type->shape;
  if (shape->n_dim > RMN_ONNX_MAX_RANK) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_LIMIT,
                         "input \"%.48s\" has %zu axes, at most %d can be read",
                         input->name,
                         shape->n_dim,
                         RMN_ONNX_MAX_RANK);
  }

  const uint32_t first = RMN_ONNX_RAW + value->input * RMN_ONNX_MAX_RANK;
  value->rank          = (uint32_t)shape->n_dim;
  for (uint32_t a = 0; a < value->rank; ++a) {
    const Onnx__TensorShapeProto__Dimension* const dim = shape->dim[a];
    const int64_t                                  size =
      dim->value_case == ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE
                                         ? dim->dim_value
                                         : 0;
    const bool is_known = size > 0 && size <= RMN_MAX_WEIGHTS;
    value->axes[a]      = (RmnOnnxAxis){
           .size = is_known ? size : 1, .is_open = !is_known, .role = first + a};
  }
  return true;
}

/// Define inputs, but for those that the file has weights for
static bool
define_inputs(RmnOnnxGraph* const graph)
{
  const Onnx__GraphProto* const proto = graph->proto;
  for (size_t i = 0; i < proto->n_input; ++i) {
    const Onnx__ValueInfoProto* const input = proto->input[i];
    RmnOnnxValue value = {.kind = RMN_ONNX_SIGNAL, .input = (uint32_t)i};
    if (!input->name || !input->name[0]) {
      return rmn_onnx_fail(
        graph, RMN_ERR_MISSING, "input %zu of the graph has no name", i);
    }
    if (!rmn_onnx_find(graph, input->name) &&
        (!read_axes(graph, input, &value) ||
         !rmn_onnx_define(graph, input->name, value))) {
      return false;
    }
  }
  return true;
}

/* The end
   ======= */

/// Find which output of the graph is the audio: states do not count if there
/// is another
static const RmnOnnxValue*
find_output(const RmnOnnxGraph* const graph)
{
  const Onnx__GraphProto* const proto = graph->proto;
  const RmnOnnxValue*           found = NULL;
  for (size_t i = 0; i < proto->n_output; ++i) {
    const char* const         name  = proto->output[i]->name;
    const RmnOnnxValue* const value = name ? rmn_onnx_find(graph, name) : NULL;
    const bool is_audio             = value && value->kind == RMN_ONNX_SIGNAL &&
                          value->version == graph->version &&
                          !rmn_onnx_is_padded(value);
    if (is_audio && (!found || (found->is_state && !value->is_state))) {
      found = value;
    }
  }
  return found;
}

/// Check that the audio, and nothing else but states, leaves the graph
static bool
check_outputs(RmnOnnxGraph* const graph)
{
  const Onnx__GraphProto* const proto = graph->proto;
  if (!graph->version) {
    return rmn_onnx_fail(
      graph, RMN_ERR_MISSING, "the graph has no layer that can be played");
  }
  if (!find_output(graph)) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_UNSUPPORTED,
                         "no output of the graph is what its last layer gives, "
                         "and only a chain of layers can be played");
  }

  for (size_t i = 0; i < proto->n_output; ++i) {
    const char* const         name  = proto->output[i]->name;
    const RmnOnnxValue* const value = name ? rmn_onnx_find(graph, name) : NULL;
    if (!value) {
      return rmn_onnx_fail(graph,
                           RMN_ERR_MISSING,
                           "output \"%.48s\" is computed by no node",
                           name ? name : "");
    }
    if (value->kind == RMN_ONNX_SIGNAL && !value->is_state &&
        value->version != graph->version) {
      return rmn_onnx_fail(graph,
                           RMN_ERR_UNSUPPORTED,
                           "output \"%.48s\" is what an inner layer gives, and "
                           "only the last one can be heard",
                           name);
    }
  }
  return true;
}

/// Return a property of the model, or NULL
static const char*
find_property(const Onnx__ModelProto* const model, const char* const key)
{
  for (size_t i = 0; i < model->n_metadata_props; ++i) {
    const Onnx__StringStringEntryProto* const p = model->metadata_props[i];
    if (p->key && p->value && p->value[0] && !strcmp(p->key, key)) {
      return p->value;
    }
  }
  return NULL;
}

static bool
copy_text(const RmnOnnxGraph* const graph, const char* from, char** const text)
{
  *text = from && from[0] ? strdup(from) : NULL;
  return *text || !from || !from[0] ||
         rmn_onnx_fail(graph, RMN_ERR_NO_MEMORY, "no memory");
}

/// Read a number in any locale, as JSON has it
static bool
read_rate(const RmnOnnxGraph* const graph, const char* const text)
{
  json_t* const properties = json_pack("{s:s?}", "sample_rate", text);
  const RmnJson root       = rmn_json_root(properties, graph->error);
  const bool    ok         = rmn_json_number_or(
    rmn_json_member(root, "sample_rate"), 0.0, &graph->network->rate_hz);

  json_decref(properties);
  return ok;
}

/// Read what Remanence wrote besides
static bool
read_supplement(const RmnOnnxGraph* const graph, const char* const text)
{
  json_t* const object = text ? json_loads(text, 0, NULL) : NULL;
  json_t* const root   = object ? json_pack("{sO}", "remanence", object) : NULL;
  const RmnJson node   = rmn_json_root(root, graph->error);
  const bool    ok =
    root
         ? rmn_supplement_read(rmn_json_member(node, "remanence"), graph->network)
         : !text || rmn_onnx_fail(graph,
                               RMN_ERR_SYNTAX,
                               "the property \"remanence\" is no JSON");

  json_decref(root);
  json_decref(object);
  return ok;
}

static bool
read_metadata(RmnOnnxGraph* const graph, const Onnx__ModelProto* const model)
{
  RmnMetadata* const metadata = &graph->network->metadata;
  return read_rate(graph, find_property(model, "sample_rate")) &&
         copy_text(graph, find_property(model, "name"), &metadata->name) &&
         copy_text(graph, find_property(model, "author"), &metadata->author) &&
         copy_text(
           graph, find_property(model, "license"), &metadata->licence) &&
         copy_text(graph, find_property(model, "gear"), &metadata->gear) &&
         copy_text(graph, model->doc_string, &metadata->description) &&
         read_supplement(graph, find_property(model, "remanence"));
}

static bool
read_graph(RmnOnnxGraph* const graph, const Onnx__ModelProto* const model)
{
  if (!model->graph) {
    return rmn_onnx_fail(
      graph, RMN_ERR_MISSING, "the file holds no graph, so it is no model");
  }

  graph->proto = model->graph;
  bool ok      = read_opset(model, graph) && make_room(graph) &&
            define_initialisers(graph) && define_inputs(graph) &&
            rmn_onnx_find_cells(graph);
  for (size_t i = 0; ok && i < graph->proto->n_node; ++i) {
    bool is_done = false;
    graph->node  = graph->proto->node[i];
    graph->index = i;
    ok           = rmn_onnx_read_cell(graph, &is_done) &&
         (is_done || rmn_onnx_read_node(graph));
  }

  graph->node = ok ? NULL : graph->node;
  return ok && check_outputs(graph) && rmn_onnx_fold_gains(graph) &&
         read_metadata(graph, model);
}

bool
rmn_onnx_read(const char* const bytes,
              const size_t      size,
              RmnNetwork* const network,
              RmnError* const   error)
{
  Onnx__ModelProto* const model = rmn_onnx_unpack(bytes, size, error);
  RmnOnnxGraph            graph = {.network        = network,
                                   .error          = error,
                                   .n_numbers_left = size + RMN_ONNX_EXTRA_NUMBERS};
  const bool              ok    = model && read_graph(&graph, model);

  rmn_onnx_free_numbers(&graph);
  rmn_onnx_free_cells(&graph);
  free(graph.values);
  free(graph.uses);
  rmn_onnx_free(model);
  return ok;
}
