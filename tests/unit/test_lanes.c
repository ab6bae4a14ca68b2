// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_lanes.c Training in single precision: the kernels of every
   instruction set against OpenBLAS, and both against the engine that plays.
*/

#include "../bidirectional.h"
#include "../golden_gradient.h"

#include "../../tools/train/fused.h"

enum { N_FRAMES = 37 };

/// Most that an output may differ, and a gradient by its relative L2 norm
static const double tolerance = 1e-6;

/// The same where both are in single precision
static const double tolerance_of_both = 4e-6;

static double*
widen(const Real* const values, const size_t n)
{
  double* const wide = (double*)malloc(n * sizeof(double));
  CHECK(wide);
  for (size_t i = 0; i < n; ++i) {
    wide[i] = (double)values[i];
  }
  return wide;
}

/// Return a lesson whose cells stray, and are pulled back
static Lesson
make_straying_lesson(const RmnShape* const shapes,
                     const uint32_t        n_layers,
                     LayerChooser* const   choose)
{
  RmnNetwork* const network = random_network(shapes, n_layers, 3);
  let_cells_stray(network);

  Lesson s      = make_lesson(network, choose, FUSED_LANES, N_FRAMES);
  s.lanes->pull = 0.5f;
  return s;
}

/// Compare both ways for a network, after warming up
static void
compare_with_openblas(const RmnShape* const shapes, const uint32_t n_layers)
{
  Lesson a = make_straying_lesson(shapes, n_layers, fused_funcs);
  Lesson b = make_straying_lesson(shapes, n_layers, layer_funcs);

  for (int step = 0; step < 2; ++step) {
    lesson_gradient(&a);
    lesson_gradient(&b);
    lanes_carry(a.lanes, N_FRAMES);
    lanes_carry(b.lanes, N_FRAMES);
  }

  double* const y_a = widen(a.lanes->y, a.n_y);
  double* const y_b = widen(b.lanes->y, b.n_y);
  double* const g   = widen(b.lanes->gradient, b.trainee->n_weights);
  CHECK(worst_error(y_a, y_b, a.n_y) <= tolerance);
  CHECK(relative_l2(a.lanes->gradient, g, a.trainee->n_weights) <=
        tolerance_of_both);
  free(y_a);
  free(y_b);
  free(g);
  free_lesson(&a);
  free_lesson(&b);
}

/// Compare a cell of many sizes, alone and in a stack, with every kernel
static void
compare_cell(const RmnShape cell)
{
  static const uint32_t sizes[] = {1, 2, 3, 5, 8, 9, 16, 18, 20};

  for (uint32_t i = 0; rmn_kernel_at(i); ++i) {
    CHECK(rmn_kernel_override(rmn_kernel_at(i)->isa));
    CHECK(fused_funcs(&cell) != layer_funcs(&cell));
    for (size_t n = 0; n < sizeof(sizes) / sizeof(sizes[0]); ++n) {
      RmnShape shapes[] = {cell, cell, {.type = RMN_DENSE}};

      shapes[0].n_inputs  = 1U + (uint32_t)n % 3U;
      shapes[0].n_outputs = sizes[n];
      shapes[1].n_inputs  = sizes[n];
      shapes[1].n_outputs = 6;
      shapes[2].n_inputs  = 6;
      shapes[2].n_outputs = 1U + (uint32_t)n % 5U;
      compare_with_openblas(shapes, 3);
    }
  }
}

static void
lstm_kernels_equal_openblas(void)
{
  compare_cell((RmnShape){.type = RMN_LSTM});
}

static void
gru_kernels_equal_openblas(void)
{
  compare_cell((RmnShape){.type = RMN_GRU});
}

static void
peephole_kernels_equal_openblas(void)
{
  compare_cell((RmnShape){.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL});
}

static void
rnn_kernels_equal_openblas(void)
{
  compare_cell((RmnShape){.type = RMN_RNN, .activation = RMN_TANH});
}

static void
gradients_equal_pytorch(void)
{
  CHECK(worst_golden_gradient(layer_funcs) <= tolerance);
  for (uint32_t i = 0; rmn_kernel_at(i); ++i) {
    CHECK(rmn_kernel_override(rmn_kernel_at(i)->isa));
    CHECK(worst_golden_gradient(fused_funcs) <= tolerance);
  }
}

