// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file trainee.h A network whose weights are being learned.

   The weights of all layers stand in one array, layer by layer in the order W,
   U, b, b_u, P, and so does a gradient: an optimiser sees two vectors.
*/

#ifndef REMANENCE_TRAINEE_H
#define REMANENCE_TRAINEE_H

#include "layer.h"

typedef struct {
  uint32_t          n_inputs;
  uint32_t          n_outputs;
  uint32_t          n_layers;
  uint32_t          n_skip;
  Real              in_gain;
  Real              out_gain;
  size_t            n_weights;
  double*           weights; ///< [n_weights] for the optimiser to change
  Real*             values;  ///< [n_weights] the same, rounded for the layers
  Layer             layers[RMN_MAX_LAYERS];
  const LayerFuncs* funcs[RMN_MAX_LAYERS];
} Trainee;

/**
   Return a copy of a network to be trained, or NULL with `error` filled if a
   layer is of a kind that cannot be.  An initial state is not trained.

   @param choose How layers are run: layer_funcs(), or faster fused_funcs().
*/
Trainee*
trainee_new(const RmnNetwork* network, LayerChooser* choose, RmnError* error);

void
trainee_free(Trainee* trainee);

/// Let the layers know that `weights` have changed
void
trainee_update(Trainee* trainee);

/// Write the weights back to the network that they came from, or one like it
void
trainee_store(const Trainee* trainee, RmnNetwork* network);

/// Return where the arrays of layer `l` stand in a vector of all weights
LayerArrays
trainee_arrays(const Trainee* trainee, uint32_t l, Real* vector);

#endif // REMANENCE_TRAINEE_H
