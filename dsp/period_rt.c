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

/// Run a layer in every frame that its period divides
static void
run_seldom(const RmnKernel* const      kernel,
           const RmnPackedLayer* const layer,
           const RmnRun* const         run)
{
  const uint32_t P     = layer->shape.period;
  const uint32_t first = (0U - run->frame) & (P - 1U);

  if (first < run->n_frames) {
    RmnPackedLayer seldom = *layer;
    RmnRun         steps  = *run;

    seldom.in_stride *= P;
    steps.n_frames = (run->n_frames - first + P - 1U) / P;
    steps.frame    = (run->frame + first) / P;
    for (uint32_t s = 0; s < run->n_streams; ++s) {
      steps.in[s] += (size_t)first * layer->in_stride;
    }
    kernel->run[layer->shape.type](&seldom, &steps);
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
