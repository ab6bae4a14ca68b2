// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file resample_rt.c What a resampler does on the audio thread

#include "resample_speex.h"

void
rmn_resampler_reset(RmnResampler* const resampler)
{
  for (uint32_t c = 0; c < resampler->n_channels; ++c) {
    speex_resampler_reset_mem(resampler->channels[c]);
    speex_resampler_skip_zeros(resampler->channels[c]);
  }
}

uint32_t
rmn_resampler_process(RmnResampler* const       resampler,
                      const float* const* const in,
                      const uint32_t            n_in,
                      float* const* const       out,
                      const uint32_t            n_out)
{
  spx_uint32_t n_given = 0;

  for (uint32_t c = 0; c < resampler->n_channels; ++c) {
    spx_uint32_t n_taken = n_in;

    n_given = n_out;
    speex_resampler_process_float(
      resampler->channels[c], 0, in[c], &n_taken, out[c], &n_given);
  }
  return n_given;
}
