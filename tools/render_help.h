// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file render_help.h The manual page of `remanence render`

#ifndef REMANENCE_RENDER_HELP_H
#define REMANENCE_RENDER_HELP_H

extern const char render_help[];
extern const char render_help_options[];

#endif // REMANENCE_RENDER_HELP_H
