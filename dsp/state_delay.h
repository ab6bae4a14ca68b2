// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file state_delay.h A network at a higher rate than it was trained at.

   A time step then spans M > 1 frames: what a frame feeds back is the state of
   M frames before (Chowdhury, "RTNeural", 2022; Carson, Wright, Chowdhury,
   Valimaki, Bilbao, "Sample rate independent recurrent neural networks for
   audio effects processing", DAFx 2024).  It adds no latency.

   Where M is whole, M states take turns, each of them the network at its own
   rate.  Elsewhere the state is interpolated between frames, by Lagrange's
   polynomials.  About a state that stays put, the network multiplies what
   differs from it by the eigenvalues of its Jacobian, whatever M is; if these
   are inside the unit circle, it stays stable with every interpolator whose
   gain is nowhere above one.  This holds for RMN_DELAY_QUADRATIC where M is 1
   to 3, for RMN_DELAY_CUBIC from 2 on, and always for the others.
*/

#ifndef RMN_STATE_DELAY_H
#define RMN_STATE_DELAY_H

#include "rmn.h"

/// How the state is read between frames, best first
typedef enum {
  RMN_DELAY_CUBIC,
  RMN_DELAY_QUADRATIC,
  RMN_DELAY_LINEAR,
  RMN_DELAY_NEAREST, ///< Of a frame, so the time step is wrong
} RmnDelayOrder;

enum {
  RMN_N_DELAY_ORDERS  = RMN_DELAY_NEAREST + 1,
  RMN_MAX_DELAY       = 64,      ///< Largest M
  RMN_MAX_DELAY_STATE = 1 << 24, ///< Floats of all delayed states
};

typedef struct RmnStateDelayImpl RmnStateDelay;

/// Return the best order that can be relied upon where a step spans M frames
RmnDelayOrder
rmn_state_delay_order(double M);

/**
   Return a delay for a time step that spans `rate_hz / model_hz` frames.

   @param state The states that play first, of the same model; the delay works
   on it and must not outlive it.
   @param order Where to begin; ignored if the ratio is whole.
   @return A delay for rmn_state_delay_free(), or NULL without memory.
*/
RmnStateDelay*
rmn_state_delay_new(const RmnModel* model,
                    RmnState*       state,
                    uint32_t        rate_hz,
                    uint32_t        model_hz,
                    RmnDelayOrder   order);

/// Return a delay for the same time step, of a state of any number of streams
RmnStateDelay*
rmn_state_delay_new_like(const RmnStateDelay* delay, RmnState* state);

void
rmn_state_delay_free(RmnStateDelay* delay);

/// Return the number of frames that a time step spans, rounded up
uint32_t
rmn_state_delay_step(const RmnStateDelay* delay);

/// Return the frames of silence that surely bring it to rest, 0 where unknown
uint32_t
rmn_state_delay_n_settled(const RmnStateDelay* delay);

/// Have a state that rings go to what `home` holds, and not to the model's rest
void
rmn_state_delay_set_home(RmnStateDelay* delay, const RmnState* home);

/// Go on as if what the state holds had always been there
RMN_RT
void
rmn_state_delay_reset(RmnStateDelay* delay);

/// Return the present order of interpolation
RMN_RT
RmnDelayOrder
rmn_state_delay_present_order(const RmnStateDelay* delay);

/// Return whether every state is of numbers that arithmetic bears
RMN_RT
bool
rmn_state_delay_is_sane(const RmnStateDelay* delay);

/// Return how many arrays hold what is remembered between frames
RMN_RT
uint32_t
rmn_state_delay_n_memories(const RmnStateDelay* delay);

/// Return the number of floats of each of these arrays
RMN_RT
size_t
rmn_state_delay_n_memory(const RmnStateDelay* delay);

/// Return array `i` of these
RMN_RT
const float*
rmn_state_delay_memory(const RmnStateDelay* delay, uint32_t i);

/// Interpolate by the next order, which is more robust, if there is one
RMN_RT
void
rmn_state_delay_step_down(RmnStateDelay* delay);

/**
   Run `n_frames`, as rmn_process() does.

   A state that goes on moving after its input fell silent, where the network
   is known to settle, betrays an interpolation that rings: then the state goes
   back to rest and the order one down.
*/
RMN_RT
void
rmn_state_delay_process(RmnStateDelay*      delay,
                        const float* const* in,
                        float* const*       out,
                        uint32_t            n_frames);

#endif // RMN_STATE_DELAY_H
