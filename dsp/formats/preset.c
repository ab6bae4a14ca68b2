// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file preset.c Remanence's own format, which FORMAT.md describes

#include "preset.h"

#include "formats.h"
#include "network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 1 };

static const char* const keys[] = {"remanence",
                                   "rate_hz",
                                   "in_gain_db",
                                   "out_gain_db",
                                   "skip",
                                   "inputs",
                                   "outputs",
                                   "prediction",
                                   "layers",
                                   "rest",
                                   "metadata",
                                   "provenance",
                                   "training",
                                   "self_test",
                                   NULL};

static bool
detect(const RmnJson root)
{
  return rmn_json_member(root, "remanence").value;
}

static bool
read_version(const RmnJson node)
{
  uint32_t version = 0;
  return rmn_json_count(node, &version) &&
         (version == VERSION || rmn_json_fail(node,
                                              RMN_ERR_UNSUPPORTED,
                                              "version %u of the format cannot "
                                              "be read, only version %d",
                                              version,
                                              VERSION));
}

static bool
read_name(const RmnJson node, char* const name)
{
  const char* string = "";
  if (node.value && !rmn_json_string(node, &string)) {
    return false;
  }
  if (strlen(string) >= RMN_MAX_NAME) {
    return rmn_json_fail(node,
                         RMN_ERR_LIMIT,
                         "%zu bytes, at most %d can be shown",
                         strlen(string),
                         RMN_MAX_NAME - 1);
  }

  memcpy(name, string, strlen(string) + 1);
  return true;
}

static bool
read_input(const RmnJson node, RmnInput* const input)
{
  static const char* const input_keys[] = {
    "name", "default", "minimum", "maximum", "side", NULL};

  uint32_t is_side = 0;
  if (!rmn_json_count_or(rmn_json_member(node, "side"), 0U, &is_side)) {
    return false;
  }
  if (is_side) {
    *input = (RmnInput){.minimum = -1.0f, .maximum = 1.0f, .is_side = true};
  }

  return rmn_json_expect_object(node) &&
         rmn_json_expect_keys(node, input_keys) &&
         read_name(rmn_json_member(node, "name"), input->name) &&
         rmn_json_float_or(
           rmn_json_member(node, "default"), input->value, &input->value) &&
         rmn_json_float_or(
           rmn_json_member(node, "minimum"), input->minimum, &input->minimum) &&
         rmn_json_float_or(
           rmn_json_member(node, "maximum"), input->maximum, &input->maximum);
}

bool
rmn_preset_read_inputs(const RmnJson inputs, RmnNetwork* const network)
{
  const size_t n = rmn_json_length(inputs);
  if (!inputs.value) {
    return true;
  }
  if (!rmn_json_expect_array(inputs)) {
    return false;
  }
  if (n < 1 || n > RMN_MAX_INPUTS) {
    return rmn_json_fail(inputs,
                         RMN_ERR_LIMIT,
                         "%zu inputs, 1 to %d can be played",
                         n,
                         RMN_MAX_INPUTS);
  }

  network->n_inputs = (uint32_t)n;
  for (uint32_t i = 0; i < n; ++i) {
    if (!read_input(rmn_json_element(inputs, i), &network->inputs[i])) {
      return false;
    }
  }
  return true;
}

static bool
read_layers(const RmnJson layers, RmnNetwork* const network)
{
  bool ok = rmn_json_expect_array(layers);
  for (size_t l = 0; ok && l < rmn_json_length(layers); ++l) {
    ok = rmn_preset_add_layer(network, rmn_json_element(layers, l));
  }
  return ok;
}

static bool
read_output(const RmnJson node, RmnOutput* const output)
{
  static const char* const output_keys[] = {
    "name", "unit", "minimum", "maximum", "smoothing_ms", NULL};

  return rmn_json_expect_object(node) &&
         rmn_json_expect_keys(node, output_keys) &&
         read_name(rmn_json_member(node, "name"), output->name) &&
         read_name(rmn_json_member(node, "unit"), output->unit) &&
         rmn_json_float_or(rmn_json_member(node, "minimum"),
                           output->minimum,
                           &output->minimum) &&
         rmn_json_float_or(rmn_json_member(node, "maximum"),
                           output->maximum,
                           &output->maximum) &&
         rmn_json_float_or(rmn_json_member(node, "smoothing_ms"),
                           output->smoothing_ms,
                           &output->smoothing_ms);
}

static bool
read_outputs(const RmnJson outputs, RmnNetwork* const network)
{
  const RmnExtent width = {rmn_network_width(network), "layers"};
  if (!outputs.value) {
    return true;
  }

  bool ok = rmn_json_expect_length(outputs, width, "outputs");
  for (uint32_t o = 0; ok && o < width.size && o < RMN_MAX_OUTPUTS; ++o) {
    ok = read_output(rmn_json_element(outputs, o), &network->outputs[o]);
  }
  return ok;
}

