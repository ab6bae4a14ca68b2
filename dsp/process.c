// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file process.c The real-time path: frames in, layer after layer, frames out

#include "denormals.h"
#include "model.h"
#include "period.h"
#include "state.h"

/// Return the gathered frames of a stream
static float*
stream_input(const RmnModel* const model,
             const RmnState* const state,
             const uint32_t        stream)
{
  return state->inputs + (size_t)stream * RMN_CHUNK * model->n_inputs;
}

/// Return the frames of every layer for stream `s` of those that run together
static float*
stream_output(const RmnModel* const model,
              const RmnState* const state,
              const uint32_t        s)
{
  return state->outputs + s * model->n_out;
}

/// Write `n` floats of every `x_stride` times `gain` to every `y_stride` floats
static void
spread(const float* const restrict x,
       const uint32_t x_stride,
       const float    gain,
       float* const restrict y,
       const uint32_t y_stride,
       const uint32_t n)
{
  if (x_stride == 1U && y_stride == 1U) { // Almost always
    for (uint32_t t = 0; t < n; ++t) {
      y[t] = x[t] * gain;
    }
  } else {
    for (uint32_t t = 0; t < n; ++t) {
      y[t * y_stride] = x[t * x_stride] * gain;
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

      spread(x, 1U, gain, stream_input(model, state, s) + i, n_inputs, n);
    }
  }
}

/// The streams that run together
typedef struct {
  uint32_t first;
  uint32_t n;
} Streams;

/// Say what layer `l` runs with over `n` gathered frames
static void
plan_run(RmnRun* const         run,
         const RmnModel* const model,
         const RmnState* const state,
         const uint32_t        l,
         const Streams         streams,
         const uint32_t        n)
{
  const RmnPackedLayer* const layer = &model->layers[l];

  run->n_layers  = layer->n_wave;
  run->n_streams = streams.n;
  run->n_frames  = n;
  run->frame     = state->frame;
  run->scratch   = state->scratch + layer->scratch_offset;
  for (uint32_t s = 0; s < streams.n; ++s) {
    const uint32_t stream = streams.first + s;

    run->state[s] = rmn_state_stream(state, stream) + layer->state_offset;
    run->in[s]    = layer->takes_input
                      ? stream_input(model, state, stream)
                      : stream_output(model, state, s) + layer->in_offset;
    run->out[s]   = stream_output(model, state, s) + layer->out_offset;
  }
}

/// Run layer `l` and those that make a wavefront with it
static void
run_wave(const RmnModel* const model,
         const RmnState* const state,
         const uint32_t        l,
         const Streams         streams,
         const uint32_t        n)
{
  const RmnPackedLayer* const layers = &model->layers[l];

  RmnRun runs[RMN_MAX_WAVE];
  for (uint32_t k = 0; k < layers->n_wave; ++k) {
    plan_run(&runs[k], model, state, l + k, streams, n);
  }

  rmn_layers_run(model->kernel, layers, runs);
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
     const Streams         streams,
     const uint32_t        n)
{
  const RmnPackedLayer* const layer = &model->layers[l];
  for (uint32_t s = 0; !layer->is_alone && s < streams.n; ++s) {
    float* const out = stream_output(model, state, s);
    rmn_layer_join(
      layer, out + layer->out_offset, out + layer->joint_offset, n);
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
  const uint32_t left    = state->n_streams - stream;
  const Streams  streams = {stream, left < RMN_TOGETHER ? left : RMN_TOGETHER};

  for (uint32_t l = 0; l < model->n_layers; l += model->layers[l].n_wave) {
    run_wave(model, state, l, streams, n);
    join(model, state, l, streams, n);
  }

  const RmnPackedLayer* const last = &model->layers[model->n_layers - 1U];
  for (uint32_t s = 0; s < streams.n; ++s) {
    scatter(model,
            stream_input(model, state, stream + s),
            stream_output(model, state, s) + last->joint_offset,
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
