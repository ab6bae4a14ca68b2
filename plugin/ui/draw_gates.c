// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file draw_gates.c How far the gates of each unit are open: a column for
/// each kind, and in it a bar for each unit

#include "draw.h"

#include <stdio.h>

static const double caption_height = 18.0;
static const double between        = 6.0; ///< Columns

/// What cells call their gates, in the order of RmnGateKind
static const char* const of_lstm[RMN_N_GATE_KINDS] = {"f", "i", "o"};
static const char* const of_gru[RMN_N_GATE_KINDS]  = {"z", "r", ""};

/// Write what the gates of a kind are called, by each cell that is there
static void
write_caption(cairo_t* const          cr,
              const RmnHistory* const history,
              const uint32_t          kind,
              const RmnRect           rect)
{
  const RmnType type     = {13.0, true, RMN_CENTRE};
  bool          has_lstm = false;
  bool          has_gru  = false;
  char          text[8]  = "";
  for (uint32_t u = 0; u < history->n_gated; ++u) {
    const bool gives = history->gates[RMN_GATE_GIVE][u] >= 0;
    has_lstm |= gives;
    has_gru |= !gives && history->gates[RMN_GATE_KEEP][u] >= 0;
  }

  snprintf(text,
           sizeof(text),
           "%s%s%s",
           has_lstm ? of_lstm[kind] : "",
           has_lstm && has_gru ? " " : "",
           has_gru ? of_gru[kind] : "");
  rmn_set_colour(cr, rmn_dim, 1.0);
  rmn_write(cr,
            type,
            rect.x + rect.width / 2.0,
            rect.y + rect.height + caption_height - 4.0,
            rect.width,
            text);
}

/// Draw the bars of a kind
static void
draw_bars(cairo_t* const          cr,
          const RmnHistory* const history,
          const uint32_t          kind,
          const RmnRect           rect)
{
  const double pitch  = rect.height / (double)history->n_gated;
  const double height = pitch > 4.0 ? pitch - 1.0 : pitch;

  cairo_save(cr);
  rmn_round_path(cr, rect, 4.0);
  cairo_clip(cr);
  rmn_set_colour(cr, rmn_card, 1.0);
  cairo_paint(cr);
  for (uint32_t u = 0; u < history->n_gated; ++u) {
    const double open = (double)history->gates[kind][u] / RMN_GATE_STEPS;
    if (open > 0.0) {
      cairo_rectangle(
        cr, rect.x, rect.y + u * pitch, open * rect.width, height);
    }
  }
  rmn_set_colour(cr, rmn_accent, 1.0);
  cairo_fill(cr);
  cairo_restore(cr);
}

void
rmn_draw_gates(cairo_t* const cr, const RmnPicture* const picture)
{
  const RmnHistory* const history = picture->history;
  const RmnRect           rect    = picture->layout->areas[RMN_AREA_GATES];
  const uint32_t          n_kinds = picture->view->n_gate_kinds;
  const double            pitch   = (rect.width + between) / n_kinds;

  for (uint32_t k = 0; history->n_gated && k < n_kinds && k < RMN_N_GATE_KINDS;
       ++k) {
    const RmnRect column = {rect.x + k * pitch,
                            rect.y,
                            pitch - between,
                            rect.height - caption_height};
    draw_bars(cr, history, k, column);
    write_caption(cr, history, k, column);
  }
}
