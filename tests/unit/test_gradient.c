// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_gradient.c Gradients of every cell against finite differences, and
   against PyTorch's.
*/

#include "../bidirectional.h"
#include "../finite_differences.h"
#include "../golden_gradient.h"

/// Check a cell of two inputs under a dense head of two outputs
static void
check_cell(const RmnShape cell)
{
  RmnShape shapes[] = {cell, {.type = RMN_DENSE, .n_outputs = 2}};

  shapes[0].n_inputs  = 2;
  shapes[0].n_outputs = 5;
  shapes[1].n_inputs  = 5;
  check_gradients(shapes, 2, 1);
}

static void
gradient_of_rnn_tanh(void)
{
  check_cell((RmnShape){.type = RMN_RNN, .activation = RMN_TANH});
}

static void
gradient_of_rnn_relu(void)
{
  check_cell((RmnShape){.type = RMN_RNN, .activation = RMN_RELU});
}

static void
gradient_of_lstm(void)
{
  check_cell((RmnShape){.type = RMN_LSTM});
}

static void
gradient_of_lstm_with_diagonal_peepholes(void)
{
  check_cell((RmnShape){.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL});
}

static void
gradient_of_lstm_with_full_peepholes(void)
{
  check_cell((RmnShape){.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_FULL});
}

/// What cells cost that stray is part of the gradient
static void
gradient_of_lstm_whose_cells_stray(void)
{
  cell_pull = 0.5;
  for (size_t i = 0; i < N_TRAINED_CELLS; ++i) {
    if (trained_cells[i].type == RMN_LSTM) {
      RmnNetwork* const network =
        bidirectional_network(trained_cells[i], 2, 4, 1, 3);
      let_cells_stray(network);
      check_network(network, 1);
    }
  }
  cell_pull = 0;
}

static void
gradient_of_gru_reset_after(void)
{
  check_cell((RmnShape){.type = RMN_GRU, .reset = RMN_RESET_AFTER});
}

static void
gradient_of_gru_reset_before(void)
{
  check_cell((RmnShape){.type = RMN_GRU, .reset = RMN_RESET_BEFORE});
}

static void
gradient_through_a_stack(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 3, .n_outputs = 4},
    {.type = RMN_GRU, .n_inputs = 4, .n_outputs = 3},
    {.type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 3, .n_outputs = 5},
    {.type = RMN_DENSE, .n_inputs = 5, .n_outputs = 2}};
  check_gradients(shapes, 4, 2);
}

/// Two bidirectional layers of each cell, on each other
static void
gradient_of_bidirectional_layers(void)
{
  for (size_t i = 0; i < N_TRAINED_CELLS; ++i) {
    check_network(bidirectional_network(trained_cells[i], 2, 4, 2, 3), 1);
  }
}

/// Layers of all kinds: alone and backward, and three beside each other
static void
gradient_through_both_directions(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_DENSE, .activation = RMN_TANH, .n_inputs = 2, .n_outputs = 3},
    {.type = RMN_GRU, .n_inputs = 3, .n_outputs = 4, .direction = RMN_BACKWARD},
    {.type       = RMN_RNN,
     .activation = RMN_TANH,
     .n_inputs   = 4,
     .n_outputs  = 2,
     .direction  = RMN_BACKWARD},
    {.type      = RMN_LSTM,
     .peephole  = RMN_PEEPHOLE_DIAGONAL,
     .n_inputs  = 4,
     .n_outputs = 3,
     .place     = RMN_BESIDE},
    {.type      = RMN_GRU,
     .n_inputs  = 4,
     .n_outputs = 2,
     .direction = RMN_BACKWARD,
     .place     = RMN_BESIDE},
    {.type = RMN_LSTM, .n_inputs = 7, .n_outputs = 3}};
  check_gradients(shapes, 6, 1);
}

/// Without memory, and so a test of the activations
static void
gradient_of_dense(void)
{
  static const RmnActivation activations[] = {
    RMN_LINEAR, RMN_TANH, RMN_SIGMOID, RMN_RELU, RMN_ELU};

  for (size_t i = 0; i < sizeof(activations) / sizeof(activations[0]); ++i) {
    const RmnShape shapes[] = {
      {.type = RMN_DENSE, .n_inputs = 2, .n_outputs = 6},
      {.type       = RMN_DENSE,
       .activation = activations[i],
       .n_inputs   = 6,
       .n_outputs  = 3},
      {.type = RMN_DENSE, .n_inputs = 3, .n_outputs = 1}};
    check_gradients(shapes, 3, 1);
  }
}

