// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_ui_panel.c What the window answers to pointer and keyboard

#include "../ui_host.h"

static const RmnArea input_gain = (RmnArea)RMN_PORT_INPUT_GAIN;
static const RmnArea knob_1     = (RmnArea)RMN_PORT_KNOB_1;

/// Drag from the middle of an area by so many units up
static void
drag(UiHost* const host, const RmnArea area, const double up, const bool fine)
{
  const double x = ui_x(host, area);
  const double y = ui_y(host, area) - 20.0;
  host->now_ms += 1000U;
  rmn_panel_press(&host->panel, x, y, host->now_ms);
  rmn_panel_move(&host->panel, x, y - up / 2.0, fine);
  rmn_panel_move(&host->panel, x, y - up, fine);
  rmn_panel_release(&host->panel, x, y - up);
}

static void
type(UiHost* const host, const char* const text)
{
  for (const char* c = text; *c; ++c) {
    const char letter[] = {*c, '\0'};
    rmn_panel_key(&host->panel, RMN_KEY_TEXT, letter, false);
  }
}

static void
dragging_turns(void)
{
  UiHost* const host = ui_open();
  drag(host, input_gain, 55.0, false); // A quarter of the range
  CHECK(fabsf(host->values[input_gain] - 12.0f) < 0.01f);
  CHECK(host->n_sets[input_gain] == 2 && host->n_all_sets == 2);
  CHECK(host->n_touches == 1 && host->n_releases == 1);
  ui_close(host);
}

static void
shift_turns_finely(void)
{
  UiHost* const host = ui_open();
  drag(host, input_gain, 55.0, true);
  CHECK(fabsf(host->values[input_gain] - 1.2f) < 0.01f);
  ui_close(host);
}

static void
dragging_ends_at_the_ends(void)
{
  UiHost* const host = ui_open();
  drag(host, input_gain, 4000.0, false);
  CHECK(host->values[input_gain] == 24.0f);
  drag(host, input_gain, -9000.0, false);
  CHECK(host->values[input_gain] == -24.0f);
  ui_close(host);
}

static void
double_click_is_the_default(void)
{
  UiHost* const host = ui_open();
  const double  x    = ui_x(host, knob_1);
  const double  y    = ui_y(host, knob_1) - 20.0;
  drag(host, knob_1, 50.0, false);
  for (uint32_t i = 0; i < 2; ++i) {
    rmn_panel_press(&host->panel, x, y, 5000 + 100 * i);
    rmn_panel_release(&host->panel, x, y);
  }
  CHECK(fabsf(host->values[knob_1] - 8.0f / 17.0f) < 1e-6f); // 3 of -5 to 12
  ui_close(host);
}

static void
slow_clicks_are_no_double_click(void)
{
  UiHost* const host = ui_open();
  const double  x    = ui_x(host, knob_1);
  const double  y    = ui_y(host, knob_1) - 20.0;
  drag(host, knob_1, 50.0, false);
  const uint32_t n_sets = host->n_all_sets;
  for (uint32_t i = 0; i < 2; ++i) {
    rmn_panel_press(&host->panel, x, y, 5000 + 1000 * i);
    rmn_panel_release(&host->panel, x, y);
  }
  CHECK(host->n_all_sets == n_sets);
  ui_close(host);
}

static void
wheel_turns_by_steps(void)
{
  UiHost* const host = ui_open();
  const double  x    = ui_x(host, input_gain);
  const double  y    = ui_y(host, input_gain);
  rmn_panel_wheel(&host->panel, x, y, 1, false);
  CHECK(fabsf(host->values[input_gain] - 0.5f) < 1e-5f);
  rmn_panel_wheel(&host->panel, x, y, -1, true);
  CHECK(fabsf(host->values[input_gain] - 0.4f) < 1e-5f);
  ui_close(host);
}

