// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "report_label.h"

#include "report_page.h"

enum { N_COLUMNS = 1000 }; ///< Points of a curve, each the mean of a stretch

static void
draw_mean(const Chart* const chart,
          const Takes* const takes,
          const float* const samples,
          const ChartColour  colour,
          const double       line_width)
{
  const uint32_t step = takes->n_frames / N_COLUMNS + 1U;

  chart_clip(chart, colour);
  cairo_set_line_width(chart->cr, line_width);
  for (uint32_t first = 0; first + step <= takes->n_frames; first += step) {
    double sum = 0.0;
    for (uint32_t t = first; t < first + step; ++t) {
      sum += (double)samples[t];
    }
    cairo_line_to(chart->cr,
                  chart_x(chart, (first + 0.5 * step) / takes->rate_hz),
                  chart_y(chart, sum / step));
  }
  cairo_stroke(chart->cr);
  chart_unclip(chart);
}

bool
report_draw_label(const Takes* const takes, const char* const path)
{
  cairo_t* const cr =
    page_begin("Label",
               "What is so and what the model says, on audio it never "
               "heard");
  const Chart chart = {cr,
                       130.0,
                       170.0,
                       1000.0,
                       510.0,
                       {0.0, takes->n_frames / takes->rate_hz, false},
                       {-0.05, 1.05, false}};

  page_grid(&chart);
  draw_mean(&chart, takes, takes->wet, page_blue, 5.0);
  draw_mean(&chart, takes, takes->model, page_vermilion, 2.0);
  chart_title(&chart, NULL, "Time (s)", "Probability");
  chart_legend(&chart, 1, "label", page_blue);
  chart_legend(&chart, 0, "model", page_vermilion);
  return page_end(cr, path);
}

/// Draw the curve from the strictest threshold to none
static void
draw_curve(const Chart* const chart, const Guess* const guesses, const size_t n)
{
  size_t n_ones = 0;
  size_t ones   = 0;
  double drawn  = 0.0;
  for (size_t i = 0; i < n; ++i) {
    n_ones += guesses[i].is_one;
  }

  chart_clip(chart, page_vermilion);
  cairo_set_line_width(chart->cr, 2.5);
  cairo_line_to(chart->cr, chart_x(chart, 0.0), chart_y(chart, 0.0));
  for (size_t i = 0; i < n; ++i) {
    ones += guesses[i].is_one;
    const double x      = (double)(i + 1U - ones) / (double)(n - n_ones);
    const double y      = (double)ones / (double)n_ones;
    const bool   is_tie = i + 1U < n && guesses[i].y == guesses[i + 1U].y;
    if (!is_tie && (i + 1U == n || x + y > drawn + 1.0 / N_COLUMNS)) {
      cairo_line_to(chart->cr, chart_x(chart, x), chart_y(chart, y));
      drawn = x + y;
    }
  }
  cairo_stroke(chart->cr);
  chart_unclip(chart);
}

bool
report_draw_roc(const Guess* const guesses,
                const size_t       n,
                const char* const  path)
{
  cairo_t* const cr = page_begin(
    "ROC", "What is found for how many false alarms, at any threshold");
  const Chart chart = {
    cr, 130.0, 170.0, 1000.0, 510.0, {0.0, 1.0, false}, {0.0, 1.0, false}};

  page_grid(&chart);
  draw_curve(&chart, guesses, n);
  chart_title(&chart,
              NULL,
              "False alarms (share of frames of 0)",
              "Found (share of frames of 1)");
  return page_end(cr, path);
}
