// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file nam.c Neural Amp Modeler (.nam), architecture LSTM.

   The weights are one flat list.  For each layer: rows of [input, hidden]
   columns, bias, initial hidden state, initial cell; then the head's weights
   and bias.  The gates stand in the canonical order.
*/

#include "formats.h"
#include "network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
detect(const RmnJson root)
{
  return rmn_json_member(root, "architecture").value;
}

static bool
add_lstm(RmnNetwork* const network, const RmnJson hidden, const uint32_t H)
{
  const RmnShape shape = {.type      = RMN_LSTM,
                          .n_inputs  = (uint32_t)rmn_network_width(network),
                          .n_outputs = H};
  return rmn_network_add(network, &shape, hidden.path, hidden.error);
}

static bool
add_layers(RmnNetwork* const network, const RmnJson model)
{
  const RmnJson config     = rmn_json_member(model, "config");
  const RmnJson in         = rmn_json_member(config, "in_channels");
  const RmnJson out        = rmn_json_member(config, "out_channels");
  const RmnJson hidden     = rmn_json_member(config, "hidden_size");
  uint32_t      n_layers   = 0;
  uint32_t      n_hidden   = 0;
  uint32_t      n_channels = 0;
  RmnShape      head       = {.type = RMN_DENSE};

  if (!rmn_json_count(rmn_json_member(config, "input_size"),
                      &network->n_inputs) ||
      !rmn_json_count(hidden, &n_hidden) ||
      !rmn_json_count(rmn_json_member(config, "num_layers"), &n_layers) ||
      !rmn_json_count_or(in, network->n_inputs, &n_channels) ||
      !rmn_json_count_or(out, 1, &head.n_outputs)) {
    return false;
  }
  if (n_channels != network->n_inputs) {
    return rmn_json_fail(in,
                         RMN_ERR_SHAPE,
                         "%u, %u expected (config.input_size)",
                         n_channels,
                         network->n_inputs);
  }

  for (uint32_t l = 0; l < n_layers; ++l) {
    if (!add_lstm(network, hidden, n_hidden)) {
      return false;
    }
  }

  head.n_inputs = (uint32_t)rmn_network_width(network);
  return rmn_network_add(network, &head, out.path, out.error);
}

/// The list of weights and how far it has been read
typedef struct {
  RmnJson list;
  size_t  position;
} Reader;

static bool
take(Reader* const reader, const size_t n, float* const out)
{
  const size_t first = reader->position;
  reader->position += n;
  return rmn_json_slice(reader->list, first, n, out);
}

static bool
read_lstm(Reader* const reader, RmnLayer* const layer)
{
  const size_t H      = layer->shape.n_outputs;
  const size_t n_in   = layer->shape.n_inputs;
  const size_t n_rows = 4 * H;
  bool         ok     = true;

  for (size_t r = 0; ok && r < n_rows; ++r) {
    ok = take(reader, n_in, layer->W + r * n_in) &&
         take(reader, H, layer->U + r * H);
  }
  return ok && take(reader, n_rows, layer->b) && take(reader, H, layer->h0) &&
         take(reader, H, layer->c0);
}

/// What the network has room for: every weight, bias and initial state
static size_t
n_expected(const RmnNetwork* const network)
{
  return rmn_network_n_weights(network) + rmn_network_n_state(network);
}

static bool
read_weights(const RmnJson weights, RmnNetwork* const network)
{
  const RmnExtent extent = {n_expected(network), "config"};
  if (!rmn_json_expect_length(weights, extent, "numbers")) {
    return false;
  }

  Reader          reader = {.list = weights};
  const uint32_t  n_lstm = network->n_layers - 1;
  RmnLayer* const head   = &network->layers[n_lstm];
  for (uint32_t l = 0; l < n_lstm; ++l) {
    if (!read_lstm(&reader, &network->layers[l])) {
      return false;
    }
  }
  return take(&reader,
              (size_t)head->shape.n_outputs * head->shape.n_inputs,
              head->W) &&
         take(&reader, head->shape.n_outputs, head->b);
}

