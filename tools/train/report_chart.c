// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "report_chart.h"

#include "../spectrum.h"
#include "report_page.h"

#include <math.h>
#include <stdio.h>

enum { N_POINTS = 12000 };

static const double zoom_seconds = 0.02;

static double
peak_of(const float* const samples, const uint32_t n)
{
  double peak = 1e-6;
  for (uint32_t t = 0; t < n; ++t) {
    peak = fmax(peak, fabs((double)samples[t]));
  }
  return peak;
}

/// Return where the passage around the loudest frame begins
static uint32_t
find_peak(const Takes* const takes, const uint32_t n)
{
  uint32_t best = 0;
  for (uint32_t t = 0; t < takes->n_frames; ++t) {
    if (fabsf(takes->wet[t]) > fabsf(takes->wet[best])) {
      best = t;
    }
  }
  const uint32_t latest = takes->n_frames - n;
  const uint32_t first  = best > n / 2U ? best - n / 2U : 0U;
  return first < latest ? first : latest;
}

static void
draw_wave(const Chart* const chart,
          const float* const samples,
          const uint32_t     n,
          const ChartColour  colour,
          const double       line_width)
{
  chart_clip(chart, colour);
  cairo_set_line_width(chart->cr, line_width);
  for (uint32_t t = 0; t < n; ++t) {
    cairo_line_to(chart->cr,
                  chart_x(chart, chart->x.maximum * t / n),
                  chart_y(chart, (double)samples[t]));
  }
  cairo_stroke(chart->cr);
  chart_unclip(chart);
}

bool
report_draw_waveforms(const Takes* const takes, const char* const path)
{
  const uint32_t wanted = (uint32_t)(zoom_seconds * takes->rate_hz);
  const uint32_t n      = wanted < takes->n_frames ? wanted : takes->n_frames;
  const uint32_t first  = find_peak(takes, n);
  const double   range  = 1.1 * fmax(peak_of(takes->wet + first, n),
                                  peak_of(takes->model + first, n));
  const double   error  = 1.1 * peak_of(takes->difference + first, n);
  cairo_t* const cr =
    page_begin("Waveforms", "The loudest passage of the audio it never heard");
  const ChartScale time  = {0.0, 1e3 * n / takes->rate_hz, false};
  const Chart      upper = {
         cr, 130.0, 170.0, 1000.0, 290.0, time, {-range, range, false}};
  const Chart lower = {
    cr, 130.0, 540.0, 1000.0, 140.0, time, {-error, error, false}};

  page_grid(&upper);
  draw_wave(&upper, takes->wet + first, n, page_blue, 5.0);
  draw_wave(&upper, takes->model + first, n, page_vermilion, 2.0);
  chart_title(&upper, NULL, NULL, "Amplitude (1 = full scale)");
  chart_legend(&upper, 1, "wet", page_blue);
  chart_legend(&upper, 0, "model", page_vermilion);
  page_grid(&lower);
  draw_wave(&lower, takes->difference + first, n, page_blue, 2.0);
  chart_title(&lower,
              "Difference (wet \u2212 model), amplitude on a scale of its own",
              "Time (ms)",
              NULL);
  return page_end(cr, path);
}

static void
draw_cloud(const Chart* const chart,
           const Takes* const takes,
           const float* const output,
           const ChartColour  colour,
           const double       size)
{
  const uint32_t step = takes->n_frames / N_POINTS + 1U;
  chart_clip(chart, colour);
  for (uint32_t t = 0; t < takes->n_frames; t += step) {
    cairo_rectangle(chart->cr,
                    chart_x(chart, (double)takes->dry[t]) - 0.5 * size,
                    chart_y(chart, (double)output[t]) - 0.5 * size,
                    size,
                    size);
  }
  cairo_fill(chart->cr);
  chart_unclip(chart);
}

bool
report_draw_transfer(const Takes* const takes, const char* const path)
{
  const uint32_t n = takes->n_frames;
  const double   x = 1.1 * peak_of(takes->dry, n);
  const double y = 1.1 * fmax(peak_of(takes->wet, n), peak_of(takes->model, n));
  cairo_t* const cr = page_begin(
    "Transfer curve", "What came out for what went in, frame by frame");
  const Chart chart = {
    cr, 130.0, 170.0, 1000.0, 510.0, {-x, x, false}, {-y, y, false}};

  page_grid(&chart);
  draw_cloud(&chart, takes, takes->wet, page_blue, 4.0);
  draw_cloud(&chart, takes, takes->model, page_vermilion, 2.0);
  chart_title(
    &chart, NULL, "Input (1 = full scale)", "Output (1 = full scale)");
  chart_legend(&chart, 1, "wet", page_blue);
  chart_legend(&chart, 0, "model", page_vermilion);
  return page_end(cr, path);
}

