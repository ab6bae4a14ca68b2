// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file torch_dict.c The layers of a PyTorch state dict.

   Keys may have any prefix: `rec.`, `lstm.`, `layers.block_1.rec.`.  Matrices
   and gates stand in the canonical order.
*/

#include "formats.h"
#include "network.h"
#include "torch.h"

#include <stdio.h>
#include <string.h>

/// Return true if a key is `name` after any prefix
static bool
is_named(const char* const key, const char* const name)
{
  const size_t n      = strlen(key);
  const size_t n_name = strlen(name);
  return n >= n_name && !strcmp(key + n - n_name, name) &&
         (n == n_name || key[n - n_name - 1] == '.');
}

bool
rmn_torch_is_recurrent(const char* const key)
{
  return is_named(key, "weight_ih_l0");
}

static bool
is_linear(const char* const key)
{
  return is_named(key, "weight");
}

/**
   Return another array of a module.

   @param module The key of any array of the module, for its prefix.
   @param layer The number of the layer, or "".
*/
static RmnJson
find_array(const RmnTorch* const torch,
           const char* const     module,
           const char* const     name,
           const char* const     layer)
{
  const char* const dot      = strrchr(module, '.');
  const int         n_prefix = dot ? (int)(dot + 1 - module) : 0;
  char              key[2 * RMN_MAX_PATH];
  snprintf(key, sizeof(key), "%.*s%s%s", n_prefix, module, name, layer);
  return rmn_json_member(torch->dict, key);
}

/// Return the channels that a new layer takes; the first layer decides
static bool
read_width(const RmnTorch* const torch,
           const RmnJson         weight,
           RmnExtent* const      extent)
{
  RmnNetwork* const network = torch->network;
  const RmnJson     size    = rmn_json_member(torch->config, "input_size");
  const size_t      n_given = rmn_json_length(rmn_json_element(weight, 0));

  if (!network->n_layers &&
      !rmn_json_count_or(size, (uint32_t)n_given, &network->n_inputs)) {
    return false;
  }

  extent->size   = rmn_network_width(network);
  extent->source = network->n_layers ? "the layer before" : "input_size";
  return true;
}

/// Tell the type of a cell by its name, or by the rows that a unit has
static bool
read_type(const RmnTorch* const torch,
          const RmnJson         weight_hh,
          const size_t          n_hidden,
          RmnLayerType* const   type)
{
  static const char* const  names[] = {"LSTM", "GRU", "RNN"};
  static const RmnLayerType types[] = {RMN_LSTM, RMN_GRU, RMN_RNN};

  const RmnJson unit   = rmn_json_member(torch->config, "unit_type");
  const RmnJson block  = rmn_json_member(torch->config, "block_type");
  const size_t  n_rows = rmn_json_length(weight_hh);
  uint32_t      index  = 0;
  if (unit.value || block.value) {
    const bool ok =
      rmn_json_choice(unit.value ? unit : block, names, 3, &index);
    *type = types[index];
    return ok;
  }

  for (uint32_t t = 0; t < 3; ++t) {
    const RmnShape shape = {.type = types[t]};
    if (n_rows == rmn_shape_n_gates(&shape) * n_hidden) {
      *type = types[t];
      return true;
    }
  }
  return rmn_json_fail(weight_hh,
                       RMN_ERR_SHAPE,
                       "%zu rows of %zu numbers, but a unit has 4 rows in a "
                       "LSTM, 3 in a GRU and 1 in a RNN",
                       n_rows,
                       n_hidden);
}

static bool
read_biases(const RmnJson   input,
            const RmnJson   recurrent,
            const RmnExtent rows,
            RmnLayer* const layer)
{
  float bias[4 * RMN_MAX_WIDTH];
  if (!input.value && !recurrent.value) {
    return true;
  }
  if (!rmn_json_vector(input, rows, layer->b) ||
      !rmn_json_vector(recurrent, rows, bias)) {
    return false;
  }

  rmn_layer_add_recurrent_bias(layer, bias);
  return true;
}

