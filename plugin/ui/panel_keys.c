// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file panel_keys.c What the keyboard does

#include "../text.h"
#include "control.h"
#include "panel.h"

#include <stdio.h>
#include <string.h>

/// Where Tab leads, one after the other
static const RmnArea order[] = {
  RMN_AREA_MODEL,
  (RmnArea)RMN_PORT_PREVIOUS,
  RMN_AREA_BROWSE,
  (RmnArea)RMN_PORT_NEXT,
  (RmnArea)RMN_PORT_ENABLED,
  (RmnArea)RMN_PORT_INPUT_GAIN,
  (RmnArea)RMN_PORT_KNOB_1,
  (RmnArea)RMN_PORT_KNOB_2,
  (RmnArea)RMN_PORT_KNOB_3,
  (RmnArea)RMN_PORT_KNOB_4,
  (RmnArea)RMN_PORT_MIX,
  (RmnArea)RMN_PORT_OUTPUT_GAIN,
  (RmnArea)RMN_PORT_DC_BLOCK,
  (RmnArea)RMN_PORT_NORMALISE,
  (RmnArea)RMN_PORT_CALIBRATE,
  (RmnArea)RMN_PORT_INPUT_LEVEL,
  (RmnArea)RMN_PORT_RATE_MODE,
  (RmnArea)RMN_PORT_OVERSAMPLING,
  (RmnArea)RMN_PORT_LOOK_AHEAD,
  (RmnArea)RMN_PORT_RESET,
  (RmnArea)RMN_PORT_SMOOTHING,
  (RmnArea)RMN_PORT_SCALE,
  (RmnArea)RMN_PORT_OFFSET,
  (RmnArea)(RMN_PORT_SMOOTHING + 1),
  (RmnArea)(RMN_PORT_SCALE + 1),
  (RmnArea)(RMN_PORT_OFFSET + 1),
  (RmnArea)(RMN_PORT_SMOOTHING + 2),
  (RmnArea)(RMN_PORT_SCALE + 2),
  (RmnArea)(RMN_PORT_OFFSET + 2),
  (RmnArea)(RMN_PORT_SMOOTHING + 3),
  (RmnArea)(RMN_PORT_SCALE + 3),
  (RmnArea)(RMN_PORT_OFFSET + 3),
  (RmnArea)RMN_PORT_THRESHOLD,
  (RmnArea)RMN_PORT_HYSTERESIS,
  (RmnArea)RMN_PORT_HOLD,
  (RmnArea)RMN_PORT_LOOK,
  (RmnArea)RMN_PORT_VELOCITY,
  (RmnArea)RMN_PORT_NOTE,
  (RmnArea)RMN_PORT_CHANNEL,
  (RmnArea)RMN_PORT_CC,
  (RmnArea)RMN_PORT_LISTEN,
  (RmnArea)RMN_PORT_FREEZE,
  (RmnArea)RMN_PORT_TEMPERATURE,
  (RmnArea)RMN_PORT_DECAY,
  (RmnArea)RMN_PORT_CONCEAL,
};

enum { N_ORDER = sizeof(order) / sizeof(order[0]) };

/// Bring the focus to what comes next, or before
static void
go(RmnPanel* const panel, const uint32_t step)
{
  uint32_t i = 0;
  while (i < N_ORDER && order[i] != panel->focus) {
    ++i;
  }

  const bool is_known = i < N_ORDER;
  i                   = is_known ? (i + step) % N_ORDER : 0U;
  while (panel->layout.areas[order[i]].width <= 0.0) { // It is not shown
    i = (i + step) % N_ORDER;
  }
  panel->focus             = order[i];
  panel->view.hand.focused = order[i];
}

void
rmn_panel_type(RmnPanel* const   panel,
               const RmnArea     area,
               const char* const text)
{
  RmnHandView* const hand = &panel->view.hand;
  hand->typed_in          = area;
  rmn_text_copy(hand->typed, sizeof(hand->typed), text);
}

void
rmn_panel_end_typing(RmnPanel* const panel, const bool is_taken)
{
  RmnHandView* const hand     = &panel->view.hand;
  double             position = 0.0;
  if (is_taken && hand->typed_in &&
      rmn_control_read(&panel->view, hand->typed_in, hand->typed, &position)) {
    rmn_panel_set(panel, hand->typed_in, position);
  }
  hand->typed_in = RMN_AREA_NONE;
  hand->typed[0] = '\0';
}

/// Append to a text what fits
static void
append(char* const text, const size_t size, const char* const more)
{
  const size_t length = strlen(text);
  if (length + strlen(more) < size) {
    memcpy(text + length, more, strlen(more) + 1U);
  }
}

/// Take the last character off a text
static void
shorten(char* const text)
{
  size_t length = strlen(text);
  while (length && ((unsigned char)text[length - 1U] & 0xC0U) == 0x80U) {
    --length;
  }
  text[length ? length - 1U : 0U] = '\0';
}

