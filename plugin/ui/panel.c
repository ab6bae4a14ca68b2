// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "panel.h"
#include "control.h"
#include "list_layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float no_db = -120.0f;

/// Which ports are triggers
static const RmnPortIndex triggers[RMN_N_PULSES] = {RMN_PORT_RESET,
                                                    RMN_PORT_PREVIOUS,
                                                    RMN_PORT_NEXT};

/// How long a trigger is held, and then let go, for any block to see it
static const uint32_t pulse_ms = 200;

static void
silence(RmnLevelView* const levels)
{
  *levels = (RmnLevelView){1U, {no_db, no_db}, {no_db, no_db}, no_db};
}

void
rmn_panel_init(RmnPanel* const           panel,
               const RmnPanelHost* const host,
               const char* const         bundle_path)
{
  memset(panel, 0, sizeof(*panel));
  panel->host             = *host;
  panel->view.about.esr   = NAN;
  panel->view.about.lufs  = NAN;
  panel->view.has_cell    = true;
  panel->history.has_cell = true;
  memset(
    panel->history.columns, RMN_ZERO_LEVEL, sizeof(panel->history.columns));
  panel->history.range = 1.0f;
  panel->severity      = RMN_SEVERITY_ERROR;
  for (uint32_t p = RMN_PORT_ENABLED; p < RMN_MAX_PORTS; ++p) {
    if (p < RMN_PORT_AUDIO || p >= RMN_PORT_MIDI) {
      panel->view.values[p] = rmn_ports_at((RmnPortIndex)p)->value;
    }
  }
  silence(&panel->view.in);
  silence(&panel->view.out);
  rmn_list_init(&panel->list, bundle_path);
  rmn_panel_resize(panel, RMN_BASE_WIDTH, RMN_BASE_HEIGHT);
}

void
rmn_panel_predict(RmnPanel* const panel)
{
  panel->view.is_predictor = true;
  rmn_panel_resize(panel, RMN_BASE_WIDTH, RMN_PREDICTOR_HEIGHT);
}

void
rmn_panel_clear(RmnPanel* const panel)
{
  rmn_list_clear(&panel->list);
}

RmnPicture
rmn_panel_picture(const RmnPanel* const panel)
{
  return (RmnPicture){
    &panel->view, &panel->layout, &panel->history, &panel->list};
}

void
rmn_panel_lay_out(RmnPanel* const panel)
{
  rmn_layout_init(&panel->layout, &panel->view, panel->width, panel->height);
  panel->list.n_rows = rmn_list_n_rows(panel->layout.areas[RMN_AREA_LIST]);
}

void
rmn_panel_resize(RmnPanel* const panel, const double width, const double height)
{
  panel->width  = width;
  panel->height = height;
  rmn_panel_lay_out(panel);
}

/// Press and release a trigger as often as it was asked for
static void
beat(RmnPanel* const panel, const uint32_t i, const uint32_t now_ms)
{
  RmnPulse* const pulse = &panel->pulses[i];
  if ((int32_t)(now_ms - pulse->until_ms) < 0) {
    return;
  }

  if (pulse->is_high) {
    pulse->is_high = false;
    --pulse->n_left;
    panel->host.set(panel->host.handle, triggers[i], 0.0f);
    pulse->until_ms = now_ms + pulse_ms;
  } else if (pulse->n_left) {
    pulse->is_high = true;
    panel->host.set(panel->host.handle, triggers[i], 1.0f);
    pulse->until_ms = now_ms + pulse_ms;
  }
}

/// Let peaks fall, by 24 dB a second
static void
fall(RmnLevelView* const levels, const uint32_t elapsed_ms)
{
  for (uint32_t c = 0; c < RMN_MAX_PORT_CHANNELS; ++c) {
    const float fallen = levels->peak_db[c] - 0.024f * (float)elapsed_ms;
    levels->peak_db[c] = fmaxf(fallen, no_db);
  }
}

void
rmn_panel_tick(RmnPanel* const panel, const uint32_t now_ms)
{
  const uint32_t elapsed_ms = now_ms - panel->told_ms;

  for (uint32_t i = 0; i < RMN_N_PULSES; ++i) {
    beat(panel, i, now_ms);
  }
  fall(&panel->view.in, elapsed_ms);
  fall(&panel->view.out, elapsed_ms);
  rmn_panel_fade_note(panel, now_ms);
  panel->told_ms = now_ms;
}

void
rmn_panel_set_value(RmnPanel* const panel,
                    const RmnArea   area,
                    const float     value)
{
  const RmnPortIndex port = (RmnPortIndex)area;
  if (panel->view.values[port] != value) {
    panel->view.values[port] = value;
    panel->host.set(panel->host.handle, port, value);
  }
}

void
rmn_panel_set(RmnPanel* const panel, const RmnArea area, const double position)
{
  const double within = fmin(fmax(position, 0.0), 1.0);
  rmn_panel_set_value(panel, area, rmn_control_value(area, within));
}

