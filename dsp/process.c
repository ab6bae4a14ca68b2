// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file process.c The real-time path: frames in, layer after layer, frames out

#include "denormals.h"
#include "model.h"
#include "state.h"

/// Collect `n` frames of every stream's inputs, because outputs may share them
static void
gather(const RmnModel* const     model,
       RmnState* const           state,
       const float* const* const in,
       const uint32_t            first,
       const uint32_t            n)
{
  const uint32_t stride = rmn_stride(model->n_inputs);
  float*         frame  = state->inputs;

  for (uint32_t s = 0; s < state->n_streams; ++s) {
    const float* const* const inputs = in + (size_t)s * model->n_inputs;
    for (uint32_t t = first; t < first + n; ++t, frame += stride) {
      frame[0] = inputs[0][t] * model->in_gain;
      for (uint32_t i = 1; i < model->n_inputs; ++i) {
        frame[i] = inputs[i][t];
      }
    }
    frame += (size_t)(RMN_CHUNK - n) * stride;
  }
}

/// Run every layer over `n` gathered frames, and return the last one's output
static const float*
run_layers(const RmnModel* const model,
           RmnState* const       state,
           const uint32_t        stream,
           const float*          in,
           const uint32_t        n)
{
  float* const memory = rmn_state_stream(state, stream);

  for (uint32_t l = 0; l < model->n_layers; ++l) {
    const RmnPackedLayer* const layer = &model->layers[l];
    float* const                out   = state->layers[l % 2U];

    const RmnRun run = {
      memory + layer->state_offset, state->scratch, state->frame, n};

    model->kernel->run[layer->shape.type](layer, &run, in, out);
    in = out;
  }

  return in;
}

/// Write one stream: y = (network + skipped audio) * gain
static void
scatter(const RmnModel* const model,
        const float*          audio,
        const float*          y,
        float* const* const   out,
        const uint32_t        first,
        const uint32_t        n)
{
  for (uint32_t t = first; t < first + n; ++t) {
    for (uint32_t o = 0; o < model->n_outputs; ++o) {
      const float skip = o < model->n_skip ? audio[0] : 0.0f;

      out[o][t] = (y[o] + skip) * model->out_gain;
    }
    audio += rmn_stride(model->n_inputs);
    y += rmn_stride(model->n_outputs);
  }
}

void
rmn_process(const RmnModel* const     model,
            RmnState* const           state,
            const float* const* const in,
            float* const* const       out,
            const uint32_t            n_frames)
{
  const uint64_t mode = rmn_denormals_flush();

  for (uint32_t first = 0; first < n_frames; first += RMN_CHUNK) {
    const uint32_t left = n_frames - first;
    const uint32_t n    = left < RMN_CHUNK ? left : RMN_CHUNK;

    gather(model, state, in, first, n);
    for (uint32_t s = 0; s < state->n_streams; ++s) {
      const float* const audio =
        state->inputs + (size_t)s * RMN_CHUNK * rmn_stride(model->n_inputs);
      const float* const y = run_layers(model, state, s, audio, n);
      scatter(model, audio, y, out + (size_t)s * model->n_outputs, first, n);
    }
    state->frame += n;
  }

  rmn_denormals_restore(mode);
}
