// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file preset.h The layers of Remanence's own format

#ifndef RMN_FORMATS_PRESET_H
#define RMN_FORMATS_PRESET_H

#include "json.h"

/// Append what an element of `layers` describes
bool
rmn_preset_add_layer(RmnNetwork* network, RmnJson layer);

#endif // RMN_FORMATS_PRESET_H
