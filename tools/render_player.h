// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file render_player.h A model that plays as the command line says

#ifndef REMANENCE_RENDER_PLAYER_H
#define REMANENCE_RENDER_PLAYER_H

#include "render_options.h"
#include "rmn.h"

/// Return a player for `n_channels`, its knobs and levels set, or NULL with a
/// message printed
RmnPlayer*
render_player_open(const RenderOptions* options,
                   double               rate_hz,
                   uint32_t             n_channels);

#endif // REMANENCE_RENDER_PLAYER_H
