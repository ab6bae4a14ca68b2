// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "take.h"

#include <stdlib.h>

enum { BLOCK = 64 };

bool
rmn_take_make(RmnTake* const         take,
              const RmnPhrase* const phrase,
              const uint32_t         rate_hz,
              const double           seconds,
              const double           highest_hz)
{
  take->rate_hz  = rate_hz;
  take->n_frames = (uint32_t)(seconds * rate_hz);
  take->in       = (float*)calloc(take->n_frames + 1U, sizeof(float));
  take->out      = (float*)calloc(take->n_frames + 1U, sizeof(float));
  if (!take->in || !take->out) {
    return false;
  }

  rmn_phrase_add(phrase, take->in, take->n_frames, rate_hz, highest_hz);
  return true;
}

void
rmn_take_free(const RmnTake* const take)
{
  free(take->in);
  free(take->out);
}

RmnStatus
rmn_take_play(const RmnTake* const    take,
              const RmnModel* const   model,
              const RmnNetwork* const network,
              RmnState* const         state,
              RmnStateDelay* const    delay)
{
  const size_t n_channels = network->n_inputs + network->n_outputs;
  float* const buffer     = (float*)calloc(n_channels * BLOCK, sizeof(float));
  const float* in[RMN_MAX_INPUTS];
  float*       out[RMN_MAX_OUTPUTS];
  if (!buffer) {
    return RMN_ERR_NO_MEMORY;
  }

  for (uint32_t i = 0; i < network->n_inputs; ++i) {
    in[i] = buffer + (size_t)i * BLOCK;
    for (uint32_t t = 0; t < BLOCK; ++t) {
      buffer[i * BLOCK + t] = network->inputs[i].value;
    }
  }
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    out[o] = buffer + (size_t)(network->n_inputs + o) * BLOCK;
  }

  for (uint32_t t = 0; t < take->n_frames; t += BLOCK) {
    const uint32_t left = take->n_frames - t;
    const uint32_t n    = left < BLOCK ? left : BLOCK;
    in[0]               = take->in + t;
    out[0]              = take->out + t;
    if (delay) {
      rmn_state_delay_process(delay, in, out, n);
    } else {
      rmn_process(model, state, in, out, n);
    }
  }
  free(buffer);
  return RMN_OK;
}
