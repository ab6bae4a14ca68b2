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

enum { CSV_MAX_COLUMNS = 256, CSV_MAX_ROWS = 1 << 24 };

typedef struct {
  char    name[RMN_MAX_NAME];
  double* values; ///< [n_rows]
} CsvColumn;

/// A table of numbers
typedef struct {
  const char* path;
  uint32_t    n_columns;
  size_t      n_rows;
  size_t      n_room; ///< Rows that there is memory for
  CsvColumn   columns[CSV_MAX_COLUMNS];
} CsvTable;

/**
   Read a table of numbers.

   The first line names the columns; cells may be parted by semicolons or tabs
   as well.  A first column of text, such as dates, is left out.  Every other
   cell is a finite number.

   @return For csv_free(), or NULL with a message printed that names the line
   and the column.
*/
CsvTable*
csv_read(const char* path);

void
csv_free(CsvTable* table);

/// Return the number of the column of that name, or n_columns
uint32_t
csv_find(const CsvTable* table, const char* name);

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
