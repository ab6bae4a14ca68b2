// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "span.h"
#include "memory.h"

#include <stdlib.h>

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

/// Give every array its place, or count their floats if the arena is NULL
static size_t
place(RmnSpan* const span)
{
  const RmnModel* const model   = span->model;
  const size_t          n_all   = (size_t)span->n_streams * span->n_frames;
  const size_t          n_piece = (size_t)RMN_TOGETHER * RMN_CHUNK;
  float* const          arena   = span->arena;
  size_t                n       = 0;

  span->inputs = arena;
  n += pad_array(n_all * model->n_inputs);
  for (uint32_t l = 0; l < model->n_layers; ++l) {
    span->joints[l] = arena ? arena + n : NULL;
    n +=
      is_last(model, l) ? pad_array(n_all * model->layers[l].joint_stride) : 0U;
  }
  span->turned = arena ? arena + n : NULL;
  n += pad_array(n_piece * widest(model, false));
  span->outputs = arena ? arena + n : NULL;
  n += pad_array(n_piece * widest(model, true));
  span->scratch = arena ? arena + n : NULL;
  return n + pad_array(model->n_scratch);
}

bool
rmn_span_init(RmnSpan* const        span,
              const RmnModel* const model,
              const uint32_t        n_streams,
              const uint32_t        n_frames)
{
  *span       = (RmnSpan){.model     = model,
                          .n_streams = n_streams,
                          .n_frames  = rmn_pad(n_frames, RMN_CHUNK)};
  span->arena = (float*)rmn_aligned_calloc(place(span) * sizeof(float));
  if (span->arena) {
    place(span);
  }
  return span->arena;
}

void
rmn_span_clear(RmnSpan* const span)
{
  free(span->arena);
  span->arena = NULL;
}
