// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "trainee.h"

#include "front.h"

#include "memory.h"
#include "network.h"

#include <stdlib.h>

/// Arrays of a layer that are trained, in the order in which they stand
enum { N_ARRAYS = 5 };

static size_t
n_weights_of(const RmnShape* const shape)
{
  const RmnLayerSizes n = rmn_shape_sizes(shape);
  return n.W + n.U + n.b + n.b_u + n.P;
}

static Real*
take(Real** const next, const size_t n)
{
  Real* const array = n ? *next : NULL;
  *next += n;
  return array;
}

LayerArrays
trainee_arrays(const Trainee* const trainee, const uint32_t l, Real* vector)
{
  for (uint32_t below = 0; below < l; ++below) {
    vector += n_weights_of(&trainee->layers[below].shape);
  }

  const RmnLayerSizes n = rmn_shape_sizes(&trainee->layers[l].shape);
  LayerArrays         arrays;
  arrays.W   = take(&vector, n.W);
  arrays.U   = take(&vector, n.U);
  arrays.b   = take(&vector, n.b);
  arrays.b_u = take(&vector, n.b_u);
  arrays.P   = take(&vector, n.P);
  return arrays;
}

/// Copy the weights of a network from or to the vector of all weights
static void
exchange(double* weights, const RmnNetwork* const network, const bool is_load)
{
  for (uint32_t l = front_n_layers(network); l < network->n_layers; ++l) {
    const RmnLayer* const layer            = &network->layers[l];
    const RmnLayerSizes   n                = rmn_shape_sizes(&layer->shape);
    float* const          arrays[N_ARRAYS] = {
               layer->W, layer->U, layer->b, layer->b_u, layer->P};
    const size_t sizes[N_ARRAYS] = {n.W, n.U, n.b, n.b_u, n.P};

    for (int a = 0; a < N_ARRAYS; ++a) {
      for (size_t i = 0; i < sizes[a]; ++i, ++weights) {
        if (is_load) {
          *weights = (double)arrays[a][i];
        } else {
          arrays[a][i] = (float)*weights;
        }
      }
    }
  }
}

static bool
add_layer(Trainee* const        trainee,
          const RmnShape* const shape,
          LayerChooser* const   choose,
          RmnError* const       error)
{
  const uint32_t l         = trainee->n_layers;
  trainee->layers[l].shape = *shape;
  trainee->funcs[l]        = choose(shape);
  if (!trainee->funcs[l]) {
    rmn_error_set(error,
                  RMN_ERR_UNSUPPORTED,
                  "layer %u: %s%s cannot be trained, only dense, rnn, lstm "
                  "and gru can",
                  trainee->n_front + l + 1U,
                  rmn_layer_type_name(shape->type),
                  shape->activation == RMN_SOFTMAX ? " with softmax"
                  : shape->activation > RMN_SOFTMAX ||
                      !rmn_shape_is_usual(shape)
                    ? " with a clip or such activations"
                    : "");
    return false;
  }

  trainee->n_weights += n_weights_of(shape);
  ++trainee->n_layers;
  return true;
}

/// Check that layer `l` steps when all do, and that a front hears what is
/// between
static bool
check_period(const RmnNetwork* const network,
             const uint32_t          l,
             const uint32_t          n_front,
             RmnError* const         error)
{
  const uint32_t P = rmn_shape_period(&network->layers[l].shape);
  return (P == front_period(network) && (P == 1U || n_front)) ||
         !rmn_error_set(error,
                        RMN_ERR_UNSUPPORTED,
                        "layer %u: has a period of %u frames, which can be "
                        "trained above a front, and if all that is trained "
                        "has it",
                        l + 1U,
                        P);
}

static bool
allocate(Trainee* const trainee)
{
  bool ok = true;

  trainee->weights =
    (double*)rmn_aligned_calloc(trainee->n_weights * sizeof(double));
  trainee->values =
    (Real*)rmn_aligned_calloc(trainee->n_weights * sizeof(Real));
  for (uint32_t l = 0; l < trainee->n_layers; ++l) {
    Layer* const            layer = &trainee->layers[l];
    const LayerFuncs* const funcs = trainee->funcs[l];
    if (funcs->n_packed) {
      const size_t n = funcs->n_packed(&layer->shape);
      layer->packed  = (Real*)rmn_aligned_calloc(n * sizeof(Real));
      ok             = ok && layer->packed;
    }
    layer->weights = trainee_arrays(trainee, l, trainee->values);
  }
  return ok && trainee->weights && trainee->values;
}