/// Check that lane 0 hears what the engine would play
static void
compare_with_engine(RmnNetwork* const network)
{
  network->n_skip   = 1;
  network->in_gain  = 0.5f;
  network->out_gain = 1.25f;
  Lesson s          = make_lesson(network, fused_funcs, FUSED_LANES, N_FRAMES);

  double x[N_FRAMES * 2] = {0.0};
  double y[N_FRAMES * 2] = {0.0};
  for (size_t i = 0; i < s.n_x / FUSED_LANES; ++i) {
    x[i] = (double)s.x[i * FUSED_LANES];
  }
  lesson_loss(&s);
  for (size_t i = 0; i < s.n_y / FUSED_LANES; ++i) {
    y[i] = (double)s.lanes->y[i * FUSED_LANES];
  }

  double* const heard = play(network, RMN_START_ZERO, x, N_FRAMES);
  CHECK(worst_error(heard, y, s.n_y / FUSED_LANES) <= tolerance);
  free(heard);
  free_lesson(&s);
}

/// Return two layers of a cell under a dense one of two outputs
static RmnNetwork*
make_stack(const RmnShape cell)
{
  RmnShape shapes[]   = {cell, cell, {.type = RMN_DENSE, .n_outputs = 2}};
  shapes[0].n_inputs  = 2;
  shapes[0].n_outputs = 10;
  shapes[1].n_inputs  = 10;
  shapes[1].n_outputs = 7;
  shapes[2].n_inputs  = 7;
  return random_network(shapes, 3, 8);
}

static void
forward_equals_engine(void)
{
  for (size_t i = 0; i < N_TRAINED_CELLS; ++i) {
    compare_with_engine(make_stack(trained_cells[i]));
    compare_with_engine(bidirectional_network(trained_cells[i], 2, 7, 2, 8));
  }
}

/// Return a lesson for a LSTM of 6 and a GRU of 4 units on it
static Lesson
make_stacked_lesson(const size_t n_frames)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 6},
    {.type = RMN_GRU, .n_inputs = 6, .n_outputs = 4},
    {.type = RMN_DENSE, .n_inputs = 4, .n_outputs = 1}};
  return make_lesson(
    random_network(shapes, 3, 4), fused_funcs, FUSED_LANES, n_frames);
}

/// Two stretches and one that is as long: the state is carried
static void
state_is_carried(void)
{
  const size_t half  = 16;
  Lesson       s     = make_stacked_lesson(2U * half);
  const size_t n     = half * FUSED_LANES;
  Real* const  whole = (Real*)malloc(2U * n * sizeof(Real));
  CHECK(whole);

  lesson_loss(&s);
  memcpy(whole, s.lanes->y, 2U * n * sizeof(Real));
  lanes_reset(s.lanes);
  for (size_t part = 0; part < 2U; ++part) {
    memcpy(s.lanes->x, s.x + part * n, n * sizeof(Real));
    lanes_forward(s.lanes, half);
    CHECK(!memcmp(s.lanes->y, whole + part * n, n * sizeof(Real)));
    lanes_carry(s.lanes, half);
  }
  free(whole);
  free_lesson(&s);
}

/// One lane in eight, from the second, is anywhere, and the others where they
/// were
static void
some_are_scattered(void)
{
  Lesson s      = make_stacked_lesson(8);
  Random random = {7};

  lanes_reset(s.lanes);
  lanes_scatter_some(s.lanes, 8, &random);
  const Real* const states[] = {
    s.lanes->tapes[0].h, s.lanes->tapes[0].c, s.lanes->tapes[1].h};
  const size_t n_units[] = {6, 6, 4};
  for (size_t k = 0; k < 3U; ++k) {
    for (size_t i = 0; i < n_units[k] * FUSED_LANES; ++i) {
      CHECK((states[k][i] != 0) == (i % FUSED_LANES % 8U == 1U));
      CHECK(fabs((double)states[k][i]) <= 2.0);
    }
  }
  free_lesson(&s);
}

