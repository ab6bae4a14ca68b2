// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file number.h Numbers as people read and type them, whatever the locale

#ifndef RMN_NUMBER_H
#define RMN_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/// Write a number with so many decimals, a true minus sign and a point
void
rmn_number_write(char* text, size_t size, double value, int n_decimals);

/// Write a count with a separator of thousands
void
rmn_number_write_count(char* text, size_t size, long count);

/// Read a number at the beginning of a text; a comma is a point
bool
rmn_number_read(const char* text, double* value);

#endif // RMN_NUMBER_H
