// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "command.h"
#include "csv.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CELL = 256 };

/// A file, cell by cell
typedef struct {
  FILE*  file;
  size_t n_line;    ///< From 1
  char   separator; ///< 0 until one was seen
  int    end;       ///< What ended the cell: the separator, '\n' or EOF
  bool   is_long;   ///< A cell was longer than there is room for
  bool   is_open;   ///< A quote was not closed
  bool   has_dates; ///< The first column is left out
  size_t n_cell;
  char   cell[MAX_CELL];
} CsvReader;

/// Read a character; each end of a line is one
static int
next(CsvReader* const reader)
{
  const int c = getc(reader->file);
  if (c != '\r') {
    return c;
  }
  const int after = getc(reader->file);
  if (after != '\n') {
    ungetc(after, reader->file);
  }
  return '\n';
}

static void
append(CsvReader* const reader, const int c)
{
  reader->is_long |= reader->n_cell == MAX_CELL - 1U;
  if (!reader->is_long) {
    reader->cell[reader->n_cell++] = (char)c;
  }
}

/// Return whether a character ends a cell without quotes
static bool
ends_cell(CsvReader* const reader, const int c)
{
  if (!reader->separator && (c == ',' || c == ';' || c == '\t')) {
    reader->separator = (char)c;
  }
  return c == EOF || c == '\n' || (c == reader->separator && c);
}

/// Read what is between quotes; return the character after it
static int
read_quoted(CsvReader* const reader)
{
  for (int c = next(reader);; c = next(reader)) {
    if (c == EOF) {
      reader->is_open = true;
      return c;
    }
    if (c == '"') {
      c = next(reader);
      if (c != '"') {
        return c;
      }
    }
    reader->n_line += c == '\n';
    append(reader, c);
  }
}

/// Read a cell, without blanks around it; return whether it is whole
static bool
read_cell(CsvReader* const reader)
{
  reader->n_line += reader->end == '\n';
  reader->n_cell = 0;

  int c = next(reader);
  while (c == ' ') {
    c = next(reader);
  }
  if (c == '"') {
    c = read_quoted(reader);
  }
  const size_t n_quoted = reader->n_cell;
  for (; !ends_cell(reader, c); c = next(reader)) {
    append(reader, c);
  }
  while (reader->n_cell > n_quoted &&
         reader->cell[reader->n_cell - 1U] == ' ') {
    --reader->n_cell;
  }
  reader->cell[reader->n_cell] = '\0';
  reader->end                  = c;
  return !reader->is_long && !reader->is_open;
}

static bool
refuse_cell(const CsvTable* const table, const CsvReader* const reader)
{
  command_report(table->path,
                 reader->is_open
                   ? "line %zu: a quote is not closed"
                   : "line %zu: a cell is longer than 255 characters",
                 reader->n_line);
  return false;
}

/// Return whether a text is a number, and which
static bool
is_number(const char* const text, double* const number)
{
  char* end = NULL;
  *number   = strtod(text, &end);
  return end != text && !*end && isfinite(*number);
}

static bool
add_column(CsvTable* const table, const CsvReader* const reader)
{
  double number = 0.0;
  if (table->n_columns == CSV_MAX_COLUMNS) {
    command_report(
      table->path, "has more than %d columns: leave some out", CSV_MAX_COLUMNS);
    return false;
  }
  CsvColumn* const column = &table->columns[table->n_columns++];
  snprintf(
    column->name, sizeof(column->name), "%.*s", RMN_MAX_NAME - 1, reader->cell);
  if (!*column->name || is_number(reader->cell, &number)) {
    command_report(table->path,
                   "column %u has no name: the first line names the columns",
                   table->n_columns);
    return false;
  }
  if (csv_find(table, column->name) != table->n_columns - 1U) {
    command_report(
      table->path, "has two columns that are called %s", column->name);
    return false;
  }
  return true;
}

/// Take the names of the columns
static bool
read_head(CsvTable* const table, CsvReader* const reader)
{
  for (const char* mark = "\xEF\xBB\xBF"; *mark; ++mark) { // Of UTF-8
    const int c = getc(reader->file);
    if (c != (unsigned char)*mark) {
      ungetc(c, reader->file);
      break;
    }
  }
  do {
    if (!read_cell(reader)) {
      return refuse_cell(table, reader);
    }
    if (!table->n_columns && !*reader->cell && reader->end == EOF) {
      command_report(table->path, "is empty");
      return false;
    }
    if (!add_column(table, reader)) {
      return false;
    }
  } while (reader->end == reader->separator && reader->separator);
  return true;
}

