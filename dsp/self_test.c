// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "model.h"

#include <math.h>
#include <stdlib.h>

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

  for (uint32_t t = 0; t < test->n_frames && t < max_frames; ++t) {
    for (uint32_t i = 0; i < n_inputs; ++i) {
      in[i] = test->input + (size_t)t * n_inputs + i;
    }
    rmn_process(model, state, in, out, 1);
    for (uint32_t o = 0; o < n_outputs; ++o) {
      const float error = fabsf(y[o] - test->output[(size_t)t * n_outputs + o]);
      if (!isfinite(error)) {
        return INFINITY;
      }
      worst = fmaxf(worst, error);
    }
  }

  return worst;
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

  rmn_state_reset(state, model, RMN_START_ZERO);
  *worst = worst_error(&network->self_test, model, state);
  rmn_state_free(state);
  return *worst <= network->self_test.tolerance ? RMN_OK : RMN_ERR_SELF_TEST;
}
