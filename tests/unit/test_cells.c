// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_cells.c The real-time path of every layer against the batch path

#include "../bidirectional.h"

#include <string.h>

enum { N_FRAMES = 300, N_STREAMS = 2 };

/// Most that a sample may differ from float64, see README.md
static const double tolerance = 1e-6;

/// Run the real-time path over [n_frames][n_streams][channels] sequences
static void
run_real_time(const RmnNetwork* const network, const float* x, double* const y)
{
  const uint32_t  n_in  = network->n_inputs;
  const uint32_t  n_out = network->n_outputs;
  RmnModel* const model = rmn_model_new(network);
  CHECK(model);
  RmnState* const state = rmn_state_new(model, N_STREAMS);
  CHECK(state);
  rmn_state_reset(state, model, RMN_START_FILE);

  float        frame[N_STREAMS * RMN_MAX_OUTPUTS];
  const float* in[N_STREAMS * RMN_MAX_INPUTS];
  float*       out[N_STREAMS * RMN_MAX_OUTPUTS];
  for (uint32_t o = 0; o < N_STREAMS * n_out; ++o) {
    out[o] = frame + o;
  }

  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    for (uint32_t i = 0; i < N_STREAMS * n_in; ++i) {
      in[i] = x++;
    }
    rmn_process(model, state, in, out, 1);
    for (uint32_t o = 0; o < N_STREAMS * n_out; ++o) {
      y[t * N_STREAMS * n_out + o] = (double)frame[o];
    }
  }

  rmn_state_free(state);
  rmn_model_free(model);
}

/// Give frames of every stream from [n_frames][n_streams][channels]
static bool
read_frames(void* const         handle,
            const uint64_t      first,
            float* const* const in,
            const uint32_t      n_frames)
{
  const float* const x = (const float*)handle;
  for (uint32_t t = 0; t < n_frames; ++t) {
    for (uint32_t s = 0; s < N_STREAMS; ++s) {
      in[s][t] = x[(first + t) * N_STREAMS + s];
    }
  }
  return true;
}

/// Run a network of one input and one output as a whole, likewise
static void
run_whole(const RmnNetwork* const network, float* const x, double* const y)
{
  RmnModel* const model = rmn_model_new(network);
  CHECK(model);
  RmnState* const state = rmn_state_new(model, N_STREAMS);
  CHECK(state);
  rmn_state_reset(state, model, RMN_START_FILE);

  float              frame[N_STREAMS];
  float*             out[N_STREAMS] = {&frame[0], &frame[1]};
  RmnSequence* const sequence =
    rmn_sequence_new(model, state, N_FRAMES, NULL, read_frames, x);
  CHECK(sequence);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(!rmn_sequence_next(sequence, out, 1));
    for (uint32_t s = 0; s < N_STREAMS; ++s) {
      y[t * N_STREAMS + s] = (double)frame[s];
    }
  }

  rmn_sequence_free(sequence);
  rmn_state_free(state);
  rmn_model_free(model);
}

/// Return the largest difference between both paths
static double
worst_difference(const RmnNetwork* const network)
{
  const size_t n_x = (size_t)N_FRAMES * N_STREAMS * network->n_inputs;
  const size_t n_y = (size_t)N_FRAMES * N_STREAMS * network->n_outputs;
  float* const x   = (float*)malloc(n_x * sizeof(float));
  double*      xd  = (double*)malloc(n_x * sizeof(double));
  double*      rt  = (double*)malloc(n_y * sizeof(double));
  double*      ref = (double*)malloc(n_y * sizeof(double));

  uint32_t seed = 7;
  randomise(x, n_x, 1.0f, &seed);
  for (size_t i = 0; i < n_x; ++i) {
    xd[i] = (double)x[i];
  }

  if (rmn_network_is_backward(network)) {
    run_whole(network, x, rt);
  } else {
    run_real_time(network, x, rt);
  }
  CHECK(
    !rmn_batch_process(network, RMN_START_FILE, xd, ref, N_FRAMES, N_STREAMS));

  double worst = 0.0;
  for (size_t i = 0; i < n_y; ++i) {
    CHECK(isfinite(rt[i]) && isfinite(ref[i]));
    worst = fmax(worst, fabs(rt[i] - ref[i]));
  }

  free(x);
  free(xd);
  free(rt);
  free(ref);
  return worst;
}

static void
check_worst(const char* const name, const double worst, const double limit)
{
  fprintf(stderr, "  %-24s worst error %.1e\n", name, worst);
  CHECK(worst <= limit);
}