/// Values of the model's own range, with a comma or a unit
static void
values_are_typed(void)
{
  UiHost* const  host = ui_open();
  const RmnRect* rect = &host->panel.layout.areas[knob_1];
  rmn_panel_press(
    &host->panel, ui_x(host, knob_1), rect->y + rect->height - 30.0, 100);
  rmn_panel_release(
    &host->panel, ui_x(host, knob_1), rect->y + rect->height - 30.0);
  CHECK(host->panel.view.hand.typed_in == knob_1);
  type(host, "7,75");
  rmn_panel_key(&host->panel, RMN_KEY_ENTER, "", false);
  CHECK(host->values[knob_1] == 0.75f);

  ui_click(host, input_gain);
  type(host, "-6 dB");
  rmn_panel_key(&host->panel, RMN_KEY_BACKSPACE, "", false);
  rmn_panel_key(&host->panel, RMN_KEY_ENTER, "", false);
  CHECK(host->values[input_gain] == -6.0f);
  ui_close(host);
}

static void
escape_and_nonsense_type_nothing(void)
{
  UiHost* const host = ui_open();
  ui_click(host, input_gain);
  type(host, "12");
  rmn_panel_key(&host->panel, RMN_KEY_ESCAPE, "", false);
  type(host, "-x");
  rmn_panel_key(&host->panel, RMN_KEY_ENTER, "", false);
  for (uint32_t i = 0; i < 100; ++i) { // More than there is room for
    type(host, "9");
  }
  CHECK(strlen(host->panel.view.hand.typed) < RMN_MAX_TYPED);
  rmn_panel_key(&host->panel, RMN_KEY_ESCAPE, "", false);
  CHECK(!host->n_all_sets);
  ui_close(host);
}

static void
keys_reach_every_control(void)
{
  UiHost* const host                = ui_open();
  bool          is_met[RMN_N_AREAS] = {false};
  for (uint32_t i = 0; i < 40; ++i) {
    rmn_panel_key(&host->panel, RMN_KEY_TAB, "", false);
    is_met[host->panel.view.hand.focused] = true;
  }
  for (uint32_t a = RMN_PORT_ENABLED; a < RMN_PORT_LATENCY; ++a) {
    const bool is_shown = host->panel.layout.areas[a].width > 0.0;
    CHECK(is_met[a] == is_shown);
    CHECK(is_shown ==
          (a != (uint32_t)RMN_PORT_KNOB_3 && a != (uint32_t)RMN_PORT_KNOB_4));
  }

  const RmnArea before = host->panel.view.hand.focused;
  rmn_panel_key(&host->panel, RMN_KEY_TAB, "", false);
  rmn_panel_key(&host->panel, RMN_KEY_BACK_TAB, "", false);
  CHECK(host->panel.view.hand.focused == before);
  ui_close(host);
}

static void
keys_turn_and_switch(void)
{
  UiHost* const host = ui_open();
  ui_click(host, input_gain);
  rmn_panel_key(&host->panel, RMN_KEY_UP, "", false);
  CHECK(fabsf(host->values[input_gain] - 0.5f) < 1e-5f);
  rmn_panel_key(&host->panel, RMN_KEY_END, "", false);
  CHECK(host->values[input_gain] == 24.0f);
  rmn_panel_key(&host->panel, RMN_KEY_DELETE, "", false);
  CHECK(host->values[input_gain] == 0.0f);

  while (host->panel.focus != (RmnArea)RMN_PORT_RATE_MODE) {
    rmn_panel_key(&host->panel, RMN_KEY_TAB, "", false);
    if (host->panel.focus == (RmnArea)RMN_PORT_DC_BLOCK) {
      type(host, " ");
    }
  }
  CHECK(host->values[RMN_PORT_DC_BLOCK] == 0.0f);
  rmn_panel_key(&host->panel, RMN_KEY_RIGHT, "", false);
  CHECK(host->values[RMN_PORT_RATE_MODE] == 1.0f);
  ui_close(host);
}

static void
choices_are_pressed(void)
{
  UiHost* const  host = ui_open();
  const RmnArea  area = (RmnArea)RMN_PORT_OVERSAMPLING;
  const RmnRect* rect = &host->panel.layout.areas[area];
  rmn_panel_press(
    &host->panel, rect->x + 0.9 * rect->width, ui_y(host, area), 100);
  CHECK(host->values[area] == 4.0f);
  ui_click(host, area);
  CHECK(host->values[area] == 2.0f);
  ui_click(host, (RmnArea)RMN_PORT_CALIBRATE);
  CHECK(host->values[RMN_PORT_CALIBRATE] == 1.0f);
  ui_close(host);
}

