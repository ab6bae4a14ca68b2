// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file preset_layer.c One element of `layers` in Remanence's own format

#include "formats.h"
#include "network.h"
#include "preset.h"

#include <string.h>

const char* const rmn_preset_peepholes[3]  = {"none", "diagonal", "full"};
const char* const rmn_preset_resets[2]     = {"after", "before"};
const char* const rmn_preset_directions[2] = {"forward", "backward"};
const char* const rmn_preset_places[2]     = {"after", "beside"};

const char* const rmn_preset_functions[RMN_N_CELL_FUNCTIONS] = {
  "gate_activation",
  "candidate_activation",
  "cell_activation"};

static const char* const keys[RMN_N_LAYER_TYPES][16] = {
  [RMN_DENSE]      = {"type", "units", "activation", "period", "W", "b"},
  [RMN_RNN]        = {"type",
                      "units",
                      "activation",
                      "clip",
                      "direction",
                      "place",
                      "period",
                      "W",
                      "U",
                      "b",
                      "h0"},
  [RMN_LSTM]       = {"type",
                      "units",
                      "peephole",
                      "gate_activation",
                      "candidate_activation",
                      "cell_activation",
                      "clip",
                      "direction",
                      "place",
                      "period",
                      "W",
                      "U",
                      "b",
                      "P",
                      "h0",
                      "c0"},
  [RMN_GRU]        = {"type",
                      "units",
                      "reset",
                      "gate_activation",
                      "candidate_activation",
                      "clip",
                      "direction",
                      "place",
                      "period",
                      "W",
                      "U",
                      "b",
                      "b_u",
                      "h0"},
  [RMN_CONV1D]     = {"type",
                      "units",
                      "activation",
                      "kernel_size",
                      "dilation",
                      "groups",
                      "period",
                      "W",
                      "b"},
  [RMN_ACTIVATION] = {"type", "units", "activation", "period"},
  [RMN_PRELU]      = {"type", "units", "period", "W"},
  [RMN_BATCHNORM]  = {"type", "units", "period", "W", "b"},
};

static bool
read_type(const RmnJson type, RmnShape* const shape)
{
  const char* names[RMN_N_LAYER_TYPES];
  uint32_t    index = 0;
  for (uint32_t t = 0; t < RMN_N_LAYER_TYPES; ++t) {
    names[t] = rmn_layer_type_name((RmnLayerType)t);
  }
  if (!rmn_json_choice(type, names, RMN_N_LAYER_TYPES, &index)) {
    return false;
  }

  shape->type = (RmnLayerType)index;
  return true;
}

/// Read a choice, the first one if it is missing
static bool
read_option(const RmnJson            layer,
            const char* const        key,
            const char* const* const names,
            const uint32_t           n_names,
            uint32_t* const          index)
{
  const RmnJson node = rmn_json_member(layer, key);

  *index = 0;
  return !node.value || rmn_json_choice(node, names, n_names, index);
}

/// Read a parameter, which is there if the activation has that many
static bool
read_parameter(const RmnJson     function,
               const char* const key,
               const bool        is_there,
               float* const      parameter)
{
  const RmnJson node   = rmn_json_member(function, key);
  double        number = 0.0;
  if (!is_there) {
    return !node.value ||
           rmn_json_fail(node,
                         RMN_ERR_UNSUPPORTED,
                         "this activation has no such parameter");
  }
  if (!rmn_json_number(node, &number)) {
    return false;
  }

  *parameter = (float)number;
  return true;
}

