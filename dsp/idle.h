// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file idle.h Sleeping through silence, where time stands still.

   Once all that a player remembers, and all that is heard, stands still as
   still.h has it, it sleeps: nothing moves any more, and each output holds its
   value.  It wakes with what it remembered, so that no bit of what follows
   depends on how long it slept.

   This needs no rest to be known: a network with several sleeps at the one that
   it came to, and one that goes on moving does not sleep.
*/

#ifndef RMN_IDLE_H
#define RMN_IDLE_H

#include "rate.h"
#include "still.h"

/// A first-order high-pass, y_t = x_t - x_{t-1} + R y_{t-1}
typedef struct {
  float x;
  float y;
} RmnDcBlock;

typedef struct {
  const RmnRate* rate;
  RmnDcBlock*    dc; ///< [n_streams]
  uint32_t       n_streams;
  uint32_t       n_channels; ///< Outputs of all streams together
  uint32_t       n_look;     ///< Frames between looks at what is remembered
  uint32_t       n_calm;     ///< Frames of silence since the last look
  uint32_t       n_least;    ///< Frames of stillness, or it may be a pause
  RmnStill       still;      ///< Next to the anchor
  bool           is_stirred; ///< Something was heard or moved since the mark
  bool           is_anchored;
  bool           has_strayed; ///< An output, since the last look
  bool           is_asleep;
  float*         anchor; ///< What was remembered when the output was held
  float*         held;   ///< [n_channels] What plays asleep
  float*         last;   ///< [n_channels] Of the last frame
} RmnIdle;

/// Prepare to watch `rate` and `dc`, which must outlive it; false without
/// memory
bool
rmn_idle_init(RmnIdle*    idle,
              RmnRate*    rate,
              RmnDcBlock* dc,
              uint32_t    n_streams,
              uint32_t    n_channels,
              double      rate_hz);

void
rmn_idle_clear(RmnIdle* idle);

/// Return whether every output holds its value
RMN_RT
static inline bool
rmn_idle_is_asleep(const RmnIdle* const idle)
{
  return idle->is_asleep;
}

/// Wake, and forget the silence: something was heard or moved
RMN_RT
static inline void
rmn_idle_stir(RmnIdle* const idle)
{
  idle->is_stirred = true;
  idle->is_asleep  = false;
}

/// Take note of frames that were played, unless something is stirring
RMN_RT
void
rmn_idle_hear(RmnIdle* idle, const float* const* audio, uint32_t n_frames);

/**
   Mark the end of `n_frames`, the same number each time, whatever the blocks
   are; maybe fall asleep.

   @param is_blocked Whether silence is what output 0 of a stream is led to.
*/
RMN_RT
void
rmn_idle_mark(RmnIdle* idle, bool is_blocked, uint32_t n_frames);

/// Hold every channel that is not NULL for `n_frames` from frame `first` on
RMN_RT
void
rmn_idle_hold(const RmnIdle* idle,
              float* const*  out,
              uint32_t       first,
              uint32_t       n_frames);

#endif // RMN_IDLE_H
