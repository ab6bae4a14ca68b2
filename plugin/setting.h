// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file setting.h How players are to meet the rate: what remakes them

#ifndef RMN_SETTING_H
#define RMN_SETTING_H

#include "rmn.h"

/// As of RmnSetup, and small enough to be handed from thread to thread at once
typedef struct {
  uint16_t rate_mode;    ///< A RmnRateMode
  uint16_t oversampling; ///< 1, 2 or 4 times
  uint32_t look_ahead;   ///< In tenths of a millisecond
} RmnSetting;

/// What a player is made with before the ports are known
static const RmnSetting rmn_setting_default = {RMN_RATE_AUTO,
                                               1U,
                                               10U * RMN_LOOK_AHEAD_MS};

/// Return what the ports ask for, or the legal setting nearest to it
RMN_RT
RmnSetting
rmn_setting_read(void* const* ports);

RMN_RT
static inline bool
rmn_setting_equals(const RmnSetting a, const RmnSetting b)
{
  return a.rate_mode == b.rate_mode && a.oversampling == b.oversampling &&
         a.look_ahead == b.look_ahead;
}

#endif // RMN_SETTING_H
