// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file aliasing.c What oversampling leaves of aliasing.

       aliasing PICTURE.png TITLE MODEL [TITLE MODEL]...

   Plays a sine of 5 kHz at -6 dBFS through models, oversampled or not, and
   prints what becomes doc/aliasing.md.  Draws what the first model makes of it
   at 48 kHz.
*/

#include "../../tools/chart.h"
#include "../test.h"
#include "rmn.h"

#include <math.h>
#include <stdio.h>

enum {
  TONE_HZ = 5000,
  STEP_HZ = 100, ///< Tone and rates, and so all that they mix to, are multiples
  MAX_HZ  = 24000,
  N_LINES = MAX_HZ / STEP_HZ,
  N_TIMES = 3,
  HEARD_HZ = 20000,
  WIDTH    = 1600,
  HEIGHT   = 1130,
};

static const double tau      = 6.283185307179586;
static const double floor_db = -120.0;

static const uint32_t times[N_TIMES] = {1, 2, 4};

static const ChartColour blue      = {0.000, 0.447, 0.698};
static const ChartColour vermilion = {0.835, 0.369, 0.000};

static const uint32_t rates_hz[] = {44100, 48000, 96000};

static const char* const introduction =
  "# Aliasing\n"
  "\n"
  "A distorting network makes harmonics of a sine, and those above half of "
  "its\n"
  "rate come back as tones that belong to nothing: aliases. Oversampling runs\n"
  "the network 2 or 4 times as fast. For a sine of 5 kHz at \u22126 dBFS, this "
  "is the\n"
  "energy of all aliases below 20 kHz in dB against the tone that comes out; "
  "less\n"
  "is better. A network whose state is delayed runs at the host's rate and\n"
  "aliases less to begin with; one that is resampled runs at its own.\n"
  "\n"
  "`make aliasing DATA=DIR` makes this page and its picture, where DIR is a\n"
  "folder of real networks.\n"
  "\n"
  "![Harmonics and aliases of the preset Diode Clipper](aliasing.png)\n"
  "\n"
  "| Network, its rate | Host (kHz) | Strategy | 1 \u00d7 | 2 \u00d7 | 4 "
  "\u00d7 |\n"
  "|:--|--:|:--|--:|--:|--:|\n";

/// The amplitude of every multiple of STEP_HZ
typedef struct {
  double      lines[N_LINES];
  RmnRateMode mode;     ///< That was used
  double      model_hz; ///< Of the network, 0 where unknown
} Spectrum;

/// Return whether a line is a harmonic of the tone, and not an alias of one
static bool
is_harmonic(const int line)
{
  return line * STEP_HZ % TONE_HZ == 0;
}

/// Return the amplitude of one frequency, of which there are whole periods
static double
amplitude(const float* const audio,
          const uint32_t     n_frames,
          const double       frequency)
{
  double real      = 0.0;
  double imaginary = 0.0;
  for (uint32_t t = 0; t < n_frames; ++t) {
    const double phase = tau * fmod(frequency * t, 1.0);
    real += (double)audio[t] * cos(phase);
    imaginary += (double)audio[t] * sin(phase);
  }
  return 2.0 * hypot(real, imaginary) / n_frames;
}

/// Play the tone for half a second, and look at its last tenth
static Spectrum
play(const char* const path,
     const uint32_t    rate_hz,
     const RmnRateMode mode,
     const uint32_t    n_times)
{
  const uint32_t n_frames = rate_hz / 2U;
  const uint32_t n_last   = rate_hz / 10U;
  const RmnSetup setup    = {rate_hz, 1, mode, n_times, 0.0};
  RmnError       error    = {RMN_OK, ""};

  RmnPlayer* const player = rmn_player_open_with(path, &setup, &error);
  float* const     audio  = (float*)calloc(n_frames, sizeof(float));
  if (!player) {
    fprintf(stderr, "aliasing: %s: %s\n", path, error.message);
    exit(1);
  }
  CHECK(audio);
  for (uint32_t t = 0; t < n_frames; ++t) {
    const double phase = fmod((double)TONE_HZ * t / rate_hz, 1.0);
    audio[t]           = (float)(0.5 * sin(tau * phase));
  }

  const float* in  = audio;
  float*       out = audio;
  rmn_player_process(player, &in, &out, n_frames);

  Spectrum spectrum = {.mode     = rmn_player_rate_mode(player),
                       .model_hz = rmn_player_model_rate(player)};
  for (int i = 1; i < N_LINES && i * STEP_HZ < (int)rate_hz / 2; ++i) {
    const double frequency = (double)i * STEP_HZ / rate_hz;
    spectrum.lines[i] = amplitude(audio + n_frames - n_last, n_last, frequency);
  }
  rmn_player_free(player);
  free(audio);
  return spectrum;
}

/// Return the energy of what is heard of aliases, over that of the tone
static double
aliasing_db(const Spectrum* const spectrum)
{
  const double tone = spectrum->lines[TONE_HZ / STEP_HZ];

  double sum = 0.0;
  for (int i = 1; i * STEP_HZ < HEARD_HZ; ++i) {
    sum += is_harmonic(i) ? 0.0 : spectrum->lines[i] * spectrum->lines[i];
  }
  return 10.0 * log10(sum / (tone * tone) + 1e-30);
}

