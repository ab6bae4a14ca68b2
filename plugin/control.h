// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file control.h What messages and triggers ask for

#ifndef RMN_CONTROL_H
#define RMN_CONTROL_H

#include "effect.h"

#include <lv2/atom/atom.h>

/// Say what went wrong; hosts make tracing safe for this thread
RMN_RT
void
rmn_control_complain(RmnEffect* effect, const char* message);

/// Return the first event of the control port, or NULL
RMN_RT
const LV2_Atom_Event*
rmn_control_first(const RmnEffect* effect);

/// Return the event after one of the control port, or NULL
RMN_RT
const LV2_Atom_Event*
rmn_control_next(const RmnEffect* effect, const LV2_Atom_Event* event);

/// Do what an event asks for
RMN_RT
void
rmn_control_handle(RmnEffect* effect, const LV2_Atom_Event* event);

/// Ask for the model before or after the present one, -1 or 1
RMN_RT
void
rmn_control_step(RmnEffect* effect, int32_t step);

/// Note that the model is to be made anew if the ports want another setting
RMN_RT
void
rmn_control_watch_setting(RmnEffect* effect);

/// Say once if Calibrate is on in vain
RMN_RT
void
rmn_control_watch_level(RmnEffect* effect);

#endif // RMN_CONTROL_H
