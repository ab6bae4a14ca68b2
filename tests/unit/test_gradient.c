// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_gradient.c Gradients of every cell against finite differences.

   In double precision, where central differences come within 1.3e-7 of every
   gradient.  The error of each is relative to the largest one of its array.
*/

#include "../bidirectional.h"
#include "../golden_gradient.h"

#include "../../tools/train/loss.h"
#include "../../tools/train/pool.h"

#include "decision.h"

enum { N_LANES = 3, N_FRAMES = 19 };

static const double tolerance = 1e-5;

/// Start from a state that is not zero, which warming up leaves
static void
warm_up(const Lesson* const s)
{
  lesson_loss(s);
  lanes_carry(s->lanes, N_FRAMES);
}

/// A loss as training has it, and where it counts
typedef struct {
  Loss   loss;
  size_t hop;    ///< Only the last frame of each counts
  size_t window; ///< Frames after which the state begins anew
  Pool   pool;   ///< What it is a loss of
  LossOf of;
} Judge;

static Judge open_judge;

/// What the lesson is judged by, or half the sum of squares
static const Judge* judge = NULL;

/// Go through the windows of a lesson from a state of zero each; add up their
/// gradients, if wanted
static double
judge_windows(const Lesson* const s, Real* const gradient)
{
  const size_t n_in   = s->network->n_inputs;
  const size_t n_out  = s->network->n_outputs;
  const size_t n      = judge->window * N_LANES;
  double       loss   = 0.0;
  LossOf       window = judge->of;
  for (size_t w = 0; w < N_FRAMES / judge->window; ++w) {
    const size_t n_target = judge->loss.kind == LOSS_CE ? 1U : n_out;
    lanes_reset(s->lanes);
    memcpy(s->lanes->x, s->x + w * n * n_in, n * n_in * sizeof(Real));
    lanes_forward(s->lanes, judge->window);
    memset(window.before, 0, n_out * N_LANES * sizeof(Real));
    window.target = judge->of.target + w * n * n_target;
    window.counts = judge->of.counts + w * n;
    pool_forward(&judge->pool, s->lanes->y);
    loss += loss_gradient(&judge->loss, &window);
    pool_backward(&judge->pool, s->lanes->dy);
    if (gradient) {
      lanes_backward(s->lanes);
      for (size_t i = 0; i < s->trainee->n_weights; ++i) {
        gradient[i] += s->lanes->gradient[i];
      }
    }
  }
  return loss;
}

static double
loss_of(const Lesson* const s)
{
  return judge ? judge_windows(s, NULL) : lesson_loss(s);
}

/// Return the difference quotient of the loss for weight `i`
static double
slope_of(const Lesson* const s, const size_t i)
{
  static const double step = 1e-5;

  double* const weight = &s->trainee->weights[i];
  const double  before = *weight;
  *weight              = before + step;
  trainee_update(s->trainee);
  const double above = loss_of(s);
  *weight            = before - step;
  trainee_update(s->trainee);
  const double below = loss_of(s);
  *weight            = before;
  trainee_update(s->trainee);
  return (above - below) / (2.0 * step);
}

/// Return the largest error of the gradients of one array of weights
static double
worst_of(const Lesson* const s,
         const Real* const   gradient,
         const Real* const   array,
         const size_t        n)
{
  const size_t first   = (size_t)(array - gradient);
  double       largest = 0.0;
  double       worst   = 0.0;

  for (size_t i = 0; i < n; ++i) {
    largest = fmax(largest, fabs((double)array[i]));
  }
  CHECK(!n || largest > 1e-6); // Or it would not be tested at all
  for (size_t i = 0; i < n; ++i) {
    const double slope = slope_of(s, first + i);
    worst              = fmax(worst, fabs(slope - (double)array[i]) / largest);
  }
  return worst;
}

/// Let the judge hear a lesson
static void
judge_lesson(const Lesson* const s)
{
  static Real before[4 * N_LANES];
  static Real counts[N_FRAMES * N_LANES];
  static Real target[N_FRAMES * N_LANES * 4];

  const bool is_class = open_judge.loss.kind == LOSS_CE;
  for (size_t t = 0; t < N_FRAMES; ++t) {
    for (size_t l = 0; l < N_LANES; ++l) {
      counts[t * N_LANES + l] =
        (t + 1U) % open_judge.hop ? 0 : (Real)(0.5 + (double)l);
    }
  }
  for (size_t i = 0; i < s->n_y; ++i) {
    target[i] = is_class ? (Real)(i * 7U % s->network->n_outputs)
                         : (Real)(0.5 + 0.5 * (double)s->target[i]);
  }
  open_judge.of = (LossOf){.n_frames  = open_judge.window,
                           .n_outputs = s->network->n_outputs,
                           .n_lanes   = N_LANES,
                           .y         = s->lanes->y,
                           .target    = target,
                           .counts    = counts,
                           .dy        = s->lanes->dy,
                           .before    = before};
}

