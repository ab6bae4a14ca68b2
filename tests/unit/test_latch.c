// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_latch.c Memory over long gaps: what gates are for, and what
   becomes of gradients without them.
*/

#include "../latch.h"

enum { GAP = 50, LONG_GAP = 1000, N_UPDATES = 500 };

static const RmnShape rnn  = {.type = RMN_RNN, .activation = RMN_TANH};
static const RmnShape gru  = {.type = RMN_GRU};
static const RmnShape lstm = {.type = RMN_LSTM};

/// Return the share of wrong bits after learning
static double
wrong_bits(const RmnShape cell, LayerChooser* const choose)
{
  Latch latch = latch_new(cell, GAP, 1, choose);
  latch_learn(&latch, N_UPDATES);
  const double wrong = latch_test(&latch).wrong;
  latch_free(&latch);
  return wrong;
}

static double
gradient_norm(const RmnShape cell, const size_t gap)
{
  Latch        latch = latch_new(cell, gap, 1, layer_funcs);
  const double norm  = latch_gradient_norm(&latch);
  latch_free(&latch);
  CHECK(isfinite(norm));
  return norm;
}

static void
lstm_remembers_a_bit(void)
{
  CHECK(wrong_bits(lstm, fused_funcs) < 0.01);
  CHECK(wrong_bits(lstm, layer_funcs) < 0.01);
}

static void
gru_remembers_a_bit(void)
{
  CHECK(wrong_bits(gru, fused_funcs) < 0.01);
  CHECK(wrong_bits(gru, layer_funcs) < 0.01);
}

static void
simple_rnn_guesses(void)
{
  CHECK(wrong_bits(rnn, fused_funcs) > 0.4);
}

static void
gradient_vanishes_without_gates(void)
{
  CHECK(gradient_norm(rnn, 2) > 1e-2);
  CHECK(gradient_norm(rnn, GAP) < 1e-6);
  CHECK(gradient_norm(rnn, LONG_GAP) < 1e-30);
}

static void
gradient_stays_with_gates(void)
{
  CHECK(gradient_norm(lstm, GAP) > 1e-2);
  CHECK(gradient_norm(lstm, LONG_GAP) > 1e-2);
  CHECK(gradient_norm(gru, GAP) > 1e-2);
  CHECK(gradient_norm(gru, LONG_GAP) > 1e-2);
}

/// A simple RNN that barely hears, and whose state grows by 1.5 in each frame
static void
gradient_that_explodes_is_clipped(void)
{
  Latch           latch = latch_new(rnn, GAP, 1, layer_funcs);
  RmnLayer* const layer = &latch.network->layers[0];
  const size_t    H     = LATCH_HIDDEN;
  const size_t    n     = latch.trainee->n_weights;
  double* const   W     = latch.trainee->weights;
  double* const   U     = W + LATCH_INPUTS * H; // See trainee.h
  double* const   b     = U + H * H;
  CHECK((float)U[0] == layer->U[0] && (float)b[0] == layer->b[0]);
  for (size_t i = 0; i < H * H; ++i) {
    U[i] = i % (H + 1U) ? 0.0 : 1.5;
  }
  for (size_t i = 0; i < LATCH_INPUTS * H; ++i) {
    W[i] = 1e-14;
  }
  memset(b, 0, H * sizeof(double));
  trainee_update(latch.trainee);

  CHECK(latch_gradient_norm(&latch) > 1e6);
  for (size_t i = 0; i < n; ++i) {
    latch.gradient[i] = (double)latch.lanes->gradient[i] / FUSED_LANES;
  }
  const double norm = gradient_clip(latch.gradient, n, latch_clip);
  CHECK(isfinite(norm) && norm > 1e6 * latch_clip);
  CHECK(fabs(gradient_clip(latch.gradient, n, latch_clip) - latch_clip) < 1e-9);
  latch_free(&latch);
}

int
main(void)
{
  RUN(lstm_remembers_a_bit);
  RUN(gru_remembers_a_bit);
  RUN(simple_rnn_guesses);
  RUN(gradient_vanishes_without_gates);
  RUN(gradient_stays_with_gates);
  RUN(gradient_that_explodes_is_clipped);
  return 0;
}
