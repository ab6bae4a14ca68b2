// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "span.h"
#include "memory.h"

#include <stdlib.h>

enum { STRIP = 128 }; ///< Frames, a multiple of RMN_CHUNK; 512 are slower

/// Round up a number of floats so that the array after it stays aligned
static size_t
pad_array(const size_t n)
{
  const size_t mask = RMN_ALIGN / sizeof(float) - 1U;
  return (n + mask) & ~mask;
}

/// Return whether a layer is the last of those beside each other
static bool
is_last(const RmnModel* const model, const uint32_t l)
{
  return l + 1U == model->n_layers ||
         model->layers[l + 1U].joint_offset != model->layers[l].joint_offset;
}

size_t
rmn_span_n_floats(const RmnModel* const model, const uint32_t n_streams)
{
  size_t n = model->n_inputs;
  for (uint32_t l = 0; l < model->n_layers; ++l) {
    n += is_last(model, l) ? model->layers[l].joint_stride : 0U;
  }
  return n * n_streams;
}

/// Return the widest input, or output, of a layer
static size_t
widest(const RmnModel* const model, const bool is_output)
{
  size_t n = 0;
  for (uint32_t l = 0; l < model->n_layers; ++l) {
    const RmnPackedLayer* const p = &model->layers[l];
    const uint32_t stride         = is_output ? p->out_stride : p->in_stride;
    n                             = stride > n ? stride : n;
  }
  return n;
}

/// Take the next `n` floats of an arena, or count them if it is NULL
static float*
take(float* const arena, size_t* const n_taken, const size_t n)
{
  float* const array = arena ? arena + *n_taken : NULL;
  *n_taken += pad_array(n);
  return array;
}

/// Give W of every layer that is projected its place, and return the most rows
static size_t
place_projections(const RmnSpan* const span, size_t* const n)
{
  const RmnModel* const model = span->model;
  size_t                most  = 0;
  for (uint32_t l = 0; span->product && l < model->n_layers; ++l) {
    if (rmn_projection_pays(model, l)) {
      const RmnPackedLayer* const p      = &model->layers[l];
      const uint32_t              n_rows = rmn_projection_n_rows(p);

      float* const W = take(span->arena, n, (size_t)p->shape.n_inputs * n_rows);
      if (W) {
        rmn_projection_init(&span->projections[l], model, l, W);
      }
      most = n_rows > most ? n_rows : most;
    }
  }
  return most;
}

/// Give every array its place, or count their floats if the arena is NULL
static size_t
place(RmnSpan* const span)
{
  const RmnModel* const model   = span->model;
  const size_t          n_all   = (size_t)span->n_streams * span->n_frames;
  const size_t          n_piece = (size_t)RMN_TOGETHER * RMN_CHUNK;
  const size_t          n_strip = (size_t)RMN_TOGETHER * span->n_strip;
  float* const          arena   = span->arena;
  size_t                n       = 0;

  span->inputs = take(arena, &n, n_all * model->n_inputs);
  for (uint32_t l = 0; l < model->n_layers; ++l) {
    const size_t stride =
      is_last(model, l) ? model->layers[l].joint_stride : 0U;
    span->joints[l] = take(arena, &n, n_all * stride);
  }
  span->projected = take(arena, &n, n_strip * place_projections(span, &n));
  span->turned    = take(arena, &n, n_strip * widest(model, false));
  span->outputs   = take(arena, &n, n_piece * widest(model, true));
  span->scratch   = take(arena, &n, model->n_scratch);
  return n;
}

bool
rmn_span_init(RmnSpan* const        span,
              const RmnModel* const model,
              const RmnProduct      product,
              const uint32_t        n_streams,
              const uint32_t        n_frames)
{
  *span       = (RmnSpan){.model       = model,
                          .product     = product,
                          .n_streams   = n_streams,
                          .n_frames    = rmn_pad(n_frames, RMN_CHUNK),
                          .n_strip     = product ? STRIP : RMN_CHUNK,
                          .projections = (RmnProjection*)calloc(
                      model->n_layers, sizeof(RmnProjection))};
  span->arena = (float*)rmn_aligned_calloc(place(span) * sizeof(float));
  if (!span->arena || !span->projections) {
    rmn_span_clear(span);
    return false;
  }

  place(span);
  return true;
}

void
rmn_span_clear(RmnSpan* const span)
{
  free(span->projections);
  free(span->arena);
  span->projections = NULL;
  span->arena       = NULL;
}
