// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file network.h What a loader needs to build a network

#ifndef RMN_NETWORK_H
#define RMN_NETWORK_H

#include "rmn.h"

/// Return an empty network: 1 audio input, gains 1, no layers; or NULL
RmnNetwork*
rmn_network_new(const char* format, RmnError* error);

/**
   Append a layer with weights of the right size, all zero.

   Checks every limit before it allocates.  The first layer must take
   `network->n_inputs` channels, one beside another what that one takes, and any
   other one what the layer before gives, with those that it stands beside.

   @param key The file's own name of the layer, for the error message.
   @return The layer, owned by the network, or NULL with `error` filled.
*/
RmnLayer*
rmn_network_add(RmnNetwork*     network,
                const RmnShape* shape,
                const char*     key,
                RmnError*       error);

/// Remove a layer that gives as many channels as it takes
void
rmn_network_remove(RmnNetwork* network, uint32_t l);

/**
   Check that the network is complete and every number is finite: the one gate
   that each network passes before anything trusts it.

   Also sets n_outputs from the last layer and names inputs and outputs that
   have no name.
*/
RmnStatus
rmn_network_validate(RmnNetwork* network, RmnError* error);

/// Return how many channels the first `n_layers` layers give to one after them
uint32_t
rmn_network_n_given(const RmnNetwork* network, uint32_t n_layers);

/// Check a shape by itself: known kinds, sizes within the limits
RmnStatus
rmn_shape_check(const RmnShape* shape, const char* key, RmnError* error);

/// Far beyond what any training gives, and far from where products overflow
static const float RMN_MAX_NUMBER = 1e12f;

/// Return how many parameters an activation has: none, alpha, or beta too
uint32_t
rmn_activation_n_parameters(RmnActivation activation);

/// Return how many functions of its own a cell has: 3, 2, or 0 where it is no
/// LSTM or GRU
static inline uint32_t
rmn_shape_n_functions(const RmnShape* const shape)
{
  return shape->type == RMN_LSTM ? 3U : shape->type == RMN_GRU ? 2U : 0U;
}

/// Return a function of a LSTM or GRU, be it the usual one; of another layer,
/// its activation
RmnFunction
rmn_shape_function(const RmnShape* shape, RmnCellFunction which);

/// Return whether a layer is without a clip and other functions than the usual
/// ones
bool
rmn_shape_is_usual(const RmnShape* shape);

/// Check what functions a layer has, and within which bounds they act
RmnStatus
rmn_shape_check_functions(const RmnShape* shape,
                          const char*     key,
                          RmnError*       error);

/// Return whether a layer steps but once in several frames
bool
rmn_network_is_seldom(const RmnNetwork* network);

/// Check what the network predicts, its outputs being known
RmnStatus
rmn_prediction_check(const RmnNetwork* network, RmnError* error);

/// Number of floats of a layer's weights in a model
size_t
rmn_shape_n_packed(const RmnShape* shape);

/// Frames from step to step of a layer, at least 1
RMN_RT
static inline uint32_t
rmn_shape_period(const RmnShape* const shape)
{
  return shape->period > 1U ? shape->period : 1U;
}

/// Gates of a recurrent layer: 1, 3 or 4; 0 for any other type
uint32_t
rmn_shape_n_gates(const RmnShape* shape);

/// Number of elements of each array of a layer, in the order of RmnLayer
typedef struct {
  size_t W, U, b, b_u, P, h0, c0;
} RmnLayerSizes;

RmnLayerSizes
rmn_shape_sizes(const RmnShape* shape);

/// Floats of one stream's memory; see rmn_network_n_state()
size_t
rmn_shape_n_state(const RmnShape* shape);

/// Fill `error` with a status and a formatted sentence; returns the status
RmnStatus
rmn_error_set(RmnError* error, RmnStatus status, const char* format, ...)
  __attribute__((format(printf, 3, 4)));

#endif // RMN_NETWORK_H
