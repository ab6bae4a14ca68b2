// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_ui_predict.c The window of the predictor

#include "../../plugin/ui/control.h"
#include "../ui_host.h"
#include "../ui_layout.h"

#include <cairo.h>

static const RmnOutput drums[] = {{"Kick", "", 0.0f, 1.0f, 0.0f},
                                  {"Snare", "", 0.0f, 1.0f, 0.0f},
                                  {"Pitch", "Hz", 50.0f, 550.0f, 0.0f},
                                  {"Loudness", "dB", -60.0f, 0.0f, 0.0f},
                                  {"More", "", 0.0f, 1.0f, 0.0f}};

/// Return a panel of a predictor with so many outputs
static UiHost*
open_predictor(const char* const kind, const uint32_t n_outputs)
{
  UiHost* const host = ui_open();
  rmn_panel_predict(&host->panel);
  rmn_panel_told_kind(&host->panel, kind);
  rmn_panel_told_outputs(&host->panel, drums, n_outputs);
  return host;
}

static bool
is_shown(const UiHost* const host, const uint32_t place)
{
  return host->panel.layout.areas[place].width > 0.0;
}

/// Controls that do something to the model are there, and apart
static void
areas_are_apart(void)
{
  static const char* const kinds[] = {"value", "class", "next-sample"};
  for (uint32_t k = 0; k < 3; ++k) {
    for (uint32_t n = 0; n <= 5; ++n) {
      UiHost* const host = open_predictor(kinds[k], n);
      if (n % 2U) {
        rmn_panel_told_message(&host->panel, "Trouble");
      }
      ui_check_layout(&host->panel.layout);
      ui_close(host);
    }
  }
}

static void
controls_are_those_of_the_kind(void)
{
  UiHost* const notes = open_predictor("class", 5);
  UiHost* const audio = open_predictor("next-sample", 1);
  CHECK(is_shown(notes, RMN_PORT_THRESHOLD) && is_shown(notes, RMN_PORT_CC));
  CHECK(!is_shown(notes, RMN_PORT_FREEZE) && !is_shown(notes, RMN_PORT_MIX));
  CHECK(is_shown(audio, RMN_PORT_FREEZE) && is_shown(audio, RMN_PORT_LISTEN));
  CHECK(!is_shown(audio, RMN_PORT_NOTE));
  for (uint32_t o = 0; o < RMN_N_CV; ++o) {
    CHECK(is_shown(notes, RMN_PORT_SMOOTHING + o));
    CHECK(is_shown(notes, RMN_PORT_SCALE + o));
    CHECK(is_shown(notes, RMN_PORT_OFFSET + o));
    CHECK(is_shown(audio, RMN_PORT_SCALE + o) == !o);
  }
  ui_close(notes);
  ui_close(audio);
}

/// Notes, channels and controllers are whole numbers, however they are turned
static void
whole_numbers_are_turned(void)
{
  UiHost* const host = open_predictor("value", 2);
  const RmnArea area = (RmnArea)RMN_PORT_CHANNEL;
  const double  x    = ui_x(host, area);
  const double  y    = ui_y(host, area);
  char          text[RMN_MAX_TYPED];
  rmn_panel_wheel(&host->panel, x, y, 1, false);
  CHECK(host->values[area] == 2.0f);
  rmn_panel_wheel(&host->panel, x, y, -1, true);
  CHECK(host->values[area] == 1.0f);

  rmn_panel_press(&host->panel, x, y, 5000);
  for (uint32_t up = 1; up <= 110; ++up) { // Half of the range
    rmn_panel_move(&host->panel, x, y - up, false);
    CHECK(host->values[area] == roundf(host->values[area]));
  }
  rmn_panel_release(&host->panel, x, y - 110.0);
  CHECK(fabsf(host->values[area] - 8.0f) <= 1.0f);
  rmn_control_write(&host->panel.view, area, text, sizeof(text));
  CHECK(!strchr(text, '.'));
  ui_close(host);
}

