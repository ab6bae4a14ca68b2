// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file panel_pointer.c What pointer and wheel do

#include "control.h"
#include "list_layout.h"
#include "panel.h"

static const double   drag_length = 220.0; ///< Of a whole range
static const uint32_t double_ms   = 400;

static bool
is_turned(const RmnArea area)
{
  const RmnControlKind kind = rmn_control_at(area)->kind;
  return kind == RMN_CONTROL_DIAL || kind == RMN_CONTROL_FIELD;
}

static void
press_choice(RmnPanel* const panel, const RmnArea area, const double x)
{
  const RmnControl* const control = rmn_control_at(area);
  const RmnRect           rect    = panel->layout.areas[area];
  const double            share   = (x - rect.x) / rect.width;
  const uint32_t          i       = (uint32_t)(share * control->n_choices);

  rmn_panel_set_value(panel, area, control->values[i]);
}

/// Go where a place's button says; the first is the folder above
static bool
press_place(RmnPanel* const panel, const double x, const double y)
{
  RmnList* const list = &panel->list;
  for (uint32_t i = 0; i <= list->n_places; ++i) {
    const RmnRect place = rmn_list_place(panel->layout.areas[RMN_AREA_LIST], i);
    if (rmn_rect_contains(&place, x, y)) {
      if (i) {
        rmn_list_show(list, list->places[i - 1U].path, panel->view.path);
      } else {
        rmn_list_go_up(list);
      }
      return true;
    }
  }
  return false;
}

static void
press_list(RmnPanel* const panel, const double x, const double y)
{
  RmnList* const list = &panel->list;
  const RmnRect  rows = rmn_list_rows(panel->layout.areas[RMN_AREA_LIST]);
  if (press_place(panel, x, y) || !rmn_rect_contains(&rows, x, y)) {
    return;
  }

  const uint32_t row = (uint32_t)((y - rows.y) / RMN_ROW_HEIGHT);
  if (row < list->n_rows && list->first + row < list->n_found) {
    rmn_list_move(list, (int32_t)(list->first + row) - (int32_t)list->selected);
    rmn_panel_choose(panel);
  }
}

/// Take hold of a control, or with a second press set it to its default
static void
grab(RmnPanel* const panel,
     const RmnArea   area,
     const double    y,
     const bool      is_second)
{
  if (is_second) {
    rmn_panel_end_typing(panel, false);
    rmn_panel_reset(panel, area);
    return;
  }

  panel->view.hand.held = area;
  panel->y              = y;
  panel->has_moved      = false;
  panel->host.touch(panel->host.handle, (RmnPortIndex)area, true);
}

/// Do what a press on something that is no control does
static void
press_else(RmnPanel* const panel,
           const RmnArea   area,
           const double    x,
           const double    y)
{
  if (area == RMN_AREA_BANNER) { // It has been read
    rmn_panel_close_banner(panel);
  } else if (area == RMN_AREA_IN) {
    panel->view.in.most_db = panel->view.in.peak_db[0];
  } else if (area == RMN_AREA_OUT) {
    panel->view.out.most_db = panel->view.out.peak_db[0];
  } else if (area == RMN_AREA_LIST) {
    press_list(panel, x, y);
  } else {
    rmn_panel_act(panel, area);
  }
}

void
rmn_panel_press(RmnPanel* const panel,
                const double    x,
                const double    y,
                const uint32_t  now_ms)
{
  const RmnArea area = rmn_layout_find(&panel->layout, x, y);
  const bool    is_second =
    area && area == panel->pressed && now_ms - panel->pressed_ms < double_ms;

  if (panel->view.hand.typed_in != area) {
    rmn_panel_end_typing(panel, true);
  }
  panel->pressed           = is_second ? RMN_AREA_NONE : area;
  panel->pressed_ms        = now_ms;
  panel->view.hand.focused = RMN_AREA_NONE;
  panel->focus             = area;
  switch (rmn_control_at(area)->kind) {
  case RMN_CONTROL_DIAL:
  case RMN_CONTROL_FIELD:
    grab(panel, area, y, is_second);
    break;
  case RMN_CONTROL_CHOICE:
    press_choice(panel, area, x);
    break;
  case RMN_CONTROL_TRIGGER:
    panel->view.hand.held = area;
    rmn_panel_act(panel, area);
    break;
  case RMN_CONTROL_SWITCH:
  case RMN_CONTROL_NONE:
    press_else(panel, area, x, y);
    break;
  }
}

void
rmn_panel_move(RmnPanel* const panel,
               const double    x,
               const double    y,
               const bool      is_fine)
{
  const RmnArea held = panel->view.hand.held;
  if (!held) {
    panel->view.hand.hovered = rmn_layout_find(&panel->layout, x, y);
    return;
  }
  if (!is_turned(held) || panel->y == y) {
    return;
  }

  const double length = is_fine ? 10.0 * drag_length : drag_length;
  const double moved  = (panel->y - y) / length;
  const float  before = panel->view.values[held];
  rmn_panel_set(panel, held, rmn_control_position(&panel->view, held) + moved);
  if (rmn_control_at(held)->is_whole) { // The rest of the way adds up
    const double n = (double)(panel->view.values[held] - before);
    panel->y -= n * rmn_control_whole(held) * length;
  } else {
    panel->y = y;
  }
  panel->has_moved = true;
}

/// Return whether a place is where the value of a control is written
static bool
is_value(const RmnPanel* const panel, const RmnArea area, const double y)
{
  const RmnRect* const rect = &panel->layout.areas[area];
  return rmn_control_at(area)->kind == RMN_CONTROL_FIELD || y > rect->y + 148.0;
}

void
rmn_panel_release(RmnPanel* const panel, const double x, const double y)
{
  const RmnArea held = panel->view.hand.held;

  panel->view.hand.held = RMN_AREA_NONE;
  if (held && is_turned(held)) {
    panel->host.touch(panel->host.handle, (RmnPortIndex)held, false);
    if (!panel->has_moved && is_value(panel, held, y)) {
      rmn_panel_type(panel, held, "");
    }
  }
  rmn_panel_move(panel, x, y, false);
}

void
rmn_panel_leave(RmnPanel* const panel)
{
  panel->view.hand.hovered = RMN_AREA_NONE;
}

void
rmn_panel_wheel(RmnPanel* const panel,
                const double    x,
                const double    y,
                const int       step,
                const bool      is_fine)
{
  const RmnArea area = rmn_layout_find(&panel->layout, x, y);
  if (area == RMN_AREA_LIST) {
    rmn_list_scroll(&panel->list, -3 * step);
  } else {
    rmn_panel_nudge(panel, area, step, is_fine);
  }
}

void
rmn_panel_drag(RmnPanel* const panel, const bool is_over)
{
  panel->view.is_dropping = is_over;
}
