// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file preset_write.c Writing Remanence's own format, which FORMAT.md
/// describes

#include "preset.h"

#include "formats.h"
#include "network.h"
#include "replace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { VERSION = 1 };

/// Add a value that must exist to an object
static bool
add(json_t* const parent, const char* const key, json_t* const value)
{
  return !json_object_set_new(parent, key, value);
}

/// Add a string, or nothing where there is none
static bool
add_text(json_t* const object, const char* const key, const char* const text)
{
  return !text || !*text || add(object, key, json_string(text));
}

/// Add a number, or nothing where it is unknown
static bool
add_figure(json_t* const object, const char* const key, const double value)
{
  return isnan(value) || add(object, key, json_real(value));
}

/// Add an object that is kept as text, or nothing where there is none
static bool
add_object(json_t* const object, const char* const key, const char* const text)
{
  return !text || add(object, key, json_loads(text, 0, NULL));
}

/// Return the gain in dB
static double
gain_db(const float gain)
{
  return 20.0 * log10((double)gain);
}

/// Return `n` numbers, each `step` from the next
static json_t*
vector_json(const float* const values, const size_t n, const size_t step)
{
  json_t* const array = json_array();
  bool          ok    = array;
  for (size_t i = 0; ok && i < n; ++i) {
    ok = !json_array_append_new(array, json_real((double)values[i * step]));
  }
  if (!ok) {
    json_decref(array);
  }
  return ok ? array : NULL;
}

/// Return rows of `n` numbers each
static json_t*
matrix_json(const float* const values, const size_t n_rows, const size_t n)
{
  json_t* const rows = json_array();
  bool          ok   = rows;
  for (size_t r = 0; ok && r < n_rows; ++r) {
    ok = !json_array_append_new(rows, vector_json(values + r * n, n, 1U));
  }
  if (!ok) {
    json_decref(rows);
  }
  return ok ? rows : NULL;
}

