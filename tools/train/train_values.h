// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file train_values.h Values of the command line

#ifndef REMANENCE_TRAIN_VALUES_H
#define REMANENCE_TRAIN_VALUES_H

#include "train_options.h"

/// Read a text that is a number; these return whether it is one, in the range
bool
read_number(const char* text, double minimum, double maximum, double* number);

bool
read_count(const char* text, long minimum, long maximum, uint32_t* count);

/// Read numbers with commas between them, no two of them equal
bool
read_list(const char* text, long minimum, long maximum, List* list);

/// Return whether a text is UTF-8, as presets are
bool
is_text(const char* text);

#endif // REMANENCE_TRAIN_VALUES_H
