// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file model.h What state.c and process.c see of a model

#ifndef RMN_MODEL_H
#define RMN_MODEL_H

#include "kernel/kernel.h"
#include "rmn.h"

/// Beyond any output, and far below where arithmetic overflows
#define RMN_SANE_LIMIT 1e30f

/// Beyond any state, also of a network that is fed what is barely audio
#define RMN_STATE_LIMIT 1e9f

struct RmnModelImpl {
  const RmnKernel* kernel;
  uint32_t         n_inputs;
  uint32_t         n_outputs;
  uint32_t         n_layers;
  uint32_t         n_skip;
  float            in_gain;
  float            out_gain;
  uint32_t         n_state;     ///< Floats of memory of one stream
  uint32_t         n_scratch;   ///< Floats of scratch of every layer
  size_t           n_out;       ///< Floats of RMN_CHUNK frames of every layer
  uint64_t         hash;        ///< rmn_network_hash()
  bool             is_backward; ///< Some layer is
  RmnRest          rest;
  uint32_t         rest_frame;    ///< Where the rings of rest_state stand
  float*           rest_state;    ///< [n_state]
  float*           initial_state; ///< [n_state] as the file gives it
  float*           arena;         ///< Owns every array of floats
  size_t           n_arena;
  RmnPackedLayer   layers[RMN_MAX_LAYERS];
};

/**
   Copy h and C of a layer, at most `n_max` units, from where it remembers them.

   @param[out] c 0 for units without a cell.
   @return The number of units that were copied, 0 unless it is recurrent.
*/
RMN_RT
uint32_t
rmn_layer_units(const RmnPackedLayer* layer,
                const float*          memory,
                float*                h,
                float*                c,
                uint32_t              n_max);

/// Return the number of frames that take some seconds to run, at most
uint32_t
rmn_model_max_frames(const RmnModel* model);

/// Copy `n` frames of what a layer gives to its channels of the joint frames
RMN_RT
static inline void
rmn_layer_join(const RmnPackedLayer* const layer,
               const float* const          out,
               float* const                joint,
               const uint32_t              n)
{
  const uint32_t n_channels = layer->shape.n_outputs;
  for (uint32_t t = 0; t < n; ++t) {
    const float* const from = out + (size_t)t * layer->out_stride;
    float* const       to =
      joint + (size_t)t * layer->joint_stride + layer->joint_channel;
    for (uint32_t c = 0; c < n_channels; ++c) {
      to[c] = from[c];
    }
  }
}

#endif // RMN_MODEL_H