/// Read the name of an activation, or an object of that and its parameters; a
/// missing one stays as it is
static bool
read_function(const RmnJson node, RmnFunction* const f)
{
  static const char* const known[] = {"name", "alpha", "beta", NULL};
  const char*              names[RMN_N_ACTIVATIONS];
  uint32_t                 index = 0;
  if (!node.value) {
    return true;
  }

  const bool    is_object = json_is_object(node.value);
  const RmnJson name      = is_object ? rmn_json_member(node, "name") : node;
  for (uint32_t a = 0; a < RMN_N_ACTIVATIONS; ++a) {
    names[a] = rmn_activation_name((RmnActivation)a);
  }
  if ((is_object && !rmn_json_expect_keys(node, known)) ||
      !rmn_json_choice(name, names, RMN_N_ACTIVATIONS, &index)) {
    return false;
  }

  f->activation    = (RmnActivation)index;
  const uint32_t n = rmn_activation_n_parameters(f->activation);
  if (n && !is_object) {
    return rmn_json_fail(node,
                         RMN_ERR_MISSING,
                         "%s has parameters: write {\"name\": \"%s\", "
                         "\"alpha\": ...}",
                         names[index],
                         names[index]);
  }
  return !is_object || (read_parameter(node, "alpha", n > 0U, &f->alpha) &&
                        read_parameter(node, "beta", n > 1U, &f->beta));
}

/// Read the functions of a layer, and the bounds of what they act on
static bool
read_functions(const RmnJson layer, RmnShape* const s)
{
  RmnFunction own = {.activation = s->type == RMN_RNN ? RMN_TANH : RMN_LINEAR};
  bool        ok  = read_function(rmn_json_member(layer, "activation"), &own);
  for (uint32_t i = 0; ok && i < rmn_shape_n_functions(s); ++i) {
    const RmnJson     node  = rmn_json_member(layer, rmn_preset_functions[i]);
    const RmnFunction usual = rmn_shape_function(s, (RmnCellFunction)i);
    RmnFunction       f     = usual;

    ok = read_function(node, &f);
    if (ok && f.activation == RMN_LINEAR) { // Which is the usual one there
      f = (RmnFunction){.activation = RMN_AFFINE, .alpha = 1.0f};
    }
    if (f.activation != usual.activation) {
      s->functions[i] = f;
    }
  }

  s->activation = own.activation;
  s->alpha      = own.alpha;
  s->beta       = own.beta;
  return ok && rmn_json_float_or(rmn_json_member(layer, "clip"), 0, &s->clip);
}

static bool
read_options(const RmnJson layer, RmnShape* const shape)
{
  uint32_t peephole  = 0;
  uint32_t reset     = 0;
  uint32_t direction = 0;
  uint32_t place     = 0;
  if (!read_functions(layer, shape) ||
      !read_option(layer, "peephole", rmn_preset_peepholes, 3, &peephole) ||
      !read_option(layer, "reset", rmn_preset_resets, 2, &reset) ||
      !read_option(layer, "direction", rmn_preset_directions, 2, &direction) ||
      !read_option(layer, "place", rmn_preset_places, 2, &place)) {
    return false;
  }

  shape->peephole  = (RmnPeephole)peephole;
  shape->reset     = (RmnReset)reset;
  shape->direction = (RmnDirection)direction;
  shape->place     = (RmnPlacement)place;
  return true;
}

static bool
read_sizes(const RmnJson           layer,
           const RmnNetwork* const network,
           RmnShape* const         shape)
{
  const RmnJson  units     = rmn_json_member(layer, "units");
  const uint32_t n         = network->n_layers;
  const bool     is_beside = n && shape->place == RMN_BESIDE;

  shape->n_inputs = is_beside ? network->layers[n - 1U].shape.n_inputs
                              : (uint32_t)rmn_network_width(network);
  return rmn_json_count_or(units, shape->n_inputs, &shape->n_outputs) &&
         rmn_json_count_or(
           rmn_json_member(layer, "period"), 1, &shape->period) &&
         (shape->type != RMN_CONV1D ||
          (rmn_json_count_or(
             rmn_json_member(layer, "kernel_size"), 1, &shape->kernel_size) &&
           rmn_json_count_or(
             rmn_json_member(layer, "dilation"), 1, &shape->dilation) &&
           rmn_json_count_or(
             rmn_json_member(layer, "groups"), 1, &shape->n_groups)));
}

/// Read an array of matrices, one after another
static bool
read_matrices(const RmnJson node, const RmnExtent* const e, float* const out)
{
  const size_t size = e[1].size * e[2].size;
  bool         ok   = rmn_json_expect_length(node, e[0], "matrices");
  for (size_t m = 0; ok && m < e[0].size; ++m) {
    const RmnJson matrix = rmn_json_element(node, m);
    ok                   = rmn_json_matrix(matrix, e[1], e[2], out + m * size);
  }
  return ok;
}