/// Compare networks of these layers, with a dense head to one output
static void
compare(const char* const name, const RmnShape* const shapes, const uint32_t n)
{
  RmnShape all[RMN_MAX_LAYERS];
  memcpy(all, shapes, n * sizeof(RmnShape));
  all[n] = (RmnShape){
    .type = RMN_DENSE, .n_inputs = shapes[n - 1].n_outputs, .n_outputs = 1};

  double worst = 0.0;
  for (uint32_t seed = 1; seed <= 3; ++seed) {
    RmnNetwork* const network = random_network(all, n + 1U, seed);
    worst                     = fmax(worst, worst_difference(network));
    rmn_network_free(network);
  }

  check_worst(name, worst, tolerance);
}

/// Compare a recurrent layer at sizes around every padding
static void
compare_sizes(const char* const name, RmnShape shape)
{
  static const uint32_t sizes[] = {1, 2, 3, 4, 5, 8, 12, 16, 17, 20, 40, 64};

  for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); ++i) {
    for (uint32_t n_inputs = 1; n_inputs <= 3; ++n_inputs) {
      char label[64];
      snprintf(label, sizeof(label), "%s %u, %u in", name, sizes[i], n_inputs);
      shape.n_inputs  = n_inputs;
      shape.n_outputs = sizes[i];
      compare(label, &shape, 1);
    }
  }
}

static void
rnn_matches_batch(void)
{
  compare_sizes("rnn tanh",
                (RmnShape){.type = RMN_RNN, .activation = RMN_TANH});
  compare_sizes("rnn relu",
                (RmnShape){.type = RMN_RNN, .activation = RMN_RELU});
}

static void
lstm_matches_batch(void)
{
  compare_sizes("lstm", (RmnShape){.type = RMN_LSTM});
}

static void
lstm_with_diagonal_peephole_matches_batch(void)
{
  compare_sizes(
    "lstm diagonal",
    (RmnShape){.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL});
}

static void
lstm_with_full_peephole_matches_batch(void)
{
  compare_sizes("lstm full",
                (RmnShape){.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_FULL});
}

static void
gru_reset_after_matches_batch(void)
{
  compare_sizes("gru after",
                (RmnShape){.type = RMN_GRU, .reset = RMN_RESET_AFTER});
}

static void
gru_reset_before_matches_batch(void)
{
  compare_sizes("gru before",
                (RmnShape){.type = RMN_GRU, .reset = RMN_RESET_BEFORE});
}

static void
dense_activations_match_batch(void)
{
  for (int a = 0; a < RMN_N_ACTIVATIONS; ++a) {
    const RmnActivation activation = (RmnActivation)a;
    const RmnShape      shapes[]   = {{.type       = RMN_DENSE,
                                       .activation = activation,
                                       .n_inputs   = 2,
                                       .n_outputs  = 21},
                                      {.type       = RMN_ACTIVATION,
                                       .activation = activation,
                                       .n_inputs   = 21,
                                       .n_outputs  = 21}};
    compare(rmn_activation_name(activation), shapes, 2);
  }
}

static void
conv1d_matches_batch(void)
{
  static const uint32_t forms[][3] = {// Kernel size, dilation, groups
                                      {1, 1, 1},
                                      {3, 1, 1},
                                      {3, 2, 2},
                                      {2, 64, 4},
                                      {5, 7, 1}};

  for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); ++i) {
    const RmnShape shapes[] = {
      {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = 4},
      {.type        = RMN_CONV1D,
       .activation  = RMN_TANH,
       .n_inputs    = 4,
       .n_outputs   = 8,
       .kernel_size = forms[i][0],
       .dilation    = forms[i][1],
       .n_groups    = forms[i][2]}};
    compare("conv1d", shapes, 2);
  }
}

static void
layers_with_a_period_match_batch(void)
{
  static const uint32_t periods[][2] = {{2, 2}, {4, 32}, {64, 1}, {128, 16}};
  for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); ++i) {
    const uint32_t P        = periods[i][0];
    const uint32_t Q        = periods[i][1];
    const RmnShape shapes[] = {
      {.type        = RMN_CONV1D,
       .activation  = RMN_TANH,
       .n_inputs    = 2,
       .n_outputs   = 8,
       .kernel_size = 3,
       .dilation    = 2,
       .n_groups    = 2,
       .period      = P},
      {.type = RMN_GRU, .n_inputs = 8, .n_outputs = 20, .period = P},
      {.type = RMN_LSTM, .n_inputs = 20, .n_outputs = 5, .period = Q},
      {.type      = RMN_RNN,
       .n_inputs  = 20,
       .n_outputs = 6,
       .place     = RMN_BESIDE,
       .period    = Q},
      {.type       = RMN_DENSE,
       .activation = RMN_TANH,
       .n_inputs   = 11,
       .n_outputs  = 3,
       .period     = Q}};
    compare("periods", shapes, sizeof(shapes) / sizeof(shapes[0]));
  }
}

