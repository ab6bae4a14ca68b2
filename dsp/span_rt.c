// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file span_rt.c Running the layers of a span, piece by piece

#include "span.h"

#include <string.h>

/// Return frame `first` of the inputs of stream `s`
static float*
input_at(const RmnSpan* const span, const uint32_t s, const uint32_t first)
{
  const size_t frame = (size_t)s * span->n_frames + first;
  return span->inputs + frame * span->model->n_inputs;
}

/// Return frame `first` of what layer `l` and those beside it give
static float*
joint_at(const RmnSpan* const span,
         const uint32_t       l,
         const uint32_t       s,
         const uint32_t       first)
{
  const size_t frame = (size_t)s * span->n_frames + first;
  return span->joints[l] + frame * span->model->layers[l].joint_stride;
}

/// Return frame `first` of what layer `l` takes
static const float*
taken_at(const RmnSpan* const span,
         const uint32_t       l,
         const uint32_t       s,
         const uint32_t       first)
{
  const RmnPackedLayer* const layers = span->model->layers;
  if (layers[l].takes_input) {
    return input_at(span, s, first);
  }

  uint32_t before = l - 1U;
  while (layers[before].joint_offset != layers[l].in_offset) {
    --before;
  }
  return joint_at(span, before, s, first);
}

void
rmn_span_read(RmnSpan* const            span,
              const float* const* const in,
              const uint32_t            first,
              const uint32_t            n)
{
  const uint32_t n_inputs = span->model->n_inputs;
  for (uint32_t s = 0; s < span->n_streams; ++s) {
    float* const frames = input_at(span, s, first);
    for (uint32_t i = 0; i < n_inputs; ++i) {
      const float* const x    = in[(size_t)s * n_inputs + i];
      const float        gain = i ? 1.0f : span->model->in_gain;
      for (uint32_t t = 0; t < n; ++t) {
        frames[(size_t)t * n_inputs + i] = x[t] * gain;
      }
    }
  }
}

/// Copy `n` frames, the last one first
static void
turn(const float* const from,
     float* const       to,
     const size_t       stride,
     const uint32_t     n)
{
  for (uint32_t t = 0; t < n; ++t) {
    memcpy(to + t * stride,
           from + (size_t)(n - 1U - t) * stride,
           stride * sizeof(float));
  }
}

/// Copy what a layer that ran backward gave to its channels of the joint frames
static void
join_turned(const RmnPackedLayer* const layer,
            const float* const          out,
            float* const                joint,
            const uint32_t              n)
{
  for (uint32_t t = 0; t < n; ++t) {
    rmn_layer_join(layer,
                   out + (size_t)(n - 1U - t) * layer->out_stride,
                   joint + (size_t)t * layer->joint_stride,
                   1U);
  }
}

/// Run a piece of the streams from `stream` on that run together
static void
run_streams(const RmnSpan* const  span,
            const RmnState* const state,
            const uint32_t        l,
            const uint32_t        first,
            RmnRun* const         run,
            const uint32_t        stream)
{
  const RmnPackedLayer* const layer       = &span->model->layers[l];
  const uint32_t              n           = run->n_frames;
  const bool                  is_backward = layer->shape.direction;
  const bool                  is_direct   = layer->is_alone && !is_backward;

  for (uint32_t s = 0; s < run->n_streams; ++s) {
    const float* const x      = taken_at(span, l, stream + s, first);
    float* const       turned = span->turned + s * RMN_CHUNK * layer->in_stride;
    float* const       out = span->outputs + s * RMN_CHUNK * layer->out_stride;

    if (is_backward) {
      turn(x, turned, layer->in_stride, n);
    }
    run->in[s]    = is_backward ? turned : x;
    run->out[s]   = is_direct ? joint_at(span, l, stream + s, first) : out;
    run->state[s] = rmn_state_stream(state, stream + s) + layer->state_offset;
  }

  RmnPackedLayer by_itself = *layer;
  by_itself.n_wave         = 1U; // What is above may have to wait for the whole
  span->model->kernel->run[layer->shape.type](&by_itself, run);

  for (uint32_t s = 0; !is_direct && s < run->n_streams; ++s) {
    float* const joint = joint_at(span, l, stream + s, first);
    if (is_backward) {
      join_turned(layer, run->out[s], joint, n);
    } else {
      rmn_layer_join(layer, run->out[s], joint, n);
    }
  }
}

void
rmn_span_run(const RmnSpan* const  span,
             const RmnState* const state,
             const uint32_t        l,
             const uint32_t        first,
             const uint32_t        n,
             const uint32_t        frame)
{
  for (uint32_t s = 0; s < span->n_streams; s += RMN_TOGETHER) {
    const uint32_t left = span->n_streams - s;

    RmnRun run = {.n_streams = left < RMN_TOGETHER ? left : RMN_TOGETHER,
                  .n_frames  = n,
                  .frame     = frame,
                  .scratch =
                    span->scratch + span->model->layers[l].scratch_offset};
    run_streams(span, state, l, first, &run, s);
  }
}

void
rmn_span_write(const RmnSpan* const span,
               float* const* const  out,
               const uint32_t       first,
               const uint32_t       n)
{
  const RmnModel* const model  = span->model;
  const uint32_t        last   = model->n_layers - 1U;
  const size_t          stride = model->layers[last].joint_stride;

  for (uint32_t s = 0; s < span->n_streams; ++s) {
    const float* const y     = joint_at(span, last, s, first);
    const float* const audio = input_at(span, s, first);
    for (uint32_t o = 0; o < model->n_outputs; ++o) {
      float* const to   = out[(size_t)s * model->n_outputs + o];
      const bool   skip = o < model->n_skip;
      for (uint32_t t = 0; t < n; ++t) {
        const float x = y[t * stride + o];

        to[t] =
          (skip ? x + audio[(size_t)t * model->n_inputs] : x) * model->out_gain;
      }
    }
  }
}
