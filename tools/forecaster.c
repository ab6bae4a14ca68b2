// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "forecaster.h"
#include "command.h"
#include "decision.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/// Refuse a network that does not say what a row is followed by
static bool
check_kind(const Forecaster* const forecaster)
{
  const char* const          path = forecaster->path;
  const RmnPrediction* const p    = &forecaster->network->prediction;
  if (p->kind == RMN_PREDICT_NOTHING || p->kind == RMN_PREDICT_CLASS) {
    command_report(path,
                   "%s, and no next row: make a model by remanence train --csv",
                   p->kind ? "tells classes" : "predicts nothing");
    return false;
  }
  if (p->ahead > 1U) {
    command_report(path,
                   "predicts %" PRIu32 " rows ahead, but only the next one can "
                   "be gone on from",
                   p->ahead);
    return false;
  }
  if (p->hop > 1U && !p->window) {
    command_report(path,
                   "says something every %" PRIu32
                   " rows only, and no next row "
                   "between",
                   p->hop);
    return false;
  }
  if (rmn_network_is_backward(forecaster->network)) {
    command_report(path, "hears the future, which a forecast has none of");
    return false;
  }
  return true;
}

/// Find the column of each input by name; return the first input without one
static uint32_t
match_names(Forecaster* const forecaster, const CsvTable* const table)
{
  const RmnNetwork* const network = forecaster->network;
  uint32_t                i       = 0;
  for (; i < network->n_inputs; ++i) {
    forecaster->columns[i] = csv_find(table, network->inputs[i].name);
    if (forecaster->columns[i] == table->n_columns) {
      break;
    }
  }
  return i;
}

/// Find the column of each input by name or else, if there are as many of them
/// and no name is known, by order
static bool
match_columns(Forecaster* const forecaster, const CsvTable* const table)
{
  const RmnNetwork* const network = forecaster->network;
  const uint32_t          missing = match_names(forecaster, table);
  if (missing == network->n_inputs) {
    return true;
  }

  forecaster->is_by_order = network->n_inputs == table->n_columns;
  for (uint32_t i = 0; i < network->n_inputs; ++i) {
    forecaster->is_by_order &=
      csv_find(table, network->inputs[i].name) == table->n_columns;
    forecaster->columns[i] = i;
  }
  if (forecaster->is_by_order) {
    return true;
  }
  command_report(table->path,
                 "has no column %s, which is input %" PRIu32 " of %s",
                 network->inputs[missing].name,
                 missing + 1U,
                 forecaster->path);
  return false;
}

/// Find the output that says the next value of each input
static bool
match_outputs(Forecaster* const forecaster, const CsvTable* const table)
{
  const RmnNetwork* const network = forecaster->network;
  const bool is_audio = network->prediction.kind == RMN_PREDICT_NEXT_SAMPLE;
  for (uint32_t i = 0; i < network->n_inputs; ++i) {
    const char* const name = table->columns[forecaster->columns[i]].name;
    uint32_t          o    = 0;
    while (o < network->n_outputs &&
           strcmp(network->outputs[o].name, network->inputs[i].name) != 0) {
      ++o;
    }
    if (o == network->n_outputs && i < o &&
        (is_audio || !*network->outputs[i].name)) {
      o = i;
    }
    if (o == network->n_outputs) {
      command_report(forecaster->path,
                     "says no next %s: a forecast takes a model whose outputs "
                     "are its inputs one row later",
                     name);
      return false;
    }
    forecaster->sources[i] = o;
  }
  return true;
}

static bool
make_room(Forecaster* const forecaster)
{
  const RmnNetwork* const network = forecaster->network;
  forecaster->n_window            = network->prediction.window;
  forecaster->model               = rmn_model_new(network);
  forecaster->state =
    forecaster->model ? rmn_state_new(forecaster->model, 1U) : NULL;
  forecaster->window = (float*)calloc(
    (forecaster->n_window + 1U) * network->n_inputs, sizeof(float));
  if (!forecaster->state || !forecaster->window) {
    command_report(forecaster->path, "out of memory");
    return false;
  }
  return true;
}

