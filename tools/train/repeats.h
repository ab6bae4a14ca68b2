// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file repeats.h What a device does differently when it hears the same again

#ifndef REMANENCE_TRAIN_REPEATS_H
#define REMANENCE_TRAIN_REPEATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What no network can learn: noise, hum, and what drifts
typedef struct {
  size_t n_frames; ///< That were compared; 0 if nothing stands twice for long
  double square;   ///< Mean square of the noise
} Repeats;

/**
   Find passages of the dry audio that stand twice, sample for sample, and
   compare what came out.

   Both have noise of their own, so that their difference has twice its energy.
   Of each passage, the first half second does not count, as the device
   may still remember what came before.

   @param wet In time with the dry audio.
   @return False without memory.
*/
bool
repeats_find(const float* dry,
             const float* wet,
             size_t       n_frames,
             uint32_t     rate_hz,
             Repeats*     repeats);

#endif // REMANENCE_TRAIN_REPEATS_H
