// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file draw_outputs.c What a predictor predicts: a bar for each output, and
/// the class that is likeliest

#include "draw.h"
#include "number.h"

#include <math.h>
#include <stdio.h>

static const double name_width  = 110.0;
static const double value_width = 84.0;

/// Write where an output is in its range, in its own unit
static void
write_value(const RmnOutput* const output,
            const double           share,
            char* const            text,
            const size_t           size)
{
  const double minimum = (double)output->minimum;
  const double range   = (double)output->maximum - minimum;
  char         number[RMN_MAX_TYPED];
  rmn_number_write(
    number, sizeof(number), minimum + share * range, range > 20.0 ? 1 : 2);
  snprintf(
    text, size, "%s%s%s", number, output->unit[0] ? " " : "", output->unit);
}

static void
draw_output(cairo_t* const         cr,
            const RmnOutput* const output,
            const double           value,
            const bool             is_winner,
            const RmnRect          row)
{
  const RmnType name  = {13.0, is_winner, RMN_LEFT};
  const RmnType right = {13.0, false, RMN_RIGHT};
  const double  y     = row.y + row.height / 2.0 + 4.5;
  const double  share = fmin(fmax(value, 0.0), 1.0);
  const RmnRect track = {row.x + name_width,
                         row.y + row.height / 2.0 - 6.0,
                         row.width - name_width - value_width,
                         12.0};
  const RmnRect bar   = {track.x, track.y, share * track.width, track.height};
  char          text[RMN_MAX_TYPED + RMN_MAX_NAME + 2];

  write_value(output, share, text, sizeof(text));
  rmn_set_colour(cr, is_winner ? rmn_accent : rmn_text, 1.0);
  rmn_write(cr, name, row.x, y, name_width - 10.0, output->name);
  rmn_fill(cr, track, 4.0, rmn_raised);
  if (bar.width >= 1.0) {
    cairo_save(cr);
    rmn_round_path(cr, track, 4.0);
    cairo_clip(cr);
    rmn_fill(cr, bar, 0.0, rmn_accent);
    cairo_restore(cr);
  }
  rmn_set_colour(cr, rmn_text, 1.0);
  rmn_write(cr, right, row.x + row.width, y, value_width - 8.0, text);
}

/// Write above the bars which class is likeliest, or what they are
static void
write_caption(cairo_t* const cr, const RmnView* const view, const RmnRect rect)
{
  const RmnPredictionView* const prediction = &view->prediction;
  const float                    number     = view->values[RMN_PORT_WINNER];
  const uint32_t                 winner = number > 0.0f ? (uint32_t)number : 0U;
  const bool is_class = prediction->predicts == RMN_PREDICTS_CLASS && winner &&
                        winner <= prediction->n_outputs;
  const char* const text = is_class ? prediction->outputs[winner - 1U].name
                           : prediction->predicts == RMN_PREDICTS_AUDIO
                             ? "Prediction of the next sample"
                           : prediction->n_outputs
                             ? "Outputs"
                             : "The model predicts nothing";

  rmn_set_colour(cr, is_class ? rmn_accent : rmn_dim, 1.0);
  rmn_write(cr, rmn_type_body, rect.x, rect.y + 14.0, rect.width, text);
}

void
rmn_draw_outputs(cairo_t* const cr, const RmnPicture* const picture)
{
  const RmnView* const           view       = picture->view;
  const RmnPredictionView* const prediction = &view->prediction;
  const RmnRect rect = picture->layout->areas[RMN_AREA_OUTPUTS];

  write_caption(cr, view, rect);
  for (uint32_t o = 0; o < prediction->n_outputs && o < RMN_N_CV; ++o) {
    const RmnRect row = {rect.x,
                         rect.y + RMN_OUTPUTS_TOP + o * RMN_OUTPUT_PITCH,
                         rect.width,
                         30.0};
    draw_output(cr,
                &prediction->outputs[o],
                (double)view->values[RMN_PORT_VALUE + o],
                prediction->predicts == RMN_PREDICTS_CLASS &&
                  view->values[RMN_PORT_WINNER] == (float)(o + 1U),
                row);
  }
}
