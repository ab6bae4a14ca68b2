// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "series.h"

#include "../command.h"

#include "network.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 8192, MAX_ROWS = 1 << 24 };

static const char separators[] = ",;\t";

/// Cut the next cell off a line; NULL at its end
static char*
next_cell(char** const line)
{
  char* const cell = *line;
  if (!cell) {
    return NULL;
  }
  char* const end = cell + strcspn(cell, separators);
  *line           = *end ? end + 1 : NULL;
  *end            = '\0';

  char*  text = cell + strspn(cell, " \"");
  size_t n    = strlen(text);
  while (n && strchr(" \"\r\n", text[n - 1U])) {
    text[--n] = '\0';
  }
  return text;
}

/// Take the names of the columns
static bool
read_head(Series* const series, char* line)
{
  for (char* cell = NULL; (cell = next_cell(&line));) {
    if (series->n_columns == RMN_MAX_INPUTS) {
      command_report(series->path,
                     "has more than %d columns: leave some out",
                     RMN_MAX_INPUTS);
      return false;
    }
    Column* const column = &series->columns[series->n_columns++];
    snprintf(column->name, RMN_MAX_NAME, "%s", cell);
    if (!*cell || strtod(cell, &cell) != 0.0 || !*cell) {
      command_report(series->path,
                     "column %u has no name: the first line names the columns",
                     series->n_columns);
      return false;
    }
  }
  return true;
}

/// Make room for as many rows again
static bool
grow(Series* const series, size_t* const n_room)
{
  *n_room = *n_room ? 2U * *n_room : 1024U;
  for (uint32_t c = 0; c < series->n_columns; ++c) {
    float** const values = &series->columns[c].values;
    float* const  more   = (float*)realloc(*values, *n_room * sizeof(float));
    if (!more) {
      command_report(series->path, "out of memory");
      return false;
    }
    *values = more;
  }
  return true;
}

/// Take the numbers of a row
static bool
read_row(Series* const series, char* line, const size_t n_line)
{
  for (uint32_t c = 0; c < series->n_columns; ++c) {
    Column* const     column = &series->columns[c];
    const char* const cell   = next_cell(&line);
    char*             end    = NULL;
    const double      x      = cell ? strtod(cell, &end) : NAN;
    if (!cell || end == cell || *end || !isfinite(x)) {
      command_report(
        series->path,
        "line %zu: %s is %s, but takes a number in every row: fill "
        "the gap or leave the column out",
        n_line,
        column->name,
        cell && *cell ? cell : "missing");
      return false;
    }
    column->values[series->n_rows] = (float)x;
  }
  if (line) {
    command_report(series->path,
                   "line %zu: has more cells than the first line has names",
                   n_line);
    return false;
  }
  ++series->n_rows;
  return true;
}

static bool
read_rows(Series* const series, FILE* const file)
{
  char   line[MAX_LINE];
  size_t n_room = 0;
  for (size_t n_line = 2; fgets(line, sizeof(line), file); ++n_line) {
    if (!line[strspn(line, " \t\r\n")]) {
      continue;
    }
    if (series->n_rows == MAX_ROWS) {
      command_report(series->path, "has more than %d rows", MAX_ROWS);
      return false;
    }
    if ((series->n_rows == n_room && !grow(series, &n_room)) ||
        !read_row(series, line, n_line)) {
      return false;
    }
  }
  return true;
}

/// Bring a column to a mean of 0 and a deviation of 1, by what comes first and
/// is learned from
static bool
normalise(const Series* const series, Column* const column)
{
  const size_t n      = series->n_rows * 8U / 10U;
  double       square = 0.0;
  column->minimum     = INFINITY;
  column->maximum     = -INFINITY;
  for (size_t t = 0; t < series->n_rows; ++t) {
    const double x  = (double)column->values[t];
    column->minimum = fmin(column->minimum, x);
    column->maximum = fmax(column->maximum, x);
    column->mean += t < n ? x / (double)n : 0.0;
  }
  for (size_t t = 0; t < n; ++t) {
    const double d = (double)column->values[t] - column->mean;
    square += d * d / (double)n;
  }
  column->deviation = sqrt(square);
  if (!(column->deviation > 1e-6 * fabs(column->mean) + 1e-30)) {
    command_report(series->path,
                   "%s never changes in the first 80 percent: leave it out",
                   column->name);
    return false;
  }
  for (size_t t = 0; t < series->n_rows; ++t) {
    const double d    = (double)column->values[t] - column->mean;
    column->values[t] = (float)(d / column->deviation);
  }
  return true;
}

