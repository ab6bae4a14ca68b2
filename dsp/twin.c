// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "memory.h"
#include "model.h"
#include "state.h"
#include "twin_sleep.h"

enum {
  MAX_BUDGET = 4096,  ///< Frames of a reset
  STILL_UNIT = 12000, ///< Frames of the network, 0.25 s of most
};

/// A state at rest changes by less from look to look
static const float tolerance = 3e-7f;

/// Point at frames of silence, of every knob and of every output
static void
connect(RmnTwin* const twin, const uint32_t n_outputs)
{
  float* next = twin->buffers;

  twin->silence = next;
  for (uint32_t k = 0; k < twin->n_knobs; ++k) {
    next += RMN_TWIN_CHUNK;
    twin->constants[k] = next;
  }
  for (uint32_t o = 0; o < n_outputs; ++o) {
    next += RMN_TWIN_CHUNK;
    twin->out[o] = next;
  }
}

static bool
allocate(RmnTwin* const twin, const RmnStateDelay* const delay)
{
  const RmnModel* const model   = twin->model;
  const size_t          n_state = model->n_state;
  const size_t          n       = (size_t)model->n_inputs + model->n_outputs;

  twin->state   = rmn_state_new(model, 1U);
  twin->before  = (float*)rmn_aligned_calloc(n_state * sizeof(float));
  twin->buffers = (float*)calloc(n * RMN_TWIN_CHUNK, sizeof(float));
  if (!twin->state || !twin->before || !twin->buffers) {
    return false;
  }

  twin->delay = delay ? rmn_state_delay_new_like(delay, twin->state) : NULL;
  return !delay || twin->delay;
}

RmnTwin*
rmn_twin_new(const RmnModel* const      model,
             const RmnNetwork* const    network,
             const RmnStateDelay* const delay)
{
  RmnTwin* const twin = (RmnTwin*)calloc(1, sizeof(RmnTwin));
  if (!twin) {
    return NULL;
  }

  twin->model   = model;
  twin->n_knobs = model->n_inputs - 1U;
  if (!allocate(twin, delay)) {
    rmn_twin_free(twin);
    return NULL;
  }

  const uint32_t n_budget = rmn_model_max_frames(model) >> 9U;
  const uint32_t n_step   = delay ? rmn_state_delay_step(delay) : 1U;
  const uint32_t n_quiet  = delay ? rmn_state_delay_n_settled(delay) : 0U;
  twin->n_budget          = n_budget < MAX_BUDGET ? n_budget : MAX_BUDGET;
  twin->n_window          = RMN_TWIN_CHUNK * n_step;
  twin->still  = (RmnStill){.least = tolerance, .n_unit = STILL_UNIT * n_step};
  twin->n_most = n_quiet ? n_quiet : UINT32_MAX;
  for (uint32_t k = 0; k < twin->n_knobs; ++k) {
    twin->defaults[k] = network->inputs[k + 1U].value;
  }

  connect(twin, model->n_outputs);
  rmn_twin_reset(twin, twin->defaults);
  return twin;
}

void
rmn_twin_free(RmnTwin* const twin)
{
  if (twin) {
    rmn_state_delay_free(twin->delay);
    rmn_state_free(twin->state);
    free(twin->before);
    free(twin->buffers);
    free(twin);
  }
}
