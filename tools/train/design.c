// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "design.h"

#include "front.h"
#include "knob_range.h"
#include "network.h"
#include "random.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// A cell by the name of the command line
typedef struct {
  const char* name;
  RmnShape    shape;
} Cell;

static const Cell cells[] = {
  {"lstm", {.type = RMN_LSTM}},
  {"gru", {.type = RMN_GRU}},
  {"rnn", {.type = RMN_RNN, .activation = RMN_TANH}},
  {"lstm-peephole", {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL}},
};

static const Cell*
find_cell(const char* const name)
{
  for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); ++i) {
    if (!strcmp(cells[i].name, name)) {
      return &cells[i];
    }
  }
  return NULL;
}

bool
design_knows(const char* const cell)
{
  return find_cell(cell);
}

void
design_complete(Design* const design)
{
  design->cell     = design->cell ? design->cell : "lstm";
  design->n_hidden = design->n_hidden ? design->n_hidden : 16U;
  design->n_layers = design->n_layers ? design->n_layers : 1U;
}

/// Return whether a layer is of the cell that a design asks for, if any
static bool
is_of_cell(const RmnShape* const shape, const Design* const design)
{
  const RmnShape* const cell =
    design->cell ? &find_cell(design->cell)->shape : shape;
  return shape->type == cell->type && shape->peephole == cell->peephole &&
         shape->activation == cell->activation && shape->reset == cell->reset;
}

bool
design_describes(const Design* const     design,
                 const RmnNetwork* const network,
                 char* const             reason,
                 const size_t            size)
{
  uint32_t n_layers = 0;
  reason[0]         = '\0';
  for (uint32_t l = front_n_layers(network); l < network->n_layers; ++l) {
    const RmnShape* const shape = &network->layers[l].shape;
    if (!rmn_shape_n_gates(shape)) {
      continue;
    }
    n_layers += shape->place == RMN_AFTER;
    if (!is_of_cell(shape, design)) {
      snprintf(reason, size, "is no network of --cell %s", design->cell);
    } else if (design->n_hidden && design->n_hidden != shape->n_outputs) {
      snprintf(reason,
               size,
               "has %u units, not --hidden %u",
               shape->n_outputs,
               design->n_hidden);
    }
  }
  if (design->n_layers && design->n_layers != n_layers) {
    snprintf(reason,
             size,
             "has %u recurrent layers, not --layers %u",
             n_layers,
             design->n_layers);
  } else if (design->is_bidirectional && !rmn_network_is_backward(network)) {
    snprintf(reason, size, "runs forward alone, not --bidirectional");
  } else if (!design->skip && network->n_skip) {
    snprintf(reason, size, "adds the dry audio, against --no-skip");
  }
  return !reason[0];
}

static void
scatter(float* const  array,
        const size_t  n,
        const double  bound,
        Random* const random)
{
  for (size_t i = 0; i < n; ++i) {
    array[i] = (float)(bound * (2.0 * random_unit(random) - 1.0));
  }
}

static void
start_layer(RmnLayer* const layer, const double bound, Random* const random)
{
  const RmnLayerSizes n = rmn_shape_sizes(&layer->shape);
  const size_t        H = layer->shape.n_outputs;

  scatter(layer->W, n.W, bound, random);
  scatter(layer->U, n.U, bound, random);
  scatter(layer->b, n.b, bound, random);
  scatter(layer->b_u, n.b_u, bound, random);
  scatter(layer->P, n.P, bound, random);
  for (size_t u = 0; layer->shape.type == RMN_LSTM && u < H; ++u) {
    layer->b[H + u] += 1.0f;
  }
}

/// Let the units of a layer remember for different times
static void
spread_memory(RmnLayer* const layer, const double memory, Random* const random)
{
  const size_t H = layer->shape.n_outputs;
  for (size_t u = 0; u < H; ++u) {
    const double n_frames = 1.0 + exp(random_unit(random) * log(memory));
    const float  b        = (float)log(n_frames);
    if (layer->shape.type == RMN_LSTM) {
      layer->b[u]     = -b; // What it forgets slowly it takes in slowly
      layer->b[H + u] = b;
    } else if (layer->shape.type == RMN_GRU) {
      layer->b[H + u] = b;
    }
  }
}

