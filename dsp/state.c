// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "state.h"
#include "memory.h"
#include "model.h"

#include <stdlib.h>

RmnState*
rmn_state_new(const RmnModel* const model, const uint32_t n_streams)
{
  const size_t n_streams_floats = (size_t)n_streams * model->n_state;
  const size_t n_inputs_floats =
    (size_t)n_streams * RMN_CHUNK * rmn_stride(model->n_inputs);
  const size_t n_layer_floats   = (size_t)RMN_CHUNK * model->stride;
  const size_t n_scratch_floats = model->n_scratch;

  RmnState* const state = (RmnState*)calloc(1, sizeof(RmnState));
  float* const    arena = (float*)rmn_aligned_calloc(
    sizeof(float) * (n_streams_floats + n_inputs_floats + 2U * n_layer_floats +
                     n_scratch_floats));
  if (!state || !arena) {
    free(state);
    free(arena);
    return NULL;
  }

  state->model_hash = model->hash;
  state->n_streams  = n_streams;
  state->n_floats   = model->n_state;
  state->streams    = arena;
  state->inputs     = state->streams + n_streams_floats;
  state->layers[0]  = state->inputs + n_inputs_floats;
  state->layers[1]  = state->layers[0] + n_layer_floats;
  state->scratch    = state->layers[1] + n_layer_floats;
  rmn_state_reset(state, model, RMN_START_REST);
  return state;
}

void
rmn_state_free(RmnState* const state)
{
  if (state) {
    free(state->streams); // The arena
    free(state);
  }
}