static bool
read_levels(const RmnJson root, RmnNetwork* const network)
{
  return rmn_json_number_or(
           rmn_json_member(root, "rate_hz"), 0.0, &network->rate_hz) &&
         rmn_json_count_or(
           rmn_json_member(root, "skip"), 0, &network->n_skip) &&
         rmn_read_gain(rmn_json_member(root, "in_gain_db"),
                       &network->in_gain) &&
         rmn_read_gain(rmn_json_member(root, "out_gain_db"),
                       &network->out_gain);
}

static bool
read_rest(const RmnJson rest, RmnNetwork* const network)
{
  const RmnExtent state = {rmn_network_n_state(network), "layers"};
  if (!rest.value || network->rest) {
    return true;
  }
  if (!rmn_json_expect_length(rest, state, "numbers")) {
    return false;
  }

  network->rest = (float*)calloc(state.size + 1U, sizeof(float));
  return network->rest ? rmn_json_vector(rest, state, network->rest)
                       : rmn_json_fail(rest, RMN_ERR_NO_MEMORY, "no memory");
}

static bool
read_self_test(const RmnJson node, RmnNetwork* const network)
{
  static const char* const test_keys[] = {"input", "output", "tolerance", NULL};

  const RmnJson   in        = rmn_json_member(node, "input");
  const RmnJson   out       = rmn_json_member(node, "output");
  const RmnJson   audio     = rmn_json_element(in, 0);
  const RmnExtent n_in      = {network->n_inputs, "inputs"};
  const RmnExtent n_out     = {rmn_network_width(network), "layers"};
  const RmnExtent n_frames  = {rmn_json_length(audio), audio.path};
  double          tolerance = 0.0;
  if (!node.value || network->self_test.input) {
    return true;
  }

  if (!rmn_json_expect_object(node) || !rmn_json_expect_keys(node, test_keys) ||
      !rmn_json_number_or(
        rmn_json_member(node, "tolerance"), 1e-5, &tolerance) ||
      !rmn_network_add_self_test(network, n_frames.size, audio)) {
    return false;
  }

  // A channel of the file is a column of the test
  network->self_test.tolerance = (float)tolerance;
  return rmn_json_transposed(in, n_in, n_frames, network->self_test.input) &&
         rmn_json_transposed(out, n_out, n_frames, network->self_test.output);
}

/// Read a text unless there is one
static bool
read_text(const RmnJson node, char** const text)
{
  return *text || rmn_json_text(node, text);
}

/// Read a number that nothing depends on, unless there is one
static void
read_figure(const RmnJson node, double* const figure)
{
  *figure = isnan(*figure) ? rmn_json_figure(node) : *figure;
}

static bool
read_metadata(const RmnJson from, RmnMetadata* const m)
{
  read_figure(rmn_json_member(from, "loudness_db"), &m->loudness_db);
  read_figure(rmn_json_member(from, "esr"), &m->esr);
  read_figure(rmn_json_member(from, "input_level_dbu"), &m->input_level_dbu);
  read_figure(rmn_json_member(from, "output_level_dbu"), &m->output_level_dbu);
  return read_text(rmn_json_member(from, "name"), &m->name) &&
         read_text(rmn_json_member(from, "author"), &m->author) &&
         read_text(rmn_json_member(from, "licence"), &m->licence) &&
         read_text(rmn_json_member(from, "description"), &m->description) &&
         read_text(rmn_json_member(from, "gear"), &m->gear);
}

bool
rmn_preset_read_facts(const RmnJson object, RmnNetwork* const network)
{
  RmnMetadata* const metadata   = &network->metadata;
  const RmnJson      provenance = rmn_json_member(object, "provenance");
  const RmnJson      training   = rmn_json_member(object, "training");

  return read_outputs(rmn_json_member(object, "outputs"), network) &&
         rmn_preset_read_prediction(rmn_json_member(object, "prediction"),
                                    network) &&
         read_rest(rmn_json_member(object, "rest"), network) &&
         read_self_test(rmn_json_member(object, "self_test"), network) &&
         read_metadata(rmn_json_member(object, "metadata"), metadata) &&
         (metadata->provenance ||
          rmn_json_dump(provenance, &metadata->provenance)) &&
         (metadata->training || rmn_json_dump(training, &metadata->training));
}

static bool
read(const RmnJson root, RmnNetwork* const network)
{
  return read_version(rmn_json_member(root, "remanence")) &&
         rmn_json_expect_keys(root, keys) &&
         rmn_preset_read_inputs(rmn_json_member(root, "inputs"), network) &&
         read_layers(rmn_json_member(root, "layers"), network) &&
         read_levels(root, network) && rmn_preset_read_facts(root, network);
}

const RmnFormat rmn_format_preset = {
  .name   = "Remanence",
  .detect = detect,
  .read   = read,
};
