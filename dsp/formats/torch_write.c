// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file torch_write.c Writing what GuitarML's players read.

   The state dict of a recurrent module and a linear one, whose gates and
   matrices stand in the canonical order.
*/

#include "json_write.h"
#include "network.h"
#include "write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char title[] = "GuitarML";

static bool
check_cell(const RmnShape* const s, RmnError* const error)
{
  const bool        is_tanh = s->type != RMN_RNN || s->activation == RMN_TANH;
  const char* const lack    = !is_tanh ? "RNN without tanh"
                              : s->reset == RMN_RESET_BEFORE
                                ? "GRU with the reset gate before the product"
                                : NULL;
  return !lack || !rmn_error_set(error,
                                 RMN_ERR_UNSUPPORTED,
                                 "%s has no %s, which this network has",
                                 title,
                                 lack);
}

static bool
check(const RmnNetwork* const network, RmnError* const error)
{
  return rmn_refuse_other_stacks(network, title, error) &&
         check_cell(&network->layers[0].shape, error) &&
         rmn_refuse_gains(network, title, error) &&
         rmn_refuse_half_a_skip(network, title, error) &&
         rmn_refuse_ranges(network, title, error);
}

/// Write the key of an array of recurrent layer `l`
static const char*
name_array(char name[32], const char* const array, const uint32_t l)
{
  snprintf(name, 32, "rec.%s_l%u", array, l);
  return name;
}

/// Add a bias of the input, and one of the state that is 0 but for a GRU's
/// candidate
static bool
add_biases(json_t* const dict, const RmnLayer* const layer, const uint32_t l)
{
  const size_t H      = layer->shape.n_outputs;
  const size_t n_rows = rmn_shape_n_gates(&layer->shape) * H;
  float        recurrent[4 * RMN_MAX_WIDTH] = {0.0f};
  char         name[32];
  if (layer->b_u) {
    memcpy(recurrent + n_rows - H, layer->b_u, H * sizeof(float));
  }
  return rmn_json_add(dict,
                      name_array(name, "bias_ih", l),
                      rmn_json_new_vector(layer->b, n_rows)) &&
         rmn_json_add(dict,
                      name_array(name, "bias_hh", l),
                      rmn_json_new_vector(recurrent, n_rows));
}

static bool
add_cell(json_t* const dict, const RmnLayer* const layer, const uint32_t l)
{
  const RmnShape* const s      = &layer->shape;
  const size_t          H      = s->n_outputs;
  const size_t          n_rows = rmn_shape_n_gates(s) * H;
  char                  name[32];
  return rmn_json_add(dict,
                      name_array(name, "weight_ih", l),
                      rmn_json_new_matrix(layer->W, n_rows, s->n_inputs)) &&
         rmn_json_add(dict,
                      name_array(name, "weight_hh", l),
                      rmn_json_new_matrix(layer->U, n_rows, H)) &&
         add_biases(dict, layer, l);
}

static bool
add_weights(json_t* const root, const RmnNetwork* const network)
{
  const uint32_t        n_cells = network->n_layers - 1U;
  const RmnLayer* const head    = &network->layers[n_cells];
  const RmnShape* const s       = &head->shape;
  json_t* const         dict    = json_object();
  bool                  ok      = rmn_json_add(root, "state_dict", dict);
  for (uint32_t l = 0; ok && l < n_cells; ++l) {
    ok = add_cell(dict, &network->layers[l], l);
  }
  return ok &&
         rmn_json_add(
           dict,
           "lin.weight",
           rmn_json_new_matrix(head->W, s->n_outputs, s->n_inputs)) &&
         rmn_json_add(
           dict, "lin.bias", rmn_json_new_vector(head->b, s->n_outputs));
}

static const char*
unit_type(const RmnLayerType type)
{
  return type == RMN_LSTM ? "LSTM" : type == RMN_GRU ? "GRU" : "RNN";
}

static bool
add_model_data(json_t* const root, const RmnNetwork* const network)
{
  const RmnShape* const cell = &network->layers[0].shape;
  json_t* const         data = json_object();
  return rmn_json_add(root, "model_data", data) &&
         rmn_json_add_text(data, "model", "SimpleRNN") &&
         rmn_json_add_count(data, "input_size", network->n_inputs) &&
         rmn_json_add_count(data, "skip", network->n_skip ? 1U : 0U) &&
         rmn_json_add_count(data, "output_size", network->n_outputs) &&
         rmn_json_add_text(data, "unit_type", unit_type(cell->type)) &&
         rmn_json_add_count(data, "num_layers", network->n_layers - 1U) &&
         rmn_json_add_count(data, "hidden_size", cell->n_outputs) &&
         rmn_json_add(data, "bias_fl", json_true()) &&
         rmn_json_add_rate(data, "sample_rate", network->rate_hz);
}

static bool
add_metadata(json_t* const root, const RmnNetwork* const network)
{
  json_t* const object = json_object();
  return rmn_json_add(root, "metadata", object) &&
         rmn_json_add(object, "remanence", rmn_supplement_new(network, 0U));
}

static char*
print(const RmnNetwork* const network, size_t* const size)
{
  json_t* const root = json_object();
  const bool    ok   = add_model_data(root, network) &&
                  add_metadata(root, network) && add_weights(root, network);
  return rmn_json_print(root, ok, size);
}

const RmnWriter rmn_torch_writer = {
  .name  = "guitarml",
  .title = title,
  .seen  = 0U,
  .check = check,
  .print = print,
};
