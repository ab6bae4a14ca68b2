// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file span_rt.c Running the layers of a span, piece by piece

#include "span.h"

#include "period.h"

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

/// Streams that run together, and how far
typedef struct {
  const RmnState* state;
  uint32_t        l;      ///< Layer
  uint32_t        stream; ///< The first
  uint32_t        n_streams;
} Group;

/// Return `n` frames that stream `s` of a group takes, in the order in which
/// the layer runs
static const float*
in_order(const RmnSpan* const span,
         const Group* const   g,
         const uint32_t       s,
         const uint32_t       first,
         const uint32_t       n)
{
  const RmnPackedLayer* const layer = &span->model->layers[g->l];
  const float* const          x = taken_at(span, g->l, g->stream + s, first);
  if (!layer->shape.direction) {
    return x;
  }

  float* const turned = span->turned + s * span->n_strip * layer->in_stride;
  turn(x, turned, layer->in_stride, n);
  return turned;
}

/// Return what stream `s` of a group is projected to, frame by frame
static float*
projected(const RmnSpan* const span, const Group* const g, const uint32_t s)
{
  return span->projected +
         (size_t)s * span->n_strip * span->projections[g->l].n_rows;
}

/**
   Run a piece of a group.

   @param done Frames of the strip that the layer has run over.
*/
static void
run_piece(const RmnSpan* const span,
          const Group* const   g,
          const uint32_t       first,
          const uint32_t       n,
          const uint32_t       frame,
          const uint32_t       done)
{
  const RmnProjection* const  projection = &span->projections[g->l];
  const RmnPackedLayer* const layer =
    projection->W ? &projection->layer : &span->model->layers[g->l];
  const bool is_backward = layer->shape.direction;
  const bool is_direct   = layer->is_alone && !is_backward;

  RmnRun run = {.n_layers  = 1, // What is above may wait for the whole
                .n_streams = g->n_streams,
                .n_frames  = n,
                .frame     = frame,
                .scratch   = span->scratch + layer->scratch_offset};
  for (uint32_t s = 0; s < run.n_streams; ++s) {
    const uint32_t stream = g->stream + s;
    float* const   out    = span->outputs + s * RMN_CHUNK * layer->out_stride;

    run.in[s]    = projection->W
                     ? projected(span, g, s) + (size_t)done * layer->in_stride
                     : in_order(span, g, s, first, n);
    run.out[s]   = is_direct ? joint_at(span, g->l, stream, first) : out;
    run.state[s] = rmn_state_stream(g->state, stream) + layer->state_offset;
  }

  rmn_layers_run(span->model->kernel, layer, &run);

  for (uint32_t s = 0; !is_direct && s < run.n_streams; ++s) {
    float* const joint = joint_at(span, g->l, g->stream + s, first);
    if (is_backward) {
      join_turned(layer, run.out[s], joint, n);
    } else {
      rmn_layer_join(layer, run.out[s], joint, n);
    }
  }
}

/// Run a group over a strip, piece by piece
static void
run_strip(const RmnSpan* const span,
          const Group* const   g,
          const uint32_t       first,
          const uint32_t       n,
          const uint32_t       frame)
{
  const RmnPackedLayer* const layer      = &span->model->layers[g->l];
  const RmnProjection* const  projection = &span->projections[g->l];
  const uint32_t              n_pieces   = (n + RMN_CHUNK - 1U) / RMN_CHUNK;

  for (uint32_t s = 0; projection->W && s < g->n_streams; ++s) {
    span->product(in_order(span, g, s, first, n),
                  layer->in_stride,
                  projection->W,
                  projected(span, g, s),
                  n,
                  layer->shape.n_inputs,
                  projection->n_rows);
  }

  for (uint32_t k = 0, done = 0; k < n_pieces; ++k) {
    const uint32_t piece = layer->shape.direction ? n_pieces - 1U - k : k;
    const uint32_t at    = piece * RMN_CHUNK;
    const uint32_t left  = n - at;
    const uint32_t n_run = left < RMN_CHUNK ? left : RMN_CHUNK;

    run_piece(span, g, first + at, n_run, frame + at, done);
    done += n_run;
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
  const bool     is_backward = span->model->layers[l].shape.direction;
  const uint32_t length      = span->n_strip;
  const uint32_t n_strips    = (n + length - 1U) / length;

  for (uint32_t s = 0; s < span->n_streams; s += RMN_TOGETHER) {
    const uint32_t left  = span->n_streams - s;
    const Group    group = {
         state, l, s, left < RMN_TOGETHER ? left : RMN_TOGETHER};
    for (uint32_t k = 0; k < n_strips; ++k) {
      const uint32_t at = (is_backward ? n_strips - 1U - k : k) * length;
      run_strip(span,
                &group,
                first + at,
                n - at < length ? n - at : length,
                frame + at);
    }
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
