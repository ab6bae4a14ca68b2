// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file adapter_rt.c What an adapter does on the audio thread

#include "adapter.h"

#include <string.h>

/// Return where frame `frame` of channel `c` is kept
static float*
ring_frame(const RmnRing* const ring, const uint32_t c, const uint32_t frame)
{
  return ring->frames + (size_t)c * ring->size + (frame & (ring->size - 1U));
}

/// Go to the next frame of a side at `to_hz`, where the other is at `hz`
static void
advance(RmnPace* const pace, const uint32_t hz, const uint32_t to_hz)
{
  pace->frame += hz / to_hz;
  pace->fraction += hz % to_hz;
  if (pace->fraction >= to_hz) {
    pace->fraction -= to_hz;
    ++pace->frame;
  }
}

uint32_t
rmn_adapter_inner_latency(const RmnAdapter* const adapter)
{
  const uint64_t n = (uint64_t)adapter->latency * adapter->net_hz;
  return (uint32_t)((n + adapter->host_hz - 1U) / adapter->host_hz);
}

void
rmn_adapter_reset(RmnAdapter* const adapter, const float offset)
{
  const size_t n_heard =
    (size_t)adapter->n_streams * adapter->n_outputs * adapter->heard.size;

  rmn_resampler_reset(adapter->before);
  rmn_resampler_reset(adapter->after);
  adapter->knobs.begin = 0;
  adapter->knobs.end   = 0;
  adapter->knob_pace   = (RmnPace){0U, 0U};
  adapter->heard.begin = 0;
  adapter->heard.end   = adapter->latency;
  memset(adapter->heard.frames, 0, n_heard * sizeof(float));

  adapter->offsets.end = 0;
  adapter->offset_pace = (RmnPace){0U - rmn_adapter_inner_latency(adapter), 0U};
  for (uint32_t t = 0; t < adapter->offsets.size; ++t) {
    adapter->offsets.frames[t] = offset;
  }
}

/// Keep the knobs of the host's frames
static void
keep_knobs(RmnAdapter* const         adapter,
           const float* const* const in,
           const uint32_t            n_frames)
{
  RmnRing* const ring = &adapter->knobs;

  for (uint32_t k = 0; k < adapter->n_knobs; ++k) {
    for (uint32_t t = 0; t < n_frames; ++t) {
      *ring_frame(ring, k, ring->end + t) = in[k + 1U][t];
    }
  }
  ring->end += n_frames;
}

/// Look up the knobs of `n` frames of the network
static void
read_knobs(RmnAdapter* const adapter, const uint32_t n)
{
  RmnPace* const pace = &adapter->knob_pace;

  for (uint32_t t = 0; t < n; ++t) {
    for (uint32_t k = 0; k < adapter->n_knobs; ++k) {
      adapter->inner_knobs[(size_t)k * adapter->n_inner + t] =
        *ring_frame(&adapter->knobs, k, pace->frame);
    }
    advance(pace, adapter->host_hz, adapter->net_hz);
  }
}

uint32_t
rmn_adapter_take(RmnAdapter* const         adapter,
                 const float* const* const in,
                 const uint32_t            n_frames)
{
  const uint32_t n_inputs = adapter->n_knobs + 1U;

  for (uint32_t s = 0; s < adapter->n_streams; ++s) {
    adapter->host[s] = in[(size_t)s * n_inputs];
  }
  keep_knobs(adapter, in, n_frames);

  const uint32_t n = rmn_resampler_process(
    adapter->before, adapter->host, n_frames, adapter->audio, adapter->n_inner);
  read_knobs(adapter, n);
  return n;
}

/// Resample what the network left, output 0 less what silence gives, and let it
/// wait
static void
put_back(RmnAdapter* const adapter, const uint32_t n_inner)
{
  RmnRing* const ring       = &adapter->heard;
  const uint32_t n_channels = adapter->n_streams * adapter->n_outputs;

  for (uint32_t c = 0; c < n_channels; c += adapter->n_outputs) {
    for (uint32_t t = 0; t < n_inner; ++t) {
      adapter->out[c][t] -= adapter->rest[t];
    }
  }
  for (uint32_t t = 0; t < n_inner; ++t) {
    *ring_frame(&adapter->offsets, 0, adapter->offsets.end++) =
      adapter->rest[t];
  }

  const uint32_t n = rmn_resampler_process(adapter->after,
                                           (const float* const*)adapter->out,
                                           n_inner,
                                           adapter->given,
                                           adapter->n_given);
  for (uint32_t c = 0; c < n_channels; ++c) {
    for (uint32_t t = 0; t < n; ++t) {
      *ring_frame(ring, c, ring->end + t) = adapter->given[c][t];
    }
  }
  ring->end += n;
}

void
rmn_adapter_give(RmnAdapter* const   adapter,
                 const uint32_t      n_inner,
                 float* const* const out,
                 float* const        rest,
                 const uint32_t      n_frames)
{
  RmnRing* const ring       = &adapter->heard;
  const uint32_t n_outputs  = adapter->n_outputs;
  const uint32_t n_channels = adapter->n_streams * n_outputs;

  put_back(adapter, n_inner);
  for (uint32_t t = 0; t < n_frames; ++t) {
    rest[t] = *ring_frame(&adapter->offsets, 0, adapter->offset_pace.frame);
    advance(&adapter->offset_pace, adapter->net_hz, adapter->host_hz);
  }
  for (uint32_t c = 0; c < n_channels; ++c) {
    const bool has_rest = c % n_outputs == 0U;
    for (uint32_t t = 0; t < n_frames; ++t) {
      const float y = *ring_frame(ring, c, ring->begin + t);
      out[c][t]     = has_rest ? y + rest[t] : y;
    }
  }
  ring->begin += n_frames;
}