/// Print a row of the table, with the title only if there is one
static void
print_row(const char* const title,
          const char* const path,
          const uint32_t    rate_hz,
          const RmnRateMode mode)
{
  for (int i = 0; i < N_TIMES; ++i) {
    const Spectrum s         = play(path, rate_hz, mode, times[i]);
    const bool     is_native = s.mode == RMN_RATE_NATIVE;
    if (!i && *title) {
      printf("| %s, %g kHz ", title, s.model_hz / 1e3);
    }
    if (!i) {
      printf("%s| %g | %s ",
             *title ? "" : "| ",
             rate_hz / 1e3,
             is_native ? "none" : rmn_rate_mode_name(s.mode));
    }
    printf("| \u2212%.1f ", -aliasing_db(&s));
  }
  printf("|\n");
}

/// Print how a model plays at every rate, by every strategy that there is
static void
print_model(const char* title, const char* const path)
{
  for (size_t r = 0; r < sizeof(rates_hz) / sizeof(rates_hz[0]); ++r) {
    for (int m = RMN_RATE_NATIVE; m < RMN_N_RATE_MODES; ++m) {
      const RmnRateMode mode   = (RmnRateMode)m;
      const Spectrum    s      = play(path, rates_hz[r], mode, 1);
      const bool        is_own = s.model_hz == rates_hz[r];
      if (s.mode == mode && (mode == RMN_RATE_NATIVE) == is_own) {
        print_row(title, path, rates_hz[r], mode);
        title = "";
      }
    }
  }
}

static void
draw_axes(const Chart* const chart, const bool is_last)
{
  char label[16];
  for (int khz = 0; khz <= MAX_HZ / 1000; khz += 5) {
    snprintf(label, sizeof(label), "%d", khz);
    chart_x_tick(chart, khz, is_last ? label : NULL);
  }
  for (int below = 0; below <= -(int)floor_db; below += 40) {
    snprintf(label, sizeof(label), "%s%d", below ? "\u2212" : "", below);
    chart_y_tick(chart, -below, label);
  }
}

/// Draw the lines that are harmonics, or those that are not
static void
draw_lines(const Chart* const    chart,
           const Spectrum* const spectrum,
           const bool            harmonics,
           const ChartColour     colour)
{
  const double tone   = spectrum->lines[TONE_HZ / STEP_HZ];
  const double bottom = chart->top + chart->height;

  chart_clip(chart, colour);
  cairo_set_line_width(chart->cr, 7.0);
  for (int i = 1; i < N_LINES; ++i) {
    const double level = 20.0 * log10(spectrum->lines[i] / tone + 1e-9);
    if (is_harmonic(i) == harmonics && level > floor_db) {
      const double x = chart_x(chart, i * STEP_HZ / 1e3);
      cairo_move_to(chart->cr, x, bottom);
      cairo_line_to(chart->cr, x, chart_y(chart, level));
    }
  }
  cairo_stroke(chart->cr);
  chart_unclip(chart);
}

/// The words are longer than others in a legend
static void
draw_legend(Chart chart)
{
  chart.width -= 20.0;
  chart_legend(&chart, 0, "Aliases", vermilion);
  chart.width -= 25.0;
  chart_legend(&chart, 1, "Harmonics", blue);
}

static void
draw_panel(cairo_t* const cr, const char* const path, const int i)
{
  static const char* const names[] = {
    "Not oversampled", "2 times oversampled", "4 times oversampled"};

  const Spectrum s       = play(path, 48000, RMN_RATE_AUTO, times[i]);
  const Chart    chart   = {cr,
                            110.0,
                            200.0 + 310.0 * i,
                            1440.0,
                            230.0,
                            {0.0, MAX_HZ / 1e3, false},
                            {floor_db, 5.0, false}};
  const bool     is_last = i == N_TIMES - 1;
  char           title[100];
  snprintf(title,
           sizeof(title),
           "%s: aliases at \u2212%.1f dB",
           names[i],
           -aliasing_db(&s));

  draw_axes(&chart, is_last);
  chart_title(&chart, title, is_last ? "Frequency (kHz)" : NULL, "Level (dB)");
  draw_lines(&chart, &s, true, blue);
  draw_lines(&chart, &s, false, vermilion);
  if (!i) {
    draw_legend(chart);
  }
}

static void
draw(const char* const model_path, const char* const picture_path)
{
  cairo_surface_t* const surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t* const cr = cairo_create(surface);

  chart_heading(cr,
                110.0,
                "What oversampling does to a loud high note",
                "A sine of 5 kHz at \u22126 dBFS through the Diode Clipper at "
                "48 kHz, levels against the tone");
  for (int i = 0; i < N_TIMES; ++i) {
    draw_panel(cr, model_path, i);
  }

  const cairo_status_t status =
    cairo_surface_write_to_png(surface, picture_path);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
  if (status) {
    fprintf(stderr,
            "aliasing: %s: cannot be written: %s\n",
            picture_path,
            cairo_status_to_string(status));
    exit(1);
  }
}

int
main(const int argc, char** const argv)
{
  if (argc < 4 || argc % 2) {
    fprintf(stderr, "Usage: aliasing PICTURE.png TITLE MODEL...\n");
    return 2;
  }

  draw(argv[3], argv[1]);
  printf("%s", introduction);
  for (int i = 2; i < argc; i += 2) {
    print_model(argv[i], argv[i + 1]);
  }
  return 0;
}
