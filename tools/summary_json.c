// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "formats/preset.h"
#include "network.h"
#include "summary.h"

#include <math.h>

/// Return a string, or null where there is none or it is not UTF-8
static json_t*
string_or_null(const char* const text)
{
  json_t* const string = text ? json_string(text) : NULL;
  return string ? string : json_null();
}

/// Return a number, or null where it is unknown
static json_t*
real_or_null(const double value)
{
  return isfinite(value) ? json_real(value) : json_null();
}

/// Return the object in a text, or null
static json_t*
object_or_null(const char* const text)
{
  json_t* const object = text ? json_loads(text, 0, NULL) : NULL;
  return object ? object : json_null();
}

/// Name the functions of a cell as FORMAT.md does, and its bounds
static void
add_functions(json_t* const object, const RmnShape* const shape)
{
  for (uint32_t f = 0; f < rmn_shape_n_functions(shape); ++f) {
    const RmnFunction function = rmn_shape_function(shape, (RmnCellFunction)f);
    const char* const name     = rmn_activation_name(function.activation);
    json_object_set_new(object, rmn_preset_functions[f], json_string(name));
  }
  json_object_set_new(object, "clip", json_real((double)shape->clip));
}

static json_t*
layer_json(const RmnLayer* const layer)
{
  const RmnShape* const shape  = &layer->shape;
  json_t* const         object = json_object();

  const char* const type = rmn_layer_type_name(shape->type);
  json_object_set_new(object, "type", json_string(type));
  json_object_set_new(object, "n_inputs", json_integer(shape->n_inputs));
  json_object_set_new(object, "n_outputs", json_integer(shape->n_outputs));

  if (summary_has_activation(shape)) {
    const char* const activation = rmn_activation_name(shape->activation);
    json_object_set_new(object, "activation", json_string(activation));
  } else if (shape->type == RMN_LSTM) {
    const char* const peephole = rmn_preset_peepholes[shape->peephole];
    json_object_set_new(object, "peephole", json_string(peephole));
  } else if (shape->type == RMN_GRU) {
    const char* const reset = rmn_preset_resets[shape->reset];
    json_object_set_new(object, "reset", json_string(reset));
  }

  if (shape->type == RMN_RNN || shape->type == RMN_LSTM ||
      shape->type == RMN_GRU) {
    const char* const direction = rmn_preset_directions[shape->direction];
    const char* const place     = rmn_preset_places[shape->place];
    json_object_set_new(object, "direction", json_string(direction));
    json_object_set_new(object, "place", json_string(place));
    add_functions(object, shape);
  }
  json_object_set_new(object, "period", json_integer(rmn_shape_period(shape)));
  if (shape->type == RMN_CONV1D) {
    const json_int_t kernel_size = shape->kernel_size;
    json_object_set_new(object, "kernel_size", json_integer(kernel_size));
    json_object_set_new(object, "dilation", json_integer(shape->dilation));
    json_object_set_new(object, "n_groups", json_integer(shape->n_groups));
  }
  return object;
}

static json_t*
layers_json(const RmnNetwork* const network)
{
  json_t* const array = json_array();
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    json_array_append_new(array, layer_json(&network->layers[l]));
  }
  return array;
}

static json_t*
inputs_json(const RmnNetwork* const network)
{
  json_t* const array = json_array();
  for (uint32_t i = 0; i < network->n_inputs; ++i) {
    const RmnInput* const input  = &network->inputs[i];
    json_t* const         object = json_object();

    json_object_set_new(object, "name", string_or_null(input->name));
    json_object_set_new(object, "default", real_or_null(input->value));
    json_object_set_new(object, "minimum", real_or_null(input->minimum));
    json_object_set_new(object, "maximum", real_or_null(input->maximum));
    json_object_set_new(object, "side", json_boolean(input->is_side));
    json_array_append_new(array, object);
  }
  return array;
}

static json_t*
outputs_json(const RmnNetwork* const network)
{
  json_t* const array = json_array();
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    const RmnOutput* const output = &network->outputs[o];
    json_t* const          object = json_object();

    json_object_set_new(object, "name", string_or_null(output->name));
    json_object_set_new(object, "unit", string_or_null(output->unit));
    json_object_set_new(object, "minimum", real_or_null(output->minimum));
    json_object_set_new(object, "maximum", real_or_null(output->maximum));
    json_object_set_new(
      object, "smoothing_ms", real_or_null(output->smoothing_ms));
    json_array_append_new(array, object);
  }
  return array;
}

static json_t*
prediction_json(const RmnPrediction* const p)
{
  if (!p->kind) {
    return json_null();
  }

  json_t* const object = json_object();
  json_object_set_new(
    object, "kind", json_string(rmn_prediction_name(p->kind)));
  json_object_set_new(object, "hop", json_integer(p->hop));
  json_object_set_new(object, "window", json_integer(p->window));
  json_object_set_new(object, "pool", json_string(rmn_pool_name(p->pool)));
  json_object_set_new(object, "ahead", json_integer(p->ahead));
  json_object_set_new(object, "latency", json_integer(p->latency));
  json_object_set_new(object, "threshold", real_or_null(p->threshold));
  json_object_set_new(object, "hysteresis", real_or_null(p->hysteresis));
  json_object_set_new(object, "hold_ms", real_or_null(p->hold_ms));
  return object;
}