/// Each press is seen by the plugin: triggers go up, and down again, in time
static void
triggers_are_pulses(void)
{
  UiHost* const host  = ui_open();
  uint32_t      n_ups = 0;
  uint32_t      seen  = 0;
  ui_click(host, (RmnArea)RMN_PORT_NEXT);
  ui_click(host, (RmnArea)RMN_PORT_NEXT);
  CHECK(!host->n_all_sets);
  for (uint32_t t = 0; t < 3000; t += 40) {
    rmn_panel_tick(&host->panel, t);
    if (host->n_sets[RMN_PORT_NEXT] != seen) {
      seen = host->n_sets[RMN_PORT_NEXT];
      n_ups += host->values[RMN_PORT_NEXT] > 0.5f;
    }
  }
  CHECK(n_ups == 2 && seen == 4 && host->values[RMN_PORT_NEXT] == 0.0f);
  CHECK(host->n_all_sets == 4);
  ui_close(host);
}

static void
host_dialogue_comes_first(void)
{
  UiHost* const host = ui_open();
  host->has_dialogue = true;
  ui_click(host, RMN_AREA_BROWSE);
  CHECK(host->n_dialogues == 1 && !host->panel.view.is_listing);
  host->has_dialogue = false;
  ui_click(host, RMN_AREA_BROWSE);
  CHECK(host->panel.view.is_listing);
  ui_close(host);
}

/// Open the list at a model, find another by what its name has in it, and play
static void
list_is_searched_and_played(void)
{
  UiHost* const host = ui_open();
  char          path[RMN_MAX_LOCATED];
  snprintf(path, sizeof(path), "%s/gru-3.json", test_golden_dir());
  rmn_panel_told_path(&host->panel, path);
  ui_click(host, RMN_AREA_MODEL);
  CHECK(host->panel.view.is_listing);
  CHECK(!strcmp(rmn_list_selected(&host->panel.list)->path, path));

  type(host, "LSTM-4");
  CHECK(host->panel.list.n_found == 1);
  rmn_panel_key(&host->panel, RMN_KEY_ENTER, "", false);
  snprintf(path, sizeof(path), "%s/lstm-40.json", test_golden_dir());
  CHECK(host->n_loads == 1 && !strcmp(host->loaded, path));
  rmn_panel_key(&host->panel, RMN_KEY_ESCAPE, "", false);
  CHECK(!host->panel.view.is_listing && !host->n_all_sets);
  ui_close(host);
}

/// Wheel and keys do nothing to what is no control
static void
only_controls_turn(void)
{
  static const RmnArea areas[] = {
    RMN_AREA_TITLE, RMN_AREA_IN, RMN_AREA_MEMORY, RMN_AREA_STATUS};
  UiHost* const host = ui_open();
  for (uint32_t i = 0; i < 4; ++i) {
    rmn_panel_wheel(
      &host->panel, ui_x(host, areas[i]), ui_y(host, areas[i]), 1, false);
    ui_click(host, areas[i]);
    rmn_panel_key(&host->panel, RMN_KEY_UP, "", false);
  }
  CHECK(!host->n_all_sets);
  ui_close(host);
}

int
main(void)
{
  RUN(dragging_turns);
  RUN(shift_turns_finely);
  RUN(dragging_ends_at_the_ends);
  RUN(double_click_is_the_default);
  RUN(slow_clicks_are_no_double_click);
  RUN(wheel_turns_by_steps);
  RUN(only_controls_turn);
  RUN(values_are_typed);
  RUN(escape_and_nonsense_type_nothing);
  RUN(keys_reach_every_control);
  RUN(keys_turn_and_switch);
  RUN(choices_are_pressed);
  RUN(triggers_are_pulses);
  RUN(host_dialogue_comes_first);
  RUN(list_is_searched_and_played);
  return 0;
}
