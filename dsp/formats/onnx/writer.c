// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file writer.c Writing ONNX: one graph for whole sequences and for streams.

   It takes `input`, [time][1][inputs], and gives `output`, [time][1][outputs].
   States come in and go out, so that a sequence may come in blocks, and have
   values to start from, so that they may be left out.
*/

#include "writer.h"

#include "formats/write.h"
#include "network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char title[] = "ONNX";

enum {
  IR_VERSION   = 7,
  OPSET        = 14, ///< The first with everything that is written
  N_PROPERTIES = 6,
  SEEN = RMN_HAS_NAME | RMN_HAS_AUTHOR | RMN_HAS_LICENCE | RMN_HAS_DESCRIPTION |
         RMN_HAS_GEAR | RMN_HAS_KNOBS | RMN_HAS_START,
};

/* What it can express
   =================== */

static bool
check_layer(const RmnShape* const s, const uint32_t l, RmnError* const error)
{
  const bool is_scaled =
    s->activation == RMN_AFFINE || s->activation == RMN_SCALED_TANH;
  const char* const lack =
    s->peephole == RMN_PEEPHOLE_FULL  ? "peepholes to other units"
    : is_scaled && s->type != RMN_RNN ? "such an activation outside a cell"
                                      : NULL;
  return !lack || !rmn_error_set(error,
                                 RMN_ERR_UNSUPPORTED,
                                 "%s is written without %s, which layer %u of "
                                 "this network has",
                                 title,
                                 lack,
                                 l + 1U);
}

static bool
check(const RmnNetwork* const network, RmnError* const error)
{
  bool is_empty = true;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnShape* const s = &network->layers[l].shape;
    is_empty =
      is_empty && s->type == RMN_ACTIVATION && s->activation == RMN_LINEAR;
    if (!check_layer(s, l, error)) {
      return false;
    }
  }
  if (is_empty) {
    return !rmn_error_set(error,
                          RMN_ERR_UNSUPPORTED,
                          "%s needs a layer that computes something",
                          title);
  }
  return rmn_refuse_half_a_skip(network, title, error);
}

/* The graph
   ========= */

/// Multiply the audio, but not the knobs, by the input gain
static void
drive(RmnOnnxDraft* const draft, const RmnNetwork* const network)
{
  if (network->in_gain == 1.0f) {
    return;
  }

  const uint32_t n     = network->n_inputs;
  float* const   gains = rmn_draft_arithmetic(draft, "Mul", "in_gain", n);
  gains[0]             = network->in_gain;
  for (uint32_t i = 1; i < n; ++i) {
    gains[i] = 1.0f;
  }
}

/// Keep the audio for the end, and go on with audio and knobs
static void
fork_audio(RmnOnnxDraft* const     draft,
           const RmnNetwork* const network,
           RmnDraftName            audio)
{
  memcpy(audio, draft->signal, sizeof(RmnDraftName));
  if (!network->n_skip || network->n_inputs == 1U) {
    return;
  }

  RmnDraftNode* const node = rmn_draft_node(draft, "Slice");
  snprintf(audio, sizeof(RmnDraftName), "audio");
  rmn_draft_give(draft, node, audio);
  rmn_draft_take(node, "first");
  rmn_draft_take(node, "second");
  rmn_draft_take(node, "channels");
  rmn_draft_integers(draft, "first", 1U, &(const int64_t){0});
  rmn_draft_integers(draft, "second", 1U, &(const int64_t){1});
  rmn_draft_integers(draft, "channels", 1U, &(const int64_t){2});
}

static void
join_audio(RmnOnnxDraft* const     draft,
           const RmnNetwork* const network,
           const RmnDraftName      audio)
{
  if (network->n_skip) {
    RmnDraftNode* const node = rmn_draft_node(draft, "Add");
    rmn_draft_take(node, audio);
    rmn_draft_give(draft, node, NULL);
  }
  if (network->out_gain != 1.0f) {
    *rmn_draft_arithmetic(draft, "Mul", "out_gain", 1U) = network->out_gain;
  }
}

/// Let the last node, which has the signal, give the output of the graph
static void
finish(RmnOnnxDraft* const draft)
{
  RmnDraftNode* const last = &draft->nodes[draft->graph.n_node - 1U];
  for (size_t o = 0; o < last->proto.n_output; ++o) {
    if (!strcmp(last->output_names[o], draft->signal)) {
      snprintf(last->output_names[o], RMN_DRAFT_MAX_NAME, "output");
    }
  }
}

static void
fill_graph(RmnOnnxDraft* const draft, const RmnNetwork* const network)
{
  RmnDraftName audio;
  snprintf(draft->signal, RMN_DRAFT_MAX_NAME, "input");
  rmn_draft_input(draft, "input", true, network->n_inputs);
  rmn_draft_output(draft, "output", true, network->n_outputs);
  drive(draft, network);
  fork_audio(draft, network, audio);
  for (uint32_t l = 0, n = 0; l < network->n_layers; l += n) {
    const RmnLayer* const layer = &network->layers[l];

    const bool has_next = l + 1U < network->n_layers;
    n = has_next && layer[1].shape.place == RMN_BESIDE ? 2U : 1U;
    rmn_draft_layer(draft, layer, n, l);
  }
  join_audio(draft, network, audio);
  finish(draft);
}

