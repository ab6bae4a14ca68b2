// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file resample.h From one sample rate to another, any block length.

   The first frame out is the first frame in: what a linear-phase filter must
   wait for comes as frames that are late, never as a shift.  Nothing else
   knows which library does it.

   It is speexdsp.  There and back, it was 2 to 28 times as fast as
   libsamplerate's medium quality and left noise 30 dB nearer to what it was, at
   a wider band and the same delay (`make resamplers`); neither allocates while
   it processes, nor depends on how audio is cut.
*/

#ifndef RMN_RESAMPLE_H
#define RMN_RESAMPLE_H

#include "rmn.h"

typedef struct RmnResamplerImpl RmnResampler;

/// Return a new resampler of audio that was silent before, or NULL
RmnResampler*
rmn_resampler_new(uint32_t n_channels, uint32_t in_hz, uint32_t out_hz);

void
rmn_resampler_free(RmnResampler* resampler);

/// Forget what was heard, as if all had been silence
RMN_RT
void
rmn_resampler_reset(RmnResampler* resampler);

/**
   Take `n_in` frames of every channel, and give as many as can be given.

   @param n_out Frames that there is room for: at least `n_in * out_hz / in_hz`
   rounded up, and one more.
   @return The number of frames given, the same for every channel.
*/
RMN_RT
uint32_t
rmn_resampler_process(RmnResampler*       resampler,
                      const float* const* in,
                      uint32_t            n_in,
                      float* const*       out,
                      uint32_t            n_out);

#endif // RMN_RESAMPLE_H
