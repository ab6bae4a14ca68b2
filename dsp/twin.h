// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file twin.h The resting twin: the network as it is in silence.

   A network's rest, and the offset that it has there, depend on its knobs.  The
   twin hears nothing but the knobs, frame by frame as what plays does, so that
   its state is rest for the present knobs, and its output what silence makes of
   them: subtracted from what plays, it leaves no thump of a knob.

   It sleeps, and costs next to nothing, until a knob moves.
*/

#ifndef RMN_TWIN_H
#define RMN_TWIN_H

#include "state_delay.h"

typedef struct RmnTwinImpl RmnTwin;

/**
   Return a twin of what plays `network`, asleep at the knobs' defaults.

   @param delay What delays the states that play, or NULL.
   @return A twin for rmn_twin_free(), or NULL without memory.
*/
RmnTwin*
rmn_twin_new(const RmnModel*      model,
             const RmnNetwork*    network,
             const RmnStateDelay* delay);

void
rmn_twin_free(RmnTwin* twin);

/**
   Go to the rest at `knobs`, from where rest is at their defaults.

   The search ends after some milliseconds of arithmetic at most; what it lacks,
   rmn_twin_process() makes up for.
*/
RMN_RT
void
rmn_twin_reset(RmnTwin* twin, const float* knobs);

/// Return the state at rest, of one stream
RMN_RT
const RmnState*
rmn_twin_state(const RmnTwin* twin);

/// Return what the network gives for silence
RMN_RT
float
rmn_twin_output(const RmnTwin* twin);

/// Return whether only a knob can change the output
RMN_RT
bool
rmn_twin_is_asleep(const RmnTwin* twin);

/// Return whether it is of numbers that arithmetic bears; if not, it wants a
/// reset
RMN_RT
bool
rmn_twin_is_sane(const RmnTwin* twin);

/// Delay the state more carefully from now on; to be followed by a reset
RMN_RT
void
rmn_twin_contain(RmnTwin* twin);

/**
   Run `n_frames` of silence.

   @param in Of any stream of the network; only its knobs are heard.
   @param out [n_frames] Output 0.
*/
RMN_RT
void
rmn_twin_process(RmnTwin*            twin,
                 const float* const* in,
                 float*              out,
                 uint32_t            n_frames);

#endif // RMN_TWIN_H