/// Return the floats of all arrays, biases being there twice
static size_t
n_numbers(const RmnNetwork* const network)
{
  size_t n = network->n_inputs + 1U;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    n += 2U * rmn_shape_n_packed(&network->layers[l].shape);
  }
  return n;
}

/* The model around it
   =================== */

/// Texts of a model, and what protobuf needs to list them
typedef struct {
  Onnx__StringStringEntryProto  properties[N_PROPERTIES];
  Onnx__StringStringEntryProto* list[N_PROPERTIES];
  RmnDraftName                  keys[N_PROPERTIES];
  size_t                        n;
  char                          rate[32];
  char                          channels[RMN_MAX_INPUTS * (RMN_MAX_NAME + 64)];
  char*                         supplement;
} Texts;

static void
add_property(Texts* const texts, const char* const key, char* const text)
{
  if (!text || !text[0]) {
    return;
  }

  Onnx__StringStringEntryProto* const property = &texts->properties[texts->n];
  texts->list[texts->n++]                      = property;
  onnx__string_string_entry_proto__init(property);
  snprintf(texts->keys[texts->n - 1U], RMN_DRAFT_MAX_NAME, "%s", key);
  property->key   = texts->keys[texts->n - 1U];
  property->value = text;
}

/// Write a number in any locale, as JSON has it
static void
print_rate(char* const text, const size_t size, const double rate_hz)
{
  json_t* const rate = json_real(rate_hz);
  text[0]            = '\0';
  if (rate_hz > 0.0 && rate) {
    text[json_dumpb(rate, text, size - 1U, JSON_ENCODE_ANY)] = '\0';
  }
  json_decref(rate);
}

/// Say what the channels of the input are
static void
print_channels(char* const             text,
               const size_t            size,
               const RmnNetwork* const network)
{
  size_t n = (size_t)snprintf(
    text, size, "[time][1][channel]: %s", network->inputs[0].name);
  for (uint32_t i = 1; i < network->n_inputs && n < size; ++i) {
    const RmnInput* const knob = &network->inputs[i];
    n += (size_t)snprintf(text + n,
                          size - n,
                          ", %s (%g to %g, default %g)",
                          knob->name,
                          (double)knob->minimum,
                          (double)knob->maximum,
                          (double)knob->value);
  }
}

static bool
fill_texts(Texts* const texts, const RmnNetwork* const network)
{
  const RmnMetadata* const m      = &network->metadata;
  json_t* const            object = rmn_supplement_new(network, SEEN);
  texts->supplement =
    object ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;
  json_decref(object);
  if (!texts->supplement) {
    return false;
  }

  print_rate(texts->rate, sizeof(texts->rate), network->rate_hz);
  print_channels(texts->channels, sizeof(texts->channels), network);
  add_property(texts, "sample_rate", texts->rate);
  add_property(texts, "name", m->name);
  add_property(texts, "author", m->author);
  add_property(texts, "license", m->licence);
  add_property(texts, "gear", m->gear);
  add_property(texts, "remanence", texts->supplement);
  return true;
}

static char*
pack(Onnx__ModelProto* const model, size_t* const size)
{
  *size             = onnx__model_proto__get_packed_size(model);
  char* const bytes = (char*)malloc(*size);
  if (bytes) {
    onnx__model_proto__pack(model, (uint8_t*)bytes);
  }
  return bytes;
}

static char*
print_model(RmnOnnxDraft* const     draft,
            Texts* const            texts,
            const RmnNetwork* const network,
            size_t* const           size)
{
  static char producer[] = "remanence";
  static char version[]  = RMN_VERSION;
  static char standard[] = "";

  Onnx__ModelProto          model  = ONNX__MODEL_PROTO__INIT;
  Onnx__OperatorSetIdProto  opset  = ONNX__OPERATOR_SET_ID_PROTO__INIT;
  Onnx__OperatorSetIdProto* opsets = &opset;

  opset.domain                      = standard;
  opset.has_version                 = true;
  opset.version                     = OPSET;
  model.has_ir_version              = true;
  model.ir_version                  = IR_VERSION;
  model.n_opset_import              = 1;
  model.opset_import                = &opsets;
  model.producer_name               = producer;
  model.producer_version            = version;
  model.doc_string                  = network->metadata.description;
  model.graph                       = &draft->graph;
  model.n_metadata_props            = texts->n;
  model.metadata_props              = texts->list;
  draft->graph.name                 = producer;
  draft->inputs[0].proto.doc_string = texts->channels;
  return pack(&model, size);
}

static char*
print(const RmnNetwork* const network, size_t* const size)
{
  Texts               texts = {.n = 0};
  RmnOnnxDraft* const draft = rmn_draft_new(n_numbers(network));
  char*               bytes = NULL;
  if (draft && fill_texts(&texts, network)) {
    fill_graph(draft, network);
    bytes = print_model(draft, &texts, network, size);
  }

  free(texts.supplement);
  rmn_draft_free(draft);
  return bytes;
}

const RmnWriter rmn_onnx_writer = {
  .name  = "onnx",
  .title = title,
  .seen  = SEEN,
  .check = check,
  .print = print,
};
