// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "render_stage.h"

#include <stdlib.h>

bool
stage_open(Stage* const     stage,
           RmnPlayer* const player,
           const uint32_t   n_in,
           const uint32_t   output,
           const uint32_t   n_block)
{
  const uint32_t n_outputs  = rmn_player_n_outputs(player);
  const uint32_t n_out      = n_in * (output ? 1U : n_outputs);
  const uint32_t n_channels = n_in + n_out;
  const uint32_t n_widest   = n_in > n_out ? n_in : n_out;

  stage->player  = player;
  stage->n_in    = n_in;
  stage->n_out   = n_out;
  stage->frames  = (float*)calloc((size_t)n_widest * n_block, sizeof(float));
  stage->audio   = (float*)calloc((size_t)n_channels * n_block, sizeof(float));
  stage->inputs  = (float**)calloc(n_in, sizeof(float*));
  stage->outputs = (float**)calloc((size_t)n_in * n_outputs, sizeof(float*));
  if (!stage->frames || !stage->audio || !stage->inputs || !stage->outputs) {
    return false;
  }

  float* next = stage->audio;
  for (uint32_t c = 0; c < n_in; ++c, next += n_block) {
    stage->inputs[c] = next;
  }
  for (uint32_t c = 0; c < n_in * n_outputs; ++c) {
    if (!output || c % n_outputs == output - 1U) {
      stage->outputs[c] = next;
      next += n_block;
    }
  }
  return true;
}

static void
deinterleave(const Stage* const stage, const uint32_t n)
{
  for (uint32_t c = 0; c < stage->n_in; ++c) {
    for (uint32_t t = 0; t < n; ++t) {
      stage->inputs[c][t] = stage->frames[(size_t)t * stage->n_in + c];
    }
  }
}

static void
interleave(const Stage* const stage, const uint32_t n)
{
  uint32_t channel = 0;
  for (uint32_t c = 0; channel < stage->n_out; ++c) {
    const float* const output = stage->outputs[c];
    if (output) {
      for (uint32_t t = 0; t < n; ++t) {
        stage->frames[(size_t)t * stage->n_out + channel] = output[t];
      }
      ++channel;
    }
  }
}

void
stage_play(const Stage* const stage, const uint32_t n)
{
  deinterleave(stage, n);
  rmn_player_process_all(
    stage->player, (const float* const*)stage->inputs, stage->outputs, n);
  interleave(stage, n);
}

void
stage_close(Stage* const stage)
{
  free(stage->frames);
  free(stage->audio);
  free(stage->inputs);
  free(stage->outputs);
}
