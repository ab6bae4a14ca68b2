// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#ifndef RMN_DECIBEL_H
#define RMN_DECIBEL_H

#include "rmn.h"

#include <math.h>

/// Return the gain that is so many decibels, exactly 1 for none
RMN_RT
static inline float
rmn_gain_from_db(const float gain_db)
{
  return powf(10.0f, gain_db / 20.0f);
}

#endif // RMN_DECIBEL_H