/// Copy two strings with a blank between; either may be missing
static bool
read_pair(const RmnJson first, const RmnJson second, char** const pair)
{
  const char* const a = json_string_value(first.value);
  const char* const b = json_string_value(second.value);
  if (!a || !b) {
    return rmn_json_text(a ? first : second, pair);
  }

  const size_t size = strlen(a) + strlen(b) + 2U;

  *pair = (char*)malloc(size);
  if (!*pair) {
    return rmn_json_fail(first, RMN_ERR_NO_MEMORY, "no memory");
  }
  snprintf(*pair, size, "%s %s", a, b);
  return true;
}

static bool
read_metadata(const RmnJson from, RmnMetadata* const metadata)
{
  const RmnJson training = rmn_json_member(from, "training");

  metadata->loudness_db = rmn_json_figure(rmn_json_member(from, "loudness"));
  metadata->esr = rmn_json_figure(rmn_json_member(training, "validation_esr"));
  metadata->input_level_dbu =
    rmn_json_figure(rmn_json_member(from, "input_level_dbu"));
  metadata->output_level_dbu =
    rmn_json_figure(rmn_json_member(from, "output_level_dbu"));
  return rmn_json_text(rmn_json_member(from, "name"), &metadata->name) &&
         rmn_json_text(rmn_json_member(from, "modeled_by"),
                       &metadata->author) &&
         read_pair(rmn_json_member(from, "tone_type"),
                   rmn_json_member(from, "gear_type"),
                   &metadata->description) &&
         read_pair(rmn_json_member(from, "gear_make"),
                   rmn_json_member(from, "gear_model"),
                   &metadata->gear) &&
         rmn_json_dump(training, &metadata->training);
}

static bool
is_architecture(const RmnJson model, const char* const name)
{
  const RmnJson     architecture = rmn_json_member(model, "architecture");
  const char* const string       = json_string_value(architecture.value);
  return string && !strcmp(string, name);
}

static bool
fail_architecture(const RmnJson model)
{
  const RmnJson architecture = rmn_json_member(model, "architecture");
  const char*   name         = NULL;
  return rmn_json_string(architecture, &name) &&
         rmn_json_fail(architecture,
                       RMN_ERR_UNSUPPORTED,
                       "\"%.32s\" is not a recurrent network and cannot be "
                       "played; a NAM model of architecture LSTM can be loaded "
                       "instead",
                       name);
}

/// Return the LSTM among the submodels that a container uses at full size
static RmnJson
choose_submodel(const RmnJson container)
{
  const RmnJson submodels =
    rmn_json_member(rmn_json_member(container, "config"), "submodels");
  RmnJson chosen   = container;
  double  greatest = -HUGE_VAL;

  for (size_t s = 0; s < rmn_json_length(submodels); ++s) {
    const RmnJson submodel = rmn_json_element(submodels, s);
    const RmnJson model    = rmn_json_member(submodel, "model");
    const double  value =
      rmn_json_figure(rmn_json_member(submodel, "max_value"));
    if (is_architecture(model, "LSTM") && value > greatest) {
      chosen   = model;
      greatest = value;
    }
  }
  return chosen;
}

static bool
read(const RmnJson root, RmnNetwork* const network)
{
  const bool    is_container = is_architecture(root, "SlimmableContainer");
  const RmnJson model        = is_container ? choose_submodel(root) : root;
  const RmnJson own          = rmn_json_member(model, "metadata");
  const RmnJson metadata = own.value ? own : rmn_json_member(root, "metadata");

  if (!is_architecture(model, "LSTM")) {
    return fail_architecture(model);
  }
  return rmn_read_rate(
           rmn_json_member(model, "sample_rate"), 48000.0, network) &&
         add_layers(network, model) &&
         read_weights(rmn_json_member(model, "weights"), network) &&
         read_metadata(metadata, &network->metadata) &&
         rmn_supplement_read(rmn_json_member(metadata, "remanence"), network);
}

const RmnFormat rmn_format_nam = {
  .name   = "Neural Amp Modeler",
  .detect = detect,
  .read   = read,
};