static void
deep_stacks_match_batch(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_DENSE, .activation = RMN_TANH, .n_inputs = 3, .n_outputs = 6},
    {.type = RMN_BATCHNORM, .n_inputs = 6, .n_outputs = 6},
    {.type = RMN_GRU, .n_inputs = 6, .n_outputs = 9},
    {.type = RMN_PRELU, .n_inputs = 9, .n_outputs = 9},
    {.type = RMN_LSTM, .n_inputs = 9, .n_outputs = 16},
    {.type = RMN_LSTM, .n_inputs = 16, .n_outputs = 7},
    {.type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 7, .n_outputs = 5}};
  compare("seven layers", shapes, sizeof(shapes) / sizeof(shapes[0]));
}

static void
outputs_skip_and_gains_match_batch(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 2, .n_outputs = 8},
    {.type = RMN_DENSE, .n_inputs = 8, .n_outputs = 4}};

  for (uint32_t n_skip = 0; n_skip <= 4; ++n_skip) {
    RmnNetwork* const network = random_network(shapes, 2, n_skip + 1U);
    network->n_skip           = n_skip;
    network->in_gain          = 0.7f;
    network->out_gain         = 1.6f;
    check_worst("four outputs", worst_difference(network), tolerance);
    rmn_network_free(network);
  }
}

/// Networks of the kind that people train: one input, 1 or 2 layers, a head
static void
check_accuracy(const char* const name, RmnShape shape)
{
  static const uint32_t sizes[] = {8, 16, 20, 24, 32, 40, 64, 96, 128};

  double worst = 0.0;
  for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); ++i) {
    const uint32_t H    = sizes[i];
    const RmnShape head = {.type = RMN_DENSE, .n_inputs = H, .n_outputs = 1};
    shape.n_outputs     = H;

    RmnShape first = shape;
    first.n_inputs = 1;
    shape.n_inputs = H;

    const RmnShape one[] = {first, head};
    const RmnShape two[] = {first, shape, head};
    for (uint32_t n = 1; n <= 2; ++n) {
      RmnNetwork* const network = random_network(n == 1 ? one : two, n + 1U, H);
      worst                     = fmax(worst, worst_difference(network));
      rmn_network_free(network);
    }
  }

  check_worst(name, worst, 5e-7);
}

static void
whole_networks_are_accurate(void)
{
  check_accuracy("lstm networks", (RmnShape){.type = RMN_LSTM});
  check_accuracy("gru networks", (RmnShape){.type = RMN_GRU});
  check_accuracy("gru networks, before",
                 (RmnShape){.type = RMN_GRU, .reset = RMN_RESET_BEFORE});
}

/// Stacks of bidirectional layers, around every padding
static void
check_bidirectional(const char* const name, const RmnShape shape)
{
  static const uint32_t sizes[] = {1, 3, 4, 8, 16, 20, 40, 64};

  double worst = 0.0;
  for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); ++i) {
    for (uint32_t n = 1; n <= 4; ++n) {
      RmnNetwork* const network =
        bidirectional_network(shape, 1, sizes[i], n, n);
      worst = fmax(worst, worst_difference(network));
      rmn_network_free(network);
    }
  }
  check_worst(name, worst, tolerance);
}

static void
bidirectional_stacks_match_batch(void)
{
  check_bidirectional("bidirectional rnn",
                      (RmnShape){.type = RMN_RNN, .activation = RMN_TANH});
  check_bidirectional("bidirectional lstm", (RmnShape){.type = RMN_LSTM});
  check_bidirectional(
    "bidirectional lstm, full",
    (RmnShape){.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_FULL});
  check_bidirectional("bidirectional gru", (RmnShape){.type = RMN_GRU});
  check_bidirectional("bidirectional gru, before",
                      (RmnShape){.type = RMN_GRU, .reset = RMN_RESET_BEFORE});
}

int
main(void)
{
  RUN(whole_networks_are_accurate);
  RUN(rnn_matches_batch);
  RUN(lstm_matches_batch);
  RUN(lstm_with_diagonal_peephole_matches_batch);
  RUN(lstm_with_full_peephole_matches_batch);
  RUN(gru_reset_after_matches_batch);
  RUN(gru_reset_before_matches_batch);
  RUN(dense_activations_match_batch);
  RUN(conv1d_matches_batch);
  RUN(layers_with_a_period_match_batch);
  RUN(deep_stacks_match_batch);
  RUN(outputs_skip_and_gains_match_batch);
  RUN(bidirectional_stacks_match_batch);
  return 0;
}
