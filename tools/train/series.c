// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "series.h"

#include "../command.h"
#include "../csv.h"

#include "network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_ROWS = 100 };

/// Take a column of a table
static bool
take_column(Series* const series, const CsvColumn* const from)
{
  Column* const column = &series->columns[series->n_columns++];
  memcpy(column->name, from->name, sizeof(column->name));
  column->values = (float*)malloc(series->n_rows * sizeof(float));
  if (!column->values) {
    command_report(series->path, "out of memory");
    return false;
  }
  for (size_t t = 0; t < series->n_rows; ++t) {
    column->values[t] = (float)from->values[t];
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
take_table(Series* const series, const CsvTable* const table)
{
  series->n_rows = table->n_rows;
  if (table->n_columns > RMN_MAX_INPUTS) {
    command_report(
      series->path, "has more than %d columns: leave some out", RMN_MAX_INPUTS);
    return false;
  }
  if (series->n_rows < MIN_ROWS) {
    command_report(series->path,
                   "has %zu rows, but training takes %d or more",
                   series->n_rows,
                   MIN_ROWS);
    return false;
  }
  for (uint32_t c = 0; c < table->n_columns; ++c) {
    if (!take_column(series, &table->columns[c]) ||
        !normalise(series, &series->columns[c])) {
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
  CsvTable* const table  = csv_read(path);
  Series* const   series = table ? (Series*)calloc(1, sizeof(Series)) : NULL;
  if (series) {
    series->path = path;
  } else if (table) {
    command_report(path, "out of memory");
  }

  const bool ok =
    series && take_table(series, table) && find_target(series, target);
  csv_free(table);
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
