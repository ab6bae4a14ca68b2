// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file resample_speex.h What resample.c makes and resample_rt.c runs

#ifndef RMN_RESAMPLE_SPEEX_H
#define RMN_RESAMPLE_SPEEX_H

#include "resample.h"

#include <speex/speex_resampler.h>

/// One for each channel: resetting several in one clears only part of them
struct RmnResamplerImpl {
  SpeexResamplerState** channels;
  uint32_t              n_channels;
};

#endif // RMN_RESAMPLE_SPEEX_H