/// 0 is told by name where it has one
static void
zero_has_a_name(void)
{
  UiHost* const host = open_predictor("value", 1);
  char          text[2 * RMN_MAX_TYPED];
  rmn_control_write(
    &host->panel.view, (RmnArea)RMN_PORT_THRESHOLD, text, sizeof(text));
  CHECK(!strcmp(text, "model"));
  rmn_panel_told_port(&host->panel, RMN_PORT_THRESHOLD, 0.25f);
  rmn_control_write(
    &host->panel.view, (RmnArea)RMN_PORT_THRESHOLD, text, sizeof(text));
  CHECK(!strcmp(text, "0.25"));
  ui_close(host);
}

/// Outputs are shown, redrawn only when they move, and never sent
static void
outputs_are_metered(void)
{
  UiHost* const   host  = open_predictor("class", 4);
  RmnPanel* const panel = &host->panel;
  rmn_panel_told_port(panel, RMN_PORT_VALUE + 1, 0.5f);
  const RmnView shown = panel->view;
  rmn_panel_told_port(panel, RMN_PORT_VALUE + 1, 0.5001f);
  CHECK(!rmn_view_differs(&shown, &panel->view, RMN_AREA_OUTPUTS));
  rmn_panel_told_port(panel, RMN_PORT_WINNER, 2.0f);
  CHECK(rmn_view_differs(&shown, &panel->view, RMN_AREA_OUTPUTS));
  CHECK(!rmn_view_differs(&shown, &panel->view, RMN_AREA_MEMORY));
  rmn_panel_told_port(panel, RMN_PORT_AUDIO + 2, 1.0f);
  rmn_panel_told_port(panel, RMN_MAX_PORTS, 1.0f);
  rmn_panel_told_port(panel, RMN_PORT_WINNER, 99.0f); // There is no such class
  CHECK(!host->n_all_sets);
  ui_close(host);
}

/// Return how many pixels of the outputs are of the accent
static uint32_t
count_accent(const UiHost* const host)
{
  const RmnPicture       picture = rmn_panel_picture(&host->panel);
  cairo_surface_t* const surface = cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, RMN_BASE_WIDTH, RMN_PREDICTOR_HEIGHT);
  cairo_t* const cr = cairo_create(surface);
  rmn_draw(cr, &picture);
  CHECK(cairo_status(cr) == CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(surface);

  const RmnRect*    rect  = &host->panel.layout.areas[RMN_AREA_OUTPUTS];
  const int         width = cairo_image_surface_get_stride(surface) / 4;
  const void* const data  = cairo_image_surface_get_data(surface);
  uint32_t          n     = 0;
  for (int y = (int)rect->y; y < (int)(rect->y + rect->height); ++y) {
    for (int x = (int)rect->x; x < (int)(rect->x + rect->width); ++x) {
      n += (((const uint32_t*)data)[y * width + x] & 0xFFFFFFU) == 0xE69F00U;
    }
  }
  cairo_surface_destroy(surface);
  return n;
}

/// A bar is longer the more there is of an output
static void
bars_show_values(void)
{
  UiHost* const host   = open_predictor("value", 4);
  uint32_t      before = count_accent(host);
  CHECK(!before);
  for (uint32_t i = 1; i <= 4; ++i) {
    rmn_panel_told_port(&host->panel, RMN_PORT_VALUE + 3, 0.25f * (float)i);
    const uint32_t n = count_accent(host);
    CHECK(n > before + 200U);
    before = n;
  }
  ui_close(host);
}

int
main(void)
{
  RUN(areas_are_apart);
  RUN(controls_are_those_of_the_kind);
  RUN(whole_numbers_are_turned);
  RUN(zero_has_a_name);
  RUN(outputs_are_metered);
  RUN(bars_show_values);
  return 0;
}
