// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file predict_help.h The manual page of `remanence predict`

#ifndef REMANENCE_PREDICT_HELP_H
#define REMANENCE_PREDICT_HELP_H

extern const char predict_help[];

#endif // REMANENCE_PREDICT_HELP_H
