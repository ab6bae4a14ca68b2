// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file sinc.h Offline resampling, far better than what it is to judge

#ifndef RMN_BENCH_SINC_H
#define RMN_BENCH_SINC_H

#include <stdint.h>

/// What passes, and what is stopped by 140 dB
typedef struct {
  double pass_hz;
  double stop_hz;
} SincBand;

/**
   Resample by a sinc under a Kaiser window, in double precision.

   Frame 0 out is frame 0 in, and what lies around the audio is silence.  The
   filter is the same in time whatever the rates are, so audio of two rates is
   left with the same band.

   @param[out] out As many frames as there are: `n_out`.
*/
void
sinc_resample(const float* in,
              uint32_t     n_in,
              uint32_t     in_hz,
              float*       out,
              uint32_t     n_out,
              uint32_t     out_hz,
              SincBand     band);

#endif // RMN_BENCH_SINC_H
