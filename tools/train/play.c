// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "play.h"

enum {
  N_BLOCK   = 256,
  N_SECONDS = 2, ///< Of silence that lead to rest
  N_SILENCE = 1024,
};

void
play(const RmnModel* const     model,
     RmnState* const           state,
     const float* const        knobs,
     const float* const        dry,
     const float* const* const others,
     float* const* const       wet,
     const size_t              n_frames)
{
  const uint32_t n_in  = rmn_model_n_inputs(model);
  const uint32_t n_out = rmn_model_n_outputs(model);
  float          values[RMN_MAX_INPUTS][N_BLOCK];
  float          unheard[RMN_MAX_OUTPUTS][N_BLOCK] = {{0.0f}};
  const float*   in[RMN_MAX_INPUTS];
  float*         out[RMN_MAX_OUTPUTS];

  for (uint32_t i = 1; i < n_in; ++i) {
    for (size_t t = 0; t < N_BLOCK; ++t) {
      values[i][t] = knobs[i - 1U];
    }
  }
  for (size_t t = 0; t < n_frames; t += N_BLOCK) {
    const size_t n_left = n_frames - t;
    in[0]               = dry + t;
    for (uint32_t i = 1; i < n_in; ++i) {
      const bool is_moving = others && others[i - 1U];
      in[i]                = is_moving ? others[i - 1U] + t : values[i];
    }
    for (uint32_t o = 0; o < n_out; ++o) {
      out[o] = wet[o] ? wet[o] + t : unheard[o];
    }
    rmn_process(
      model, state, in, out, (uint32_t)(n_left < N_BLOCK ? n_left : N_BLOCK));
  }
}

void
play_silence(const RmnModel* const model,
             RmnState* const       state,
             const float* const    knobs,
             const uint32_t        rate_hz)
{
  static const float silence[N_SILENCE];
  float* const       unheard[RMN_MAX_OUTPUTS] = {NULL};

  for (uint32_t t = 0; t < N_SECONDS * rate_hz; t += N_SILENCE) {
    play(model, state, knobs, silence, NULL, unheard, N_SILENCE);
  }
}
