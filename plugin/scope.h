// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file scope.h What an open user interface is shown: levels, load, the memory
   of the network, and what comes out for what goes in.

   Whoever looks says so again every second or so.  While nobody looks, nothing
   is measured and nothing is sent.
*/

#ifndef RMN_SCOPE_H
#define RMN_SCOPE_H

#include "patch.h"
#include "reading.h"
#include "swap.h"

typedef struct {
  double   rate_hz;
  bool     is_inside; ///< The memory and the curve are wanted too
  uint32_t n_left;    ///< Frames until nobody looks any more
  uint32_t n_since;   ///< Frames since the last reading
  uint32_t n_faults;  ///< Blocks up to now with what is no audio
  int64_t  began_ns;  ///< When the block began
  float    load;      ///< Worst share of a block's time since the last reading
  float    peaks[2 * RMN_MAX_PORT_CHANNELS];   ///< Of inputs, then of outputs
  float    squares[2 * RMN_MAX_PORT_CHANNELS]; ///< Their sums
  float    curve[2 * RMN_CURVE_POINTS];        ///< Input and output in turn
  uint32_t n_points;
  uint32_t n_skipped; ///< Frames since the last point
} RmnScope;

void
rmn_scope_init(RmnScope* scope, double rate_hz);

/// Show what a RmnScopeInterest asks for, for some seconds; ignore all else
RMN_RT
void
rmn_scope_watch(RmnScope* scope, int32_t interest);

RMN_RT
static inline bool
rmn_scope_is_open(const RmnScope* const scope)
{
  return scope->n_left;
}

/* While it is open
   ================ */

/// Begin a block
RMN_RT
void
rmn_scope_begin(RmnScope* scope);

/// End it
RMN_RT
void
rmn_scope_end(RmnScope* scope, uint32_t n_frames);

/// Measure frames of the input, in time with the output, and of the output
RMN_RT
void
rmn_scope_hear(RmnScope*           scope,
               const float* const* in,
               const float* const* out,
               uint32_t            n_channels,
               uint32_t            n_frames);

/// Write a reading to a sequence when one is due and there is room
RMN_RT
void
rmn_scope_write(RmnScope*       scope,
                LV2_Atom_Forge* forge,
                const RmnUris*  uris,
                const RmnSound* sound,
                uint32_t        n_channels);

#endif // RMN_SCOPE_H