/// Turn weights for knobs from -1 to 1 into those for the ranges of the design
static void
spread_knobs(RmnLayer* const layer, const Design* const design)
{
  const size_t n_in   = layer->shape.n_inputs;
  const size_t n_rows = rmn_shape_sizes(&layer->shape).b;

  for (size_t row = 0; row < n_rows; ++row) {
    for (uint32_t k = 0; k < design->n_knobs; ++k) {
      const KnobRange range  = knob_range_of(&design->knobs[k]);
      float* const    weight = &layer->W[row * n_in + 1U + k];
      const double    w      = (double)*weight / range.reach;
      *weight                = (float)w;
      layer->b[row] -= (float)(w * range.centre);
    }
  }
}

/// Append a layer, after those that are there or beside the last, and let it
/// start
static bool
add_layer(RmnNetwork* const network,
          RmnShape          shape,
          const double      bound,
          Random* const     random,
          RmnError* const   error)
{
  const uint32_t l = network->n_layers;
  shape.n_inputs   = !l            ? network->n_inputs
                     : shape.place ? network->layers[l - 1U].shape.n_inputs
                                   : rmn_network_n_given(network, l);

  RmnLayer* const layer = rmn_network_add(network, &shape, "network", error);
  if (layer) {
    start_layer(layer, bound, random);
  }
  return layer;
}

/// Append a recurrent layer, in both directions if the design says so
static bool
add_recurrent(RmnNetwork* const   network,
              const Design* const design,
              const double        bound,
              Random* const       random,
              RmnError* const     error)
{
  const int n_directions = design->is_bidirectional ? 2 : 1;
  RmnShape  cell         = find_cell(design->cell)->shape;
  bool      ok           = true;
  cell.n_outputs         = design->n_hidden;
  cell.period            = design->front ? front_period(design->front) : 0U;
  for (int d = 0; ok && d < n_directions; ++d) {
    cell.direction      = d ? RMN_BACKWARD : RMN_FORWARD;
    cell.place          = d ? RMN_BESIDE : RMN_AFTER;
    ok                  = add_layer(network, cell, bound, random, error);
    const double memory = design->memory / rmn_shape_period(&cell);
    if (ok && memory > 1.0) {
      RmnLayer* const layer = &network->layers[network->n_layers - 1U];
      spread_memory(layer, memory, random);
    }
  }
  return ok;
}

RmnNetwork*
design_network(const Design* const design,
               const double        rate_hz,
               RmnError* const     error)
{
  RmnNetwork* const network = rmn_network_new("Remanence", error);
  if (!network) {
    return NULL;
  }

  const double bound  = 1.0 / sqrt((double)design->n_hidden);
  Random       random = {design->seed};
  RmnShape     head   = {.type = RMN_DENSE, .n_outputs = design->n_outputs};
  bool         ok     = true;

  head.n_outputs   = head.n_outputs ? head.n_outputs : 1U;
  head.activation  = design->is_label ? RMN_SIGMOID : RMN_LINEAR;
  head.period      = design->front ? front_period(design->front) : 0U;
  network->rate_hz = rate_hz;
  network->n_inputs += design->n_knobs;
  for (uint32_t k = 0; k < design->n_knobs; ++k) {
    network->inputs[1U + k] = design->knobs[k];
  }
  ok = !design->front || front_add(network, design->front, error);
  for (uint32_t l = 0; ok && l < design->n_layers; ++l) {
    ok = add_recurrent(network, design, bound, &random, error);
  }
  ok = ok && add_layer(network, head, bound, &random, error);
  for (uint32_t l = 0; ok && !design->front &&
                       (!l || network->layers[l].shape.place == RMN_BESIDE);
       ++l) {
    spread_knobs(&network->layers[l], design);
  }
  network->n_skip = design->skip && !design->is_label;
  if (!ok || rmn_network_validate(network, error)) {
    rmn_network_free(network);
    return NULL;
  }
  return network;
}
