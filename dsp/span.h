// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file span.h A stretch of time through every layer, whichever way it runs.

   rmn_process() forgets a frame once it has been played.  A layer that runs
   backward needs frames that are yet to come, so a span keeps what each layer
   gives for every frame of a stretch, and whoever owns it says which layer runs
   next, over which frames, from which state.

   With a product, the inputs of wide layers are projected by it, a strip of
   frames at once, which is as much as a near cache holds.
*/

#ifndef RMN_SPAN_H
#define RMN_SPAN_H

#include "projection.h"
#include "state.h"

typedef struct {
  const RmnModel* model;
  RmnProduct      product; ///< Or NULL
  uint32_t        n_streams;
  uint32_t        n_frames;      ///< Most, a multiple of RMN_CHUNK
  uint32_t        n_strip;       ///< Frames that are projected at once
  float*          inputs;        ///< [n_streams][n_frames][n_inputs]
  float* joints[RMN_MAX_LAYERS]; ///< Of each layer with those beside it,
                                 ///< [n_streams][n_frames][joint_stride]
  RmnProjection*
         projections; ///< [n_layers], W being NULL if it is not projected
  float* projected;   ///< [RMN_TOGETHER][n_strip] frames of one layer
  float* turned;  ///< [RMN_TOGETHER][n_strip] frames of input, the last first
  float* outputs; ///< [RMN_TOGETHER][RMN_CHUNK] frames of one layer
  float* scratch; ///< [model->n_scratch]
  float* arena;   ///< Owns all these
} RmnSpan;

/**
   Make room for at least `n_frames`.

   @param product Projects the inputs of layers where that pays; NULL for the
   kernels to do it.
   @return False without memory.
*/
bool
rmn_span_init(RmnSpan*        span,
              const RmnModel* model,
              RmnProduct      product,
              uint32_t        n_streams,
              uint32_t        n_frames);

void
rmn_span_clear(RmnSpan* span);

/// Return the floats of a frame of every stream, inputs and all layers together
size_t
rmn_span_n_floats(const RmnModel* model, uint32_t n_streams);

/**
   Take `n` frames of input, which become those from `first` on.

   @param in `in[s * n_inputs + i]` is input i of stream s, [n].
*/
RMN_RT
void
rmn_span_read(RmnSpan*            span,
              const float* const* in,
              uint32_t            first,
              uint32_t            n);

/**
   Run layer `l` of every stream over some of the span, in its direction, from
   its state in `state`, which goes along.

   The layers before it must have run over these frames.  Pieces of RMN_CHUNK
   frames, of which one that runs backward takes the last first, give the same
   bits as all at once, unless something is projected.

   @param first A multiple of RMN_CHUNK.
   @param n A multiple of RMN_CHUNK, unless the span ends there.
   @param frame Number of the first frame since the reset, modulo 2^32.
*/
RMN_RT
void
rmn_span_run(const RmnSpan*  span,
             const RmnState* state,
             uint32_t        l,
             uint32_t        first,
             uint32_t        n,
             uint32_t        frame);

/**
   Write the outputs of `n` frames from `first` on, with gain and skip.

   @param out `out[s * n_outputs + o]` is output o of stream s, [n].
*/
RMN_RT
void
rmn_span_write(const RmnSpan* span,
               float* const*  out,
               uint32_t       first,
               uint32_t       n);

#endif // RMN_SPAN_H
