// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "state.h"
#include "memory.h"
#include "model.h"

#include <stdlib.h>

/// Say what layers run with, but for the frames
static void
plan_runs(RmnState* const       state,
          const RmnModel* const model,
          const uint32_t        stream)
{
  const uint32_t left      = state->n_streams - stream;
  const uint32_t n_streams = left < RMN_TOGETHER ? left : RMN_TOGETHER;

  for (uint32_t l = 0; l < model->n_layers; ++l) {
    const RmnPackedLayer* const layer = &model->layers[l];
    RmnRun* const               run = rmn_state_runs(state, model, stream) + l;

    run->n_layers  = layer->n_wave;
    run->n_streams = n_streams;
    run->scratch   = state->scratch + layer->scratch_offset;
    for (uint32_t s = 0; s < n_streams; ++s) {
      const uint32_t its = stream + s;
      float* const   out = rmn_state_output(state, model, s);

      run->state[s] = rmn_state_stream(state, its) + layer->state_offset;
      run->in[s]    = layer->takes_input ? rmn_state_input(state, model, its)
                                         : out + layer->in_offset;
      run->out[s]   = out + layer->out_offset;
    }
  }
}

RmnState*
rmn_state_new(const RmnModel* const model, const uint32_t n_streams)
{
  const size_t n_memory  = (size_t)n_streams * model->n_state;
  const size_t n_inputs  = (size_t)n_streams * RMN_CHUNK * model->n_inputs;
  const size_t n_outputs = RMN_TOGETHER * model->n_out;
  const size_t n_floats  = n_memory + n_inputs + n_outputs + model->n_scratch;
  const size_t n_groups  = (n_streams + RMN_TOGETHER - 1U) / RMN_TOGETHER;
  if (!n_streams || n_streams > RMN_MAX_STREAMS) {
    return NULL;
  }

  RmnState* const state = (RmnState*)calloc(1, sizeof(RmnState));
  float* const    arena = (float*)rmn_aligned_calloc(n_floats * sizeof(float));
  RmnRun* const   runs =
    (RmnRun*)calloc(n_groups * model->n_layers, sizeof(RmnRun));
  if (!state || !arena || !runs) {
    free(state);
    free(arena);
    free(runs);
    return NULL;
  }

  state->model_hash = model->hash;
  state->n_streams  = n_streams;
  state->n_floats   = model->n_state;
  state->arena      = arena;
  state->streams    = arena;
  state->inputs     = state->streams + n_memory;
  state->outputs    = state->inputs + n_inputs;
  state->scratch    = state->outputs + n_outputs;
  state->runs       = runs;
  for (uint32_t s = 0; s < n_streams; s += RMN_TOGETHER) {
    plan_runs(state, model, s);
  }
  rmn_state_reset(state, model, RMN_START_REST);
  return state;
}

void
rmn_state_free(RmnState* const state)
{
  if (state) {
    free(state->arena);
    free(state->runs);
    free(state);
  }
}
