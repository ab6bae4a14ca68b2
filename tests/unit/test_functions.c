// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_functions.c Cells with a clip or other functions than sigmoid and
/// tanh, by every kernel of the machine, against the batch path

#include "../networks.h"
#include "../sequences.h"
#include "kernel/kernel.h"

#include <string.h>

enum { N_FRAMES = 300 };

/// Twice that of other cells: functions without bounds amplify what rounding
/// feeds back, by every kernel alike
static const double tolerance = 2e-6;

/// Bounds within which each function of gates lets a cell forget
static const float clip = 0.375f;

static const uint32_t sizes[] = {1, 3, 4, 5, 8, 16, 17, 40};

enum { N_SIZES = sizeof(sizes) / sizeof(sizes[0]) };

/// A network with what it hears and should give
typedef struct {
  RmnNetwork* network;
  double*     x;
  double*     wanted;
} Trial;

static Trial
begin(const RmnShape cell, const uint32_t seed)
{
  const RmnShape shapes[] = {
    cell, {.type = RMN_DENSE, .n_inputs = cell.n_outputs, .n_outputs = 1}};
  const size_t n     = (size_t)N_FRAMES * cell.n_inputs;
  Trial        trial = {random_network(shapes, 2, seed),
                        (double*)malloc(n * sizeof(double)),
                        (double*)malloc(N_FRAMES * sizeof(double))};
  uint32_t     noise = 7;
  CHECK(trial.x && trial.wanted);
  for (size_t i = 0; i < n; ++i) {
    trial.x[i] = (double)random_float(&noise);
  }
  CHECK(!rmn_batch_process(
    trial.network, RMN_START_FILE, trial.x, trial.wanted, N_FRAMES, 1));
  return trial;
}

static void
end(const Trial* const trial)
{
  free(trial->x);
  free(trial->wanted);
  rmn_network_free(trial->network);
}

/// Whether a kernel adds up as all of those do that have an FMA
static bool
has_fma(const RmnKernel* const kernel)
{
  return !strcmp(kernel->isa, "x86-64-v3") || !strcmp(kernel->isa, "x86-64-v4");
}

/// Return the worst error of a cell by any kernel; those with an FMA must play
/// the same bits
static double
worst_of(const RmnShape cell, const uint32_t seed)
{
  const Trial trial = begin(cell, seed);
  double*     first = NULL;
  double      worst = 0.0;
  for (uint32_t k = 0; rmn_kernel_at(k); ++k) {
    CHECK(rmn_kernel_override(rmn_kernel_at(k)->isa));
    double* const y = play(trial.network, RMN_START_FILE, trial.x, N_FRAMES);
    worst           = fmax(worst, worst_error(y, trial.wanted, N_FRAMES));
    if (first && has_fma(rmn_kernel_at(k))) {
      CHECK(!memcmp(first, y, N_FRAMES * sizeof(double)));
    }
    if (!first && has_fma(rmn_kernel_at(k))) {
      first = y;
    } else {
      free(y);
    }
  }
  rmn_kernel_override(NULL);
  free(first);
  end(&trial);
  return worst;
}

static void
check_sizes(RmnShape cell)
{
  double worst = 0.0;
  for (uint32_t s = 0; s < N_SIZES; ++s) {
    cell.n_inputs  = 1U + s % 3U;
    cell.n_outputs = sizes[s];
    worst          = fmax(worst, worst_of(cell, s + 1U));
  }
  fprintf(
    stderr,
    "  %s: %s, %s, %s, clip %g: worst error %.1e\n",
    rmn_layer_type_name(cell.type),
    rmn_activation_name(rmn_shape_function(&cell, RMN_OF_GATES).activation),
    rmn_activation_name(cell.functions[1].activation),
    rmn_activation_name(cell.functions[2].activation),
    (double)cell.clip,
    worst);
  CHECK(worst <= tolerance);
}

/// Check a cell with every function in every place, and within bounds
static void
check_cell(RmnShape cell)
{
  cell.clip = clip;
  check_sizes(cell);
  for (unsigned a = RMN_TANH; a < RMN_N_ACTIVATIONS; ++a) {
    const RmnFunction f = {(RmnActivation)a, 0.25f, 0.5f};
    for (uint32_t i = 0; a != RMN_SOFTMAX && i < rmn_shape_n_functions(&cell);
         ++i) {
      RmnShape changed     = cell;
      changed.functions[i] = f;
      changed.clip         = i == RMN_OF_GATES ? clip : 0.0f;
      check_sizes(changed);
    }
  }
}

