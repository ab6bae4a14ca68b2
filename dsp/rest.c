// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "rest.h"
#include "model.h"
#include "state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  WINDOW     = 251,     ///< Frames between looks; prime, to see oscillations
  MAX_FRAMES = 1 << 18, ///< Longest search, 5.5 s at 48 kHz
};

/// Largest change within a window of a state that counts as settled
static const float tolerance = 1e-6f;

/// Fill the inputs of one window: silence, with each knob at its default
static void
fill_silence(float* const buffer, const RmnNetwork* const network)
{
  for (uint32_t i = 0; i < network->n_inputs; ++i) {
    for (uint32_t t = 0; t < WINDOW; ++t) {
      buffer[i * WINDOW + t] = i ? network->inputs[i].value : 0.0f;
    }
  }
}

/// Search with `state`, and room for a window of each input and output
static void
search(RmnModel* const model, RmnState* const state, float* const buffer)
{
  const uint32_t work  = rmn_model_max_frames(model);
  const uint32_t limit = work < MAX_FRAMES ? work : MAX_FRAMES;
  const float*   in[RMN_MAX_INPUTS];
  float*         out[RMN_MAX_OUTPUTS];
  RmnRest        rest    = {false, 0U, 0.0f};
  bool           is_sane = true;

  for (uint32_t i = 0; i < model->n_inputs; ++i) {
    in[i] = buffer + (size_t)i * WINDOW;
  }
  for (uint32_t o = 0; o < model->n_outputs; ++o) {
    out[o] = buffer + (size_t)(model->n_inputs + o) * WINDOW;
  }

  while (is_sane && !rest.settled && rest.n_frames + WINDOW <= limit) {
    rmn_process(model, state, in, out, WINDOW);
    const float* const now = rmn_state_stream(state, 0);

    rest.settled =
      rmn_state_distance(model->rest_state, now, model->n_state) <= tolerance;
    rest.n_frames += WINDOW;
    rest.output = out[0][WINDOW - 1];
    is_sane = rmn_state_is_sane(state) && fabsf(rest.output) < RMN_SANE_LIMIT;
    memcpy(model->rest_state, now, model->n_state * sizeof(float));
  }

  if (!is_sane) { // What blew up is no place to start from
    memset(model->rest_state, 0, model->n_state * sizeof(float));
    rest.settled = false;
    rest.output  = 0.0f;
  }
  model->rest       = rest;
  model->rest_frame = state->frame;
}

RmnStatus
rmn_rest_find(RmnModel* const model, const RmnNetwork* const network)
{
  const size_t    n_channels = network->n_inputs + network->n_outputs;
  float* const    buffer = (float*)calloc(n_channels * WINDOW, sizeof(float));
  RmnState* const state  = rmn_state_new(model, 1);
  if (buffer && state) {
    fill_silence(buffer, network);
    search(model, state, buffer);
  }

  const RmnStatus st = buffer && state ? RMN_OK : RMN_ERR_NO_MEMORY;
  rmn_state_free(state);
  free(buffer);
  return st;
}
