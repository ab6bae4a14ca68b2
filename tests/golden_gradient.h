// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file golden_gradient.h Gradients that PyTorch found, see golden/README.md

#ifndef RMN_TEST_GOLDEN_GRADIENT_H
#define RMN_TEST_GOLDEN_GRADIENT_H

#include "sequences.h"
#include "training.h"

enum { GOLDEN_LANES = 32, GOLDEN_FRAMES = 16 };

/// Return numbers from a golden file, to be freed
static inline double*
read_golden(const char* const name, const char* const suffix, size_t* const n)
{
  char   path[512];
  size_t size = 0;
  snprintf(path, sizeof(path), "%s/%s%s", test_golden_dir(), name, suffix);

  double* const numbers = (double*)read_bytes(path, &size);
  CHECK(numbers);
  *n = size / sizeof(double);
  return numbers;
}

static inline RmnNetwork*
load_golden(const char* const name)
{
  RmnError error = {RMN_OK, ""};
  char     path[512];
  snprintf(path, sizeof(path), "%s/%s.json", test_golden_dir(), name);

  RmnNetwork* const network = rmn_network_load(path, &error);
  CHECK(network);
  return network;
}

/// Return the relative L2 norm by which the gradient of a network differs
static inline double
golden_gradient_error(const char* const name, LayerChooser* const choose)
{
  Lesson s =
    make_lesson(load_golden(name), choose, GOLDEN_LANES, GOLDEN_FRAMES);
  const size_t  n_in     = s.network->n_inputs;
  size_t        n_x      = 0;
  size_t        n        = 0;
  double* const x        = read_golden(name, ".f64", &n_x);
  double* const expected = read_golden(name, ".gradient.f64", &n);
  CHECK(n_x >= s.n_x && n == s.trainee->n_weights);

  // The lanes are stretches of the input, one after the other
  for (size_t i = 0; i < s.n_x; ++i) {
    const size_t lane  = i % GOLDEN_LANES;
    const size_t frame = i / GOLDEN_LANES / n_in;
    const size_t input = i / GOLDEN_LANES % n_in;
    s.x[i]             = (Real)x[(lane * GOLDEN_FRAMES + frame) * n_in + input];
  }
  for (size_t i = 0; i < s.n_y; ++i) {
    s.target[i] = 1;
  }
  lesson_gradient(&s);
  const double error = relative_l2(s.lanes->gradient, expected, n);

  free(x);
  free(expected);
  free_lesson(&s);
  return error;
}

/// Return the largest of these errors of all golden gradients
static inline double
worst_golden_gradient(LayerChooser* const choose)
{
  static const char* const names[] = {"rnn-tanh",
                                      "rnn-relu",
                                      "lstm-3-in",
                                      "lstm-stack",
                                      "gru-3",
                                      "gru-stack",
                                      "bidirectional-rnn",
                                      "bidirectional-lstm",
                                      "bidirectional-gru",
                                      "bidirectional-deep"};

  double worst = 0.0;
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    worst = fmax(worst, golden_gradient_error(names[i], choose));
  }
  return worst;
}

#endif // RMN_TEST_GOLDEN_GRADIENT_H