static bool
add_cell(const RmnTorch* const torch,
         const char* const     module,
         const char* const     l)
{
  const RmnJson W       = find_array(torch, module, "weight_ih_l", l);
  const RmnJson U       = find_array(torch, module, "weight_hh_l", l);
  const RmnJson hidden  = rmn_json_member(torch->config, "hidden_size");
  const size_t  n_given = rmn_json_length(rmn_json_element(U, 0));
  RmnExtent     in      = {0, NULL};
  RmnShape      shape   = {.type = RMN_LSTM};

  if (!rmn_json_expect_array(W) || !rmn_json_expect_array(U) ||
      !read_width(torch, W, &in) ||
      !rmn_json_count_or(hidden, (uint32_t)n_given, &shape.n_outputs) ||
      !read_type(torch, U, shape.n_outputs, &shape.type)) {
    return false;
  }

  shape.n_inputs   = (uint32_t)in.size;
  shape.activation = shape.type == RMN_RNN ? RMN_TANH : RMN_LINEAR;

  RmnLayer* const layer =
    rmn_network_add(torch->network, &shape, W.path, W.error);
  if (!layer) {
    return false;
  }

  const char* const source = hidden.value ? hidden.path : U.path;
  const size_t      H      = shape.n_outputs;
  const RmnExtent   rows   = {rmn_shape_n_gates(&shape) * H, source};
  const RmnExtent   units  = {H, source};
  return rmn_json_matrix(W, rows, in, layer->W) &&
         rmn_json_matrix(U, rows, units, layer->U) &&
         read_biases(find_array(torch, module, "bias_ih_l", l),
                     find_array(torch, module, "bias_hh_l", l),
                     rows,
                     layer);
}

/// Add every layer of a recurrent module
static bool
add_recurrent(const RmnTorch* const torch, const char* const module)
{
  const RmnJson reverse = find_array(torch, module, "weight_ih_l", "0_reverse");
  if (reverse.value) {
    return rmn_json_fail(reverse,
                         RMN_ERR_UNSUPPORTED,
                         "a bidirectional network hears the future, so it "
                         "cannot be played");
  }

  char number[16] = "0";
  for (uint32_t l = 0; find_array(torch, module, "weight_ih_l", number).value;
       snprintf(number, sizeof(number), "%u", ++l)) {
    if (!add_cell(torch, module, number)) {
      return false;
    }
  }
  return true;
}

static bool
add_linear(const RmnTorch* const torch, const char* const key)
{
  const RmnJson weight  = rmn_json_member(torch->dict, key);
  const RmnJson bias    = find_array(torch, key, "bias", "");
  const RmnJson size    = rmn_json_member(torch->config, "output_size");
  const RmnJson row     = rmn_json_element(weight, 0);
  const size_t  n_given = rmn_json_length(weight);
  RmnExtent     in      = {0, NULL};
  RmnShape      shape   = {.type = RMN_DENSE};

  if (!json_is_array(row.value) || rmn_json_element(row, 0).value == NULL ||
      json_is_array(rmn_json_element(row, 0).value)) {
    return rmn_json_fail(weight,
                         RMN_ERR_UNSUPPORTED,
                         "this is no matrix; only recurrent and linear layers "
                         "of PyTorch can be played");
  }
  if (!read_width(torch, weight, &in) ||
      !rmn_json_count_or(size, (uint32_t)n_given, &shape.n_outputs)) {
    return false;
  }

  shape.n_inputs = (uint32_t)in.size;
  RmnLayer* const layer =
    rmn_network_add(torch->network, &shape, weight.path, weight.error);
  const RmnExtent out = {shape.n_outputs, size.value ? size.path : weight.path};
  return layer && rmn_json_matrix(weight, out, in, layer->W) &&
         (!bias.value || rmn_json_vector(bias, out, layer->b));
}

bool
rmn_torch_add_modules(const RmnTorch* const torch,
                      const bool            with_recurrent,
                      const bool            with_linear)
{
  const char* key   = NULL;
  json_t*     value = NULL;
  bool        ok    = true;

  json_object_foreach (torch->dict.value, key, value) {
    if (with_recurrent && rmn_torch_is_recurrent(key)) {
      ok = add_recurrent(torch, key);
    } else if (with_linear && is_linear(key)) {
      ok = add_linear(torch, key);
    }
    if (!ok) {
      break;
    }
  }
  return ok;
}
