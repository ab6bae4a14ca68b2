// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file draw_meters.c Levels, and the line at the bottom

#include "draw.h"
#include "number.h"

#include <math.h>
#include <stdio.h>

static const double low_db  = -60.0;
static const double high_db = 6.0;

static double
height_of(const double db, const double height)
{
  const double share = (db - low_db) / (high_db - low_db);
  return height * (share > 0.0 ? fmin(share, 1.0) : 0.0);
}

static void
draw_bar(cairo_t* const cr,
         const RmnRect  rect,
         const double   peak_db,
         const double   rms_db)
{
  const double bottom = rect.y + rect.height;
  const double peak   = height_of(peak_db, rect.height);
  const double rms    = height_of(rms_db, rect.height);
  const double zero   = height_of(0.0, rect.height);

  cairo_save(cr);
  rmn_round_path(cr, rect, 3.0);
  cairo_clip(cr);
  rmn_set_colour(cr, rmn_raised, 1.0);
  cairo_paint(cr);
  rmn_set_colour(cr, rmn_dim, 0.35);
  cairo_rectangle(cr, rect.x, bottom - peak, rect.width, peak);
  cairo_fill(cr);
  rmn_set_colour(cr, rmn_dim, 1.0);
  cairo_rectangle(cr, rect.x, bottom - rms, rect.width, rms);
  cairo_fill(cr);
  if (peak > 0.0) {
    rmn_set_colour(cr, peak > zero ? rmn_alarm : rmn_text, 1.0);
    cairo_rectangle(cr, rect.x, bottom - peak, rect.width, 2.0);
    cairo_fill(cr);
  }
  cairo_restore(cr);
}

static void
draw_scale(cairo_t* const cr, const double x, const RmnRect bars)
{
  static const double marks_db[] = {0.0, -12.0, -24.0, -36.0, -48.0};
  const RmnType       type       = {9.5, false, RMN_LEFT};

  for (uint32_t i = 0; i < sizeof(marks_db) / sizeof(marks_db[0]); ++i) {
    const double y = bars.y + bars.height - height_of(marks_db[i], bars.height);
    char         text[RMN_MAX_TYPED];
    rmn_number_write(text, sizeof(text), marks_db[i], 0);
    rmn_set_colour(cr, rmn_line, 1.0);
    cairo_rectangle(cr, x, y - 0.5, 4.0, 1.0);
    cairo_fill(cr);
    rmn_set_colour(cr, rmn_faint, 1.0);
    rmn_write(cr, type, x + 7.0, y + 3.5, 30.0, text);
  }
}

/// Draw the lamp that stays lit once anything went beyond full scale
static void
draw_clip(cairo_t* const cr, const RmnRect rect, const bool is_clipped)
{
  const RmnType type = {9.5, true, RMN_CENTRE};

  rmn_fill(cr, rect, 3.0, is_clipped ? rmn_alarm : rmn_card);
  rmn_set_colour(cr, is_clipped ? rmn_text : rmn_line, 1.0);
  rmn_write(cr,
            type,
            rect.x + rect.width / 2.0,
            rect.y + rect.height - 4.0,
            rect.width + 4.0,
            "CLIP");
}

void
rmn_draw_levels(cairo_t* const            cr,
                const RmnRect             rect,
                const RmnLevelView* const levels,
                const char* const         label)
{
  const uint32_t n     = levels->n_channels > 1U ? 2U : 1U;
  const double   width = 32.0;
  const double   bar   = n > 1U ? 14.0 : 18.0;
  const double   x     = rect.x + 14.0;
  const RmnRect  clip  = {x, rect.y + 8.0, width, 15.0};
  const RmnRect  bars  = {x, rect.y + 28.0, width, rect.height - 76.0};
  char           text[RMN_MAX_TYPED] = "\u2212\u221E";

  draw_clip(cr, clip, levels->most_db > 0.0f);
  for (uint32_t c = 0; c < n; ++c) {
    const double  left = n > 1U ? c * (width - bar) : (width - bar) / 2.0;
    const RmnRect one  = {bars.x + left, bars.y, bar, bars.height};
    draw_bar(cr, one, (double)levels->peak_db[c], (double)levels->rms_db[c]);
  }
  draw_scale(cr, x + width + 5.0, bars);

  if ((double)levels->most_db > low_db) {
    rmn_number_write(text, sizeof(text), (double)levels->most_db, 1);
  }
  rmn_set_colour(cr, rmn_text, 1.0);
  rmn_write(cr,
            rmn_type_label,
            x + width / 2.0,
            rect.y + rect.height - 24.0,
            60.0,
            text);
  rmn_set_colour(cr, rmn_dim, 1.0);
  rmn_write(cr,
            rmn_type_value,
            x + width / 2.0,
            rect.y + rect.height - 46.0 + 40.0,
            60.0,
            label);
}