/// Take a key while a value is typed
static bool
key_typing(RmnPanel* const panel, const RmnKey key, const char* const text)
{
  RmnHandView* const hand = &panel->view.hand;
  switch (key) {
  case RMN_KEY_TEXT:
    append(hand->typed, sizeof(hand->typed), text);
    return true;
  case RMN_KEY_BACKSPACE:
    shorten(hand->typed);
    return true;
  case RMN_KEY_ENTER:
    rmn_panel_end_typing(panel, true);
    return true;
  case RMN_KEY_ESCAPE:
    rmn_panel_end_typing(panel, false);
    return true;
  case RMN_KEY_TAB:
  case RMN_KEY_BACK_TAB:
    rmn_panel_end_typing(panel, true);
    go(panel, key == RMN_KEY_TAB ? 1U : N_ORDER - 1U);
    return true;
  default:
    return false;
  }
}

/// Search for what is typed; nothing left to take off leads to the folder above
static void
edit_search(RmnPanel* const panel, const RmnKey key, const char* const text)
{
  char search[RMN_MAX_SEARCH];
  memcpy(search, panel->list.search, sizeof(search));
  if (key == RMN_KEY_BACKSPACE && !search[0]) {
    rmn_list_go_up(&panel->list);
    return;
  }

  if (key == RMN_KEY_TEXT) {
    append(search, sizeof(search), text);
  } else {
    shorten(search);
  }
  rmn_list_search(&panel->list, search);
}

/// Take a key while the list of models is open
static bool
key_list(RmnPanel* const panel, const RmnKey key, const char* const text)
{
  RmnList* const list = &panel->list;
  const int32_t  page = (int32_t)list->n_rows;
  const int32_t  all  = RMN_MAX_LISTED;
  switch (key) {
  case RMN_KEY_TEXT:
  case RMN_KEY_BACKSPACE:
    edit_search(panel, key, text);
    break;
  case RMN_KEY_UP:
  case RMN_KEY_DOWN:
    rmn_list_move(list, key == RMN_KEY_UP ? -1 : 1);
    break;
  case RMN_KEY_PAGE_UP:
  case RMN_KEY_PAGE_DOWN:
    rmn_list_move(list, key == RMN_KEY_PAGE_UP ? -page : page);
    break;
  case RMN_KEY_HOME:
  case RMN_KEY_END:
    rmn_list_move(list, key == RMN_KEY_HOME ? -all : all);
    break;
  case RMN_KEY_ENTER:
    rmn_panel_choose(panel);
    break;
  case RMN_KEY_ESCAPE:
    rmn_panel_close_list(panel);
    break;
  default:
    return false;
  }
  return true;
}

/// Take a key for the control at the focus
static bool
key_control(RmnPanel* const   panel,
            const RmnKey      key,
            const char* const text,
            const bool        is_fine)
{
  const RmnArea        area = panel->focus;
  const RmnControlKind kind = rmn_control_at(area)->kind;
  const bool is_turned = kind == RMN_CONTROL_DIAL || kind == RMN_CONTROL_FIELD;
  switch (key) {
  case RMN_KEY_UP:
  case RMN_KEY_RIGHT:
    rmn_panel_nudge(panel, area, 1, is_fine);
    return kind != RMN_CONTROL_NONE;
  case RMN_KEY_DOWN:
  case RMN_KEY_LEFT:
    rmn_panel_nudge(panel, area, -1, is_fine);
    return kind != RMN_CONTROL_NONE;
  case RMN_KEY_HOME:
  case RMN_KEY_END:
    if (is_turned) {
      rmn_panel_set(panel, area, key == RMN_KEY_HOME ? 0.0 : 1.0);
    }
    return is_turned;
  case RMN_KEY_DELETE:
  case RMN_KEY_BACKSPACE:
    if (is_turned) {
      rmn_panel_reset(panel, area);
    }
    return is_turned;
  case RMN_KEY_ENTER:
    if (is_turned) {
      rmn_panel_type(panel, area, "");
    } else {
      rmn_panel_act(panel, area);
    }
    return area != RMN_AREA_NONE;
  case RMN_KEY_TEXT:
    if (is_turned && strchr("0123456789.,-+", text[0])) {
      rmn_panel_type(panel, area, text);
      return true;
    }
    if (!is_turned && text[0] == ' ' && panel->view.hand.focused == area) {
      rmn_panel_act(panel, area);
      return true;
    }
    return false;
  default:
    return false;
  }
}

bool
rmn_panel_key(RmnPanel* const   panel,
              const RmnKey      key,
              const char* const text,
              const bool        is_fine)
{
  if (panel->view.hand.typed_in) {
    return key_typing(panel, key, text);
  }
  if (panel->view.is_listing) {
    return key_list(panel, key, text);
  }
  if (key == RMN_KEY_TAB || key == RMN_KEY_BACK_TAB) {
    go(panel, key == RMN_KEY_TAB ? 1U : N_ORDER - 1U);
    return true;
  }
  if (key == RMN_KEY_ESCAPE && panel->view.message[0]) {
    rmn_panel_close_banner(panel);
    return true;
  }
  return key_control(panel, key, text, is_fine);
}