/// Check all gradients of a network
static void
check_network(RmnNetwork* const network, const uint32_t n_skip)
{
  network->n_skip   = n_skip;
  network->in_gain  = 1.5f;
  network->out_gain = 0.75f;

  Lesson s = make_lesson(network, layer_funcs, N_LANES, N_FRAMES);
  warm_up(&s);
  const size_t size     = s.trainee->n_weights * sizeof(Real);
  Real* const  gradient = (Real*)calloc(1, size);
  CHECK(gradient);
  if (judge) {
    judge_lesson(&s);
    judge_windows(&s, gradient);
  } else {
    lesson_gradient(&s);
    memcpy(gradient, s.lanes->gradient, size);
  }

  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const LayerArrays   at = trainee_arrays(s.trainee, l, gradient);
    const RmnLayerSizes n  = rmn_shape_sizes(&network->layers[l].shape);
    CHECK(worst_of(&s, gradient, at.W, n.W) <= tolerance);
    CHECK(worst_of(&s, gradient, at.U, n.U) <= tolerance);
    CHECK(worst_of(&s, gradient, at.b, n.b) <= tolerance);
    CHECK(worst_of(&s, gradient, at.b_u, n.b_u) <= tolerance);
    CHECK(worst_of(&s, gradient, at.P, n.P) <= tolerance);
  }

  free(gradient);
  free_lesson(&s);
}

/// Check all gradients of a network of these layers
static void
check_gradients(const RmnShape* const shapes,
                const uint32_t        n_layers,
                const uint32_t        n_skip)
{
  check_network(random_network(shapes, n_layers, 3), n_skip);
}

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
  static const RmnShape cells[] = {
    {.type = RMN_RNN, .activation = RMN_TANH},
    {.type = RMN_RNN, .activation = RMN_RELU},
    {.type = RMN_LSTM},
    {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL},
    {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_FULL},
    {.type = RMN_GRU, .reset = RMN_RESET_AFTER},
    {.type = RMN_GRU, .reset = RMN_RESET_BEFORE}};

  for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); ++i) {
    check_network(bidirectional_network(cells[i], 2, 4, 2, 3), 1);
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

/// Check a loss whose windows begin anew, and that counts every third frame
static void
check_loss(const LossKind kind, const RmnActivation head)
{
  const RmnShape shapes[] = {
    {.type = RMN_GRU, .n_inputs = 2, .n_outputs = 5},
    {.type = RMN_DENSE, .activation = head, .n_inputs = 5, .n_outputs = 4}};

  open_judge =
    (Judge){.loss = {.kind = kind, .plain = 0.3}, .hop = 3, .window = 9};
  judge = &open_judge;
  check_gradients(shapes, 2, 0);
  judge = NULL;
}

static void
gradient_of_windows(void)
{
  check_loss(LOSS_MSE, RMN_LINEAR);
}

static void
gradient_of_binary_cross_entropy(void)
{
  check_loss(LOSS_BCE, RMN_SIGMOID);
}

static void
gradient_of_cross_entropy(void)
{
  check_loss(LOSS_CE, RMN_LINEAR);
}

/// Values pooled over hops, and over windows of three hops
static void
gradient_of_pooled_values(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 2, .n_outputs = 5},
    {.type = RMN_DENSE, .n_inputs = 5, .n_outputs = 3}};

  for (int i = 0; i < 4; ++i) {
    open_judge =
      (Judge){.loss   = {.kind = i % 2 ? LOSS_CE : LOSS_MSE, .plain = 0.3},
              .hop    = 3,
              .window = 9,
              .pool   = {.kind     = i < 2 ? RMN_POOL_MEAN : RMN_POOL_MAX,
                         .hop      = 3,
                         .window   = i % 2 ? 9 : 3,
                         .n        = 3 * N_LANES,
                         .n_frames = 9}};
    CHECK(pool_init(&open_judge.pool));
    judge = &open_judge;
    check_gradients(shapes, 2, 0);
    judge = NULL;
    pool_free(&open_judge.pool);
  }
}

/// Pooled values are those of the engine
static void
pooled_as_the_engine_does(void)
{
  enum { N = 24 };
  for (int i = 0; i < 2; ++i) {
    const RmnPool       kind       = i ? RMN_POOL_MAX : RMN_POOL_MEAN;
    const RmnPrediction prediction = {
      .kind = RMN_PREDICT_VALUE, .hop = 4, .window = 12, .pool = kind};
    const RmnShape shape = {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = 1};
    RmnNetwork* const network = random_network(&shape, 1, 1);
    RmnDecision       decision;
    Pool              pool = {kind, 4, 12, 1, N, NULL};
    uint32_t          seed = 3;
    Real              y[N];
    float             values[N];
    float             winner = 0.0f;
    for (int t = 0; t < N; ++t) {
      values[t] = random_float(&seed);
      y[t]      = (Real)values[t];
    }
    CHECK(pool_init(&pool));
    pool_forward(&pool, y);
    rmn_decision_init(&decision, network, &prediction, 1.0, 0);
    for (int t = 0; t < N; ++t) {
      float* out = &values[t];
      rmn_decision_take(&decision, &out, &winner, 1U);
      CHECK(t % 4 != 3 || values[t] == (float)y[t]);
    }
    pool_free(&pool);
    rmn_network_free(network);
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
  RUN(gradient_of_gru_reset_after);
  RUN(gradient_of_gru_reset_before);
  RUN(gradient_through_a_stack);
  RUN(gradient_of_bidirectional_layers);
  RUN(gradient_through_both_directions);
  RUN(gradient_of_dense);
  RUN(gradient_of_windows);
  RUN(gradient_of_binary_cross_entropy);
  RUN(gradient_of_cross_entropy);
  RUN(gradient_of_pooled_values);
  RUN(pooled_as_the_engine_does);
  RUN(gradient_of_pytorch);
  RUN(knobs_may_have_any_range);
  RUN(refuse_layers_that_cannot_be_trained);
  return 0;
}
