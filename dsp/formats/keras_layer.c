// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file keras_layer.c One element of `layers` in a Keras-style file

#include "formats.h"
#include "keras.h"
#include "network.h"

#include <string.h>

bool
rmn_keras_read_shape(const RmnJson shape, uint32_t* const n_channels)
{
  const size_t n = rmn_json_length(shape);
  return rmn_json_expect_array(shape) &&
         rmn_json_count(rmn_json_element(shape, n ? n - 1 : 0), n_channels);
}

/// Read a number that may stand alone or in an array of one dimension
static bool
read_size(const RmnJson node, uint32_t* const size)
{
  return rmn_json_count_or(
    json_is_array(node.value) ? rmn_json_element(node, 0) : node, 1, size);
}

static bool
read_conv1d_shape(const RmnJson json, RmnShape* const shape)
{
  return read_size(rmn_json_member(json, "kernel_size"), &shape->kernel_size) &&
         read_size(rmn_json_member(json, "dilation"), &shape->dilation) &&
         read_size(rmn_json_member(json, "groups"), &shape->n_groups);
}

/// Read a function of a cell; the usual one if it is missing or empty
static bool
read_function(const RmnJson       node,
              const RmnActivation usual,
              RmnFunction* const  f)
{
  const char* const string     = json_string_value(node.value);
  RmnActivation     activation = RMN_LINEAR;
  if (string && !strcmp(string, "hard_sigmoid")) {
    return rmn_json_fail(node,
                         RMN_ERR_UNSUPPORTED,
                         "\"hard_sigmoid\" is one function in Keras 2 and "
                         "another in Keras 3: export the model as ONNX, which "
                         "says what it is");
  }
  if (!rmn_read_activation(node, &activation)) {
    return false;
  }

  if (string && string[0] && activation == RMN_LINEAR) {
    *f = (RmnFunction){.activation = RMN_AFFINE, .alpha = 1.0f};
  } else if (activation != usual) {
    *f = (RmnFunction){.activation = activation};
  }
  return true;
}

/// Read what Keras calls activation, of candidate and cell, and recurrent
/// activation, of gates
static bool
read_functions(const RmnJson layer, RmnShape* const shape)
{
  const RmnJson      activation = rmn_json_member(layer, "activation");
  const RmnJson      recurrent = rmn_json_member(layer, "recurrent_activation");
  RmnFunction* const functions = shape->functions;
  const bool         is_lstm   = shape->type == RMN_LSTM;

  return read_function(activation, RMN_TANH, &functions[RMN_OF_CANDIDATE]) &&
         (!is_lstm ||
          read_function(activation, RMN_TANH, &functions[RMN_OF_CELL])) &&
         read_function(recurrent, RMN_SIGMOID, &functions[RMN_OF_GATES]);
}

static bool
read_layer_shape(const RmnKerasSource* const source, RmnShape* const shape)
{
  const RmnJson activation = rmn_json_member(source->json, "activation");
  const RmnJson bias       = rmn_json_element(source->weights, 2);
  switch (shape->type) {
  case RMN_CONV1D:
    return rmn_read_activation(activation, &shape->activation) &&
           read_conv1d_shape(source->json, shape);
  case RMN_GRU:
    // Keras writes one bias with reset_after=False, else two
    shape->reset = json_is_array(json_array_get(bias.value, 0))
                     ? RMN_RESET_AFTER
                     : RMN_RESET_BEFORE;
    return read_functions(source->json, shape);
  case RMN_LSTM:
    return read_functions(source->json, shape);
  default:
    return rmn_read_activation(activation, &shape->activation);
  }
}

/// Read `type`; NULL with no error for a left-over that does nothing
static bool
read_kind(const RmnJson layer, const RmnKerasKind** const kind)
{
  const RmnJson type = rmn_json_member(layer, "type");
  const char*   name = NULL;
  if (!rmn_json_expect_object(layer) || !rmn_json_string(type, &name)) {
    return false;
  }

  *kind = rmn_keras_kind(name);
  return *kind || !strcmp(name, "unknown") ||
         rmn_json_fail(type,
                       RMN_ERR_UNSUPPORTED,
                       "\"%.32s\" cannot be played; dense, lstm, gru, conv1d, "
                       "batchnorm, prelu and activation layers can",
                       name);
}

static bool
check_n_arrays(const RmnKerasKind* const kind, const RmnJson weights)
{
  const size_t n = rmn_json_length(weights);
  if (!kind->max_arrays) {
    return true;
  }
  if (!rmn_json_expect_array(weights)) {
    return false;
  }

  const bool is_few = n < kind->min_arrays;
  return (!is_few && n <= kind->max_arrays) ||
         rmn_json_fail(weights,
                       RMN_ERR_SHAPE,
                       "%zu arrays, at %s %u expected in a %s layer",
                       n,
                       is_few ? "least" : "most",
                       is_few ? kind->min_arrays : kind->max_arrays,
                       kind->name);
}

/// Append the activation that Keras applies after a batchnorm or prelu
static bool
add_activation(RmnNetwork* const network, RmnShape shape, const RmnJson layer)
{
  shape.type = RMN_ACTIVATION;
  return rmn_network_add(network, &shape, layer.path, layer.error);
}

bool
rmn_keras_add_layer(RmnNetwork* const network,
                    const RmnJson     layer,
                    const char* const source_of_width)
{
  const RmnJson       shape_node = rmn_json_member(layer, "shape");
  const RmnKerasKind* kind       = NULL;
  uint32_t            n_outputs  = 0;
  if (!read_kind(layer, &kind)) {
    return false;
  }
  if (!kind) {
    return true;
  }
  if (!rmn_keras_read_shape(shape_node, &n_outputs)) {
    return false;
  }

  const RmnKerasSource source = {
    .json    = layer,
    .weights = rmn_json_member(layer, "weights"),
    .in      = {rmn_network_width(network), source_of_width},
    .out     = {n_outputs, shape_node.path},
  };
  RmnShape shape = {.type      = kind->type,
                    .n_inputs  = (uint32_t)source.in.size,
                    .n_outputs = n_outputs};
  if (!check_n_arrays(kind, source.weights) ||
      !read_layer_shape(&source, &shape)) {
    return false;
  }

  const bool is_apart = kind->type == RMN_BATCHNORM || kind->type == RMN_PRELU;
  RmnShape   own      = shape;
  own.activation      = is_apart ? RMN_LINEAR : shape.activation;

  RmnLayer* const added =
    rmn_network_add(network, &own, layer.path, layer.error);
  if (!added || (kind->read && !kind->read(&source, added))) {
    return false;
  }
  return own.activation == shape.activation ||
         add_activation(network, shape, layer);
}