/// Return a position of the knobs, null for their defaults
static json_t*
position_json(const float position)
{
  return real_or_null(position < 0.0f ? NAN : (double)position);
}

static void
set_silence(json_t* const object, const RmnSilence* const silence)
{
  json_t* const outputs = json_array();
  for (uint32_t r = 0; r < silence->n_rests; ++r) {
    json_array_append_new(outputs, real_or_null((double)silence->outputs[r]));
  }

  const float position = silence->restless_position;
  json_object_set_new(object, "n_rests", json_integer(silence->n_rests));
  json_object_set_new(object, "outputs", outputs);
  json_object_set_new(object, "knobs", position_json(silence->position));
  json_object_set_new(object, "restless", json_boolean(silence->is_restless));
  json_object_set_new(object, "restless_knobs", position_json(position));
}

static json_t*
rest_json(const Summary* const summary)
{
  const RmnRest* const rest   = &summary->rest;
  const double         ms     = summary_settle_ms(summary);
  json_t* const        object = json_object();

  json_object_set_new(object, "settled", json_boolean(rest->settled));
  json_object_set_new(object, "n_frames", json_integer(rest->n_frames));
  json_object_set_new(object, "ms", real_or_null(ms));
  json_object_set_new(object, "output", real_or_null(rest->output));
  set_silence(object, &summary->silence);
  return object;
}

static json_t*
loudness_json(const RmnLoudness* const loudness)
{
  json_t* const object = json_object();

  json_object_set_new(object, "lufs", real_or_null(loudness->lufs));
  json_object_set_new(object, "normalise_db", real_or_null(loudness->gain_db));
  return object;
}

/// Return the error of each look-ahead, null if no layer runs backward
static json_t*
look_ahead_json(const Summary* const summary)
{
  if (!rmn_network_is_backward(summary->network)) {
    return json_null();
  }

  json_t* const array = json_array();
  for (uint32_t i = 0; i < SUMMARY_N_LOOK_AHEAD; ++i) {
    json_t* const object = json_object();
    json_object_set_new(object, "ms", json_real(summary_look_aheads_ms[i]));
    json_object_set_new(
      object, "esr_db", real_or_null(summary->look_ahead_db[i]));
    json_array_append_new(array, object);
  }
  return array;
}

static json_t*
self_test_json(const Summary* const summary)
{
  const RmnSelfTest* const test = &summary->network->self_test;
  if (!test->n_frames) {
    return json_null();
  }

  json_t* const object = json_object();
  json_object_set_new(object, "passed", json_boolean(summary->is_as_tested));
  json_object_set_new(object, "n_frames", json_integer(test->n_frames));
  json_object_set_new(object, "worst", real_or_null(summary->worst));
  json_object_set_new(object, "tolerance", real_or_null(test->tolerance));
  return object;
}

static void
set_metadata(json_t* const object, const RmnMetadata* const m)
{
  json_object_set_new(object, "name", string_or_null(m->name));
  json_object_set_new(object, "author", string_or_null(m->author));
  json_object_set_new(object, "licence", string_or_null(m->licence));
  json_object_set_new(object, "gear", string_or_null(m->gear));
  json_object_set_new(object, "description", string_or_null(m->description));
  json_object_set_new(object, "provenance", object_or_null(m->provenance));
  json_object_set_new(object, "training", object_or_null(m->training));
  json_object_set_new(object, "loudness_db", real_or_null(m->loudness_db));
  json_object_set_new(object, "esr", real_or_null(m->esr));
  json_object_set_new(
    object, "input_level_dbu", real_or_null(m->input_level_dbu));
  json_object_set_new(
    object, "output_level_dbu", real_or_null(m->output_level_dbu));
}

json_t*
summary_json(const Summary* const summary)
{
  const RmnNetwork* const network   = summary->network;
  const double            rate_hz   = network->rate_hz ? network->rate_hz : NAN;
  const size_t            n_weights = rmn_network_n_weights(network);
  json_t* const           object    = json_object();

  char text[SUMMARY_SIZE];
  summary_network(network, text, sizeof(text));

  json_object_set_new(object, "file", string_or_null(summary->path));
  json_object_set_new(object, "format", string_or_null(network->format));
  set_metadata(object, &network->metadata);
  json_object_set_new(object, "architecture", json_string(text));
  json_object_set_new(object, "layers", layers_json(network));
  json_object_set_new(object, "inputs", inputs_json(network));
  json_object_set_new(object, "outputs", outputs_json(network));
  json_object_set_new(
    object, "prediction", prediction_json(&network->prediction));
  json_object_set_new(object, "n_skip", json_integer(network->n_skip));
  json_object_set_new(object, "in_gain", real_or_null(network->in_gain));
  json_object_set_new(object, "out_gain", real_or_null(network->out_gain));
  json_object_set_new(object, "rate_hz", real_or_null(rate_hz));
  json_object_set_new(
    object, "rate_assumed", json_boolean(network->is_rate_assumed));
  json_object_set_new(object, "n_weights", json_integer((json_int_t)n_weights));
  json_object_set_new(
    object, "n_bytes", json_integer((json_int_t)summary->n_bytes));
  json_object_set_new(object, "rest", rest_json(summary));
  json_object_set_new(object, "loudness", loudness_json(&summary->loudness));
  json_object_set_new(object, "look_ahead", look_ahead_json(summary));
  json_object_set_new(object, "self_test", self_test_json(summary));
  return object;
}
