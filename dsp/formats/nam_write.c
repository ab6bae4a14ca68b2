// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file nam_write.c Writing Neural Amp Modeler's LSTM, as nam.c reads it

#include "json_write.h"
#include "network.h"
#include "write.h"

static const char title[] = "NAM";

enum {
  SEEN = RMN_HAS_NAME | RMN_HAS_AUTHOR | RMN_HAS_GEAR | RMN_HAS_LOUDNESS |
         RMN_HAS_INPUT_LEVEL | RMN_HAS_OUTPUT_LEVEL | RMN_HAS_TRAINING |
         RMN_HAS_START,
};

static bool
check_inputs(const RmnNetwork* const network, RmnError* const error)
{
  return network->n_inputs == 1U ||
         !rmn_error_set(error,
                        RMN_ERR_UNSUPPORTED,
                        "%s has no knobs, and this network has %u",
                        title,
                        network->n_inputs - 1U);
}

static bool
check(const RmnNetwork* const network, RmnError* const error)
{
  const RmnShape* const cell = &network->layers[0].shape;
  if (cell->type == RMN_GRU || cell->type == RMN_RNN) {
    return !rmn_error_set(error,
                          RMN_ERR_UNSUPPORTED,
                          "%s has no %s, only LSTM, of what is recurrent",
                          title,
                          cell->type == RMN_GRU ? "GRU" : "simple RNN");
  }
  if (network->n_skip) {
    return !rmn_error_set(error,
                          RMN_ERR_UNSUPPORTED,
                          "%s has no skip connection, and this network adds "
                          "the audio to its output",
                          title);
  }
  return check_inputs(network, error) &&
         rmn_refuse_other_stacks(network, title, error) &&
         rmn_refuse_gains(network, title, error);
}

/// Append rows of [input, hidden] columns, bias, and the initial state
static bool
append_lstm(json_t* const list, const RmnLayer* const layer)
{
  const size_t H      = layer->shape.n_outputs;
  const size_t n_in   = layer->shape.n_inputs;
  const size_t n_rows = 4U * H;
  bool         ok     = true;
  for (size_t r = 0; ok && r < n_rows; ++r) {
    ok = rmn_json_append_numbers(list, layer->W + r * n_in, n_in) &&
         rmn_json_append_numbers(list, layer->U + r * H, H);
  }
  return ok && rmn_json_append_numbers(list, layer->b, n_rows) &&
         rmn_json_append_numbers(list, layer->h0, H) &&
         rmn_json_append_numbers(list, layer->c0, H);
}

static bool
add_weights(json_t* const root, const RmnNetwork* const network)
{
  const uint32_t        n_lstm = network->n_layers - 1U;
  const RmnLayer* const head   = &network->layers[n_lstm];
  const size_t          n_out  = head->shape.n_outputs;
  json_t* const         list   = json_array();
  bool                  ok     = rmn_json_add(root, "weights", list);
  for (uint32_t l = 0; ok && l < n_lstm; ++l) {
    ok = append_lstm(list, &network->layers[l]);
  }
  return ok &&
         rmn_json_append_numbers(list, head->W, n_out * head->shape.n_inputs) &&
         rmn_json_append_numbers(list, head->b, n_out);
}

static bool
add_config(json_t* const root, const RmnNetwork* const network)
{
  const uint32_t n_hidden = network->layers[0].shape.n_outputs;
  json_t* const  config   = json_object();
  return rmn_json_add(root, "config", config) &&
         rmn_json_add_count(config, "input_size", network->n_inputs) &&
         rmn_json_add_count(config, "hidden_size", n_hidden) &&
         rmn_json_add_count(config, "num_layers", network->n_layers - 1U) &&
         (network->n_outputs == 1U ||
          rmn_json_add_count(config, "out_channels", network->n_outputs));
}

static bool
add_metadata(json_t* const root, const RmnNetwork* const network)
{
  const RmnMetadata* const m      = &network->metadata;
  json_t* const            object = json_object();
  return rmn_json_add(root, "metadata", object) &&
         rmn_json_add_text(object, "name", m->name) &&
         rmn_json_add_text(object, "modeled_by", m->author) &&
         rmn_json_add_text(object, "gear_model", m->gear) &&
         rmn_json_add_figure(object, "loudness", m->loudness_db) &&
         rmn_json_add_figure(object, "input_level_dbu", m->input_level_dbu) &&
         rmn_json_add_figure(object, "output_level_dbu", m->output_level_dbu) &&
         rmn_json_add_object(object, "training", m->training) &&
         rmn_json_add(object, "remanence", rmn_supplement_new(network, SEEN));
}

static char*
print(const RmnNetwork* const network, size_t* const size)
{
  json_t* const root = json_object();
  const bool    ok   = rmn_json_add_text(root, "version", "0.5.4") &&
                  rmn_json_add_text(root, "architecture", "LSTM") &&
                  add_config(root, network) && add_metadata(root, network) &&
                  rmn_json_add_rate(root, "sample_rate", network->rate_hz) &&
                  add_weights(root, network);
  return rmn_json_print(root, ok, size);
}

const RmnWriter rmn_nam_writer = {
  .name  = "nam",
  .title = title,
  .seen  = SEEN,
  .check = check,
  .print = print,
};
