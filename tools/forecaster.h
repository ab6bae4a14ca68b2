// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file forecaster.h A network that goes on with the columns of a table: what
   it says of a row is the next one, which it is fed in turn.

   A network without a window hears every row once, and remembers.  One with a
   window hears the last of them anew for each row.
*/

#ifndef REMANENCE_FORECASTER_H
#define REMANENCE_FORECASTER_H

#include "csv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char* path; ///< Of the model
  RmnNetwork* network;
  RmnModel*   model;
  RmnState*   state;
  bool        is_by_order;              ///< Columns' names did not match
  uint32_t    columns[RMN_MAX_INPUTS];  ///< Of the table, for each input
  uint32_t    sources[RMN_MAX_INPUTS];  ///< Output that is fed to each input
  float       outputs[RMN_MAX_OUTPUTS]; ///< After the latest row
  float*      window;   ///< [n_window][n_inputs] The latest rows, a ring
  size_t      n_window; ///< 0 without a window
  size_t      t_window;
} Forecaster;

/// Read a model, and match it to the columns of a table; false with a message
/// printed, and forecaster_close() in any case
bool
forecaster_open(Forecaster*     forecaster,
                const char*     path,
                const CsvTable* table);

/// Begin anew, and hear the first `n_rows` of the table
void
forecaster_hear(Forecaster* forecaster, const CsvTable* table, size_t n_rows);

/**
   Foretell the next row, and go on from it.

   @param[out] row [outputs of the network]
   @return False if it is no row of numbers.
*/
bool
forecaster_next(Forecaster* forecaster, float* row);

void
forecaster_close(Forecaster* forecaster);

#endif // REMANENCE_FORECASTER_H
