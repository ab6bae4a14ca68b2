// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file idle.h Sleeping through silence, and waking with the same bits.

   In silence, rounding leads all that a player remembers into a cycle, often of
   a single frame.  Once the same memory has come back, bit for bit, the frames
   in between are all that it will ever play, and it plays them from a record.
   On waking, the frames of the cycle that were skipped are run.

   Which memory comes back is looked at after Brent, "An improved Monte Carlo
   factorization algorithm", 1980: it is compared with an anchor that moves on
   at longer and longer distances.
*/

#ifndef RMN_IDLE_H
#define RMN_IDLE_H

#include "rate.h"

enum { RMN_IDLE_FRAMES = 4096 }; ///< Of the record

/// A first-order high-pass, y_t = x_t - x_{t-1} + R y_{t-1}
typedef struct {
  float x;
  float y;
} RmnDcBlock;

typedef struct {
  const RmnRate*    rate;
  const RmnDcBlock* dc; ///< [n_streams]
  uint32_t          n_streams;
  uint32_t          n_channels; ///< Outputs of all streams together
  uint32_t          n_step;     ///< Frames between looks
  uint32_t          n_longest;  ///< Frames of the longest cycle, 0 for none
  uint32_t          n_before;   ///< Frames of silence before the first look
  uint32_t          n_patience; ///< Frames of silence until the last look
  uint32_t          n_quiet;    ///< Frames of silence up to now
  uint32_t          n_steady;   ///< Frames of cycles that were heard up to now
  uint32_t          n_reach;    ///< Distance at which the anchor moves on
  uint32_t          distance;   ///< Frames since the anchor
  uint32_t          n_cycle;    ///< Frames of the cycle, 0 unless asleep
  uint32_t          n_record;   ///< Frames of whole cycles in the record
  uint32_t          phase;      ///< In the record, of the next frame
  float*            anchor;     ///< What was remembered there
  float*            record;     ///< [n_channels][RMN_IDLE_FRAMES] since then
} RmnIdle;

/// Prepare to watch `rate` and `dc`, which must outlive it; false without
/// memory
bool
rmn_idle_init(RmnIdle*          idle,
              const RmnRate*    rate,
              const RmnDcBlock* dc,
              uint32_t          n_streams,
              uint32_t          n_channels,
              double            rate_hz);

void
rmn_idle_clear(RmnIdle* idle);

/// Return whether what plays next is in the record
RMN_RT
static inline bool
rmn_idle_is_asleep(const RmnIdle* const idle)
{
  return idle->n_cycle;
}

/// Return how many frames may be played, of at most `n_frames`, before a look
RMN_RT
uint32_t
rmn_idle_next(const RmnIdle* idle, uint32_t n_frames);

/// Forget the silence: something was heard, or moved, or was put elsewhere
RMN_RT
void
rmn_idle_stir(RmnIdle* idle);

/**
   Take note of frames that were played, as many as rmn_idle_next() allows, and
   maybe fall asleep.

   @param audio [n_channels] What was made of silence, nothing moving.
*/
RMN_RT
void
rmn_idle_hear(RmnIdle* idle, const float* const* audio, uint32_t n_frames);

/// Play `n_frames` of every channel that is not NULL from the record, from
/// frame `first` on
RMN_RT
void
rmn_idle_replay(RmnIdle*      idle,
                float* const* out,
                uint32_t      first,
                uint32_t      n_frames);

/// Wake; return the frames of silence that have to be run, and not heard, first
RMN_RT
uint32_t
rmn_idle_wake(RmnIdle* idle);

#endif // RMN_IDLE_H