static bool
read_array(const RmnJson layer, const RmnPresetArray* const array)
{
  const RmnJson          node = rmn_json_member(layer, array->key);
  const RmnExtent* const e    = array->extents;
  if (!array->values) {
    return !node.value || rmn_json_fail(node,
                                        RMN_ERR_SHAPE,
                                        "this layer has no such array, unless "
                                        "its options are others");
  }
  if (!node.value && array->is_optional) {
    return true;
  }

  switch (array->n_dims) {
  case 1:
    return rmn_json_vector(node, e[0], array->values);
  case 2:
    return rmn_json_matrix(node, e[0], e[1], array->values);
  default:
    return read_matrices(node, e, array->values);
  }
}

/// Return what W must look like
static RmnPresetArray
describe_W(const RmnLayer* const layer, const RmnExtent rows)
{
  const RmnShape* const s    = &layer->shape;
  const RmnExtent       in   = {s->n_inputs, "the layer before"};
  const RmnExtent       taps = {s->kernel_size, "kernel_size"};
  RmnPresetArray        W    = {.key = "W", .values = layer->W};

  switch (s->type) {
  case RMN_CONV1D:
    W.n_dims     = 3;
    W.extents[0] = taps;
    W.extents[1] = rows;
    W.extents[2] = (RmnExtent){in.size / s->n_groups, "groups"};
    break;
  case RMN_PRELU:
  case RMN_BATCHNORM:
    W.n_dims     = 1;
    W.extents[0] = rows;
    break;
  default:
    W.n_dims     = 2;
    W.extents[0] = rows;
    W.extents[1] = in;
  }
  return W;
}

void
rmn_preset_describe(const RmnLayer* const layer,
                    const char* const     units,
                    RmnPresetArray        arrays[RMN_N_PRESET_ARRAYS])
{
  const RmnShape* const s       = &layer->shape;
  const uint32_t        n_gates = rmn_shape_n_gates(s);
  const RmnExtent       H       = {s->n_outputs, units};
  const RmnExtent       rows    = {(n_gates ? n_gates : 1) * H.size, units};
  const RmnExtent       three   = {3, "gates i, f and o"};
  const uint32_t        P_dims  = s->peephole == RMN_PEEPHOLE_FULL ? 3 : 2;
  const RmnPresetArray  all[RMN_N_PRESET_ARRAYS] = {
     describe_W(layer, rows),
     {"U", layer->U, false, 2, {rows, H}},
     {"b", layer->b, false, 1, {rows}},
     {"b_u", layer->b_u, false, 1, {H}},
     {"P", layer->P, false, P_dims, {three, H, H}},
     {"h0", layer->h0, true, 1, {H}},
     {"c0", layer->c0, true, 1, {H}}};

  memcpy(arrays, all, sizeof(all));
}

static bool
read_arrays(const RmnJson json, const RmnLayer* const layer)
{
  const RmnJson  units = rmn_json_member(json, "units");
  RmnPresetArray arrays[RMN_N_PRESET_ARRAYS];
  bool           ok = true;

  rmn_preset_describe(layer, units.path, arrays);
  for (size_t a = 0; ok && a < RMN_N_PRESET_ARRAYS; ++a) {
    ok = read_array(json, &arrays[a]);
  }
  return ok;
}

bool
rmn_preset_add_layer(RmnNetwork* const network, const RmnJson layer)
{
  RmnShape shape = {.type = RMN_DENSE};
  if (!rmn_json_expect_object(layer) ||
      !read_type(rmn_json_member(layer, "type"), &shape) ||
      !rmn_json_expect_keys(layer, keys[shape.type]) ||
      !read_options(layer, &shape) || !read_sizes(layer, network, &shape)) {
    return false;
  }

  const RmnLayer* const added =
    rmn_network_add(network, &shape, layer.path, layer.error);
  return added && read_arrays(layer, added);
}
