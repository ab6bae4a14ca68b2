// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "model.h"

#include <math.h>
#include <stdlib.h>

/// Return the larger of an error and those of frame `t`
static float
worse(float                    worst,
      const float* const       y,
      const RmnSelfTest* const test,
      const uint32_t           t,
      const uint32_t           n_outputs)
{
  for (uint32_t o = 0; o < n_outputs; ++o) {
    const float error = fabsf(y[o] - test->output[(size_t)t * n_outputs + o]);
    worst             = isfinite(error) ? fmaxf(worst, error) : INFINITY;
  }
  return worst;
}

/// Run one frame at a time: the vectors stand frame by frame
static float
worst_error(const RmnSelfTest* const test,
            const RmnModel* const    model,
            RmnState* const          state)
{
  const uint32_t max_frames = rmn_model_max_frames(model);
  const uint32_t n_inputs   = model->n_inputs;
  const uint32_t n_outputs  = model->n_outputs;
  const float*   in[RMN_MAX_INPUTS];
  float          y[RMN_MAX_OUTPUTS] = {0.0f};
  float*         out[RMN_MAX_OUTPUTS];
  float          worst = 0.0f;

  for (uint32_t o = 0; o < n_outputs; ++o) {
    out[o] = &y[o];
  }

  for (uint32_t t = 0; t < test->n_frames && t < max_frames && isfinite(worst);
       ++t) {
    for (uint32_t i = 0; i < n_inputs; ++i) {
      in[i] = test->input + (size_t)t * n_inputs + i;
    }
    rmn_process(model, state, in, out, 1);
    worst = worse(worst, y, test, t, n_outputs);
  }

  return worst;
}

/// A test as a sequence
typedef struct {
  const RmnNetwork* network;
} Source;

static bool
read_test(void* const         handle,
          const uint64_t      first,
          float* const* const in,
          const uint32_t      n_frames)
{
  const RmnNetwork* const network = ((const Source*)handle)->network;
  const uint32_t          n       = network->n_inputs;
  for (uint32_t i = 0; i < n; ++i) {
    for (uint32_t t = 0; t < n_frames; ++t) {
      in[i][t] = network->self_test.input[(first + t) * n + i];
    }
  }
  return true;
}

/// Run it as a whole, through layers of which some run backward, unless that
/// takes more than some seconds
static RmnStatus
test_whole(const RmnNetwork* const network,
           const RmnModel* const   model,
           const RmnState* const   state,
           float* const            worst)
{
  const RmnSelfTest* const test = &network->self_test;
  if (test->n_frames > rmn_model_max_frames(model)) {
    *worst = 0.0f;
    return RMN_OK;
  }

  Source             source = {network};
  RmnSequence* const sequence =
    rmn_sequence_new(model, state, test->n_frames, NULL, read_test, &source);
  float     y[RMN_MAX_OUTPUTS] = {0.0f};
  float*    out[RMN_MAX_OUTPUTS];
  RmnStatus st = sequence ? RMN_OK : RMN_ERR_NO_MEMORY;

  for (uint32_t o = 0; o < model->n_outputs; ++o) {
    out[o] = &y[o];
  }

  *worst = 0.0f;
  for (uint32_t t = 0; !st && t < test->n_frames; ++t) {
    st     = rmn_sequence_next(sequence, out, 1);
    *worst = worse(*worst, y, test, t, model->n_outputs);
  }
  rmn_sequence_free(sequence);
  return st;
}

RmnStatus
rmn_self_test(const RmnNetwork* const network,
              const RmnModel* const   model,
              float* const            worst)
{
  RmnState* const state = rmn_state_new(model, 1);
  if (!state) {
    return RMN_ERR_NO_MEMORY;
  }

  RmnStatus st = RMN_OK;
  rmn_state_reset(state, model, RMN_START_ZERO);
  if (model->is_backward) {
    st = test_whole(network, model, state, worst);
  } else {
    *worst = worst_error(&network->self_test, model, state);
  }
  rmn_state_free(state);
  if (st) {
    return st;
  }
  return *worst <= network->self_test.tolerance ? RMN_OK : RMN_ERR_SELF_TEST;
}
