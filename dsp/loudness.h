// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file loudness.h How loud audio is, by ITU-R BS.1770-4

#ifndef RMN_LOUDNESS_H
#define RMN_LOUDNESS_H

#include "rmn.h"

/**
   Return the integrated loudness of one channel in LUFS: K-weighted, and gated
   in blocks of 400 ms.  Audio that is shorter is one block.

   @return -INFINITY for silence, that is, without a block above -70 LUFS; NAN
   if the audio is no number somewhere.
*/
double
rmn_loudness_integrated(const float* audio, uint32_t n_frames, double rate_hz);

#endif // RMN_LOUDNESS_H
