// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_ui_told.c What the window makes of what plugin and host tell

#include "../ui_host.h"

static const RmnArea input_gain = (RmnArea)RMN_PORT_INPUT_GAIN;

/// What the host tells is shown, and is never sent back
static void
nothing_is_echoed(void)
{
  UiHost* const host = ui_open();
  for (uint32_t p = 0; p < 40; ++p) {
    rmn_panel_told_port(&host->panel, p, 0.75f);
  }
  rmn_panel_told_port(&host->panel, RMN_PORT_MIX, NAN);
  rmn_panel_told_knob(&host->panel, 0, 12.0f);
  rmn_panel_told_knob(&host->panel, 3, 12.0f);
  rmn_panel_told_path(&host->panel, "/no/such.json");
  rmn_panel_tick(&host->panel, 40);
  CHECK(host->panel.view.values[RMN_PORT_MIX] == 0.75f);
  CHECK(host->panel.view.values[RMN_PORT_KNOB_1] == 1.0f);
  CHECK(!host->n_all_sets && !host->n_loads);
  ui_close(host);
}

/// A host that repeats late what it was sent does not pull at the pointer
static void
what_is_held_stays(void)
{
  UiHost* const host = ui_open();
  const double  x    = ui_x(host, input_gain);
  const double  y    = ui_y(host, input_gain) - 20.0;
  rmn_panel_press(&host->panel, x, y, 5000);
  rmn_panel_move(&host->panel, x, y - 55.0, false);
  rmn_panel_told_port(&host->panel, RMN_PORT_INPUT_GAIN, 1.0f);
  CHECK(fabsf(host->panel.view.values[input_gain] - 12.0f) < 0.01f);
  rmn_panel_release(&host->panel, x, y - 55.0);
  rmn_panel_told_port(&host->panel, RMN_PORT_INPUT_GAIN, 1.0f);
  CHECK(host->panel.view.values[input_gain] == 1.0f);
  ui_close(host);
}

/// An error does, whatever comes after it
static void
banner_stands_until_read(void)
{
  UiHost* const host = ui_open();
  rmn_panel_told_message(&host->panel, "Model \"X\" is missing");
  rmn_panel_told_message(&host->panel, "");
  rmn_panel_told_severity(&host->panel, RMN_SEVERITY_NOTE);
  rmn_panel_told_message(&host->panel, "It will sound different");
  for (uint32_t t = 0; t < 60000; t += 40) {
    rmn_panel_tick(&host->panel, t);
  }
  CHECK(!strcmp(host->panel.view.message, "Model \"X\" is missing"));
  ui_click(host, RMN_AREA_BANNER);
  CHECK(!host->panel.view.message[0]);
  CHECK(host->panel.layout.areas[RMN_AREA_BANNER].width == 0.0);
  ui_close(host);
}

/// Return how long a note stands, in ms, hovered or not in its last moment
static uint32_t
time_note(UiHost* const host, const char* const note, const bool is_hovered)
{
  RmnPanel* const panel = &host->panel;
  uint32_t        t     = 0;
  rmn_panel_tick(panel, t);
  rmn_panel_told_severity(panel, RMN_SEVERITY_NOTE);
  rmn_panel_told_message(panel, note);
  CHECK(panel->view.message[0] && panel->view.shade == RMN_N_SHADES);
  uint32_t shade    = RMN_N_SHADES;
  bool     was_read = false;
  for (; panel->view.message[0]; t += 40) {
    CHECK(panel->view.shade <= shade && t < 100000);
    shade = panel->view.shade;
    rmn_panel_tick(panel, t);
    if (is_hovered && !was_read && panel->view.shade < RMN_N_SHADES) {
      rmn_panel_move(
        panel, ui_x(host, RMN_AREA_BANNER), ui_y(host, RMN_AREA_BANNER), false);
      rmn_panel_tick(panel, t);
      CHECK(panel->view.shade == RMN_N_SHADES);
      rmn_panel_leave(panel);
      was_read = true;
      shade    = RMN_N_SHADES;
    }
  }
  CHECK(shade < RMN_N_SHADES && was_read == is_hovered);
  return t;
}

