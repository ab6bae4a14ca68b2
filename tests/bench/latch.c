// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file latch.c What C_t is for.

       latch PICTURE.png

   Lets networks of each cell learn to remember a bit over gaps of many lengths,
   and prints what becomes doc/latch.md.
*/

#include "../latch.h"
#include "../../tools/chart.h"

#include <cblas.h>

#include <stdio.h>
#include <stdlib.h>

enum {
  N_CELLS    = 3,
  N_GAPS     = 7,
  N_NETWORKS = 10,   ///< Of each cell and gap, from seeds of their own
  N_UPDATES  = 1500, ///< At most
  WIDTH      = 1200,
  HEIGHT     = 1040,
};

static const double lowest = 1e-32; ///< Gradient that is drawn
static const double few    = 0.01;  ///< Wrong bits of what has learned

static const size_t gaps[N_GAPS] = {10, 20, 50, 100, 200, 500, 1000};

static const RmnShape cells[N_CELLS] = {
  {.type = RMN_RNN, .activation = RMN_TANH},
  {.type = RMN_GRU},
  {.type = RMN_LSTM}};

static const char* const names[N_CELLS] = {"RNN", "GRU", "LSTM"};

static const ChartColour colours[N_CELLS] = {{0.835, 0.369, 0.000},
                                             {0.000, 0.620, 0.451},
                                             {0.000, 0.447, 0.698}};

static const char* const introduction =
  "# What C is for\n"
  "\n"
  "A recurrent network learns by asking of each error: what should I have "
  "kept\n"
  "of what I heard before? The answer is a gradient that goes back through "
  "time,\n"
  "frame by frame. A simple RNN multiplies it by the same weights in each "
  "frame,\n"
  "so that it fades (or explodes) exponentially, and a few dozen frames back\n"
  "nothing is left to learn from. A LSTM has a second state, C, that a frame "
  "only\n"
  "multiplies by a forget gate and adds to: while the gate is open, C stays "
  "what it\n"
  "is, and so does its gradient. A GRU does the same to h, with one gate for "
  "both.\n"
  "\n"
  "This is seen where nothing but memory counts. One input is noise from "
  "\u22121 to 1;\n"
  "the other is 1 in a single frame, where the first is a bit, 1 or \u22121, "
  "and 0 in\n"
  "the frames after that: the gap. In its last frame the bit is asked for.\n"
  "Networks of 8 units learn this with the layers and the optimiser of\n"
  "`remanence train`, from 32 bits an update, until ten updates in a row were "
  "good\n"
  "or 1500 are over. A row is of 10 networks of a cell, from weights at "
  "random.\n"
  "The gates of LSTM and GRU start open for times of up to the gap (Tallec "
  "and\n"
  "Ollivier 2018); a simple RNN has none. The gradient is that of the error by "
  "what\n"
  "is remembered, h and C, right after the bit, before anything is learned: "
  "the\n"
  "median of its norm.\n"
  "\n"
  "`make latch` makes this page and its picture.\n"
  "\n"
  "![Wrong bits and gradient over the gap](latch.png)\n"
  "\n"
  "| Gap (frames) | Cell | Learned it | Wrong bits | Gradient |\n"
  "|--:|:--|--:|--:|--:|\n";

static const char* const conclusion =
  "\n"
  "Half of the bits are right by guessing. A simple RNN could hold a bit: two\n"
  "states that hold themselves are among what it can do, and over a short gap "
  "it\n"
  "finds them. Over a long one the gradient does not lead there, and it comes "
  "upon\n"
  "them by chance if at all. Where the table says 0, the gradient is nothing "
  "in\n"
  "single precision.\n";

/// What ten networks did
typedef struct {
  int    n_learned;
  double wrong; ///< Mean share of bits
  double norm;  ///< Median
} Outcome;

