// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file series.h Columns of numbers from a table in text, csv.h, as time
   series.
*/

#ifndef REMANENCE_TRAIN_SERIES_H
#define REMANENCE_TRAIN_SERIES_H

#include "rmn.h"

/// One column, brought to a mean of 0 and a deviation of 1
typedef struct {
  char   name[RMN_MAX_NAME];
  float* values; ///< [n_rows]
  double mean;   ///< Of what the table has
  double deviation;
  double minimum;
  double maximum;
} Column;

typedef struct {
  const char* path;
  uint32_t    n_columns;
  size_t      n_rows;
  Column      columns[RMN_MAX_INPUTS];
  uint32_t    target; ///< Column that is learned from the others, or n_columns
                      ///< if each is to be foretold
} Series;

/**
   Read a table.

   @param target Name of the column that is to be learned from the others, or
   NULL.
   @return NULL with a message printed; otherwise for series_free().
*/
Series*
series_read(const char* path, const char* target);

void
series_free(Series* series);

/// Have a network that was trained on columns as read take and give them as the
/// table has them, and name its inputs and outputs
void
series_fold(const Series* series, RmnNetwork* network);

#endif // REMANENCE_TRAIN_SERIES_H
