// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "forecast_check.h"
#include "autoregression.h"
#include "command.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Ways of forecasting, of which the first is the network
enum { NETWORK, PERSISTENCE, LINEAR, N_WAYS };

/// Sums of squared errors
typedef struct {
  double sums[RMN_MAX_INPUTS][N_WAYS];
  size_t n; ///< Rows that were foretold
} Errors;

static void
add(double* const sum, const double foretold, const double known)
{
  *sum += (foretold - known) * (foretold - known);
}

/// Forecast by the network, from row `first` on
static bool
check_network(Forecaster* const     forecaster,
              const CsvTable* const table,
              const size_t          first,
              const size_t          n_steps,
              Errors* const         errors)
{
  float row[RMN_MAX_OUTPUTS];
  forecaster_hear(forecaster, table, first);
  for (size_t t = first; t < first + n_steps; ++t) {
    if (!forecaster_next(forecaster, row)) {
      return false;
    }
    for (uint32_t i = 0; i < forecaster->network->n_inputs; ++i) {
      const double* const values =
        table->columns[forecaster->columns[i]].values;
      add(&errors->sums[i][NETWORK],
          (double)row[forecaster->sources[i]],
          values[t]);
    }
  }
  return true;
}

/**
   Forecast a column by what is simpler.

   @param ar Or NULL if it could not be fitted.
   @param line [AUTOREGRESSION_ORDER + n_steps] Scratch.
*/
static void
check_others(const double* const         values,
             const Autoregression* const ar,
             const size_t                first,
             const size_t                n_steps,
             double* const               line,
             double                      sums[N_WAYS])
{
  memcpy(line,
         values + first - AUTOREGRESSION_ORDER,
         AUTOREGRESSION_ORDER * sizeof(double));
  for (size_t i = 0; i < n_steps; ++i) {
    double* const end   = line + AUTOREGRESSION_ORDER + i;
    const double  known = values[first + i];

    *end = ar ? autoregression_next(ar, end) : (double)NAN;
    add(&sums[PERSISTENCE], values[first - 1U], known);
    add(&sums[LINEAR], *end, known);
  }
}

static void
print(const Forecaster* const forecaster,
      const CsvTable* const   table,
      const Errors* const     errors,
      const size_t            n_steps)
{
  printf("Root of the mean square error, %zu step%s ahead, of %zu rows\n"
         "%-20s %12s %12s %12s\n",
         n_steps,
         n_steps > 1U ? "s" : "",
         errors->n,
         "",
         "network",
         "persistence",
         "linear 16");
  for (uint32_t i = 0; i < forecaster->network->n_inputs; ++i) {
    printf("%-20s", table->columns[forecaster->columns[i]].name);
    for (int way = 0; way < N_WAYS; ++way) {
      printf(" %12.5g", sqrt(errors->sums[i][way] / (double)errors->n));
    }
    putchar('\n');
  }
}

/// Forecast each column by what is simpler, from every place
static bool
check_columns(const Forecaster* const forecaster,
              const CsvTable* const   table,
              const size_t            start,
              const size_t            n_steps,
              Errors* const           errors)
{
  double* const line =
    (double*)malloc((AUTOREGRESSION_ORDER + n_steps) * sizeof(double));
  for (uint32_t i = 0; line && i < forecaster->network->n_inputs; ++i) {
    const double* const values = table->columns[forecaster->columns[i]].values;
    Autoregression      ar;
    const bool          is_fit =
      autoregression_fit(&ar, values, table->n_rows * 8U / 10U);
    for (size_t t = start; t + n_steps <= table->n_rows; t += n_steps) {
      check_others(
        values, is_fit ? &ar : NULL, t, n_steps, line, errors->sums[i]);
    }
  }
  const bool has_room = line;
  free(line);
  return has_room;
}

bool
forecast_check(Forecaster* const     forecaster,
               const CsvTable* const table,
               const size_t          n_steps,
               Progress* const       progress)
{
  const size_t start  = table->n_rows - table->n_rows / 10U;
  Errors       errors = {.n = 0};
  if (start + n_steps > table->n_rows || start < AUTOREGRESSION_ORDER ||
      start < forecaster->n_window) {
    command_report(table->path,
                   "has %zu rows, of which the last tenth is checked: too few "
                   "for %zu steps",
                   table->n_rows,
                   n_steps);
    return false;
  }

  for (size_t t = start; t + n_steps <= table->n_rows; t += n_steps) {
    if (!check_network(forecaster, table, t, n_steps, &errors)) {
      command_report(
        forecaster->path, "goes beyond all numbers within %zu steps", n_steps);
      return false;
    }
    errors.n += n_steps;
    progress_update(progress, t - start);
  }
  if (!check_columns(forecaster, table, start, n_steps, &errors)) {
    command_report(table->path, "out of memory");
    return false;
  }
  progress_finish(progress);
  print(forecaster, table, &errors, n_steps);
  return true;
}
