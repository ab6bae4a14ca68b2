// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file panel_banner.c What the plugin says, and how long it stands: an error
/// until it was read, a note until it could have been

#include "../text.h"
#include "panel.h"

#include <string.h>

/// How long a note stays, the longer the more there is to read
static const uint32_t note_ms      = 6000;
static const uint32_t character_ms = 50;

static const uint32_t again_ms = 4000; ///< After the pointer was on it
static const uint32_t fade_ms  = 800;  ///< At its end

void
rmn_panel_told_severity(RmnPanel* const panel, const int32_t severity)
{
  panel->severity =
    severity == RMN_SEVERITY_NOTE ? RMN_SEVERITY_NOTE : RMN_SEVERITY_ERROR;
}

void
rmn_panel_told_message(RmnPanel* const panel, const char* const message)
{
  RmnView* const    view     = &panel->view;
  const RmnSeverity severity = panel->severity;
  panel->severity            = RMN_SEVERITY_ERROR;

  const bool has_error =
    view->message[0] && view->severity == RMN_SEVERITY_ERROR;
  if (has_error && (!message[0] || severity == RMN_SEVERITY_NOTE)) {
    return; // That is still to be read
  }

  rmn_text_copy(view->message, sizeof(view->message), message);
  view->severity = severity;
  view->shade    = RMN_N_SHADES;
  panel->note_ms =
    panel->told_ms + note_ms + character_ms * (uint32_t)strlen(view->message);
  rmn_panel_lay_out(panel);
}

void
rmn_panel_close_banner(RmnPanel* const panel)
{
  panel->view.message[0] = '\0';
  rmn_panel_lay_out(panel);
}

void
rmn_panel_fade_note(RmnPanel* const panel, const uint32_t now_ms)
{
  RmnView* const view = &panel->view;
  if (!view->message[0] || view->severity != RMN_SEVERITY_NOTE) {
    return;
  }

  if (view->hand.hovered == RMN_AREA_BANNER) {
    panel->note_ms = now_ms + again_ms;
  }
  const int32_t left_ms = (int32_t)(panel->note_ms - now_ms);
  if (left_ms <= 0) {
    rmn_panel_close_banner(panel);
  } else {
    const uint32_t left = (uint32_t)left_ms * RMN_N_SHADES / fade_ms + 1U;
    view->shade         = left < RMN_N_SHADES ? left : RMN_N_SHADES;
  }
}
