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

/// Multiplications that a search may cost, some seconds of arithmetic
static const uint64_t max_work = 1ULL << 32U;

/// Largest change within a window of a state that counts as settled
static const float tolerance = 1e-6f;

/// Return the largest change, relative to values larger than 1
static float
largest_change(const float* const before, const float* const after, size_t n)
{
  float largest = 0.0f;
  for (size_t i = 0; i < n; ++i) {
    const float scale  = fmaxf(1.0f, fabsf(after[i]));
    const float change = fabsf(after[i] - before[i]) / scale;
    if (!isfinite(change)) {
      return INFINITY;
    }
    largest = fmaxf(largest, change);
  }
  return largest;
}

static uint32_t
max_frames(const RmnModel* const model)
{
  const uint64_t n = max_work / (model->n_arena + 1U);
  return n < MAX_FRAMES ? (uint32_t)n : MAX_FRAMES;
}

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
  const uint32_t limit = max_frames(model);
  const float*   in[RMN_MAX_INPUTS];
  float*         out[RMN_MAX_OUTPUTS];

  for (uint32_t i = 0; i < model->n_inputs; ++i) {
    in[i] = buffer + (size_t)i * WINDOW;
  }
  for (uint32_t o = 0; o < model->n_outputs; ++o) {
    out[o] = buffer + (size_t)(model->n_inputs + o) * WINDOW;
  }

  while (!model->rest.settled && model->rest.n_frames < limit) {
    rmn_process(model, state, in, out, WINDOW);
    const float change = largest_change(
      model->rest_state, rmn_state_stream(state, 0), model->n_state);

    model->rest.settled = change <= tolerance;
    model->rest.n_frames += WINDOW;
    model->rest.output = out[0][WINDOW - 1];
    memcpy(model->rest_state,
           rmn_state_stream(state, 0),
           model->n_state * sizeof(float));
  }
}

/// A state that blew up is no place to start from
static void
discard_if_not_finite(RmnModel* const model)
{
  for (uint32_t i = 0; i < model->n_state; ++i) {
    if (!isfinite(model->rest_state[i])) {
      memset(model->rest_state, 0, model->n_state * sizeof(float));
      return;
    }
  }
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
    discard_if_not_finite(model);
  }

  const RmnStatus st = buffer && state ? RMN_OK : RMN_ERR_NO_MEMORY;
  rmn_state_free(state);
  free(buffer);
  return st;
}