static int
compare(const void* const a, const void* const b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

static Outcome
try_cell(const RmnShape cell, const size_t gap)
{
  Outcome outcome = {0, 0.0, 0.0};
  double  norms[N_NETWORKS];
  for (uint32_t i = 0; i < N_NETWORKS; ++i) {
    Latch fresh = latch_new(cell, gap, 1U + i, layer_funcs);
    norms[i]    = latch_gradient_norm(&fresh);
    latch_free(&fresh);

    Latch latch = latch_new(cell, gap, 1U + i, fused_funcs);
    latch_learn(&latch, N_UPDATES);
    const double wrong = latch_test(&latch).wrong;
    outcome.wrong += wrong / N_NETWORKS;
    outcome.n_learned += wrong < few;
    latch_free(&latch);
  }

  qsort(norms, N_NETWORKS, sizeof(double), compare);
  outcome.norm = 0.5 * (norms[N_NETWORKS / 2 - 1] + norms[N_NETWORKS / 2]);
  return outcome;
}

static void
print_outcome(const size_t gap, const int c, const Outcome* const outcome)
{
  printf("| ");
  if (!c) {
    printf("%zu ", gap);
  }
  printf("| %s | %d of %d | %.1f %% | %.2g |\n",
         names[c],
         outcome->n_learned,
         N_NETWORKS,
         100.0 * outcome->wrong,
         outcome->norm);
  fflush(stdout);
}

static void
draw_gaps(const Chart* const chart, const bool is_last)
{
  char label[16];
  for (int g = 0; g < N_GAPS; ++g) {
    snprintf(label, sizeof(label), "%zu", gaps[g]);
    chart_x_tick(chart, (double)gaps[g], is_last ? label : NULL);
  }
}

/// Draw a value over the gap, a dot for each; what is nothing ends the curve
static void
draw_curve(const Chart* const chart, const int c, const double values[N_GAPS])
{
  chart_clip(chart, colours[c]);
  cairo_set_line_width(chart->cr, 4.0);
  for (int g = 0; g < N_GAPS && values[g] >= chart->y.minimum; ++g) {
    cairo_line_to(
      chart->cr, chart_x(chart, (double)gaps[g]), chart_y(chart, values[g]));
  }
  cairo_stroke(chart->cr);
  for (int g = 0; g < N_GAPS && values[g] >= chart->y.minimum; ++g) {
    cairo_arc(chart->cr,
              chart_x(chart, (double)gaps[g]),
              chart_y(chart, values[g]),
              7.0,
              0.0,
              6.2832);
    cairo_fill(chart->cr);
  }
  chart_unclip(chart);
}

static void
draw_errors(const Chart* const chart, Outcome outcomes[N_CELLS][N_GAPS])
{
  char label[16];
  draw_gaps(chart, false);
  for (int percent = 0; percent <= 50; percent += 10) {
    snprintf(label, sizeof(label), "%d", percent);
    chart_y_tick(chart, 0.01 * percent, label);
  }
  for (int c = 0; c < N_CELLS; ++c) {
    double values[N_GAPS];
    for (int g = 0; g < N_GAPS; ++g) {
      values[g] = outcomes[c][g].wrong;
    }
    draw_curve(chart, c, values);
    chart_legend(chart, N_CELLS - 1 - c, names[c], colours[c]);
  }
  chart_title(chart, NULL, NULL, "Wrong bits (%)");
}

static void
draw_norms(const Chart* const chart, Outcome outcomes[N_CELLS][N_GAPS])
{
  char label[16];
  draw_gaps(chart, true);
  for (int power = 0; power <= 30; power += 10) {
    snprintf(label, sizeof(label), power ? "1e\u2212%d" : "1", power);
    chart_y_tick(chart, pow(10.0, -power), label);
  }
  for (int c = 0; c < N_CELLS; ++c) {
    double values[N_GAPS];
    for (int g = 0; g < N_GAPS; ++g) {
      values[g] = outcomes[c][g].norm;
    }
    draw_curve(chart, c, values);
  }
  chart_title(chart,
              "Gradient of the error by what is remembered right after the bit",
              "Gap (frames)",
              "Norm");
}

static void
draw(const char* const path, Outcome outcomes[N_CELLS][N_GAPS])
{
  cairo_surface_t* const surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t* const   cr     = cairo_create(surface);
  const ChartScale gap    = {9.0, 1100.0, true};
  const Chart      errors = {
         cr, 110.0, 190.0, 1040.0, 300.0, gap, {-0.02, 0.55, false}};
  const Chart norms = {
    cr, 110.0, 590.0, 1040.0, 360.0, gap, {lowest, 10.0, true}};

  chart_heading(cr,
                110.0,
                "What C is for",
                "A bit, then noise, then the question which bit it was; 10 "
                "networks of 8 units for each dot");
  draw_errors(&errors, outcomes);
  draw_norms(&norms, outcomes);

  const cairo_status_t status = cairo_surface_write_to_png(surface, path);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
  if (status) {
    fprintf(stderr,
            "latch: %s: cannot be written: %s\n",
            path,
            cairo_status_to_string(status));
    exit(1);
  }
}

int
main(const int argc, char** const argv)
{
  Outcome outcomes[N_CELLS][N_GAPS];
  if (argc != 2) {
    fputs("Usage: latch PICTURE.png\n", stderr);
    return 2;
  }

  openblas_set_num_threads(1);
  printf("%s", introduction);
  for (int g = 0; g < N_GAPS; ++g) {
    for (int c = 0; c < N_CELLS; ++c) {
      outcomes[c][g] = try_cell(cells[c], gaps[g]);
      print_outcome(gaps[g], c, &outcomes[c][g]);
    }
  }
  printf("%s", conclusion);
  draw(argv[1], outcomes);
  return 0;
}