/// After some seconds, later if there is much to read or the pointer is on it
static void
notes_fade(void)
{
  UiHost* const  host  = ui_open();
  const uint32_t brief = time_note(host, "Done", false);
  CHECK(brief > 5000 && brief < 8000);
  CHECK(time_note(host, "Done", true) > brief + 2000);
  CHECK(time_note(host, "It will sound different from here on", false) >
        brief + 1000);

  rmn_panel_told_severity(&host->panel, RMN_SEVERITY_NOTE);
  rmn_panel_told_message(&host->panel, "Done");
  rmn_panel_told_message(&host->panel, ""); // Of a model that took its place
  CHECK(!host->panel.view.message[0]);
  CHECK(host->panel.layout.areas[RMN_AREA_BANNER].width == 0.0);
  ui_close(host);
}

static void
clips_are_held_until_read(void)
{
  UiHost* const host     = ui_open();
  float         meters[] = {48000, 96, 0.5f, 3, 2.0f, 1.0f, 0.1f, 0.05f};
  rmn_panel_told_meters(&host->panel, meters, 7); // Too few
  CHECK(host->panel.view.status.rate_hz == 0.0f);
  rmn_panel_told_meters(&host->panel, meters, 8);
  CHECK(fabsf(host->panel.view.in.most_db - 6.0f) < 0.1f);
  CHECK(host->panel.view.status.latency == 96);
  CHECK(host->panel.view.status.n_faults == 3);
  meters[RMN_METER_LEVELS] = 0.1f;
  for (uint32_t t = 0; t < 2000; t += 40) {
    rmn_panel_tick(&host->panel, t);
    rmn_panel_told_meters(&host->panel, meters, 8);
  }
  CHECK(host->panel.view.in.most_db > 5.9f);
  CHECK(fabsf(host->panel.view.in.peak_db[0] + 20.0f) < 0.1f);
  ui_click(host, RMN_AREA_IN);
  CHECK(host->panel.view.in.most_db < -19.0f);
  ui_close(host);
}

/// The load is the worst of half a second, and stands as long
static void
load_can_be_read(void)
{
  UiHost* const host     = ui_open();
  float         meters[] = {48000, 96, 0, 0, 0, 0, 0, 0};
  uint32_t      n_shown  = 0;
  float         shown    = 0.0f;
  for (uint32_t t = 0; t < 5000; t += 40) {
    meters[RMN_METER_LOAD] = 0.02f + 0.03f * (float)(t / 40U % 3U);
    rmn_panel_tick(&host->panel, t);
    rmn_panel_told_meters(&host->panel, meters, 8);
    n_shown += host->panel.view.status.load != shown;
    shown = host->panel.view.status.load;
  }
  CHECK(shown == 0.08f && n_shown == 1);
  meters[RMN_METER_LOAD] = 1.5f; // At once
  rmn_panel_told_meters(&host->panel, meters, 8);
  CHECK(host->panel.view.status.load == 1.5f);
  ui_close(host);
}

