// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file forecast_help.h The manual page of `remanence forecast`

#ifndef REMANENCE_FORECAST_HELP_H
#define REMANENCE_FORECAST_HELP_H

extern const char forecast_help[];

#endif // REMANENCE_FORECAST_HELP_H