void
rmn_panel_reset(RmnPanel* const panel, const RmnArea area)
{
  rmn_panel_set(panel, area, rmn_control_default(&panel->view, area));
}

/// Go from choice to choice
static void
nudge_choice(RmnPanel* const panel, const RmnArea area, const int step)
{
  const RmnControl* const control = rmn_control_at(area);
  const uint32_t          chosen  = rmn_control_choice(&panel->view, area);
  const uint32_t          last    = control->n_choices - 1U;
  const uint32_t          next = step > 0 ? (chosen < last ? chosen + 1U : last)
                                          : (chosen ? chosen - 1U : 0U);

  rmn_panel_set_value(panel, area, control->values[next]);
}

/// Turn by half a decibel of a gain, and a fiftieth of anything else
static void
turn(RmnPanel* const panel,
     const RmnArea   area,
     const int       step,
     const bool      is_fine)
{
  const double coarse = rmn_control_origin(area) > 0.0 ? 1.0 / 96.0 : 0.02;
  const double amount = rmn_control_at(area)->is_whole ? rmn_control_whole(area)
                        : is_fine                      ? coarse / 5.0
                                                       : coarse;
  const double position = rmn_control_position(&panel->view, area);
  rmn_panel_set(panel, area, position + step * amount);
}

void
rmn_panel_nudge(RmnPanel* const panel,
                const RmnArea   area,
                const int       step,
                const bool      is_fine)
{
  switch (rmn_control_at(area)->kind) {
  case RMN_CONTROL_DIAL:
  case RMN_CONTROL_FIELD:
    turn(panel, area, step, is_fine);
    break;
  case RMN_CONTROL_CHOICE:
    nudge_choice(panel, area, step);
    break;
  case RMN_CONTROL_NONE:
  case RMN_CONTROL_SWITCH:
  case RMN_CONTROL_TRIGGER:
    break;
  }
}

/// Have a trigger pressed; what went wrong with a model before has been read
static void
pull(RmnPanel* const panel, const RmnArea area)
{
  for (uint32_t i = 0; i < RMN_N_PULSES; ++i) {
    if (area == (RmnArea)triggers[i] && panel->pulses[i].n_left < 4U) {
      ++panel->pulses[i].n_left;
    }
  }
  if (area != (RmnArea)RMN_PORT_RESET) {
    rmn_panel_close_banner(panel);
  }
}

void
rmn_panel_act(RmnPanel* const panel, const RmnArea area)
{
  if (area == RMN_AREA_MODEL ||
      (area == RMN_AREA_BROWSE &&
       (panel->view.is_listing || !panel->host.browse(panel->host.handle)))) {
    if (panel->view.is_listing) {
      rmn_panel_close_list(panel);
    } else {
      rmn_panel_open_list(panel);
    }
  }

  const RmnControlKind kind = rmn_control_at(area)->kind;
  if (kind == RMN_CONTROL_SWITCH) {
    rmn_panel_set_value(
      panel, area, panel->view.values[area] > 0.5f ? 0.0f : 1.0f);
    rmn_panel_lay_out(panel);
  } else if (kind == RMN_CONTROL_TRIGGER) {
    pull(panel, area);
  }
}

void
rmn_panel_load(RmnPanel* const panel, const char* const path)
{
  rmn_panel_close_banner(panel);
  panel->host.load(panel->host.handle, path);
}

void
rmn_panel_open_list(RmnPanel* const panel)
{
  static const char preset[] = "model.json";
  RmnList* const    list     = &panel->list;
  char              folder[RMN_MAX_LOCATED];
  memcpy(folder, panel->view.path, sizeof(folder));

  char* slash = strrchr(folder, '/');
  if (slash && !strcmp(slash + 1, preset)) { // Listed by its folder's name
    *slash = '\0';
    slash  = strrchr(folder, '/');
  }
  if (slash) {
    slash[1] = '\0';
  }

  bool is_there = slash && rmn_list_show(list, folder, panel->view.path);
  for (uint32_t i = 0; !is_there && i < list->n_places; ++i) {
    is_there = rmn_list_show(list, list->places[i].path, panel->view.path);
  }
  panel->view.is_listing = is_there;
  panel->focus           = RMN_AREA_LIST;
  rmn_panel_lay_out(panel);
  rmn_list_move(list, 0);
}

void
rmn_panel_close_list(RmnPanel* const panel)
{
  panel->view.is_listing = false;
  panel->focus           = RMN_AREA_MODEL;
  rmn_panel_lay_out(panel);
}

void
rmn_panel_choose(RmnPanel* const panel)
{
  const RmnListEntry* const entry = rmn_list_selected(&panel->list);
  if (!entry) {
    return;
  }

  if (entry->is_folder) {
    char folder[RMN_MAX_LOCATED];
    snprintf(folder, sizeof(folder), "%s", entry->path);
    rmn_list_show(&panel->list, folder, panel->view.path);
  } else {
    rmn_panel_load(panel, entry->path);
  }
}
