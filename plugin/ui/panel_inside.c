// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file panel_inside.c What the plugin tells of the network's inside

#include "panel.h"

#include <math.h>
#include <string.h>

/// Steps of the curve's axes that can be told apart in the largest window
static const float curve_steps = 1000.0f;

/// Return the step of the colours for a value of -1 to 1
static uint8_t
level(const float value)
{
  return (uint8_t)(RMN_ZERO_LEVEL + lrintf(127.0f * value));
}

static void
clear_history(RmnHistory* const history, const uint32_t n_units)
{
  memset(history, 0, offsetof(RmnHistory, range));
  memset(history->columns, RMN_ZERO_LEVEL, sizeof(history->columns));
  history->n_units = n_units;
}

void
rmn_panel_told_inside(RmnPanel* const    panel,
                      const float* const values,
                      const uint32_t     n_values)
{
  RmnHistory* const history = &panel->history;
  const uint32_t    n       = n_values / 2U;
  RmnColumn         column;
  if (n > RMN_MAX_UNITS) {
    return;
  }

  if (n != history->n_units) { // Another model
    clear_history(history, n);
  }
  memset(&column, RMN_ZERO_LEVEL, sizeof(column));
  for (uint32_t u = 0; u < n; ++u) {
    column.h[u] = level(fmaxf(-1.0f, fminf(values[u], 1.0f)));
    column.c[u] = level(tanhf(values[n + u]));
    history->has_cell |= values[n + u] != 0.0f;
  }
  panel->view.has_cell = history->has_cell;

  // Where nothing moves, the map rests, and shows still what moved last
  RmnColumn* const columns = history->columns;
  const uint64_t   last    = history->n_columns + RMN_N_COLUMNS - 1U;
  const bool       is_like_last =
    !memcmp(&column, &columns[last % RMN_N_COLUMNS], sizeof(column));
  history->n_still = is_like_last ? history->n_still + 1U : 0U;
  if (history->n_still < RMN_STILL) {
    columns[history->n_columns++ % RMN_N_COLUMNS] = column;
    ++panel->view.n_memory_change;
  }
}

/// Return how many kinds of gates the units have, from the first on
static uint32_t
count_kinds(const RmnHistory* const history)
{
  uint32_t n_kinds = 0;
  for (uint32_t k = 0; k < RMN_N_GATE_KINDS; ++k) {
    for (uint32_t u = 0; u < history->n_gated; ++u) {
      n_kinds = history->gates[k][u] >= 0 ? k + 1U : n_kinds;
    }
  }
  return n_kinds;
}

void
rmn_panel_told_gates(RmnPanel* const    panel,
                     const float* const values,
                     const uint32_t     n_values)
{
  RmnHistory* const history = &panel->history;
  const uint32_t    n       = n_values / RMN_N_GATE_KINDS;
  int16_t           gates[RMN_N_GATE_KINDS][RMN_MAX_UNITS];
  if (n > RMN_MAX_UNITS) {
    return;
  }

  memset(gates, 0, sizeof(gates));
  for (uint32_t k = 0; k < RMN_N_GATE_KINDS; ++k) {
    for (uint32_t u = 0; u < n; ++u) {
      const float open = fminf(values[k * n + u], 1.0f);
      gates[k][u] =
        (int16_t)(open < 0.0f ? RMN_NO_GATE
                              : roundf((float)RMN_GATE_STEPS * open));
    }
  }
  if (n != history->n_gated ||
      memcmp(gates, history->gates, sizeof(gates)) != 0) {
    memcpy(history->gates, gates, sizeof(gates));
    history->n_gated         = n;
    panel->view.n_gate_kinds = count_kinds(history);
    ++panel->view.n_gates_change;
  }
}

/// Put a point into the ring; return whether it is seen to be another than what
/// was there, which stays otherwise
static bool
trace(RmnHistory* const history, const float* const point)
{
  float* const old  = history->points[history->n_points++ % RMN_N_TRACED];
  const float  seen = history->range / curve_steps;
  const bool   is_new =
    fabsf(old[0] - point[0]) > seen || fabsf(old[1] - point[1]) > seen;

  if (is_new) {
    memcpy(old, point, 2U * sizeof(float));
  }
  return is_new;
}

void
rmn_panel_told_curve(RmnPanel* const    panel,
                     const float* const values,
                     const uint32_t     n_values)
{
  RmnHistory* const history = &panel->history;
  const float       before  = history->range;
  float             most    = 0.0f;
  bool              is_new  = false;
  for (uint32_t p = 0; p < n_values / 2U; ++p) {
    is_new |= trace(history, values + 2U * (size_t)p);
  }
  for (uint32_t p = 0; p < RMN_N_TRACED; ++p) {
    const float* const point = history->points[p];
    most = fmaxf(most, fmaxf(fabsf(point[0]), fabsf(point[1])));
  }

  // Axes in steps of 6 dB, which grow at once and shrink when far too large
  while (most > history->range && history->range < 8.0f) {
    history->range *= 2.0f;
  }
  while (most < 0.45f * history->range && history->range > 0.0625f) {
    history->range *= 0.5f;
  }
  panel->view.n_curve_change += is_new || history->range != before ? 1U : 0U;
}
