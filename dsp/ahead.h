// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file ahead.h Hearing the near future: layers that run backward, in real
   time.

   A layer that runs backward begins where the sound ends.  Here it begins a
   little later than what it plays, at rest, and what it would have known of the
   sound after that is missing: it forgets, so the error falls with the
   distance.

   Sound is taken in hops.  Once a hop is there, every layer runs over a window
   of some hops, up to its end, and the first hop of what comes out is given.
   While one hop is taken, the window of the one before is run, as evenly as
   pieces of RMN_CHUNK frames allow; so latency is a window and a hop, however
   many layers there are, and each frame hears a window less a hop of future.
   Layers that run forward remember how the first hop of the window left them,
   and run over the rest of it on trial.
*/

#ifndef RMN_AHEAD_H
#define RMN_AHEAD_H

#include "span.h"

typedef struct RmnAheadImpl RmnAhead;

enum { RMN_AHEAD_HOPS = 3 }; ///< Of a window

/**
   Return what runs `state` ahead, to be reset first, or NULL without memory.

   @param n_frames Latency that is wanted; it is rounded to a multiple of
   `RMN_CHUNK * (RMN_AHEAD_HOPS + 1)` frames, and less if memory would be more
   than 256 MiB.
   @param n_step And then up to a multiple of this.
*/
RmnAhead*
rmn_ahead_new(const RmnModel* model,
              RmnState*       state,
              uint32_t        n_frames,
              uint32_t        n_step);

void
rmn_ahead_free(RmnAhead* ahead);

/// Return the frames from input to output
RMN_RT
uint32_t
rmn_ahead_latency(const RmnAhead* ahead);

/**
   Begin with the state as it is, after silence.

   @param output What silence gives, of output 0, until what is heard comes out.
*/
RMN_RT
void
rmn_ahead_reset(RmnAhead* ahead, float output);

/// Return how many frames may be run at a time, at least 1
RMN_RT
uint32_t
rmn_ahead_next(const RmnAhead* ahead);

/**
   Run frames, at most rmn_ahead_next(), as rmn_process() does but late.

   @param rest The state that silence leads to, from which layers begin that run
   backward.
   @param[in,out] offset What silence gives, [n_frames], which comes out as
   late.
*/
RMN_RT
void
rmn_ahead_process(RmnAhead*           ahead,
                  const float* const* in,
                  float* const*       out,
                  uint32_t            n_frames,
                  const RmnState*     rest,
                  float*              offset);

#endif // RMN_AHEAD_H