static void
lstms_match_batch(void)
{
  check_cell((RmnShape){.type = RMN_LSTM});
}

static void
lstms_with_peepholes_match_batch(void)
{
  check_cell((RmnShape){.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL});
  check_cell((RmnShape){.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_FULL});
}

static void
grus_match_batch(void)
{
  check_cell((RmnShape){.type = RMN_GRU});
  check_cell((RmnShape){.type = RMN_GRU, .reset = RMN_RESET_BEFORE});
}

static void
rnns_match_batch(void)
{
  for (unsigned a = 0; a < RMN_N_ACTIVATIONS; ++a) {
    if (a != RMN_SOFTMAX) {
      check_sizes((RmnShape){.type       = RMN_RNN,
                             .activation = (RmnActivation)a,
                             .alpha      = 0.25f,
                             .beta       = 0.5f,
                             .clip       = clip});
    }
  }
}

/// A function that is named is played as the usual one is, though not by the
/// same way
static void
usual_functions_may_be_named(void)
{
  const RmnShape usual = {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 12};
  RmnShape       named = usual;
  named.functions[RMN_OF_GATES].activation     = RMN_SIGMOID;
  named.functions[RMN_OF_CANDIDATE].activation = RMN_TANH;
  named.functions[RMN_OF_CELL].activation      = RMN_TANH;
  const Trial   a                              = begin(usual, 1);
  const Trial   b                              = begin(named, 1);
  double* const y = play(b.network, RMN_START_FILE, b.x, N_FRAMES);
  CHECK(!memcmp(a.wanted, b.wanted, N_FRAMES * sizeof(double)));
  CHECK(worst_error(y, a.wanted, N_FRAMES) <= tolerance);
  free(y);
  end(&a);
  end(&b);
}

/// What grows without bound starts again from rest, and again
static void
blown_cells_are_contained(void)
{
  RmnShape cell = {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 3};
  for (int i = 0; i < RMN_N_CELL_FUNCTIONS; ++i) {
    cell.functions[i] = (RmnFunction){RMN_AFFINE, 2.0f, 1.0f};
  }
  const Trial      trial  = begin(cell, 5);
  RmnError         error  = {RMN_OK, ""};
  RmnPlayer* const player = rmn_player_new(trial.network, 48000.0, 1, &error);
  float            audio[64];
  float* const     io[] = {audio};
  CHECK(player);
  for (int i = 0; i < 64; ++i) {
    for (int t = 0; t < 64; ++t) {
      audio[t] = (float)trial.x[t];
    }
    rmn_player_process(player, (const float* const*)io, io, 64);
    for (int t = 0; t < 64; ++t) {
      CHECK(isfinite(audio[t]));
    }
  }
  CHECK(rmn_player_n_contained(player) > 1);
  rmn_player_free(player);
  end(&trial);
}

static void
what_no_layer_has_is_refused(void)
{
  const RmnFunction softmax = {.activation = RMN_SOFTMAX};
  const RmnFunction endless = {RMN_LEAKY_RELU, INFINITY, 0.0f};
  const RmnFunction relu    = {.activation = RMN_RELU};
  const RmnShape    bad[]   = {
         {.type = RMN_LSTM, .functions = {softmax}},
         {.type = RMN_LSTM, .functions = {endless}},
         {.type = RMN_LSTM, .clip = -1.0f},
         {.type = RMN_LSTM, .clip = NAN},
         {.type = RMN_GRU, .functions = {relu, relu, relu}},
         {.type = RMN_DENSE, .functions = {relu}},
         {.type = RMN_DENSE, .clip = 1.0f},
         {.type = RMN_RNN, .activation = RMN_SOFTMAX},
         {.type = RMN_DENSE, .activation = RMN_AFFINE, .alpha = NAN},
  };
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    RmnError error  = {RMN_OK, ""};
    RmnShape shape  = bad[i];
    shape.n_inputs  = 1;
    shape.n_outputs = 1;
    CHECK(rmn_shape_check(&shape, "layer", &error));
    CHECK(error.message[0]);
  }
}

int
main(void)
{
  RUN(lstms_match_batch);
  RUN(lstms_with_peepholes_match_batch);
  RUN(grus_match_batch);
  RUN(rnns_match_batch);
  RUN(usual_functions_may_be_named);
  RUN(blown_cells_are_contained);
  RUN(what_no_layer_has_is_refused);
  return 0;
}
