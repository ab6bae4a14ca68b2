// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file preset_write.c Writing Remanence's own format, which FORMAT.md
/// describes

#include "preset.h"

#include "json_write.h"
#include "network.h"
#include "write.h"

enum { VERSION = 1 };

static bool
add_float(json_t* const object, const char* const key, const float value)
{
  return rmn_json_add(object, key, json_real((double)value));
}

/// Return matrices, one after another
static json_t*
matrices_json(const float* const values, const RmnExtent* const e)
{
  const size_t  size     = e[1].size * e[2].size;
  json_t* const matrices = json_array();
  bool          ok       = matrices;
  for (size_t m = 0; ok && m < e[0].size; ++m) {
    ok = rmn_json_append(
      matrices, rmn_json_new_matrix(values + m * size, e[1].size, e[2].size));
  }
  if (!ok) {
    json_decref(matrices);
  }
  return ok ? matrices : NULL;
}

static json_t*
array_json(const RmnPresetArray* const array)
{
  const RmnExtent* const e = array->extents;
  switch (array->n_dims) {
  case 1:
    return rmn_json_new_vector(array->values, e[0].size);
  case 2:
    return rmn_json_new_matrix(array->values, e[0].size, e[1].size);
  default:
    return matrices_json(array->values, e);
  }
}

static bool
is_zero(const float* const values, const size_t n)
{
  size_t i = 0;
  while (i < n && values[i] == 0.0f) {
    ++i;
  }
  return i == n;
}

static bool
add_array(json_t* const object, const RmnPresetArray* const array)
{
  const bool is_absent =
    !array->values ||
    (array->is_optional && is_zero(array->values, array->extents[0].size));
  return is_absent || rmn_json_add(object, array->key, array_json(array));
}

/// Add a function: its name, or an object if it has parameters
static bool
add_function(json_t* const object, const char* const key, const RmnFunction f)
{
  const uint32_t    n    = rmn_activation_n_parameters(f.activation);
  const char* const name = rmn_activation_name(f.activation);
  if (!n) {
    return rmn_json_add_text(object, key, name);
  }

  json_t* const function = json_object();
  return rmn_json_add(object, key, function) &&
         rmn_json_add_text(function, "name", name) &&
         add_float(function, "alpha", f.alpha) &&
         (n == 1U || add_float(function, "beta", f.beta));
}

/// Add the functions of a cell that are not the usual ones, and their bounds
static bool
add_functions(json_t* const object, const RmnShape* const s)
{
  bool ok = s->clip == 0.0f || add_float(object, "clip", s->clip);
  for (uint32_t i = 0; ok && i < RMN_N_CELL_FUNCTIONS; ++i) {
    ok = s->functions[i].activation == RMN_LINEAR ||
         add_function(object, rmn_preset_functions[i], s->functions[i]);
  }
  return ok;
}

static bool
add_options(json_t* const object, const RmnShape* const s)
{
  const bool has_activation = s->type == RMN_DENSE || s->type == RMN_RNN ||
                              s->type == RMN_CONV1D ||
                              s->type == RMN_ACTIVATION;

  return (!has_activation ||
          add_function(
            object, "activation", rmn_shape_function(s, RMN_OF_GATES))) &&
         add_functions(object, s) &&
         (s->type != RMN_LSTM ||
          rmn_json_add_text(
            object, "peephole", rmn_preset_peepholes[s->peephole])) &&
         (s->type != RMN_GRU ||
          rmn_json_add_text(object, "reset", rmn_preset_resets[s->reset])) &&
         (!s->direction ||
          rmn_json_add_text(
            object, "direction", rmn_preset_directions[s->direction])) &&
         (!s->place ||
          rmn_json_add_text(object, "place", rmn_preset_places[s->place])) &&
         (s->period <= 1U || rmn_json_add_count(object, "period", s->period)) &&
         (s->type != RMN_CONV1D ||
          (rmn_json_add_count(object, "kernel_size", s->kernel_size) &&
           rmn_json_add_count(object, "dilation", s->dilation) &&
           rmn_json_add_count(object, "groups", s->n_groups)));
}

static bool
fill_layer(json_t* const object, const RmnLayer* const layer)
{
  RmnPresetArray arrays[RMN_N_PRESET_ARRAYS];
  rmn_preset_describe(layer, "units", arrays);

  bool ok =
    rmn_json_add_text(object, "type", rmn_layer_type_name(layer->shape.type)) &&
    rmn_json_add_count(object, "units", layer->shape.n_outputs) &&
    add_options(object, &layer->shape);
  for (size_t a = 0; ok && a < RMN_N_PRESET_ARRAYS; ++a) {
    ok = add_array(object, &arrays[a]);
  }
  return ok;
}

static bool
fill_input(json_t* const object, const RmnInput* const input)
{
  return rmn_json_add_text(object, "name", input->name) &&
         add_float(object, "default", input->value) &&
         add_float(object, "minimum", input->minimum) &&
         add_float(object, "maximum", input->maximum) &&
         (!input->is_side || rmn_json_add(object, "side", json_true()));
}

