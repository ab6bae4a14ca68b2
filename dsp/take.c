// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "take.h"
#include "model.h"

#include <stdlib.h>
#include <string.h>

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

/// A take as a sequence
typedef struct {
  const RmnTake*    take;
  const RmnNetwork* network;
} Source;

static bool
read_source(void* const         handle,
            const uint64_t      first,
            float* const* const in,
            const uint32_t      n_frames)
{
  const Source* const source = (const Source*)handle;

  memcpy(in[0], source->take->in + first, n_frames * sizeof(float));
  for (uint32_t i = 1; i < source->network->n_inputs; ++i) {
    for (uint32_t t = 0; t < n_frames; ++t) {
      in[i][t] = source->network->inputs[i].value;
    }
  }
  return true;
}

/// Play a take as a whole, through layers of which some run backward
static RmnStatus
play_whole(const RmnTake* const    take,
           const RmnModel* const   model,
           const RmnNetwork* const network,
           const RmnState* const   state)
{
  const size_t       n      = take->n_frames;
  Source             source = {take, network};
  RmnSequence* const sequence =
    rmn_sequence_new(model, state, n, NULL, read_source, &source);
  float* const others = (float*)calloc(n + 1U, sizeof(float));
  float*       out[RMN_MAX_OUTPUTS];
  RmnStatus    st = RMN_ERR_NO_MEMORY;

  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    out[o] = o ? others : take->out;
  }
  if (sequence && others) {
    st = rmn_sequence_next(sequence, out, take->n_frames);
  }
  rmn_sequence_free(sequence);
  free(others);
  return st;
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
  if (model->is_backward) {
    free(buffer);
    return play_whole(take, model, network, state);
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
