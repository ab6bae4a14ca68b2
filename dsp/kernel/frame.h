// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file frame.h Layers that run frame by frame, one stream after the other

#ifndef RMN_KERNEL_FRAME_H
#define RMN_KERNEL_FRAME_H

#include "activation.h"
#include "vector.h"

/// One frame of one stream
typedef struct {
  const float* in;
  float*       out;
  float*       state;
  float*       scratch;
  uint32_t     number; ///< Since the reset
} Frame;

/// Run `step` for every frame of every stream
INLINE void
run_frames(const RmnPackedLayer* const layer,
           const RmnRun* const         run,
           void (*const step)(const RmnPackedLayer*, const Frame*))
{
  for (uint32_t s = 0; s < run->n_streams; ++s) {
    Frame frame = {
      run->in[s], run->out[s], run->state[s], run->scratch, run->frame};
    for (uint32_t t = 0; t < run->n_frames; ++t, ++frame.number) {
      step(layer, &frame);
      frame.in += layer->in_stride;
      frame.out += layer->out_stride;
    }
  }
}

/// Apply a function to a number for each unit of a cell, within its bounds.
/// Padding stays as it is: zero, which not every function leaves zero
static void
apply(const RmnPackedLayer* const layer,
      const RmnCellFunction       which,
      float* const                x)
{
  const uint32_t H    = layer->shape.n_outputs;
  const float    clip = layer->shape.clip;

  if (clip > 0.0f) {
    clip_vector(x, H, -clip, clip);
  }
  activate(&layer->functions[which], x, H);
}

#endif // RMN_KERNEL_FRAME_H