/// There is room for the gates that a model has, and for no others
static void
gates_are_laid_out(void)
{
  UiHost* const        host    = ui_open();
  const RmnRect* const areas   = host->panel.layout.areas;
  const float          lstm[3] = {0.5f, 0.25f, 1.0f};
  const float          gru[3]  = {0.5f, 2.0f, -1.0f};
  const float          none[3] = {-1.0f, -1.0f, -1.0f};
  CHECK(areas[RMN_AREA_GATES].width == 0.0);
  rmn_panel_told_gates(&host->panel, lstm, 3);
  rmn_panel_lay_out(&host->panel);
  const double of_three = areas[RMN_AREA_GATES].width;
  CHECK(host->panel.view.n_gate_kinds == 3 && of_three > 60.0);
  CHECK(host->panel.history.gates[RMN_GATE_TAKE][0] == RMN_GATE_STEPS / 4);

  const RmnView shown = host->panel.view;
  rmn_panel_told_gates(&host->panel, gru, 3);
  CHECK(rmn_view_is_laid_out_otherwise(&shown, &host->panel.view));
  rmn_panel_lay_out(&host->panel);
  CHECK(areas[RMN_AREA_GATES].width < of_three);
  CHECK(host->panel.history.gates[RMN_GATE_TAKE][0] == RMN_GATE_STEPS);
  rmn_panel_told_gates(&host->panel, none, 3);
  rmn_panel_lay_out(&host->panel);
  CHECK(areas[RMN_AREA_GATES].width == 0.0);
  ui_close(host);
}

/// What rounding leaves moving in silence is not seen, and what drifts is
static void
only_what_is_seen_is_traced(void)
{
  UiHost* const host                         = ui_open();
  float         points[2 * RMN_CURVE_POINTS] = {0.0f};
  for (uint32_t i = 0; i < 100; ++i) {
    points[1] = 1e-9f * (float)(i % 3U);
    rmn_panel_told_curve(&host->panel, points, 2 * RMN_CURVE_POINTS);
  }
  const uint32_t n_still = host->panel.view.n_curve_change;
  for (uint32_t i = 0; i < 1000; ++i) {
    for (uint32_t p = 0; p < RMN_CURVE_POINTS; ++p) {
      points[2U * p + 1U] += 1e-5f;
    }
    rmn_panel_told_curve(&host->panel, points, 2 * RMN_CURVE_POINTS);
  }
  CHECK(n_still <= 5 && host->panel.view.n_curve_change > n_still + 10U);
  ui_close(host);
}

static void
stillness_is_not_drawn(void)
{
  UiHost* const host                     = ui_open();
  const float   units[8]                 = {0.5f, -0.5f, 0.1f, 0, 1, 2, 3, 4};
  const float   other[8]                 = {0.6f, -0.5f, 0.1f, 0, 1, 2, 3, 4};
  const float   open[6]                  = {1.0f, 0.5f, 0, 0, -1.0f, -1.0f};
  const float   points[RMN_CURVE_POINTS] = {0.0f};
  for (uint32_t i = 0; i < RMN_STILL; ++i) {
    rmn_panel_told_inside(&host->panel, units, 8);
    rmn_panel_told_gates(&host->panel, open, 6);
    rmn_panel_told_curve(&host->panel, points, RMN_CURVE_POINTS);
  }
  const RmnView shown = host->panel.view;
  rmn_panel_told_inside(&host->panel, units, 8);
  rmn_panel_told_gates(&host->panel, open, 6);
  rmn_panel_told_curve(&host->panel, points, RMN_CURVE_POINTS);
  CHECK(!rmn_view_differs(&shown, &host->panel.view, RMN_AREA_GATES));
  CHECK(!rmn_view_differs(&shown, &host->panel.view, RMN_AREA_MEMORY));
  CHECK(!rmn_view_differs(&shown, &host->panel.view, RMN_AREA_CURVE));
  rmn_panel_told_inside(&host->panel, other, 8);
  CHECK(rmn_view_differs(&shown, &host->panel.view, RMN_AREA_MEMORY));
  CHECK(host->panel.history.n_columns == RMN_STILL + 1U); // What moved stays
  CHECK(host->panel.history.has_cell && host->panel.history.n_units == 4);
  ui_close(host);
}

int
main(void)
{
  RUN(nothing_is_echoed);
  RUN(what_is_held_stays);
  RUN(banner_stands_until_read);
  RUN(notes_fade);
  RUN(clips_are_held_until_read);
  RUN(load_can_be_read);
  RUN(gates_are_laid_out);
  RUN(only_what_is_seen_is_traced);
  RUN(stillness_is_not_drawn);
  return 0;
}
