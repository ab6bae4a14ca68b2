// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ui_host.h A host of a panel that notes what it asks for

#ifndef RMN_TEST_UI_HOST_H
#define RMN_TEST_UI_HOST_H

#include "../plugin/ui/panel.h"
#include "test.h"

#include <math.h>
#include <string.h>

/// What the panel asked for
typedef struct {
  RmnPanel panel;
  float    values[RMN_MAX_PORTS]; ///< What ports were set to last
  uint32_t n_sets[RMN_MAX_PORTS]; ///< How often
  uint32_t n_all_sets;
  uint32_t n_touches; ///< How often ports were taken hold of
  uint32_t n_releases;
  char     loaded[RMN_MAX_LOCATED];
  uint32_t n_loads;
  bool     has_dialogue; ///< The host asks for models by itself
  uint32_t n_dialogues;
  uint32_t now_ms; ///< When it was clicked last
} UiHost;

static inline void
ui_set(void* const handle, const RmnPortIndex port, const float value)
{
  UiHost* const host = (UiHost*)handle;
  host->values[port] = value;
  ++host->n_sets[port];
  ++host->n_all_sets;
}

static inline void
ui_touch(void* const handle, const RmnPortIndex port, const bool is_held)
{
  UiHost* const host = (UiHost*)handle;
  (void)port;
  ++*(is_held ? &host->n_touches : &host->n_releases);
}

static inline void
ui_load(void* const handle, const char* const path)
{
  UiHost* const host = (UiHost*)handle;
  snprintf(host->loaded, sizeof(host->loaded), "%s", path);
  ++host->n_loads;
}

static inline bool
ui_browse(void* const handle)
{
  UiHost* const host = (UiHost*)handle;
  host->n_dialogues += host->has_dialogue ? 1U : 0U;
  return host->has_dialogue;
}

/// Return a new host of a panel whose model has two knobs
static inline UiHost*
ui_open(void)
{
  static const RmnInput knobs[] = {{"Gain", 3.0f, -5.0f, 12.0f, false},
                                   {"Tone", 0.25f, 0.0f, 1.0f, false}};
  UiHost* const         host    = (UiHost*)calloc(1, sizeof(UiHost));
  CHECK(host);

  const RmnPanelHost calls = {host, ui_set, ui_touch, ui_load, ui_browse};
  rmn_panel_init(&host->panel, &calls, "presets/");
  rmn_panel_told_knobs(&host->panel, knobs, 2);
  return host;
}

static inline void
ui_close(UiHost* const host)
{
  rmn_panel_clear(&host->panel);
  free(host);
}

/// Return the middle of an area
static inline double
ui_x(const UiHost* const host, const RmnArea area)
{
  const RmnRect* const rect = &host->panel.layout.areas[area];
  CHECK(rect->width > 0.0);
  return rect->x + rect->width / 2.0;
}

static inline double
ui_y(const UiHost* const host, const RmnArea area)
{
  const RmnRect* const rect = &host->panel.layout.areas[area];
  return rect->y + rect->height / 2.0;
}

/// Click on the middle of an area, long after the last click
static inline void
ui_click(UiHost* const host, const RmnArea area)
{
  const double x = ui_x(host, area);
  const double y = ui_y(host, area);

  host->now_ms += 1000U;
  rmn_panel_press(&host->panel, x, y, host->now_ms);
  rmn_panel_release(&host->panel, x, y);
}

#endif // RMN_TEST_UI_HOST_H
