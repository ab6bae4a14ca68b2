// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file control.h What messages ask for

#ifndef RMN_CONTROL_H
#define RMN_CONTROL_H

#include "effect.h"

/// Do what messages ask for
RMN_RT
void
rmn_control_read(RmnEffect* effect);

/// Have the present model made anew if the ports want another setting
RMN_RT
void
rmn_control_watch_setting(RmnEffect* effect);

#endif // RMN_CONTROL_H
