// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "adapter.h"
#include "divisor.h"

#include <stdlib.h>

/// Longest search for the latency; only rates without a common divisor of some
/// size repeat less often
enum { MAX_SEARCH = 1 << 16 };

/// Return the most frames at `out_hz` that `n` frames at `in_hz` can become
static uint32_t
most_frames(const uint32_t n, const uint32_t in_hz, const uint32_t out_hz)
{
  return (uint32_t)(((uint64_t)n * out_hz + in_hz - 1U) / in_hz) + 1U;
}

/// Return the most frames that what came out is behind what went in, as it
/// goes frame by frame
static uint32_t
find_latency(RmnResampler* const before,
             RmnResampler* const after,
             float* const        buffer,
             const uint32_t      host_hz,
             const uint32_t      net_hz)
{
  const float    silence  = 0.0f;
  const uint32_t n_buffer = most_frames(1U, host_hz, net_hz);
  const uint32_t n_after  = most_frames(n_buffer, net_hz, host_hz);
  const uint32_t period =
    2U * (host_hz / (uint32_t)rmn_divisor(host_hz, net_hz));
  const uint32_t n_search = period < MAX_SEARCH ? period : MAX_SEARCH;

  const float* const in      = &silence;
  float* const       middle  = buffer;
  float* const       out     = buffer + n_buffer;
  uint32_t           n_out   = 0;
  uint32_t           latency = 0;
  for (uint32_t n_in = 1, left = n_search; left; ++n_in) {
    const float* const there = middle;
    const uint32_t     n =
      rmn_resampler_process(before, &in, 1U, &middle, n_buffer);
    n_out += rmn_resampler_process(after, &there, n, &out, n_after);

    latency = n_in > n_out + latency ? n_in - n_out : latency;
    left -= n_out ? 1U : 0U;
  }
  return latency + (n_search < period ? 1U : 0U);
}

/// Measure the latency with a pair of resamplers of its own
static bool
measure(RmnAdapter* const adapter)
{
  const uint32_t host_hz = adapter->host_hz;
  const uint32_t net_hz  = adapter->net_hz;
  const size_t   n_buffer =
    4U + 2U * ((size_t)net_hz / host_hz + (size_t)host_hz / net_hz + 2U);

  RmnResampler* const before = rmn_resampler_new(1U, host_hz, net_hz);
  RmnResampler* const after  = rmn_resampler_new(1U, net_hz, host_hz);
  float* const        buffer = (float*)calloc(2U * n_buffer, sizeof(float));
  const bool          is_complete = before && after && buffer;
  if (is_complete) {
    adapter->latency = find_latency(before, after, buffer, host_hz, net_hz);
  }

  rmn_resampler_free(before);
  rmn_resampler_free(after);
  free(buffer);
  return is_complete;
}

static uint32_t
power_of_two(const uint32_t least)
{
  uint32_t size = 1;
  while (size < least) {
    size *= 2U;
  }
  return size;
}

/// Give every array its place
static void
connect(RmnAdapter* const adapter,
        const uint32_t    n_inputs,
        const uint32_t    n_outputs)
{
  float* next = adapter->buffers;

  adapter->heard.frames = next;
  next += (size_t)adapter->n_streams * n_outputs * adapter->heard.size;
  adapter->knobs.frames = next;
  next += (size_t)adapter->n_knobs * adapter->knobs.size;
  adapter->offsets.frames = next;
  next += adapter->offsets.size;

  adapter->rest = next;
  next += adapter->n_inner;
  adapter->inner_knobs = next;
  next += (size_t)adapter->n_knobs * adapter->n_inner;
  for (uint32_t s = 0; s < adapter->n_streams; ++s) {
    const float** const in = adapter->in + (size_t)s * n_inputs;

    adapter->audio[s] = next;
    in[0]             = next;
    next += adapter->n_inner;
    for (uint32_t k = 1; k < n_inputs; ++k) {
      in[k] = adapter->inner_knobs + (size_t)(k - 1U) * adapter->n_inner;
    }
  }
  for (uint32_t c = 0; c < adapter->n_streams * n_outputs; ++c) {
    adapter->out[c] = next;
    next += adapter->n_inner;
    adapter->given[c] = next;
    next += adapter->n_given;
  }
}

static bool
allocate(RmnAdapter* const adapter,
         const uint32_t    n_inputs,
         const uint32_t    n_outputs)
{
  const size_t n_streams  = adapter->n_streams;
  const size_t n_channels = n_streams * n_outputs;
  const size_t n_inner    = n_streams + n_channels + adapter->n_knobs + 1U;
  const size_t n_buffers =
    n_inner * adapter->n_inner + n_channels * adapter->n_given +
    n_channels * adapter->heard.size +
    (size_t)adapter->n_knobs * adapter->knobs.size + adapter->offsets.size;
  const uint32_t host_hz = adapter->host_hz;
  const uint32_t net_hz  = adapter->net_hz;

  adapter->before = rmn_resampler_new(adapter->n_streams, host_hz, net_hz);
  adapter->after  = rmn_resampler_new((uint32_t)n_channels, net_hz, host_hz);
  adapter->host   = (const float**)calloc(n_streams, sizeof(float*));
  adapter->in     = (const float**)calloc(n_streams * n_inputs, sizeof(float*));
  adapter->out    = (float**)calloc(n_channels, sizeof(float*));
  adapter->audio  = (float**)calloc(n_streams, sizeof(float*));
  adapter->given  = (float**)calloc(n_channels, sizeof(float*));
  adapter->buffers = (float*)calloc(n_buffers, sizeof(float));
  return adapter->before && adapter->after && adapter->host && adapter->in &&
         adapter->out && adapter->audio && adapter->given && adapter->buffers;
}

RmnAdapter*
rmn_adapter_new(const uint32_t host_hz,
                const uint32_t net_hz,
                const uint32_t n_streams,
                const uint32_t n_inputs,
                const uint32_t n_outputs,
                const uint32_t n_frames)
{
  RmnAdapter* const adapter = (RmnAdapter*)calloc(1, sizeof(RmnAdapter));
  if (!adapter) {
    return NULL;
  }

  adapter->host_hz   = host_hz;
  adapter->net_hz    = net_hz;
  adapter->n_streams = n_streams;
  adapter->n_knobs   = n_inputs - 1U;
  adapter->n_outputs = n_outputs;
  adapter->n_inner   = most_frames(n_frames, host_hz, net_hz);
  adapter->n_given   = most_frames(adapter->n_inner, net_hz, host_hz);
  if (!measure(adapter)) {
    rmn_adapter_free(adapter);
    return NULL;
  }

  const uint32_t n_waiting = adapter->latency + 2U * adapter->n_given;
  adapter->heard.size      = power_of_two(n_waiting);
  adapter->knobs.size      = power_of_two(n_waiting);
  adapter->offsets.size =
    power_of_two(rmn_adapter_inner_latency(adapter) + 2U * adapter->n_inner);
  if (!allocate(adapter, n_inputs, n_outputs)) {
    rmn_adapter_free(adapter);
    return NULL;
  }

  connect(adapter, n_inputs, n_outputs);
  rmn_adapter_reset(adapter, 0.0f);
  return adapter;
}

void
rmn_adapter_free(RmnAdapter* const adapter)
{
  if (adapter) {
    rmn_resampler_free(adapter->before);
    rmn_resampler_free(adapter->after);
    free(adapter->host);
    free(adapter->in);
    free(adapter->out);
    free(adapter->audio);
    free(adapter->given);
    free(adapter->buffers);
    free(adapter);
  }
}
