// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file rate.h A network at the rate of its host.

   The network runs at an inner rate: the host's, or with resampling the
   model's, times the oversampling.  Where that is not the model's rate, its
   state is delayed by the difference; see state_delay.h.

       host -> [resample] -> network, its state delayed -> [resample] -> host

   What a network says that it is late counts as latency, and delays nothing.
*/

#ifndef RMN_RATE_H
#define RMN_RATE_H

#include "rmn.h"

typedef struct RmnRateImpl RmnRate;

enum { RMN_MAX_RATE_WARNING = 256 };

/**
   Return what plays `model` as `setup` wants it, or as near to it as can be.

   @param state Of the model, for `setup->n_streams`; must outlive the rate.
   @param n_frames Most frames to be processed at a time.
   @param[out] warning A sentence if the model will not sound as it was
   trained, or not as `setup` wants it, or "".
   @return A rate for rmn_rate_free(), or NULL without memory.
*/
RmnRate*
rmn_rate_new(const RmnModel*   model,
             const RmnNetwork* network,
             RmnState*         state,
             const RmnSetup*   setup,
             uint32_t          n_frames,
             char              warning[RMN_MAX_RATE_WARNING]);

void
rmn_rate_free(RmnRate* rate);

/// Return how many frames of the host a frame of the network takes
static inline double
rmn_frame_ratio(const RmnRateMode       mode,
                const RmnNetwork* const network,
                const double            rate_hz)
{
  return mode == RMN_RATE_NATIVE ? 1.0 : rate_hz / network->rate_hz;
}

/// Return the strategy that is used, never RMN_RATE_AUTO
RMN_RT
RmnRateMode
rmn_rate_mode(const RmnRate* rate);

/// Return the delay from input to output in frames of the host
RMN_RT
uint32_t
rmn_rate_latency(const RmnRate* rate);

/// Put every state back to `start`, after silence; rest is that of `knobs`
RMN_RT
void
rmn_rate_reset(RmnRate* rate, RmnStart start, const float* knobs);

/// See rmn_player_set_stand_in()
void
rmn_rate_set_stand_in(RmnRate* rate, RmnStandIn run, void* handle);

/// Return whether every state is of numbers that arithmetic bears
RMN_RT
bool
rmn_rate_is_sane(const RmnRate* rate);

/// Return how many arrays hold what is remembered between frames
RMN_RT
uint32_t
rmn_rate_n_memories(const RmnRate* rate);

/// Return the number of floats of each of these arrays
RMN_RT
size_t
rmn_rate_n_memory(const RmnRate* rate);

/// Return array `i` of these
RMN_RT
const float*
rmn_rate_memory(const RmnRate* rate, uint32_t i);

/// Return for how many frames a sound can be out of sight: not yet heard, while
/// nothing that is remembered moves
uint32_t
rmn_rate_reach(const RmnRate* rate);

/// Return whether what the network gives for silence has come to stand still
RMN_RT
bool
rmn_rate_is_still(const RmnRate* rate);

/// Delay the state more carefully from now on, where it went beyond sense; to
/// be followed by a reset
RMN_RT
void
rmn_rate_contain(RmnRate* rate);

/**
   Run as rmn_process() does, with inputs and outputs at the rate of the host.

   Knobs, the inputs but the first, must be the same for every stream.

   @param rest [n_frames] What the network gives for silence, knobs being as
   they are; apart from `in` and `out`.
*/
RMN_RT
void
rmn_rate_process(RmnRate*            rate,
                 const float* const* in,
                 float* const*       out,
                 float*              rest,
                 uint32_t            n_frames);

#endif // RMN_RATE_H
