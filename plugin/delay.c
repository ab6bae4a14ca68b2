// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "delay.h"

void
rmn_delay_write(RmnDelay* const           delay,
                const float* const* const audio,
                const uint32_t            n_channels,
                const uint32_t            n_frames)
{
  for (uint32_t c = 0; c < n_channels; ++c) {
    for (uint32_t t = 0; t < n_frames; ++t) {
      delay->frames[c][(delay->end + t) % RMN_DELAY_FRAMES] = audio[c][t];
    }
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
  const uint32_t first = delay->end - n_frames - latency;

  for (uint32_t c = 0; c < n_channels; ++c) {
    for (uint32_t t = 0; t < n_frames; ++t) {
      audio[c][t] = delay->frames[c][(first + t) % RMN_DELAY_FRAMES];
    }
  }
}