static bool
fill_output(json_t* const object, const RmnOutput* const output)
{
  return rmn_json_add_text(object, "name", output->name) &&
         rmn_json_add_text(object, "unit", output->unit) &&
         add_float(object, "minimum", output->minimum) &&
         add_float(object, "maximum", output->maximum) &&
         add_float(object, "smoothing_ms", output->smoothing_ms);
}

static bool
fill_channels(json_t* const root, const RmnNetwork* const network)
{
  json_t* const inputs  = json_array();
  json_t* const outputs = json_array();
  bool          ok      = rmn_json_add(root, "inputs", inputs) &&
            rmn_json_add(root, "outputs", outputs);

  for (uint32_t i = 0; ok && i < network->n_inputs; ++i) {
    json_t* const object = rmn_json_append_object(inputs);
    ok                   = object && fill_input(object, &network->inputs[i]);
  }
  for (uint32_t o = 0; ok && o < network->n_outputs; ++o) {
    json_t* const object = rmn_json_append_object(outputs);
    ok                   = object && fill_output(object, &network->outputs[o]);
  }
  return ok;
}

static bool
add_prediction(json_t* const root, const RmnPrediction* const p)
{
  if (!p->kind) {
    return true;
  }

  json_t* const object = json_object();
  return rmn_json_add(root, "prediction", object) &&
         rmn_json_add_text(object, "kind", rmn_prediction_name(p->kind)) &&
         rmn_json_add_count(object, "hop", p->hop) &&
         rmn_json_add_count(object, "window", p->window) &&
         (!p->pool ||
          rmn_json_add_text(object, "pool", rmn_pool_name(p->pool))) &&
         rmn_json_add_count(object, "ahead", p->ahead) &&
         (!p->latency || rmn_json_add_count(object, "latency", p->latency)) &&
         add_float(object, "threshold", p->threshold) &&
         add_float(object, "hysteresis", p->hysteresis) &&
         add_float(object, "hold_ms", p->hold_ms);
}

static bool
add_self_test(json_t* const root, const RmnNetwork* const network)
{
  const RmnSelfTest* const test = &network->self_test;
  if (!test->n_frames) {
    return true;
  }

  json_t* const object = json_object();
  return rmn_json_add(root, "self_test", object) &&
         rmn_json_add(object,
                      "input",
                      rmn_json_new_transposed(
                        test->input, test->n_frames, network->n_inputs)) &&
         rmn_json_add(object,
                      "output",
                      rmn_json_new_transposed(
                        test->output, test->n_frames, network->n_outputs)) &&
         rmn_json_add(object, "tolerance", json_real((double)test->tolerance));
}

static bool
add_metadata(json_t* const root, const RmnMetadata* const m)
{
  json_t* const object = json_object();
  return rmn_json_add(root, "metadata", object) &&
         rmn_json_add_text(object, "name", m->name) &&
         rmn_json_add_text(object, "author", m->author) &&
         rmn_json_add_text(object, "licence", m->licence) &&
         rmn_json_add_text(object, "description", m->description) &&
         rmn_json_add_text(object, "gear", m->gear) &&
         rmn_json_add_figure(object, "loudness_db", m->loudness_db) &&
         rmn_json_add_figure(object, "esr", m->esr) &&
         rmn_json_add_figure(object, "input_level_dbu", m->input_level_dbu) &&
         rmn_json_add_figure(object, "output_level_dbu", m->output_level_dbu) &&
         rmn_json_add_object(root, "provenance", m->provenance) &&
         rmn_json_add_object(root, "training", m->training);
}

bool
rmn_preset_add_facts(json_t* const root, const RmnNetwork* const network)
{
  const size_t n_state = rmn_network_n_state(network);

  return add_metadata(root, &network->metadata) &&
         fill_channels(root, network) &&
         add_prediction(root, &network->prediction) &&
         (!network->rest ||
          rmn_json_add(
            root, "rest", rmn_json_new_vector(network->rest, n_state))) &&
         add_self_test(root, network);
}

static bool
fill_root(json_t* const root, const RmnNetwork* const network)
{
  return rmn_json_add_count(root, "remanence", VERSION) &&
         rmn_json_add(root, "rate_hz", json_real(network->rate_hz)) &&
         rmn_json_add_gain(root, "in_gain_db", network->in_gain) &&
         rmn_json_add_gain(root, "out_gain_db", network->out_gain) &&
         rmn_json_add_count(root, "skip", network->n_skip) &&
         rmn_json_add_layers(root, network, fill_layer) &&
         rmn_preset_add_facts(root, network);
}

static char*
print(const RmnNetwork* const network, size_t* const size)
{
  json_t* const root = json_object();
  return rmn_json_print(root, fill_root(root, network), size);
}

/// There is nothing that it cannot express
static bool
check(const RmnNetwork* const network, RmnError* const error)
{
  (void)network;
  (void)error;
  return true;
}

const RmnWriter rmn_preset_writer = {
  .name  = "rmn",
  .title = "Remanence",
  .seen  = ~0U,
  .check = check,
  .print = print,
};
