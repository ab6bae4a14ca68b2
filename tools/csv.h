// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file csv.h Tables as text, RFC 4180: cells parted by commas, with quotes
   around what has commas, quotes or ends of lines.

   Numbers have a point wherever the machine is: no command sets a locale.
*/

#ifndef REMANENCE_CSV_H
#define REMANENCE_CSV_H

#include "rmn.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/// Write a cell of text, with quotes where it needs them
void
csv_write_text(FILE* stream, const char* text);

/// Write a cell with a number, all digits of it, and a comma before it
void
csv_write_number(FILE* stream, float number);

/// End a row
void
csv_end_row(FILE* stream);

#endif // REMANENCE_CSV_H
