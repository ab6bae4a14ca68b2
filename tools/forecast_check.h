// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file forecast_check.h How far off forecasts are, of rows that are known

#ifndef REMANENCE_FORECAST_CHECK_H
#define REMANENCE_FORECAST_CHECK_H

#include "forecaster.h"
#include "progress.h"

/// Print for each column how far off forecasts of `n_steps` are in the last
/// tenth of the table; false with a message printed
bool
forecast_check(Forecaster*     forecaster,
               const CsvTable* table,
               size_t          n_steps,
               Progress*       progress);

#endif // REMANENCE_FORECAST_CHECK_H
