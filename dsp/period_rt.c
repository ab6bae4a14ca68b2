// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "network.h"
#include "period.h"

#include <string.h>

/**
   Spread what `n` steps gave, frame after frame, over the frames of a run.

   @param first Frame of the first of them; what is held comes before it.
*/
static void
hold(const RmnPackedLayer* const layer,
     const RmnRun* const         run,
     const uint32_t              s,
     const uint32_t              first)
{
  const size_t stride = layer->out_stride;
  float* const held   = run->state[s] + layer->held_offset;
  float* const out    = run->out[s];

  for (uint32_t t = run->n_frames; t-- > first;) { // A step is never later
    const uint32_t step = (t - first) / layer->shape.period;
    memmove(out + t * stride, out + step * stride, stride * sizeof(float));
  }
  for (uint32_t t = 0; t < first && t < run->n_frames; ++t) {
    memcpy(out + t * stride, held, stride * sizeof(float));
  }
  memcpy(held, out + (run->n_frames - 1U) * stride, stride * sizeof(float));
}

/// Gather what a layer hears of stream `s` in `n` steps from frame `first` on,
/// as kernels take them: one after the other, with room for a whole chunk
static const float*
gather(const RmnPackedLayer* const layer,
       const RmnRun* const         run,
       const uint32_t              s,
       const uint32_t              first,
       const uint32_t              n)
{
  const size_t       stride = layer->in_stride;
  const float* const from   = run->in[s] + first * stride;
  float* const       heard =
    run->scratch + layer->heard_offset + s * RMN_CHUNK * stride;
  for (uint32_t i = 0; i < n; ++i) {
    memcpy(heard + i * stride,
           from + (size_t)i * layer->shape.period * stride,
           stride * sizeof(float));
  }
  return heard;
}

/// Run a layer in every frame that its period divides
static void
run_seldom(const RmnKernel* const      kernel,
           const RmnPackedLayer* const layer,
           const RmnRun* const         run)
{
  const uint32_t P     = layer->shape.period;
  const uint32_t first = (0U - run->frame) & (P - 1U);

  if (first < run->n_frames) {
    RmnRun steps   = *run;
    steps.n_frames = (run->n_frames - first + P - 1U) / P;
    steps.frame    = (run->frame + first) / P;
    for (uint32_t s = 0; s < run->n_streams; ++s) {
      steps.in[s] = gather(layer, run, s, first, steps.n_frames);
    }
    kernel->run[layer->shape.type](layer, &steps);
  }
  for (uint32_t s = 0; s < run->n_streams; ++s) {
    hold(layer, run, s, first);
  }
}

void
rmn_layers_run(const RmnKernel* const      kernel,
               const RmnPackedLayer* const layers,
               const RmnRun* const         runs)
{
  if (rmn_shape_period(&layers->shape) > 1U) {
    run_seldom(kernel, layers, runs);
  } else {
    kernel->run[layers->shape.type](layers, runs);
  }
}
