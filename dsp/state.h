// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file state.h What process.c sees of a state

#ifndef RMN_STATE_H
#define RMN_STATE_H

#include "model.h"

struct RmnStateImpl {
  uint64_t model_hash; ///< Of the model that it was made for
  uint32_t n_streams;
  uint32_t n_floats; ///< Memory of one stream
  uint32_t frame;    ///< Frames since the last reset, modulo 2^32
  uint32_t n_run;   ///< Frames of the last chunk, which inputs and outputs hold
  float*   arena;   ///< Owns the arrays below
  float*   streams; ///< [n_streams][n_floats]
  float*   inputs;  ///< [n_streams][RMN_CHUNK][n_inputs]
  float*   outputs; ///< Of every layer, [RMN_TOGETHER][model->n_out]
  float*   scratch; ///< [model->n_scratch]
  RmnRun*  runs;    ///< What layers run with, for each group of streams that go
                    ///< through them together, [model->n_layers]
};

/// Return the memory of stream `s`
RMN_RT
static inline float*
rmn_state_stream(const RmnState* const state, const uint32_t s)
{
  return state->streams + (size_t)s * state->n_floats;
}

/// Return the gathered frames of stream `s`
RMN_RT
static inline float*
rmn_state_input(const RmnState* const state,
                const RmnModel* const model,
                const uint32_t        s)
{
  return state->inputs + (size_t)s * RMN_CHUNK * model->n_inputs;
}

/// Return the frames of every layer for stream `s` of those that run together
RMN_RT
static inline float*
rmn_state_output(const RmnState* const state,
                 const RmnModel* const model,
                 const uint32_t        s)
{
  return state->outputs + s * model->n_out;
}

/// Return what layers run with for the streams that run together from
/// `stream` on
RMN_RT
static inline RmnRun*
rmn_state_runs(const RmnState* const state,
               const RmnModel* const model,
               const uint32_t        stream)
{
  return state->runs + (size_t)(stream / RMN_TOGETHER) * model->n_layers;
}

/// Return the largest difference of `n` floats, relative to values larger than
/// 1
RMN_RT
float
rmn_state_distance(const float* before, const float* after, size_t n);

/// Put every stream where the one stream of `src` is
RMN_RT
void
rmn_state_spread(RmnState* dst, const RmnState* src);

/// Return whether every stream's memory is of numbers that arithmetic bears
RMN_RT
bool
rmn_state_is_sane(const RmnState* state);

#endif // RMN_STATE_H
