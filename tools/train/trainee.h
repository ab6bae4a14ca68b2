// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file trainee.h A network whose weights are being learned.

   The weights of all layers stand in one array, layer by layer in the order W,
   U, b, b_u, P, and so does a gradient: an optimiser sees two vectors.
*/

#ifndef REMANENCE_TRAINEE_H
#define REMANENCE_TRAINEE_H

#include "knob_range.h"
#include "layer.h"

typedef struct {
  uint32_t          n_inputs;
  uint32_t          n_outputs;
  uint32_t          n_layers;
  uint32_t          n_front; ///< Layers of the network below them
  uint32_t          n_skip;
  Real              in_gain;
  Real              out_gain;
  size_t            n_weights;
  double*           weights; ///< [n_weights] for the optimiser to change
  Real*             values;  ///< [n_weights] the same, rounded for the layers
  KnobRange         ranges[RMN_MAX_INPUTS]; ///< Of knobs, by their input
  Layer             layers[RMN_MAX_LAYERS];
  const LayerFuncs* funcs[RMN_MAX_LAYERS];
} Trainee;

/**
   Return a copy of a network to be trained, or NULL with `error` filled if a
   layer is of a kind that cannot be.  An initial state is not trained; nor is
   the front, see front.h, from which the trainee takes its inputs.

   @param choose How layers are run: layer_funcs(), or faster fused_funcs().
*/
Trainee*
trainee_new(const RmnNetwork* network, LayerChooser* choose, RmnError* error);

void
trainee_free(Trainee* trainee);

/**
   Have knobs go from -1 to 1, see knob_range.h and trainee_knob().

   The weights change to make up for it; trainee_store() changes them back.
   To be called once, with the network that the trainee was made from.
*/
void
trainee_centre_knobs(Trainee* trainee, const RmnNetwork* network);

/// Return what the trainee takes for a value of a knob, input `i`
static inline Real
trainee_knob(const Trainee* const trainee, const size_t i, const double value)
{
  const KnobRange* const range = &trainee->ranges[i];
  return (Real)((value - range->centre) / range->reach);
}

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
