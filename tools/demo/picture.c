// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file picture.c Draw the picture of `make demo`: dry and wet, three ways

#include "../chart.h"
#include "../spectrum.h"
#include "../wav.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { WIDTH = 1600, HEIGHT = 1150, MAX_SECONDS = 60 };

static const ChartColour blue      = {0.000, 0.447, 0.698};
static const ChartColour vermilion = {0.835, 0.369, 0.000};

static const double zoom_start   = 2.005; // Seconds: a low E of the phrase
static const double zoom_seconds = 0.030;

/// The first channel of a recording
typedef struct {
  float*   samples;
  uint32_t n_frames;
  double   rate_hz;
} Recording;

/// How one of both recordings is drawn
typedef struct {
  const char*      name;
  const Recording* recording;
  ChartColour      colour;
  double           line_width;
} Trace;

static bool
read_samples(Wav* const wav, Recording* const recording)
{
  const uint32_t n_channels = (uint32_t)wav->info.channels;
  const uint32_t n_frames   = recording->n_frames;
  uint32_t       n_read     = 0;
  float* const   frames = (float*)malloc(sizeof(float) * n_frames * n_channels);

  recording->samples = (float*)calloc(n_frames, sizeof(float));
  const bool ok =
    frames && recording->samples && wav_read(wav, frames, n_frames, &n_read);
  for (uint32_t t = 0; ok && t < n_read; ++t) {
    recording->samples[t] = frames[(size_t)t * n_channels];
  }

  free(frames);
  return ok;
}

static bool
read_recording(const char* const path, Recording* const recording)
{
  Wav  wav = {0};
  bool ok  = wav_open(&wav, path);
  if (ok) {
    const double most   = (double)MAX_SECONDS * wav.info.samplerate;
    recording->rate_hz  = wav.info.samplerate;
    recording->n_frames = (uint32_t)fmin((double)wav.info.frames, most);
    ok                  = read_samples(&wav, recording);
  }
  if (!ok) {
    const char* const reason = wav.error[0] ? wav.error : "no memory";
    fprintf(stderr, "demo-picture: %s: %s\n", path, reason);
  }

  wav_close(&wav);
  return ok;
}

static double
peak_of(const Recording* const recording)
{
  double peak = 0.0;
  for (uint32_t t = 0; t < recording->n_frames; ++t) {
    peak = fmax(peak, fabs((double)recording->samples[t]));
  }
  return peak;
}

/// Return the amplitude that both axes end at, a multiple of a quarter
static double
common_range(const Trace* const traces)
{
  const double peak =
    fmax(peak_of(traces[0].recording), peak_of(traces[1].recording));
  return fmax(0.25, 0.25 * ceil(4.0 * peak));
}

static void
draw_amplitudes(const Chart* const chart)
{
  const double end = chart->y.maximum;
  char         label[16];
  for (int i = -1; i <= 1; ++i) {
    snprintf(
      label, sizeof(label), "%s%g", i < 0 ? "\u2212" : "", fabs(i * end));
    chart_y_tick(chart, i * end, label);
  }
}

/// Draw the extremes of what each column of pixels holds
static void
draw_envelope(const Chart* const chart, const Trace* const trace)
{
  const Recording* const r         = trace->recording;
  const uint32_t         n_columns = (uint32_t)chart->width;
  const double           ratio     = chart->x.maximum * r->rate_hz / n_columns;

  chart_clip(chart, trace->colour);
  cairo_set_line_width(chart->cr, 1.0);
  for (uint32_t column = 0; column < n_columns; ++column) {
    const uint32_t first = (uint32_t)(column * ratio);
    const uint32_t last  = (uint32_t)((column + 1U) * ratio);

    double low  = 0.0;
    double high = 0.0;
    for (uint32_t t = first; t < last && t < r->n_frames; ++t) {
      low  = fmin(low, (double)r->samples[t]);
      high = fmax(high, (double)r->samples[t]);
    }

    const double x = chart->left + column + 0.5;
    cairo_move_to(chart->cr, x, chart_y(chart, high) - 0.5);
    cairo_line_to(chart->cr, x, chart_y(chart, low) + 0.5);
  }
  cairo_stroke(chart->cr);
  chart_unclip(chart);
}

static void
draw_overview(cairo_t* const cr, const Trace* const traces)
{
  const double range = common_range(traces);
  const double seconds =
    traces[0].recording->n_frames / traces[0].recording->rate_hz;
  const int step = (int)ceil(seconds / 12.0);

  for (int i = 0; i < 2; ++i) {
    const Chart chart = {cr,
                         110.0,
                         190.0 + 205.0 * i,
                         1440.0,
                         175.0,
                         {0.0, seconds, false},
                         {-range, range, false}};
    char        label[16];
    for (int s = 0; s <= seconds; s += step) {
      snprintf(label, sizeof(label), "%d", s);
      chart_x_tick(&chart, s, i ? label : NULL);
    }

    draw_amplitudes(&chart);
    draw_envelope(&chart, &traces[i]);
    chart_title(&chart,
                i ? NULL : "The whole phrase",
                i ? "Time (s)" : NULL,
                i ? "Wet" : "Dry");
  }
}

