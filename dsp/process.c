// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file process.c The real-time path: frames in, layer after layer, frames out

#include "denormals.h"
#include "model.h"
#include "period.h"
#include "state.h"

/// Write `n` floats of every `x_stride` times `gain` to every `y_stride` floats
static void
spread(const float* restrict x,
       const uint32_t x_stride,
       const float    gain,
       float* restrict y,
       const uint32_t y_stride,
       const uint32_t n)
{
  if (x_stride == 1U && y_stride == 1U) { // Almost always
    for (uint32_t t = 0; t < n; ++t) {
      y[t] = x[t] * gain;
    }
  } else {
    for (uint32_t t = 0; t < n; ++t, x += x_stride, y += y_stride) {
      *y = *x * gain;
    }
  }
}

/// Collect `n` frames of every stream's inputs, because outputs may share them
static void
gather(const RmnModel* const     model,
       RmnState* const           state,
       const float* const* const in,
       const uint32_t            first,
       const uint32_t            n)
{
  const uint32_t n_inputs = model->n_inputs;

  for (uint32_t s = 0; s < state->n_streams; ++s) {
    for (uint32_t i = 0; i < n_inputs; ++i) {
      const float* const x    = in[(size_t)s * n_inputs + i] + first;
      const float        gain = i ? 1.0f : model->in_gain;

      spread(x, 1U, gain, rmn_state_input(state, model, s) + i, n_inputs, n);
    }
  }
}

/// Write one stream: y = (network + skipped audio) * gain
static void
scatter(const RmnModel* const model,
        const float* const    audio,
        const float* const    y,
        float* const* const   out,
        const uint32_t        first,
        const uint32_t        n)
{
  const uint32_t x_stride = model->n_inputs;
  const uint32_t y_stride = model->layers[model->n_layers - 1U].joint_stride;
  const float    gain     = model->out_gain;

  for (uint32_t o = 0; o < model->n_outputs; ++o) {
    float* const to = out[o] + first;

    if (o < model->n_skip) {
      for (uint32_t t = 0; t < n; ++t) {
        to[t] = (y[t * y_stride + o] + audio[t * x_stride]) * gain;
      }
    } else {
      spread(y + o, y_stride, gain, to, 1U, n);
    }
  }
}

/// Put what a layer gives beside what those beside it give
static void
join(const RmnModel* const model,
     const RmnState* const state,
     const uint32_t        l,
     const RmnRun* const   run)
{
  const RmnPackedLayer* const layer = &model->layers[l];
  for (uint32_t s = 0; !layer->is_alone && s < run->n_streams; ++s) {
    float* const outputs = rmn_state_output(state, model, s);
    rmn_layer_join(
      layer, run->out[s], outputs + layer->joint_offset, run->n_frames);
  }
}

/// Run every layer over `n` gathered frames of the streams from `stream` on
static void
run_streams(const RmnModel* const model,
            RmnState* const       state,
            const uint32_t        stream,
            float* const* const   out,
            const uint32_t        first,
            const uint32_t        n)
{
  RmnRun* const runs = rmn_state_runs(state, model, stream);

  for (uint32_t l = 0; l < model->n_layers; ++l) {
    runs[l].n_frames = n;
    runs[l].frame    = state->frame;
  }
  for (uint32_t l = 0; l < model->n_layers; l += runs[l].n_layers) {
    rmn_layers_run(model->kernel, &model->layers[l], &runs[l]);
    join(model, state, l, &runs[l]);
  }

  const RmnPackedLayer* const last = &model->layers[model->n_layers - 1U];
  for (uint32_t s = 0; s < runs->n_streams; ++s) {
    scatter(model,
            rmn_state_input(state, model, stream + s),
            rmn_state_output(state, model, s) + last->joint_offset,
            out + (size_t)(stream + s) * model->n_outputs,
            first,
            n);
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
    for (uint32_t s = 0; s < state->n_streams; s += RMN_TOGETHER) {
      run_streams(model, state, s, out, first, n);
    }
    state->frame += n;
    state->n_run = n;
  }

  rmn_denormals_restore(mode);
}
