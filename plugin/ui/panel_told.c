// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file panel_told.c What the plugin and the host tell

#include "../text.h"
#include "panel.h"

#include <math.h>
#include <string.h>

void
rmn_panel_told_port(RmnPanel* const panel,
                    const uint32_t  port,
                    const float     value)
{
  // What is being turned is where the pointer says
  if (port < RMN_PORT_ENABLED || port >= RMN_PORT_AUDIO || !isfinite(value) ||
      panel->view.hand.held == (RmnArea)port) {
    return;
  }

  panel->view.values[port] = value;
  if (port == RMN_PORT_ENABLED) {
    rmn_panel_lay_out(panel);
  }
}

void
rmn_panel_told_knobs(RmnPanel* const       panel,
                     const RmnInput* const knobs,
                     const uint32_t        n_knobs)
{
  RmnView* const view = &panel->view;

  memset(view->knobs, 0, sizeof(view->knobs));
  view->n_knobs = 0U;
  for (uint32_t k = 0; k < n_knobs && k < RMN_N_KNOBS; ++k) {
    if (!(knobs[k].maximum > knobs[k].minimum)) {
      break;
    }
    view->knobs[view->n_knobs++] = knobs[k];
  }
  rmn_panel_lay_out(panel);
}

void
rmn_panel_told_knob(RmnPanel* const panel, const uint32_t k, const float value)
{
  if (k < panel->view.n_knobs) {
    const RmnInput* const input = &panel->view.knobs[k];
    const float           range = input->maximum - input->minimum;
    rmn_panel_told_port(
      panel, RMN_PORT_KNOB_1 + k, (value - input->minimum) / range);
  }
}

void
rmn_panel_told_path(RmnPanel* const panel, const char* const path)
{
  RmnView* const view = &panel->view;
  if (strcmp(path, view->path) != 0) {
    memset(&view->about, 0, sizeof(view->about)); // Until that is told
    view->about.esr  = NAN;
    view->about.lufs = NAN;
  }
  memset(view->path, 0, sizeof(view->path));
  strncpy(view->path, path, sizeof(view->path) - 1U);
  ++panel->list.n_change;
}

void
rmn_panel_told_message(RmnPanel* const panel, const char* const message)
{
  if (message[0]) { // Else there is nothing new, and what was is to be read
    rmn_text_copy(panel->view.message, sizeof(panel->view.message), message);
    rmn_panel_lay_out(panel);
  }
}

void
rmn_panel_told_about(RmnPanel* const panel, const RmnAbout* const about)
{
  panel->view.about = *about;
}

/// Return an amplitude in decibel, in tenths so that nothing flickers
static float
in_db(const float amplitude)
{
  return amplitude > 1e-6f ? roundf(200.0f * log10f(amplitude)) / 10.0f
                           : -120.0f;
}

static void
show_levels(RmnLevelView* const levels,
            const float* const  values,
            const uint32_t      n_channels)
{
  levels->n_channels = n_channels;
  for (uint32_t c = 0; c < n_channels; ++c) {
    const float peak_db = in_db(values[2U * c]);

    levels->peak_db[c] = fmaxf(levels->peak_db[c], peak_db);
    levels->rms_db[c]  = in_db(values[2U * c + 1U]);
    levels->most_db    = fmaxf(levels->most_db, peak_db);
  }
}

void
rmn_panel_told_meters(RmnPanel* const    panel,
                      const float* const values,
                      const uint32_t     n_values)
{
  RmnView* const view       = &panel->view;
  const uint32_t n_channels = n_values >= RMN_N_METERS ? 2U : 1U;
  if (n_values < RMN_METER_LEVELS + 4U) {
    return;
  }

  show_levels(&view->in, values + RMN_METER_LEVELS, n_channels);
  show_levels(
    &view->out, values + RMN_METER_LEVELS + 2U * n_channels, n_channels);

  // Load in whole per cent, which rises at once and falls slowly
  const float load  = fmaxf(values[RMN_METER_LOAD], 0.9f * view->status.load);
  view->status.load = roundf(100.0f * load) / 100.0f;
  view->status.rate_hz  = values[RMN_METER_RATE];
  view->status.latency  = (uint32_t)fmaxf(values[RMN_METER_LATENCY], 0.0f);
  view->status.n_faults = (uint32_t)fmaxf(values[RMN_METER_FAULTS], 0.0f);
}

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
  if (n > RMN_MAX_UNITS) {
    return;
  }

  if (n != history->n_units) { // Another model
    clear_history(history, n);
  }
  const RmnColumn* const last =
    &history
       ->columns[(history->n_columns + RMN_N_COLUMNS - 1U) % RMN_N_COLUMNS];
  RmnColumn* const column =
    &history->columns[history->n_columns++ % RMN_N_COLUMNS];
  for (uint32_t u = 0; u < n; ++u) {
    column->h[u] = level(fmaxf(-1.0f, fminf(values[u], 1.0f)));
    column->c[u] = level(tanhf(values[n + u]));
    history->has_cell |= values[n + u] != 0.0f;
  }

  // Where nothing has moved for as long as is shown, nothing is drawn
  history->n_still =
    memcmp(column, last, sizeof(*column)) ? 0U : history->n_still + 1U;
  panel->view.has_cell = history->has_cell;
  panel->view.n_memory_change += history->n_still < RMN_N_COLUMNS ? 1U : 0U;
}

/// Put a point into the ring; return whether it is another than what was there
static bool
trace(RmnHistory* const history, const float* const point)
{
  float* const old    = history->points[history->n_points++ % RMN_N_TRACED];
  const bool   is_new = old[0] != point[0] || old[1] != point[1];

  memcpy(old, point, 2U * sizeof(float));
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