/// Return matrices, one after another
static json_t*
matrices_json(const float* const values, const RmnExtent* const e)
{
  const size_t  size     = e[1].size * e[2].size;
  json_t* const matrices = json_array();
  bool          ok       = matrices;
  for (size_t m = 0; ok && m < e[0].size; ++m) {
    ok = !json_array_append_new(
      matrices, matrix_json(values + m * size, e[1].size, e[2].size));
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
    return vector_json(array->values, e[0].size, 1U);
  case 2:
    return matrix_json(array->values, e[0].size, e[1].size);
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
  return is_absent || add(object, array->key, array_json(array));
}

static bool
add_count(json_t* const object, const char* const key, const uint32_t value)
{
  return add(object, key, json_integer(value));
}

static bool
add_options(json_t* const object, const RmnShape* const s)
{
  const bool has_activation = s->type == RMN_DENSE || s->type == RMN_RNN ||
                              s->type == RMN_CONV1D ||
                              s->type == RMN_ACTIVATION;

  return (!has_activation ||
          add_text(object, "activation", rmn_activation_name(s->activation))) &&
         (s->type != RMN_LSTM ||
          add_text(object, "peephole", rmn_preset_peepholes[s->peephole])) &&
         (s->type != RMN_GRU ||
          add_text(object, "reset", rmn_preset_resets[s->reset])) &&
         (!s->direction ||
          add_text(object, "direction", rmn_preset_directions[s->direction])) &&
         (!s->place ||
          add_text(object, "place", rmn_preset_places[s->place])) &&
         (s->type != RMN_CONV1D ||
          (add_count(object, "kernel_size", s->kernel_size) &&
           add_count(object, "dilation", s->dilation) &&
           add_count(object, "groups", s->n_groups)));
}

static bool
fill_layer(json_t* const object, const RmnLayer* const layer)
{
  RmnPresetArray arrays[RMN_N_PRESET_ARRAYS];
  rmn_preset_describe(layer, "units", arrays);

  bool ok = add_text(object, "type", rmn_layer_type_name(layer->shape.type)) &&
            add_count(object, "units", layer->shape.n_outputs) &&
            add_options(object, &layer->shape);
  for (size_t a = 0; ok && a < RMN_N_PRESET_ARRAYS; ++a) {
    ok = add_array(object, &arrays[a]);
  }
  return ok;
}

static bool
fill_input(json_t* const object, const RmnInput* const input)
{
  return add_text(object, "name", input->name) &&
         add(object, "default", json_real((double)input->value)) &&
         add(object, "minimum", json_real((double)input->minimum)) &&
         add(object, "maximum", json_real((double)input->maximum));
}

/// Append a new object to an array, to be filled
static json_t*
append_object(json_t* const array)
{
  json_t* const object = json_object();
  return json_array_append_new(array, object) ? NULL : object;
}

static bool
fill_channels(json_t* const root, const RmnNetwork* const network)
{
  json_t* const inputs  = json_array();
  json_t* const outputs = json_array();
  bool ok = add(root, "inputs", inputs) && add(root, "outputs", outputs);

  for (uint32_t i = 0; ok && i < network->n_inputs; ++i) {
    json_t* const object = append_object(inputs);
    ok                   = object && fill_input(object, &network->inputs[i]);
  }
  for (uint32_t o = 0; ok && o < network->n_outputs; ++o) {
    json_t* const object = append_object(outputs);
    ok = object && add_text(object, "name", network->outputs[o].name) &&
         add_text(object, "unit", network->outputs[o].unit);
  }
  return ok;
}

static bool
fill_layers(json_t* const root, const RmnNetwork* const network)
{
  json_t* const layers = json_array();
  bool          ok     = add(root, "layers", layers);

  for (uint32_t l = 0; ok && l < network->n_layers; ++l) {
    json_t* const object = append_object(layers);
    ok                   = object && fill_layer(object, &network->layers[l]);
  }
  return ok;
}

/// Return one array of samples for each channel of [n_frames][n_channels]
static json_t*
channels_json(const float* const frames,
              const uint32_t     n_frames,
              const uint32_t     n_channels)
{
  json_t* const channels = json_array();
  bool          ok       = channels;
  for (uint32_t c = 0; ok && c < n_channels; ++c) {
    json_t* const channel = vector_json(frames + c, n_frames, n_channels);
    ok                    = !json_array_append_new(channels, channel);
  }
  if (!ok) {
    json_decref(channels);
  }
  return ok ? channels : NULL;
}

static bool
add_self_test(json_t* const root, const RmnNetwork* const network)
{
  const RmnSelfTest* const test = &network->self_test;
  if (!test->n_frames) {
    return true;
  }

  json_t* const object = json_object();
  return add(root, "self_test", object) &&
         add(object,
             "input",
             channels_json(test->input, test->n_frames, network->n_inputs)) &&
         add(object,
             "output",
             channels_json(test->output, test->n_frames, network->n_outputs)) &&
         add(object, "tolerance", json_real((double)test->tolerance));
}

static bool
add_metadata(json_t* const root, const RmnMetadata* const m)
{
  json_t* const object = json_object();
  return add(root, "metadata", object) && add_text(object, "name", m->name) &&
         add_text(object, "author", m->author) &&
         add_text(object, "licence", m->licence) &&
         add_text(object, "description", m->description) &&
         add_text(object, "gear", m->gear) &&
         add_figure(object, "loudness_db", m->loudness_db) &&
         add_figure(object, "esr", m->esr) &&
         add_figure(object, "input_level_dbu", m->input_level_dbu) &&
         add_figure(object, "output_level_dbu", m->output_level_dbu) &&
         add_object(root, "provenance", m->provenance) &&
         add_object(root, "training", m->training);
}

static bool
fill_root(json_t* const root, const RmnNetwork* const network)
{
  const size_t n_state = rmn_network_n_state(network);

  return add_count(root, "remanence", VERSION) &&
         add(root, "rate_hz", json_real(network->rate_hz)) &&
         add(root, "in_gain_db", json_real(gain_db(network->in_gain))) &&
         add(root, "out_gain_db", json_real(gain_db(network->out_gain))) &&
         add_count(root, "skip", network->n_skip) &&
         add_metadata(root, &network->metadata) &&
         fill_channels(root, network) && fill_layers(root, network) &&
         (!network->rest ||
          add(root, "rest", vector_json(network->rest, n_state, 1U))) &&
         add_self_test(root, network);
}

/// Return the text of a network for free(), or NULL
static char*
preset_text(const RmnNetwork* const network)
{
  json_t* const root = json_object();
  char*         text = NULL;
  if (root && fill_root(root, network)) {
    // Nine digits hold a float exactly
    text = json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(9));
  }

  json_decref(root);
  return text;
}

RmnStatus
rmn_network_save(const RmnNetwork* const network,
                 const char* const       path,
                 RmnError* const         error)
{
  struct stat status;
  if (!stat(path, &status) && !S_ISREG(status.st_mode)) {
    return rmn_error_set(
      error, RMN_ERR_FILE, "is not a regular file, choose another name");
  }

  char* const text = preset_text(network);
  if (!text) {
    return rmn_error_set(error,
                         RMN_ERR_VALUE,
                         "cannot be written: a text is no UTF-8, a number is "
                         "not finite, or memory is short");
  }

  const size_t length = strlen(text);
  text[length]        = '\n';
  const int problem   = rmn_replace_file(path, text, length + 1U);
  free(text);
  return problem
           ? rmn_error_set(
               error, RMN_ERR_FILE, "cannot be written: %s", strerror(problem))
           : RMN_OK;
}
