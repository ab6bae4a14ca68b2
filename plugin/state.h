// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file state.h What a session saves and restores

#ifndef RMN_EFFECT_STATE_H
#define RMN_EFFECT_STATE_H

#include <lv2/state/state.h>

extern const LV2_State_Interface rmn_state_interface;

#endif // RMN_EFFECT_STATE_H