static bool
read_table(Series* const series, FILE* const file)
{
  char line[MAX_LINE];
  if (!fgets(line, sizeof(line), file)) {
    command_report(series->path, "is empty");
    return false;
  }
  if (!read_head(series, line) || !read_rows(series, file)) {
    return false;
  }
  if (series->n_rows < 100U) {
    command_report(series->path,
                   "has %zu rows, but training takes 100 or more",
                   series->n_rows);
    return false;
  }
  for (uint32_t c = 0; c < series->n_columns; ++c) {
    if (!normalise(series, &series->columns[c])) {
      return false;
    }
  }
  return true;
}

/// Find the column that is to be learned
static bool
find_target(Series* const series, const char* const target)
{
  series->target = 0;
  while (series->target < series->n_columns &&
         !(target && !strcmp(series->columns[series->target].name, target))) {
    ++series->target;
  }
  if (target &&
      (series->target == series->n_columns || series->n_columns < 2U)) {
    command_report(
      series->path, "has no column %s beside others to learn it from", target);
    return false;
  }
  return true;
}

Series*
series_read(const char* const path, const char* const target)
{
  FILE* const   file   = fopen(path, "r");
  Series* const series = file ? (Series*)calloc(1, sizeof(Series)) : NULL;
  if (!series) {
    command_report(path, "cannot be opened: %s", strerror(errno));
  } else {
    series->path = path;
  }
  const bool ok =
    series && read_table(series, file) && find_target(series, target);
  if (file) {
    fclose(file);
  }
  if (!ok) {
    series_free(series);
    return NULL;
  }
  return series;
}

void
series_free(Series* const series)
{
  for (uint32_t c = 0; series && c < series->n_columns; ++c) {
    free(series->columns[c].values);
  }
  free(series);
}

/// Have the first layer take a column as the table has it
static void
fold_input(RmnLayer* const layer, const uint32_t i, const Column* const column)
{
  const size_t n_in   = layer->shape.n_inputs;
  const size_t n_rows = rmn_shape_sizes(&layer->shape).b;
  for (size_t row = 0; row < n_rows; ++row) {
    const double w           = (double)layer->W[row * n_in + i];
    layer->W[row * n_in + i] = (float)(w / column->deviation);
    layer->b[row] -= (float)(w / column->deviation * column->mean);
  }
}

/// Have the last layer, which is linear, give it
static void
fold_output(RmnLayer* const layer, const uint32_t o, const Column* const column)
{
  const size_t n_in = layer->shape.n_inputs;
  for (size_t i = 0; i < n_in; ++i) {
    layer->W[o * n_in + i] *= (float)column->deviation;
  }
  layer->b[o] = (float)((double)layer->b[o] * column->deviation + column->mean);
}

void
series_fold(const Series* const series, RmnNetwork* const network)
{
  RmnLayer* const last = &network->layers[network->n_layers - 1U];
  uint32_t        i    = 0;
  uint32_t        o    = 0;
  for (uint32_t c = 0; c < series->n_columns; ++c) {
    const Column* const column    = &series->columns[c];
    const bool          is_all    = series->target == series->n_columns;
    const bool          is_target = series->target == c;
    if (!is_target) {
      RmnInput* const input = &network->inputs[i];
      fold_input(&network->layers[0], i++, column);
      snprintf(input->name, RMN_MAX_NAME, "%s", column->name);
      input->minimum = (float)column->minimum;
      input->maximum = (float)column->maximum;
      input->value   = (float)column->mean;
    }
    if (is_all || is_target) {
      RmnOutput* const output = &network->outputs[o];
      fold_output(last, o++, column);
      snprintf(output->name, RMN_MAX_NAME, "%s", column->name);
      output->minimum = (float)column->minimum;
      output->maximum = (float)column->maximum;
    }
  }
}