/// Make room for as many rows again
static bool
grow(CsvTable* const table)
{
  const size_t n_room = table->n_room ? 2U * table->n_room : 1024U;
  for (uint32_t c = 0; c < table->n_columns; ++c) {
    double** const values = &table->columns[c].values;
    double* const  more   = (double*)realloc(*values, n_room * sizeof(double));
    if (!more) {
      command_report(table->path, "out of memory");
      return false;
    }
    *values = more;
  }
  table->n_room = n_room;
  return true;
}

static bool
refuse_number(const CsvTable* const table,
              const size_t          n_line,
              const uint32_t        c,
              const char* const     text)
{
  command_report(table->path,
                 "line %zu: %s is %s, but takes a number in every row: fill "
                 "the gap or leave the column out",
                 n_line,
                 table->columns[c].name,
                 *text ? text : "missing");
  return false;
}

/// Take the number of a row in column `c`
static bool
take_number(CsvTable* const table, CsvReader* const reader, const uint32_t c)
{
  double     number    = 0.0;
  const bool is_proper = is_number(reader->cell, &number);
  if (!c && !table->n_rows && table->n_columns > 1U) {
    reader->has_dates = !is_proper && *reader->cell;
  }
  if (!c && reader->has_dates) { // Until a number says that it is no text
    return !is_proper || refuse_number(table, 2U, c, "text");
  }
  if (!is_proper) {
    return refuse_number(table, reader->n_line, c, reader->cell);
  }
  table->columns[c].values[table->n_rows] = number;
  return true;
}

/// Take the rest of a row whose first cell was read
static bool
read_row(CsvTable* const table, CsvReader* const reader)
{
  for (uint32_t c = 0;; ++c) {
    const size_t n_line = reader->n_line;
    if (c == table->n_columns) {
      command_report(table->path,
                     "line %zu: has more cells than the first line has names",
                     n_line);
      return false;
    }
    if (!take_number(table, reader, c)) {
      return false;
    }
    if (reader->end == '\n' || reader->end == EOF) {
      return c + 1U == table->n_columns ||
             refuse_number(table, n_line, c + 1U, "");
    }
    if (!read_cell(reader)) {
      return refuse_cell(table, reader);
    }
  }
}

static bool
read_rows(CsvTable* const table, CsvReader* const reader)
{
  size_t n_empty = 0; // Number of an empty line
  while (reader->end != EOF) {
    if (!read_cell(reader)) {
      return refuse_cell(table, reader);
    }
    if (!*reader->cell && (reader->end == '\n' || reader->end == EOF)) {
      n_empty = n_empty ? n_empty : reader->n_line;
      continue;
    }
    if (n_empty) {
      return refuse_number(table, n_empty, 0U, "");
    }
    if (table->n_rows == CSV_MAX_ROWS) {
      command_report(table->path, "has more than %d rows", CSV_MAX_ROWS);
      return false;
    }
    if ((table->n_rows == table->n_room && !grow(table)) ||
        !read_row(table, reader)) {
      return false;
    }
    ++table->n_rows;
  }
  return true;
}

/// Leave the first column out
static void
drop_dates(CsvTable* const table)
{
  free(table->columns[0].values);
  memmove(
    table->columns, table->columns + 1, --table->n_columns * sizeof(CsvColumn));
  table->columns[table->n_columns].values = NULL;
}

CsvTable*
csv_read(const char* const path)
{
  CsvReader       reader = {.file = fopen(path, "rb"), .n_line = 1U};
  CsvTable* const table =
    reader.file ? (CsvTable*)calloc(1, sizeof(CsvTable)) : NULL;
  if (!table) {
    command_report(path, "cannot be opened: %s", strerror(errno));
  } else {
    table->path = path;
  }

  errno = 0;
  const bool ok =
    table && read_head(table, &reader) && read_rows(table, &reader);
  const bool is_broken = reader.file && ferror(reader.file);
  if (ok && is_broken) {
    command_report(path, "cannot be read: %s", strerror(errno));
  }
  if (reader.file) {
    fclose(reader.file);
  }
  if (!ok || is_broken) {
    csv_free(table);
    return NULL;
  }
  if (reader.has_dates) {
    drop_dates(table);
  }
  return table;
}

void
csv_free(CsvTable* const table)
{
  for (uint32_t c = 0; table && c < table->n_columns; ++c) {
    free(table->columns[c].values);
  }
  free(table);
}

uint32_t
csv_find(const CsvTable* const table, const char* const name)
{
  uint32_t c = 0;
  while (c < table->n_columns && strcmp(table->columns[c].name, name) != 0) {
    ++c;
  }
  return c;
}
