// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "resample_speex.h"

#include <stdlib.h>

/// Leaves 19.5 kHz alone at 44.1 kHz, and stops 100 dB of what would alias; to
/// and fro, it delays by 96 frames of the lower rate
enum { QUALITY = 6 };

RmnResampler*
rmn_resampler_new(const uint32_t n_channels,
                  const uint32_t in_hz,
                  const uint32_t out_hz)
{
  RmnResampler* const resampler =
    (RmnResampler*)calloc(1, sizeof(RmnResampler));
  SpeexResamplerState** const channels =
    (SpeexResamplerState**)calloc(n_channels, sizeof(SpeexResamplerState*));
  if (!resampler || !channels) {
    free(resampler);
    free(channels);
    return NULL;
  }

  resampler->channels   = channels;
  resampler->n_channels = n_channels;
  for (uint32_t c = 0; c < n_channels; ++c) {
    channels[c] = speex_resampler_init(1, in_hz, out_hz, QUALITY, NULL);
    if (!channels[c]) {
      rmn_resampler_free(resampler);
      return NULL;
    }
  }

  rmn_resampler_reset(resampler);
  return resampler;
}

void
rmn_resampler_free(RmnResampler* const resampler)
{
  if (resampler) {
    for (uint32_t c = 0; c < resampler->n_channels; ++c) {
      if (resampler->channels[c]) {
        speex_resampler_destroy(resampler->channels[c]);
      }
    }
    free(resampler->channels);
    free(resampler);
  }
}
