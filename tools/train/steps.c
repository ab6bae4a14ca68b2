// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "steps.h"

#include "front.h"

#include <stdlib.h>

enum { N_BLOCK = 256 };

/// Keep what a block gives in each frame in which a step is due
static float*
keep(const Steps* const  steps,
     float* const* const out,
     const size_t        first,
     const size_t        n,
     float*              to)
{
  const size_t late = first % steps->period;
  for (size_t t = late ? steps->period - late : 0U; t < n; t += steps->period) {
    for (size_t c = 0; c < steps->n_channels; ++c) {
      *to++ = out[c][t];
    }
  }
  return to;
}

/// Play a recording through the front from its start
static void
play(const Steps* const     steps,
     const RmnModel* const  model,
     RmnState* const        state,
     const Recording* const take,
     float* const           planes,
     float*                 to)
{
  float* out[RMN_MAX_OUTPUTS];
  for (size_t c = 0; c < steps->n_channels; ++c) {
    out[c] = planes + c * N_BLOCK;
  }
  rmn_state_reset(state, model, RMN_START_REST);
  for (size_t t = 0; t < take->n_frames; t += N_BLOCK) {
    const size_t       left = take->n_frames - t;
    const size_t       n    = left < N_BLOCK ? left : N_BLOCK;
    const float* const in   = take->dry + t;
    rmn_process(model, state, &in, out, (uint32_t)n);
    to = keep(steps, out, t, n, to);
  }
}

/// Play all recordings
static bool
play_takes(Steps* const steps, const RmnModel* const model)
{
  const size_t    n      = steps->n_channels;
  RmnState* const state  = rmn_state_new(model, 1);
  float* const    planes = (float*)malloc(n * N_BLOCK * sizeof(float));
  bool            ok     = state && planes;
  for (uint32_t i = 0; ok && i < steps->session->n_takes; ++i) {
    const Recording* const take    = &steps->session->takes[i];
    const size_t           n_steps = take->n_frames / steps->period + 1U;
    steps->x[i] = (float*)malloc(n_steps * n * sizeof(float));
    ok          = steps->x[i];
    if (ok) {
      play(steps, model, state, take, planes, steps->x[i]);
    }
  }
  rmn_state_free(state);
  free(planes);
  return ok;
}

Steps*
steps_new(const RmnNetwork* const network,
          const Session* const    session,
          const size_t            period)
{
  RmnNetwork* const front = front_network(network);
  RmnModel* const   model = front ? rmn_model_new(front) : NULL;
  Steps* const      steps = (Steps*)calloc(1, sizeof(Steps));
  bool              ok    = model && steps;
  if (ok) {
    steps->session    = session;
    steps->period     = period;
    steps->n_channels = front->n_outputs;
    steps->x          = (float**)calloc(session->n_takes, sizeof(float*));
    ok                = steps->x && play_takes(steps, model);
  }
  rmn_model_free(model);
  rmn_network_free(front);
  if (!ok) {
    steps_free(steps);
    return NULL;
  }
  return steps;
}

void
steps_free(Steps* const steps)
{
  if (steps) {
    for (uint32_t i = 0; steps->x && i < steps->session->n_takes; ++i) {
      free(steps->x[i]);
    }
    free(steps->x);
    free(steps);
  }
}