bool
forecaster_open(Forecaster* const     forecaster,
                const char* const     path,
                const CsvTable* const table)
{
  RmnError error = {RMN_OK, ""};

  *forecaster =
    (Forecaster){.path = path, .network = rmn_network_load(path, &error)};
  if (!forecaster->network) {
    command_report(path, "%s", error.message);
    return false;
  }
  return check_kind(forecaster) && match_columns(forecaster, table) &&
         match_outputs(forecaster, table) && make_room(forecaster);
}

/// Play a row
static void
play(Forecaster* const forecaster, const float* const row)
{
  const float* in[RMN_MAX_INPUTS];
  float*       out[RMN_MAX_OUTPUTS];
  for (uint32_t i = 0; i < forecaster->network->n_inputs; ++i) {
    in[i] = row + i;
  }
  for (uint32_t o = 0; o < forecaster->network->n_outputs; ++o) {
    out[o] = forecaster->outputs + o;
  }
  rmn_process(forecaster->model, forecaster->state, in, out, 1U);
}

/// Hear a row, or keep it until the window is complete
static void
hear(Forecaster* const forecaster, const float* const row)
{
  const size_t n = forecaster->network->n_inputs;
  if (!forecaster->n_window) {
    play(forecaster, row);
    return;
  }
  memcpy(forecaster->window + forecaster->t_window * n, row, n * sizeof(float));
  forecaster->t_window = (forecaster->t_window + 1U) % forecaster->n_window;
}

void
forecaster_hear(Forecaster* const     forecaster,
                const CsvTable* const table,
                const size_t          n_rows)
{
  float row[RMN_MAX_INPUTS];
  rmn_state_reset(forecaster->state, forecaster->model, RMN_START_FILE);
  forecaster->t_window = 0;
  for (size_t t = 0; t < n_rows; ++t) {
    for (uint32_t i = 0; i < forecaster->network->n_inputs; ++i) {
      row[i] = (float)table->columns[forecaster->columns[i]].values[t];
    }
    hear(forecaster, row);
  }
}

/// Play the rows of the window, from the oldest on, and pool what comes of them
static void
play_window(Forecaster* const forecaster)
{
  const uint32_t      n_window   = (uint32_t)forecaster->n_window;
  const RmnPrediction prediction = {.kind   = RMN_PREDICT_VALUE,
                                    .hop    = n_window,
                                    .window = n_window,
                                    .pool =
                                      forecaster->network->prediction.pool};
  RmnDecision         values;
  float               winner = 0.0F;
  float*              out[RMN_MAX_OUTPUTS];
  for (uint32_t o = 0; o < forecaster->network->n_outputs; ++o) {
    out[o] = forecaster->outputs + o;
  }

  rmn_decision_init(&values, forecaster->network, &prediction, 1.0, 0);
  rmn_state_reset(forecaster->state, forecaster->model, RMN_START_FILE);
  for (size_t i = 0; i < forecaster->n_window; ++i) {
    const size_t t = (forecaster->t_window + i) % forecaster->n_window;
    play(forecaster, forecaster->window + t * forecaster->network->n_inputs);
    rmn_decision_take(&values, out, &winner, 1U);
  }
}

bool
forecaster_next(Forecaster* const forecaster, float* const row)
{
  const RmnNetwork* const network = forecaster->network;
  float                   fed[RMN_MAX_INPUTS];
  bool                    is_proper = true;

  if (forecaster->n_window) {
    play_window(forecaster);
  }
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    row[o] = forecaster->outputs[o];
    is_proper &= isfinite(row[o]) != 0;
  }
  for (uint32_t i = 0; i < network->n_inputs; ++i) {
    fed[i] = row[forecaster->sources[i]];
  }
  if (is_proper) {
    hear(forecaster, fed);
  }
  return is_proper;
}

void
forecaster_close(Forecaster* const forecaster)
{
  rmn_state_free(forecaster->state);
  rmn_model_free(forecaster->model);
  rmn_network_free(forecaster->network);
  free(forecaster->window);
  *forecaster = (Forecaster){0};
}
