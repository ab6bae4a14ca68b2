// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file zipper.c Draw the zipper noise that a turning knob does not make.

   A sine goes through a model while its first knob moves by a step every 512
   frames, as a host with blocks of that length moves it: straight into the
   network, and through a player, which smooths it.
*/

#include "../chart.h"
#include "../spectrum.h"
#include "rmn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { RATE = 48000, N_FRAMES = 4 * RATE, N_STEP = 512, WIDTH = 1000 };

static const double pi       = 3.14159265358979323846;
static const double sine_hz  = 375.0; ///< A period is a whole number of frames
static const double range_hz = 6000.0;

static const ChartColour blue      = {0.000, 0.447, 0.698};
static const ChartColour vermilion = {0.835, 0.369, 0.000};

static float input[N_FRAMES];
static float output[N_FRAMES];

/// Return the value of a knob that is turned to and fro each second
static float
knob_at(const RmnInput* const knob, const uint32_t frame)
{
  const double x = 0.5 - 0.4 * cos(2.0 * pi * frame / RATE);
  return (float)(knob->minimum + x * (knob->maximum - knob->minimum));
}

/// Let the end of the output fade, so that its spectrum shows no end
static void
fade_out(void)
{
  for (uint32_t t = 0; t < RATE; ++t) {
    output[N_FRAMES - 1U - t] *= (float)(0.5 - 0.5 * cos(pi * t / RATE));
  }
}

/// Play with a knob that steps
static bool
play_steps(const RmnNetwork* const network)
{
  RmnModel* const model = rmn_model_new(network);
  RmnState* const state = model ? rmn_state_new(model, 1) : NULL;

  for (uint32_t t = 0; state && t < N_FRAMES; t += N_STEP) {
    static float values[RMN_MAX_INPUTS][N_STEP];
    const float* in[RMN_MAX_INPUTS] = {input + t};
    static float others[RMN_MAX_OUTPUTS][N_STEP];
    float*       out[RMN_MAX_OUTPUTS] = {output + t};
    for (uint32_t i = 1; i < network->n_inputs; ++i) {
      for (uint32_t n = 0; n < N_STEP; ++n) {
        values[i][n] =
          i == 1 ? knob_at(&network->inputs[i], t) : network->inputs[i].value;
      }
      in[i] = values[i];
    }
    for (uint32_t o = 1; o < network->n_outputs; ++o) {
      out[o] = others[o];
    }
    rmn_process(model, state, in, out, N_STEP);
  }

  rmn_state_free(state);
  rmn_model_free(model);
  return state;
}

/// Play with a knob that is smoothed
static bool
play_smoothly(const RmnNetwork* const network)
{
  RmnError         error  = {RMN_OK, ""};
  RmnPlayer* const player = rmn_player_new(network, RATE, 1, &error);

  for (uint32_t t = 0; player && t < N_FRAMES; t += N_STEP) {
    const float* const in  = input + t;
    float* const       out = output + t;
    rmn_player_set_knob(player, 0, knob_at(&network->inputs[1], t));
    rmn_player_process(player, &in, &out, N_STEP);
  }

  rmn_player_free(player);
  return player;
}

/// Return the level between the harmonics, relative to all, in decibel
static double
measure_noise(const double* const power)
{
  const double width = (double)RATE / SPECTRUM_SIZE;
  double       noise = 0.0;
  double       all   = 0.0;
  for (uint32_t b = 0; b < SPECTRUM_BINS; ++b) {
    const double distance = fabs(remainder(b * width, sine_hz));
    noise += distance > 40.0 ? power[b] : 0.0;
    all += power[b];
  }
  return 10.0 * log10(noise / all);
}

static void
draw_grid(const Chart* const chart)
{
  char label[16];
  for (int k = 0; k <= 6; ++k) {
    snprintf(label, sizeof(label), "%d", k);
    chart_x_tick(chart, 1000.0 * k, label);
  }
  for (int below = 20; below <= 140; below += 20) {
    snprintf(label, sizeof(label), "\u2212%d", below);
    chart_y_tick(chart, -below, label);
  }
}

/// Draw the spectrum of the output, and print its noise
static void
draw_spectrum(const Chart* const chart,
              const int          entry,
              const char* const  name,
              const ChartColour  colour)
{
  static double power[SPECTRUM_BINS];
  const double  width = (double)RATE / SPECTRUM_SIZE;

  fade_out();
  spectrum_average(output, N_FRAMES, power);
  chart_clip(chart, colour);
  cairo_set_line_width(chart->cr, 1.0);
  for (uint32_t b = 0; b * width <= range_hz; ++b) {
    cairo_line_to(chart->cr,
                  chart_x(chart, b * width),
                  chart_y(chart, 10.0 * log10(power[b] + 1e-16)));
  }
  cairo_stroke(chart->cr);
  chart_unclip(chart);
  chart_legend(chart, entry, name, colour);
  printf("%s: %.1f dB between the harmonics\n", name, measure_noise(power));
}

static bool
draw(cairo_t* const cr, const RmnNetwork* const network)
{
  const Chart chart = {
    cr, 90.0, 60.0, 860.0, 400.0, {0.0, range_hz, false}, {-150.0, 0.0, false}};

  cairo_set_source_rgb(cr, 1.0, 1.0, 1.0);
  cairo_paint(cr);
  chart_title(
    &chart, "A sine while a knob turns", "Frequency (kHz)", "Level (dBFS)");
  draw_grid(&chart);
  if (!play_steps(network)) {
    return false;
  }
  draw_spectrum(&chart, 1, "In steps", vermilion);
  if (!play_smoothly(network)) {
    return false;
  }
  draw_spectrum(&chart, 0, "Smoothed", blue);
  return true;
}

int
main(const int argc, char** const argv)
{
  RmnError error = {RMN_OK, "takes MODEL.json and OUT.png"};

  RmnNetwork* const network =
    argc == 3 ? rmn_network_load(argv[1], &error) : NULL;
  if (!network || network->n_inputs < 2) {
    fprintf(stderr,
            "demo-zipper: %s\n",
            network ? "the model has no knob" : error.message);
    rmn_network_free(network);
    return EXIT_FAILURE;
  }
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    input[t] = (float)(0.25 * sin(2.0 * pi * sine_hz * t / RATE));
  }

  cairo_surface_t* const surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, WIDTH / 2 + 40);
  cairo_t* const cr = cairo_create(surface);
  const bool     ok =
    draw(cr, network) && !cairo_surface_write_to_png(surface, argv[2]);
  if (!ok) {
    fprintf(stderr, "demo-zipper: %s: cannot be drawn\n", argv[2]);
  }
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
  rmn_network_free(network);
  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
