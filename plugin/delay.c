// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "delay.h"

#include <string.h>

/// Frames of a ring, which may go on at its beginning
typedef struct {
  uint32_t first;
  uint32_t n_before; ///< Frames up to the end of the ring
  uint32_t n_after;  ///< Frames from its beginning on
} Span;

static Span
span(const uint32_t frame, const uint32_t n_frames)
{
  const uint32_t first = frame % RMN_DELAY_FRAMES;
  const uint32_t left  = RMN_DELAY_FRAMES - first;
  const uint32_t n     = n_frames < left ? n_frames : left;

  return (Span){first, n, n_frames - n};
}

void
rmn_delay_write(RmnDelay* const           delay,
                const float* const* const audio,
                const uint32_t            n_channels,
                const uint32_t            n_frames)
{
  const Span s = span(delay->end, n_frames);

  for (uint32_t c = 0; c < n_channels; ++c) {
    float* const ring = delay->frames[c];
    memcpy(ring + s.first, audio[c], s.n_before * sizeof(float));
    memcpy(ring, audio[c] + s.n_before, s.n_after * sizeof(float));
  }
  delay->end += n_frames;
}

void
rmn_delay_read(const RmnDelay* const delay,
               float* const* const   audio,
               const uint32_t        n_channels,
               const uint32_t        n_frames,
               const uint32_t        latency)
{
  const Span s = span(delay->end - n_frames - latency, n_frames);

  for (uint32_t c = 0; c < n_channels; ++c) {
    const float* const ring = delay->frames[c];
    memcpy(audio[c], ring + s.first, s.n_before * sizeof(float));
    memcpy(audio[c] + s.n_before, ring, s.n_after * sizeof(float));
  }
}
