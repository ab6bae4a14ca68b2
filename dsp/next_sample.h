// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file next_sample.h A sound that goes on by itself: what a network that
   predicts its own input is fed, and what is heard of it.

   The network predicts the sample that comes `ahead` frames later.  As long as
   it is given the input, prediction and input can be compared.  Where the input
   is lost or is not wanted any more, it is given its own prediction instead,
   and so carries the sound on:

   - freeze fades to the prediction until it is let go; some noise, as loud as
     the errors of the prediction were, keeps it alive, and what is heard
   decays;
   - a drop-out, which is more than RMN_GAP_FRAMES zeros in a row, or samples
     that are no audio, is bridged by the prediction and what was heard a period
     ago, recall.h, which fades to silence before long, as the silence may be
     meant.

   To know a drop-out from its first frame on, it hears RMN_GAP_FRAMES ahead,
   and is that late.  Nothing leaves full scale but the input itself, so that
   whatever the network does is bounded.
*/

#ifndef RMN_NEXT_SAMPLE_H
#define RMN_NEXT_SAMPLE_H

#include "recall.h"
#include "smooth.h"

enum { RMN_GAP_FRAMES = 16 }; ///< Zeros that may be meant, and the latency

/// What is heard
typedef enum {
  RMN_LISTEN_INPUT,      ///< Or what stands in for it
  RMN_LISTEN_PREDICTION, ///< What was predicted of it
  RMN_LISTEN_RESIDUAL,   ///< The input less the prediction
} RmnListen;

enum { RMN_N_LISTEN = RMN_LISTEN_RESIDUAL + 1 };

/// What is asked of a sound that may go on by itself
typedef struct {
  RmnListen listen;
  bool      is_frozen;
  bool      conceals;    ///< Bridges drop-outs
  float     temperature; ///< Noise, as a multiple of the residual's RMS
  float     decay_s; ///< Time in which a frozen sound decays by 60 dB, 0 for
                     ///< never
} RmnNextControls;

typedef struct {
  double          rate_hz;
  uint32_t        ahead;
  float           step;   ///< Of the fades between input and prediction
  uint32_t        n_full; ///< Frames that a drop-out is bridged by all of it
  uint32_t        n_fade; ///< Frames of its fade to silence
  float           memory; ///< Part of the residual's power that a frame leaves
  RmnNextControls controls;
  double          decay; ///< Gain of a frozen frame

  float late[RMN_GAP_FRAMES];       ///< The input to come, a ring
  float predictions[RMN_MAX_AHEAD]; ///< Of the frames to come, a ring
  float powers[RMN_MAX_AHEAD];      ///< Of the residual in the frames before,
                                    ///< a ring; < 0 where there was no input
  uint32_t t_late;
  uint32_t t_prediction;
  uint32_t n_zeros; ///< Up to the newest frame
  bool     is_lost; ///< The present frame is in a drop-out
  uint32_t n_lost;  ///< Frames lost since the input was last heard alone; the
                    ///< drop-out is meant from n_full + n_fade on
  float  share;     ///< Of the input, 0 to 1
  double level;     ///< Of a frozen sound
  float  power;     ///< Of the residual, up to `ahead` frames ago, when it is
                    ///< known whatever the length of blocks
  uint32_t  seed;
  RmnSmooth heard[RMN_N_LISTEN];
  RmnRecall recall;
} RmnNextSample;

void
rmn_next_sample_init(RmnNextSample* next, double rate_hz, uint32_t ahead);

RMN_RT
void
rmn_next_sample_set(RmnNextSample* next, const RmnNextControls* controls);

/// Forget what was heard, and jump to what is asked for
RMN_RT
void
rmn_next_sample_reset(RmnNextSample* next);

/**
   Return how many of `n_frames` may be heard before the network has played
   them: as many as are predicted, or all while the input alone counts.

   @param in [n_frames] What comes in next.
*/
RMN_RT
uint32_t
rmn_next_sample_chunk(const RmnNextSample* next,
                      const float*         in,
                      uint32_t             n_frames);

/**
   Make what the network is to hear of what comes in.

   @param in [n_frames] As many frames as rmn_next_sample_chunk() said.
   @param[out] fed [n_frames] For the network.
   @param[out] heard [n_frames] The input, or what stands in for it.
*/
RMN_RT
void
rmn_next_sample_hear(RmnNextSample* next,
                     const float*   in,
                     float*         fed,
                     float*         heard,
                     uint32_t       n_frames);

/**
   Take what the network made of that, and give what is listened to.

   @param[in,out] predicted [n_frames] What the network put out; then what was
   predicted of these frames.
   @param[in,out] heard [n_frames] From rmn_next_sample_hear(); then what is
   listened to.
*/
RMN_RT
void
rmn_next_sample_learn(RmnNextSample* next,
                      const float*   fed,
                      float*         predicted,
                      float*         heard,
                      uint32_t       n_frames);

#endif // RMN_NEXT_SAMPLE_H
