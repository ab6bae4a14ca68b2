// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file recall.h What was heard lately, and after what time it repeats.

   A string or a voice is nearly the same a period later.  Where the input is
   lost, a network that is fed its own prediction has lost the sound within
   a few milliseconds; what was heard a period ago, over and over, carries it
   on (D. Goodman et al. 1986; ITU-T G.711, appendix I), and the prediction
   joins the two.
*/

#ifndef RMN_RECALL_H
#define RMN_RECALL_H

#include "rmn.h"

enum { RMN_RECALL_FRAMES = 8192 }; ///< A power of two

typedef struct {
  uint32_t stride;   ///< Frames that are one where the lag is searched first
  uint32_t least;    ///< The shortest lag
  uint32_t most;     ///< The longest
  uint32_t n_window; ///< Frames that are to be alike, a multiple of `stride`
  uint32_t n_join;   ///< Frames of the fade from the prediction

  float    heard[RMN_RECALL_FRAMES]; ///< A ring
  uint32_t n_heard;                  ///< Frames, modulo 2^32
  uint32_t n_found;     ///< How many of them there were when it was searched
  uint32_t lag;         ///< Frames after which it repeats, 0 if it does not
  float    correlation; ///< Correlation at that lag, above 0 and up to 1
} RmnRecall;

/// @param least Frames below which no lag is, at least 1
void
rmn_recall_init(RmnRecall* recall, double rate_hz, uint32_t least);

/// Forget what was heard
RMN_RT
void
rmn_recall_reset(RmnRecall* recall);

/// Hear the next frame, which is audio, or, while a lag stands, what was a lag
/// before
RMN_RT
static inline void
rmn_recall_hear(RmnRecall* const recall, const float x)
{
  const uint32_t t    = recall->n_heard++;
  const float    then = recall->heard[(t - recall->lag) % RMN_RECALL_FRAMES];
  recall->heard[t % RMN_RECALL_FRAMES] = recall->lag ? then : x;
}

/**
   Find out after how many frames what was heard repeats.

   The lag is that of the largest normalised correlation of the last 10 ms, from
   2.5 to 50 ms, both as far as the ring goes; of lags that are nearly as good,
   a short one.  It takes some 25 us of a Zen 4, at any rate.
*/
RMN_RT
void
rmn_recall_search(RmnRecall* recall);

/// Repeat nothing until the next search
RMN_RT
static inline void
rmn_recall_let_go(RmnRecall* const recall)
{
  recall->lag = 0U;
}

/**
   Return what goes on from what was heard, in the frame that is heard next.

   It fades within 1 ms from the prediction to what was a lag before, which is
   softer the less alike the two were; if nothing repeats, it is the prediction.
*/
RMN_RT
float
rmn_recall_join(const RmnRecall* recall, float prediction);

#endif // RMN_RECALL_H