/// Write a fact; return where the next one goes
static double
write_fact(cairo_t* const    cr,
           const double      x,
           const double      y,
           const char* const label,
           const char* const value)
{
  rmn_set_colour(cr, rmn_faint, 1.0);
  const double width =
    rmn_write(cr, rmn_type_caption, x, y, 200.0, label) + 6.0;
  rmn_set_colour(cr, rmn_dim, 1.0);
  return x + width +
         rmn_write(cr, rmn_type_caption, x + width, y, 300.0, value) + 28.0;
}

static double
write_latency(cairo_t* const             cr,
              const RmnStatusView* const status,
              const double               x,
              const double               y)
{
  char text[64] = "none";
  char ms[RMN_MAX_TYPED];
  if (status->latency) {
    rmn_number_write(ms,
                     sizeof(ms),
                     1000.0 * (double)status->latency / (double)status->rate_hz,
                     1);
    snprintf(text, sizeof(text), "%s ms", ms);
  }
  return write_fact(cr, x, y, "Latency", text);
}

/// Draw how much of the time of a block is used, as a bar and a number
static double
draw_load(cairo_t* const             cr,
          const RmnStatusView* const status,
          const double               x,
          const double               y)
{
  const double share = fmin((double)status->load, 1.0);
  char         text[64];
  rmn_number_write(text, sizeof(text), 100.0 * (double)status->load, 0);
  const size_t length = sizeof(text);
  char         percent[72];
  snprintf(percent, length + 2U, "%s%%", text);

  rmn_set_colour(cr, rmn_faint, 1.0);
  const double left =
    x + rmn_write(cr, rmn_type_caption, x, y, 100.0, "Load") + 8.0;
  const RmnRect track = {left, y - 7.0, 60.0, 6.0};
  const RmnRect used  = {left, y - 7.0, 60.0 * share, 6.0};
  rmn_fill(cr, track, 3.0, rmn_raised);
  rmn_fill(cr, used, 3.0, share > 0.8 ? rmn_alarm : rmn_dim);
  return write_fact(cr, left + 68.0, y, "", percent);
}

void
rmn_draw_status(cairo_t* const cr, const RmnPicture* const picture)
{
  const RmnStatusView* const status = &picture->view->status;
  const RmnRect              rect   = picture->layout->areas[RMN_AREA_STATUS];
  const double               y      = rect.y + 20.5;
  double                     x      = rect.x + 16.0;
  char                       text[64];

  rmn_set_colour(cr, rmn_line, 0.6);
  cairo_rectangle(cr, rect.x, rect.y, rect.width, 1.0);
  cairo_fill(cr);
  if (!(status->rate_hz > 0.0f)) {
    write_fact(cr, x, y, "The plugin is not running", "");
    return;
  }

  rmn_number_write(text, sizeof(text), (double)status->rate_hz / 1000.0, 1);
  const size_t length = sizeof(text);
  char         rate[80];
  snprintf(rate, length + 8U, "%s kHz", text);
  x = write_fact(cr, x, y, "Rate", rate);
  x = write_latency(cr, status, x, y);
  x = draw_load(cr, status, x, y);
  if (status->n_faults) {
    rmn_fill_disc(cr, x + 4.0, y - 4.0, 4.0, rmn_alarm);
    snprintf(text, sizeof(text), "%u", status->n_faults);
    write_fact(cr, x + 14.0, y, "Blocks with no audio in them", text);
  }
}