static void
gradient_of_pytorch(void)
{
  CHECK(worst_golden_gradient(layer_funcs) <= 1e-12);
}

/// Check that knobs of other ranges sound the same, and go back
static void
check_knobs(RmnNetwork* const usual, RmnNetwork* const network)
{
  Lesson a            = make_lesson(usual, layer_funcs, N_LANES, N_FRAMES);
  network->inputs[1]  = (RmnInput){"", 3.0f, 2.0f, 10.0f, false};
  network->inputs[2]  = (RmnInput){"", 0.0f, -0.5f, 0.0f, false};
  Lesson         b    = make_lesson(network, layer_funcs, N_LANES, N_FRAMES);
  const uint64_t hash = rmn_network_hash(network);

  trainee_centre_knobs(b.trainee, network);
  for (size_t at = 0; at < b.n_x; ++at) {
    const size_t i = at / N_LANES % 3U;
    if (i) {
      b.x[at] = trainee_knob(b.trainee, i, (double)b.x[at]);
    }
  }
  lesson_loss(&a);
  lesson_loss(&b);
  for (size_t i = 0; i < a.n_y; ++i) {
    CHECK(fabs((double)(a.lanes->y[i] - b.lanes->y[i])) < 1e-12);
  }
  trainee_store(b.trainee, network);
  CHECK(rmn_network_hash(network) == hash);
  free_lesson(&a);
  free_lesson(&b);
}

/// Knobs that training takes from -1 to 1 sound the same, and go back
static void
knobs_may_have_any_range(void)
{
  const RmnShape cell     = {.type = RMN_GRU};
  const RmnShape shapes[] = {
    {.type = RMN_GRU, .n_inputs = 3, .n_outputs = 4},
    {.type = RMN_DENSE, .n_inputs = 4, .n_outputs = 1}};
  check_knobs(random_network(shapes, 2, 3), random_network(shapes, 2, 3));
  check_knobs(bidirectional_network(cell, 3, 4, 1, 3),
              bidirectional_network(cell, 3, 4, 1, 3));
}

/// What has no gradient here is refused, not trained wrongly
static void
refuse_layers_that_cannot_be_trained(void)
{
  const RmnShape    shapes[] = {{.type        = RMN_CONV1D,
                                 .n_inputs    = 1,
                                 .n_outputs   = 1,
                                 .kernel_size = 2,
                                 .dilation    = 1,
                                 .n_groups    = 1}};
  RmnNetwork* const network  = random_network(shapes, 1, 1);
  RmnError          error    = {RMN_OK, ""};

  CHECK(!trainee_new(network, layer_funcs, &error));
  CHECK(error.status == RMN_ERR_UNSUPPORTED);
  CHECK(strstr(error.message, "layer 1: conv1d cannot be trained"));
  rmn_network_free(network);

  const RmnFunction hard    = {RMN_HARD_SIGMOID, 0.2f, 0.5f};
  const RmnShape    cells[] = {
       {.type = RMN_LSTM, .functions = {hard}},
       {.type = RMN_GRU, .clip = 1.0f},
       {.type = RMN_RNN, .activation = RMN_SOFTPLUS},
  };
  for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); ++i) {
    RmnShape shape  = cells[i];
    shape.n_inputs  = 1;
    shape.n_outputs = 1;

    RmnNetwork* const cell = random_network(&shape, 1, 1);
    CHECK(!trainee_new(cell, layer_funcs, &error));
    CHECK(error.status == RMN_ERR_UNSUPPORTED);
    CHECK(strstr(error.message, "with a clip or such activations"));
    rmn_network_free(cell);
  }
}

int
main(void)
{
  CHECK(sizeof(Real) == sizeof(double));
  RUN(gradient_of_rnn_tanh);
  RUN(gradient_of_rnn_relu);
  RUN(gradient_of_lstm);
  RUN(gradient_of_lstm_with_diagonal_peepholes);
  RUN(gradient_of_lstm_with_full_peepholes);
  RUN(gradient_of_lstm_whose_cells_stray);
  RUN(gradient_of_gru_reset_after);
  RUN(gradient_of_gru_reset_before);
  RUN(gradient_through_a_stack);
  RUN(gradient_of_bidirectional_layers);
  RUN(gradient_through_both_directions);
  RUN(gradient_of_dense);
  RUN(gradient_of_pytorch);
  RUN(knobs_may_have_any_range);
  RUN(refuse_layers_that_cannot_be_trained);
  return 0;
}
