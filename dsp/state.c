// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "state.h"
#include "memory.h"
#include "model.h"

#include <stdlib.h>

RmnState*
rmn_state_new(const RmnModel* const model, const uint32_t n_streams)
{
  const size_t n_memory  = (size_t)n_streams * model->n_state;
  const size_t n_inputs  = (size_t)n_streams * RMN_CHUNK * model->n_inputs;
  const size_t n_outputs = RMN_TOGETHER * model->n_out;
  const size_t n_floats  = n_memory + n_inputs + n_outputs + model->n_scratch;
  if (!n_streams || n_streams > RMN_MAX_STREAMS) {
    return NULL;
  }

  RmnState* const state = (RmnState*)calloc(1, sizeof(RmnState));
  float* const    arena = (float*)rmn_aligned_calloc(n_floats * sizeof(float));
  if (!state || !arena) {
    free(state);
    free(arena);
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
  rmn_state_reset(state, model, RMN_START_REST);
  return state;
}

void
rmn_state_free(RmnState* const state)
{
  if (state) {
    free(state->arena);
    free(state);
  }
}
