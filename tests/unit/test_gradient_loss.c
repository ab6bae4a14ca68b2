// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_gradient_loss.c Gradients of every loss, and of pooled values,
/// against finite differences

#include "../finite_differences.h"

#include "decision.h"

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

int
main(void)
{
  CHECK(sizeof(Real) == sizeof(double));
  RUN(gradient_of_windows);
  RUN(gradient_of_binary_cross_entropy);
  RUN(gradient_of_cross_entropy);
  RUN(gradient_of_pooled_values);
  RUN(pooled_as_the_engine_does);
  return 0;
}
