// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file adapter.h Audio of a host to a network at another rate, and back.

   Audio is resampled both ways and comes out late by a whole number of frames,
   the least that never leaves the host without one.  Knobs are no audio: a
   frame of the network has the values of the host's frame that it belongs to.
   Nor is what the network gives for silence, which knobs move: it is taken off
   before audio is resampled, and a frame of the host gets it back.
*/

#ifndef RMN_ADAPTER_H
#define RMN_ADAPTER_H

#include "resample.h"

/// Frames that wait, a power of two of them
typedef struct {
  float*   frames; ///< [n_channels][size]
  uint32_t size;
  uint32_t begin; ///< Number of the first that is held, modulo 2^32
  uint32_t end;   ///< Number of the first that is yet to come
} RmnRing;

/// Which frame of one side a frame of the other side belongs to
typedef struct {
  uint32_t frame;    ///< Modulo 2^32
  uint32_t fraction; ///< And how much later, in 1 / rate of the other side
} RmnPace;

typedef struct {
  uint32_t      host_hz;
  uint32_t      net_hz;
  uint32_t      n_streams;
  uint32_t      n_knobs;
  uint32_t      n_outputs; ///< Of one stream
  uint32_t      latency;   ///< Frames of the host from input to output
  uint32_t      n_inner;   ///< Most frames of the network at a time
  uint32_t      n_given;   ///< Most frames that are resampled back at a time
  RmnResampler* before;
  RmnResampler* after;
  RmnRing       heard; ///< [n_streams * n_outputs] yet to be given to the host
  RmnRing       knobs; ///< [n_knobs] at the host's rate
  RmnPace       knob_pace;   ///< Of the host, for the network's next frame
  RmnRing       offsets;     ///< What the network gives for silence
  RmnPace       offset_pace; ///< Of the network, for the host's next frame
  const float** host;        ///< [n_streams] audio of the host
  const float** in;          ///< [n_streams * n_inputs] for the network
  float**       out;         ///< [n_streams * n_outputs] from the network
  float**       audio;       ///< [n_streams] the first of each stream's `in`
  float**       given;       ///< [n_streams * n_outputs] resampled back
  float*        inner_knobs; ///< [n_knobs][n_inner] at the network's rate
  float*        rest;        ///< [n_inner] what silence gives, to be left here
  float*        buffers;     ///< Owns every array of frames
} RmnAdapter;

/**
   Return an adapter for rmn_adapter_free(), or NULL without memory.

   @param n_inputs Of a stream: audio and knobs.
   @param n_outputs Of a stream.
   @param n_frames Most frames of the host at a time.
*/
RmnAdapter*
rmn_adapter_new(uint32_t host_hz,
                uint32_t net_hz,
                uint32_t n_streams,
                uint32_t n_inputs,
                uint32_t n_outputs,
                uint32_t n_frames);

void
rmn_adapter_free(RmnAdapter* adapter);

/// Return the latency in frames of the network, rounded up
RMN_RT
uint32_t
rmn_adapter_inner_latency(const RmnAdapter* adapter);

/// Begin again after silence, for which the network gives `offset`
RMN_RT
void
rmn_adapter_reset(RmnAdapter* adapter, float offset);

/**
   Take frames of the host.

   @param in As for the network, knobs being the same for every stream.
   @return The number of frames that are now in `adapter->in`.
*/
RMN_RT
uint32_t
rmn_adapter_take(RmnAdapter*         adapter,
                 const float* const* in,
                 uint32_t            n_frames);

/**
   Give as many frames to the host as were taken.

   @param n_inner Frames that the network left in `adapter->out`, as many as
   rmn_adapter_take() returned, and in `adapter->rest`.
   @param out As of the network.
   @param rest [n_frames] What the network gives for silence.
*/
RMN_RT
void
rmn_adapter_give(RmnAdapter*   adapter,
                 uint32_t      n_inner,
                 float* const* out,
                 float*        rest,
                 uint32_t      n_frames);

#endif // RMN_ADAPTER_H
