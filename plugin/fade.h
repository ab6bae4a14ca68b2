// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file fade.h Fades whose gains add up to one

#ifndef RMN_FADE_H
#define RMN_FADE_H

#include "rmn.h"

/// Return the mix of `a` and `b` that is exactly `a` at 0 and `b` at 1
RMN_RT
static inline float
rmn_fade(const float a, const float b, const float x)
{
  return x <= 0.0f ? a : x >= 1.0f ? b : a + x * (b - a);
}

#endif // RMN_FADE_H