static void
draw_zoom(cairo_t* const cr, const Trace* const traces)
{
  const double   range  = common_range(traces);
  const double   rate   = traces[0].recording->rate_hz;
  const uint32_t length = (uint32_t)(zoom_seconds * rate);
  const uint32_t start  = (uint32_t)(zoom_start * rate);
  const Chart    chart  = {cr,
                           110.0,
                           725.0,
                           660.0,
                           350.0,
                           {0.0, 1e3 * zoom_seconds, false},
                           {-range, range, false}};

  chart_title(
    &chart, "Thirty milliseconds of a low E", "Time (ms)", "Amplitude");
  for (int ms = 0; ms <= 30; ms += 5) {
    char label[16];
    snprintf(label, sizeof(label), "%d", ms);
    chart_x_tick(&chart, ms, label);
  }
  draw_amplitudes(&chart);

  for (int i = 0; i < 2; ++i) {
    const Recording* const r = traces[i].recording;
    chart_clip(&chart, traces[i].colour);
    cairo_set_line_width(cr, traces[i].line_width);
    for (uint32_t t = 0; t <= length && start + t < r->n_frames; ++t) {
      cairo_line_to(cr,
                    chart_x(&chart, 1e3 * t / rate),
                    chart_y(&chart, (double)r->samples[start + t]));
    }
    cairo_stroke(cr);
    chart_unclip(&chart);
    chart_legend(&chart, 1 - i, traces[i].name, traces[i].colour);
  }
}

static void
draw_spectrum_grid(const Chart* const chart)
{
  static const struct {
    double      hertz;
    const char* label;
  } ticks[] = {{50, "50"},
               {100, "100"},
               {200, "200"},
               {500, "500"},
               {1000, "1k"},
               {2000, "2k"},
               {5000, "5k"},
               {10000, "10k"},
               {20000, "20k"}};

  for (size_t i = 0; i < sizeof(ticks) / sizeof(ticks[0]); ++i) {
    chart_x_tick(chart, ticks[i].hertz, ticks[i].label);
  }
  for (int below = 20; below <= 120; below += 20) {
    char label[16];
    snprintf(label, sizeof(label), "\u2212%d", below);
    chart_y_tick(chart, -below, label);
  }
}

/// Draw the mean power in bands of a 24th octave
static void
draw_spectrum_curve(const Chart* const chart, const Trace* const trace)
{
  static double          power[SPECTRUM_BINS];
  const Recording* const r    = trace->recording;
  const double           band = exp2(1.0 / 24.0);

  spectrum_average(r->samples, r->n_frames, power);
  chart_clip(chart, trace->colour);
  cairo_set_line_width(chart->cr, trace->line_width);
  for (int i = 0; i < 24 * 9; ++i) {
    const double f = chart->x.minimum * pow(band, i);
    const double sum =
      spectrum_band(power, f / r->rate_hz, f * band / r->rate_hz);
    cairo_line_to(chart->cr,
                  chart_x(chart, f * sqrt(band)),
                  chart_y(chart, 10.0 * log10(sum + 1e-15)));
  }
  cairo_stroke(chart->cr);
  chart_unclip(chart);
}

static void
draw_spectra(cairo_t* const cr, const Trace* const traces)
{
  const Chart chart = {cr,
                       890.0,
                       725.0,
                       660.0,
                       350.0,
                       {40.0, 20000.0, true},
                       {-125.0, -15.0, false}};

  chart_title(&chart, "Spectrum", "Frequency (Hz)", "Level (dBFS)");
  draw_spectrum_grid(&chart);
  for (int i = 0; i < 2; ++i) {
    draw_spectrum_curve(&chart, &traces[i]);
    chart_legend(&chart, 1 - i, traces[i].name, traces[i].colour);
  }
}

static bool
draw(const Trace* const traces, const char* const path)
{
  cairo_surface_t* const surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t* const cr = cairo_create(surface);

  chart_heading(cr,
                110.0,
                "A guitar through Remanence",
                "Six seconds of synthesised strings, and what the default "
                "preset makes of them");
  draw_overview(cr, traces);
  draw_zoom(cr, traces);
  draw_spectra(cr, traces);

  const cairo_status_t status = cairo_surface_write_to_png(surface, path);
  if (status) {
    fprintf(stderr,
            "demo-picture: %s: cannot be written: %s\n",
            path,
            cairo_status_to_string(status));
  }

  cairo_destroy(cr);
  cairo_surface_destroy(surface);
  return !status;
}

int
main(const int argc, char** const argv)
{
  if (argc != 4) {
    fprintf(stderr, "Usage: demo-picture DRY.wav WET.wav OUT.png\n");
    return 2;
  }

  Recording   dry      = {0};
  Recording   wet      = {0};
  const Trace traces[] = {{"Dry", &dry, blue, 1.5},
                          {"Wet", &wet, vermilion, 2.0}};

  const bool ok = read_recording(argv[1], &dry) &&
                  read_recording(argv[2], &wet) && draw(traces, argv[3]);
  free(dry.samples);
  free(wet.samples);
  return !ok;
}