/// Draw the mean power in bands of a twelfth of an octave
static void
draw_spectrum(const Chart* const chart,
              const Takes* const takes,
              const float* const samples,
              const ChartColour  colour)
{
  static double power[SPECTRUM_BINS];
  const double  band = exp2(1.0 / 12.0);

  spectrum_average(samples, takes->n_frames, power);
  chart_clip(chart, colour);
  cairo_set_line_width(chart->cr, 2.5);
  const int n_bands = (int)(12.0 * log2(chart->x.maximum / chart->x.minimum));
  for (int i = 0; i < n_bands; ++i) {
    const double f = chart->x.minimum * pow(band, i);
    const double sum =
      spectrum_band(power, f / takes->rate_hz, f * band / takes->rate_hz);
    cairo_line_to(chart->cr,
                  chart_x(chart, f * sqrt(band)),
                  chart_y(chart, 10.0 * log10(sum + 1e-16)));
  }
  cairo_stroke(chart->cr);
  chart_unclip(chart);
}

bool
report_draw_spectra(const Takes* const takes, const char* const path)
{
  static const double hertz[] = {
    50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000};
  cairo_t* const cr =
    page_begin("Spectra", "Of the device, and of what the model leaves over");
  const Chart chart = {cr,
                       130.0,
                       170.0,
                       1000.0,
                       510.0,
                       {40.0, 0.5 * takes->rate_hz, true},
                       {-140.0, 0.0, false}};

  for (size_t i = 0; i < sizeof(hertz) / sizeof(hertz[0]); ++i) {
    char label[16];
    snprintf(label, sizeof(label), "%g", hertz[i]);
    if (hertz[i] <= chart.x.maximum) {
      chart_x_tick(&chart, hertz[i], label);
    }
  }
  for (int below = 0; below <= 140; below += 20) {
    char label[16];
    snprintf(label, sizeof(label), "%s%d", below ? "\u2212" : "", below);
    chart_y_tick(&chart, -below, label);
  }
  draw_spectrum(&chart, takes, takes->wet, page_blue);
  draw_spectrum(&chart, takes, takes->difference, page_vermilion);
  chart_title(&chart, NULL, "Frequency (Hz)", "Level (dBFS)");
  chart_legend(&chart, 1, "wet", page_blue);
  chart_legend(&chart, 0, "difference", page_vermilion);
  return page_end(cr, path);
}

/// Draw a loss by epoch; what exploded leaves a gap
static void
draw_curve(const Chart* const  chart,
           const double* const loss,
           const uint32_t      n,
           const ChartColour   colour)
{
  chart_clip(chart, colour);
  cairo_set_line_width(chart->cr, 2.5);
  cairo_set_line_cap(chart->cr, CAIRO_LINE_CAP_ROUND);
  for (uint32_t i = 0; i < n; ++i) {
    if (isfinite(loss[i]) && loss[i] > 0.0) {
      cairo_line_to(
        chart->cr, chart_x(chart, i + 1.0), chart_y(chart, loss[i]));
      cairo_rel_line_to(chart->cr, 0.0, 0.0); // A dot, if it stands alone
    } else {
      cairo_new_sub_path(chart->cr);
    }
  }
  cairo_stroke(chart->cr);
  chart_unclip(chart);
}

static void
extend(ChartScale* const scale, const double* const loss, const uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    if (isfinite(loss[i]) && loss[i] > 0.0) {
      scale->minimum = fmin(scale->minimum, pow(10.0, floor(log10(loss[i]))));
      scale->maximum = fmax(scale->maximum, pow(10.0, ceil(log10(loss[i]))));
    }
  }
}

/// Label decades, of a ratio in percent
static void
draw_decades(const Chart* const chart, const bool is_percent)
{
  const int last = (int)lrint(log10(chart->y.maximum));
  for (int i = (int)lrint(log10(chart->y.minimum)); i <= last; ++i) {
    char label[24];
    snprintf(label, sizeof(label), "%g", pow(10.0, is_percent ? i + 2 : i));
    chart_y_tick(chart, pow(10.0, i), label);
  }
}

bool
report_draw_loss(const double* const train,
                 const double* const valid,
                 const uint32_t      n_epochs,
                 const Goal* const   goal,
                 const char* const   path)
{
  const bool     is_label = goal_is_told(goal);
  cairo_t* const cr       = page_begin(
    "Loss",
    is_label ? "Cross-entropy"
          : goal->is_plain
            ? "Error-to-signal ratio"
            : "Plain and pre-emphasised error-to-signal ratio, their mean");
  Chart chart = {
    cr, 130.0, 170.0, 1000.0, 510.0, {0.0, 5.0, false}, {0.1, 1.0, true}};

  chart.x.maximum = fmax(5.0, n_epochs);
  extend(&chart.y, train, train ? n_epochs : 0U);
  extend(&chart.y, valid, n_epochs);
  page_ticks(&chart, chart.x, chart_x_tick);
  draw_decades(&chart, !is_label);
  draw_curve(&chart, train, train ? n_epochs : 0U, page_blue);
  draw_curve(&chart, valid, n_epochs, page_vermilion);
  chart_title(
    &chart, NULL, "Epoch", is_label ? "Cross-entropy (nats)" : "ESR (%)");
  if (train) {
    chart_legend(&chart, 1, "training", page_blue);
  }
  chart_legend(&chart, 0, "validation", page_vermilion);
  return page_end(cr, path);
}