Trainee*
trainee_new(const RmnNetwork* const network,
            LayerChooser* const     choose,
            RmnError* const         error)
{
  Trainee* const trainee = (Trainee*)calloc(1, sizeof(Trainee));
  if (!trainee) {
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "no memory to train");
    return NULL;
  }

  trainee->n_front   = front_n_layers(network);
  trainee->n_inputs  = network->layers[trainee->n_front].shape.n_inputs;
  trainee->n_outputs = network->n_outputs;
  trainee->n_skip    = network->n_skip;
  trainee->in_gain   = trainee->n_front ? 1 : (Real)network->in_gain;
  trainee->out_gain  = (Real)network->out_gain;
  for (uint32_t i = 0; i < RMN_MAX_INPUTS; ++i) {
    trainee->ranges[i] = knob_range_unit;
  }
  for (uint32_t l = trainee->n_front; l < network->n_layers; ++l) {
    if (!check_period(network, l, trainee->n_front, error) ||
        !add_layer(trainee, &network->layers[l].shape, choose, error)) {
      trainee_free(trainee);
      return NULL;
    }
  }

  if (!allocate(trainee)) {
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "no memory to train");
    trainee_free(trainee);
    return NULL;
  }
  exchange(trainee->weights, network, true);
  trainee_update(trainee);
  return trainee;
}

void
trainee_free(Trainee* const trainee)
{
  if (trainee) {
    for (uint32_t l = 0; l < trainee->n_layers; ++l) {
      free(trainee->layers[l].packed);
    }
    free(trainee->weights);
    free(trainee->values);
    free(trainee);
  }
}

void
trainee_update(Trainee* const trainee)
{
  for (size_t i = 0; i < trainee->n_weights; ++i) {
    trainee->values[i] = (Real)trainee->weights[i];
  }
  for (uint32_t l = 0; l < trainee->n_layers; ++l) {
    if (trainee->funcs[l]->pack) {
      trainee->funcs[l]->pack(&trainee->layers[l]);
    }
  }
}

/// Return whether layer `l` takes what comes into the network
static bool
is_first(const Trainee* const trainee, const uint32_t l)
{
  return !l || trainee->layers[l].shape.place == RMN_BESIDE;
}

/// Return where the weights of layer `l` stand
static double*
weights_of(const Trainee* const trainee, const uint32_t l)
{
  const LayerArrays at = trainee_arrays(trainee, l, trainee->values);
  return trainee->weights + (at.W - trainee->values);
}

/// Have a layer take knobs from -1 to 1
static void
centre_knobs(Trainee* const trainee, const uint32_t l)
{
  const RmnLayerSizes n    = rmn_shape_sizes(&trainee->layers[l].shape);
  const size_t        n_in = trainee->n_inputs;
  double* const       W    = weights_of(trainee, l);
  double* const       b    = W + n.W + n.U;

  for (size_t i = 1; i < n_in; ++i) {
    const KnobRange range = trainee->ranges[i];
    for (size_t row = 0; row < n.b; ++row) {
      b[row] += W[row * n_in + i] * range.centre;
      W[row * n_in + i] *= range.reach;
    }
  }
}

void
trainee_centre_knobs(Trainee* const trainee, const RmnNetwork* const network)
{
  if (trainee->n_front) {
    return; // It hears audio alone
  }
  for (uint32_t i = 1; i < trainee->n_inputs; ++i) {
    trainee->ranges[i] = knob_range_of(&network->inputs[i]);
  }
  for (uint32_t l = 0; l < trainee->n_layers && is_first(trainee, l); ++l) {
    centre_knobs(trainee, l);
  }
  trainee_update(trainee);
}

/// Write a layer as it is for knobs in their own ranges
static void
store_knobs(const Trainee* const trainee,
            const uint32_t       l,
            RmnLayer* const      layer)
{
  const RmnLayerSizes n    = rmn_shape_sizes(&layer->shape);
  const size_t        n_in = trainee->n_inputs;
  const double* const W    = weights_of(trainee, l);
  const double* const b    = W + n.W + n.U;

  for (size_t row = 0; row < n.b; ++row) {
    double bias = b[row];
    for (size_t i = 1; i < n_in; ++i) {
      const KnobRange range    = trainee->ranges[i];
      const double    w        = W[row * n_in + i] / range.reach;
      layer->W[row * n_in + i] = (float)w;
      bias -= w * range.centre;
    }
    layer->b[row] = (float)bias;
  }
}

void
trainee_store(const Trainee* const trainee, RmnNetwork* const network)
{
  exchange(trainee->weights, network, false);
  for (uint32_t l = 0;
       !trainee->n_front && l < trainee->n_layers && is_first(trainee, l);
       ++l) {
    store_knobs(trainee, l, &network->layers[l]);
  }
}
