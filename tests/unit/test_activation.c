// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_activation.c Activation functions against the C library in double

#include "../test.h"
#include "kernel/activation.h"

#include <float.h>

static double
worse(const double worst, const float actual, const double expected)
{
  const double error = fabs((double)actual - expected);
  return error <= worst ? worst : error; // A NaN is the worst
}

static float
tanh_of(float x)
{
  tanh_vector(&x, 1);
  return x;
}

/// Sweep [-10, 10], where both functions turn into constants, exactly
static void
tanh_is_accurate(void)
{
  const int n_steps = 1 << 16; // In one unit of x
  double    worst   = 0.0;
  for (int i = -10 * n_steps; i <= 10 * n_steps; ++i) {
    const float x = (float)i / (float)n_steps;
    const float y = tanh_of(x);
    worst         = worse(worst, y, tanh((double)x));
    CHECK(y == -tanh_of(-x));
    CHECK(fabsf(y) <= 1.0f + FLT_EPSILON);
  }

  fprintf(stderr, "  tanh worst error %.2e\n", worst);
  CHECK(worst <= 6e-7);
}

static void
sigmoid_is_accurate(void)
{
  const int n_steps = 1 << 16;
  double    worst   = 0.0;
  for (int i = -10 * n_steps; i <= 10 * n_steps; ++i) {
    float        y        = (float)i / (float)n_steps;
    const double expected = 1.0 / (1.0 + exp(-(double)y));
    sigmoid_vector(&y, 1);
    worst = worse(worst, y, expected);
  }

  fprintf(stderr, "  sigmoid worst error %.2e\n", worst);
  CHECK(worst <= 3e-7);
}

static void
saturation_has_no_end(void)
{
  static const float far[] = {8.0f, 1e3f, FLT_MAX, INFINITY};

  for (size_t i = 0; i < sizeof(far) / sizeof(far[0]); ++i) {
    CHECK(fabsf(tanh_of(far[i]) - 1.0f) <= 6e-7f);
    CHECK(fabsf(tanh_of(-far[i]) + 1.0f) <= 6e-7f);
  }
}

/// Else the player could not see that a state is lost
static void
no_number_stays_none(void)
{
  for (int a = 0; a < RMN_N_ACTIVATIONS; ++a) {
    const RmnFunction f   = {(RmnActivation)a, 0.25f, 0.5f};
    float             x[] = {0.5f, NAN};
    activate(&f, x, 2);
    CHECK(isnan(x[1]));
  }
}

int
main(void)
{
  RUN(tanh_is_accurate);
  RUN(sigmoid_is_accurate);
  RUN(saturation_has_no_end);
  RUN(no_number_stays_none);
  return 0;
}
