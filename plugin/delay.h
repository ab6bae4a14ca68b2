// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file delay.h What was played lately, so that dry sound can wait for wet

#ifndef RMN_DELAY_H
#define RMN_DELAY_H

#include "ports.h"

enum {
  RMN_MAX_LATENCY  = 32768, ///< As the latency port says
  RMN_DELAY_FRAMES = 2 * RMN_MAX_LATENCY,
};

typedef struct {
  float    frames[RMN_MAX_PORT_CHANNELS][RMN_DELAY_FRAMES]; ///< A ring
  uint32_t end; ///< Number of the frame that comes next, modulo 2^32
} RmnDelay;

/// Append up to RMN_DELAY_FRAMES - RMN_MAX_LATENCY frames
RMN_RT
void
rmn_delay_write(RmnDelay*           delay,
                const float* const* audio,
                uint32_t            n_channels,
                uint32_t            n_frames);

/// Read as many frames as were written last, from `latency` frames before them
RMN_RT
void
rmn_delay_read(const RmnDelay* delay,
               float* const*   audio,
               uint32_t        n_channels,
               uint32_t        n_frames,
               uint32_t        latency);

#endif // RMN_DELAY_H
