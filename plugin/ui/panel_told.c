// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file panel_told.c What the plugin and the host tell

#include "panel.h"

#include <math.h>
#include <string.h>

static const uint32_t load_ms      = 500; ///< How long the load stands
static const float    output_steps = 400; ///< Of an output, lest it flickers

void
rmn_panel_told_port(RmnPanel* const panel,
                    const uint32_t  port,
                    const float     value)
{
  const bool is_audio = port >= RMN_PORT_AUDIO && port < RMN_PORT_MIDI;

  // What is being turned is where the pointer says
  if (port < RMN_PORT_ENABLED || port >= RMN_MAX_PORTS || is_audio ||
      !isfinite(value) || panel->view.hand.held == (RmnArea)port) {
    return;
  }

  const bool is_output = port >= RMN_PORT_VALUE && port < RMN_PORT_WINNER;
  panel->view.values[port] =
    is_output ? roundf(value * output_steps) / output_steps : value;
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
rmn_panel_told_outputs(RmnPanel* const        panel,
                       const RmnOutput* const outputs,
                       const uint32_t         n_outputs)
{
  RmnPredictionView* const prediction = &panel->view.prediction;

  memset(prediction->outputs, 0, sizeof(prediction->outputs));
  prediction->n_outputs = 0U;
  for (uint32_t o = 0; o < n_outputs && o < RMN_MAX_OUTPUTS; ++o) {
    if (!(outputs[o].maximum > outputs[o].minimum)) {
      break;
    }
    prediction->outputs[prediction->n_outputs++] = outputs[o];
  }
  rmn_panel_lay_out(panel);
}

void
rmn_panel_told_kind(RmnPanel* const panel, const char* const kind)
{
  panel->view.prediction.predicts = !strcmp(kind, "class") ? RMN_PREDICTS_CLASS
                                    : !strcmp(kind, "next-sample")
                                      ? RMN_PREDICTS_AUDIO
                                      : RMN_PREDICTS_VALUES;
  rmn_panel_lay_out(panel);
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

/// Show the worst load of each half second, in whole per cent: it never stands
/// still, and a number that flickers cannot be read
static void
show_load(RmnPanel* const panel, const float load)
{
  panel->load = fmaxf(panel->load, load);
  if (panel->told_ms - panel->load_ms >= load_ms || load > 1.0f) {
    panel->view.status.load = roundf(100.0f * panel->load) / 100.0f;
    panel->load             = 0.0f;
    panel->load_ms          = panel->told_ms;
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

  show_load(panel, values[RMN_METER_LOAD]);
  view->status.rate_hz  = values[RMN_METER_RATE];
  view->status.latency  = (uint32_t)fmaxf(values[RMN_METER_LATENCY], 0.0f);
  view->status.n_faults = (uint32_t)fmaxf(values[RMN_METER_FAULTS], 0.0f);
}