/// What runs backward begins at zero each time, and nobody would put it back
static void
backward_is_not_scattered(void)
{
  const RmnShape cell = {.type = RMN_GRU};
  Lesson         s    = make_lesson(
    bidirectional_network(cell, 1, 5, 2, 4), fused_funcs, FUSED_LANES, 8);
  Random random = {7};

  lanes_reset(s.lanes);
  lanes_scatter_some(s.lanes, 8, &random);
  uint32_t n_turned = 0;
  for (uint32_t l = 0; l < s.lanes->trainee->n_layers; ++l) {
    if (s.lanes->links[l].is_turned) {
      CHECK(s.lanes->tapes[l].h[1] == 0);
      ++n_turned;
    }
  }
  CHECK(n_turned > 0U && s.lanes->tapes[0].h[1] != 0);
  free_lesson(&s);
}

/// A stretch at a time with what comes after it, and all at once: the state
/// that is carried is the same, and what is given nearly, for layers forget
static void
future_is_heard(void)
{
  enum { N_PART = 16, N_AHEAD = 64, N_ALL = 2 * N_PART + N_AHEAD };
  const RmnShape cell = {.type = RMN_GRU};
  Lesson         s    = make_lesson(
    bidirectional_network(cell, 1, 5, 2, 4), fused_funcs, FUSED_LANES, N_ALL);
  Real whole[N_ALL * FUSED_LANES];

  lesson_loss(&s);
  memcpy(whole, s.lanes->y, sizeof(whole));
  lanes_reset(s.lanes);
  for (size_t part = 0; part < 2U; ++part) {
    const size_t at = part * N_PART * FUSED_LANES;
    memcpy(s.lanes->x, s.x + at, (s.n_x - at) * sizeof(Real));
    lanes_forward(s.lanes, N_PART + N_AHEAD);
    for (size_t i = 0; i < N_PART * FUSED_LANES; ++i) {
      CHECK(fabs((double)(s.lanes->y[i] - whole[at + i])) <= tolerance);
    }
    lanes_carry(s.lanes, N_PART);
  }
  free_lesson(&s);
}

/// What goes into training comes back, but for what was learned
static void
weights_come_back(void)
{
  const RmnShape shapes[] = {
    {.type      = RMN_LSTM,
     .peephole  = RMN_PEEPHOLE_FULL,
     .n_inputs  = 2,
     .n_outputs = 3},
    {.type = RMN_GRU, .n_inputs = 3, .n_outputs = 2},
    {.type = RMN_DENSE, .n_inputs = 2, .n_outputs = 1}};
  RmnNetwork* const a       = random_network(shapes, 3, 4);
  RmnNetwork* const b       = random_network(shapes, 3, 5);
  RmnError          error   = {RMN_OK, ""};
  Trainee* const    trainee = trainee_new(a, layer_funcs, &error);
  CHECK(trainee);

  memcpy(b->layers[0].h0, a->layers[0].h0, 3 * sizeof(float));
  memcpy(b->layers[0].c0, a->layers[0].c0, 3 * sizeof(float));
  memcpy(b->layers[1].h0, a->layers[1].h0, 2 * sizeof(float));
  CHECK(rmn_network_hash(a) != rmn_network_hash(b));
  trainee_store(trainee, b);
  CHECK(rmn_network_hash(a) == rmn_network_hash(b));
  trainee->weights[0] += 0.5;
  trainee_store(trainee, b);
  CHECK(b->layers[0].W[0] == (float)trainee->weights[0]);

  trainee_free(trainee);
  rmn_network_free(a);
  rmn_network_free(b);
}

int
main(void)
{
  RUN(lstm_kernels_equal_openblas);
  RUN(gru_kernels_equal_openblas);
  RUN(peephole_kernels_equal_openblas);
  RUN(rnn_kernels_equal_openblas);
  RUN(gradients_equal_pytorch);
  RUN(forward_equals_engine);
  RUN(state_is_carried);
  RUN(some_are_scattered);
  RUN(backward_is_not_scattered);
  RUN(future_is_heard);
  RUN(weights_come_back);
  return 0;
}
