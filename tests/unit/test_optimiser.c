// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_optimiser.c Losses, Adam, and what keeps training safe

#include "../networks.h"
#include "../test.h"

#include "../../tools/train/adam.h"
#include "../../tools/train/basis.h"
#include "../../tools/train/crew.h"
#include "../../tools/train/label.h"
#include "../../tools/train/loss.h"
#include "../../tools/train/loss_watch.h"
#include "../../tools/train/random.h"

#include <math.h>
#include <string.h>

enum { N_FRAMES = 12, N_OUTPUTS = 2, N_LANES = 3 };
enum { N_ALL = N_FRAMES * N_OUTPUTS * N_LANES };

/// Outputs and targets from 0 to 1, two frames that do not count, and one lane
/// that counts twice
typedef struct {
  Real y[N_ALL];
  Real target[N_ALL];
  Real counts[N_FRAMES * N_LANES];
  Real dy[N_ALL];
  Real before[N_OUTPUTS * N_LANES];
} Stretch;

static void
fill(Stretch* const s)
{
  for (int i = 0; i < N_ALL; ++i) {
    s->y[i]      = (Real)(0.5 + 0.4 * sin(1.3 * i));
    s->target[i] = (Real)(0.5 + 0.4 * cos(2.1 * i));
  }
  for (int i = 0; i < N_FRAMES * N_LANES; ++i) {
    s->counts[i] = i == 7 || i == 20 ? 0 : 1 + i % N_LANES / 2;
  }
}

static double
run(const Loss* const loss, Stretch* const s)
{
  const LossOf of = {
    N_FRAMES, N_OUTPUTS, N_LANES, s->y, s->target, s->counts, s->dy, s->before};
  for (int i = 0; i < N_OUTPUTS * N_LANES; ++i) {
    s->before[i] = (Real)(0.1 * i);
  }
  return loss_gradient(loss, &of);
}

/// Compare the gradient of a loss with difference quotients
static void
check_loss(const Loss loss)
{
  static const double step = 1e-3;
  Stretch             s;
  Stretch             probe;

  fill(&s);
  fill(&probe);
  run(&loss, &s);
  for (int i = 0; i < N_ALL; ++i) {
    probe.y[i]         = s.y[i] + (Real)step;
    const double above = run(&loss, &probe);
    const double high  = (double)probe.y[i];
    probe.y[i]         = s.y[i] - (Real)step;
    const double below = run(&loss, &probe);
    const double slope = (above - below) / (high - (double)probe.y[i]);
    probe.y[i]         = s.y[i];
    CHECK(fabs(slope - (double)s.dy[i]) < 2e-3 * fmax(1.0, fabs(slope)));
  }
}

static void
gradient_of_losses(void)
{
  check_loss((Loss){LOSS_MSE, 1.0, 0.0});
  check_loss((Loss){LOSS_ESR, 0.25, 0.75});
  check_loss((Loss){LOSS_BCE, 1.0, 0.0});
}

/// By hand: one lane, errors 1 and 3, after an error of 0
static void
loss_is_energy_of_the_error(void)
{
  const Real   y[]      = {1, 3};
  const Real   target[] = {0, 0};
  const Real   counts[] = {1, 1};
  Real         dy[2];
  Real         before[] = {0};
  const LossOf of       = {2, 1, 1, y, target, counts, dy, before};
  const Loss   plain    = {LOSS_ESR, 0.5, 0.0};
  const Loss   emphatic = {LOSS_ESR, 0.0, 0.5};

  CHECK(fabs(loss_gradient(&plain, &of) - 0.5 * 10.0) < 1e-6);
  before[0] = 0;
  CHECK(fabs(loss_gradient(&emphatic, &of) - 0.5 * (1.0 + 2.15 * 2.15)) < 1e-5);
  CHECK(before[0] == 3);
}

/// By hand: thresholds above 0.9, 0.5, which is shared, and 0.1
static void
guesses_are_ranked(void)
{
  const Guess guesses[] = {
    {0.9F, true}, {0.5F, true}, {0.5F, false}, {0.4F, true}, {0.1F, false}};
  LabelScore best  = {NAN, NAN, NAN, NAN};
  LabelScore given = {NAN, NAN, NAN, 0.45};

  label_rank(guesses, 5, &best); // Of 6 pairs, 4 are in order and one is a tie
  CHECK(fabs(best.area - 4.5 / 6.0) < 1e-12);
  CHECK(best.accuracy == 0.8 && best.threshold == (double)0.4F);
  label_rank(guesses, 5, &given);
  CHECK(given.accuracy == 0.6 && given.threshold == 0.45);
}

static void
cross_entropy_is_in_nats(void)
{
  CHECK(fabs(cross_entropy(0.5, 1.0) - log(2.0)) < 1e-12);
  CHECK(fabs(cross_entropy(0.25, 0.0) + log(0.75)) < 1e-12);
  CHECK(cross_entropy(1.0, 0.0) > 10.0 && isfinite(cross_entropy(1.0, 0.0)));
  CHECK(isnan(cross_entropy(NAN, 0.0)));
}

enum { N_ROWS = 5, N_COLUMNS = 3, N_CELLS = N_ROWS * N_COLUMNS };

static const double along_rows[N_ROWS]       = {0.5, -0.1, 0.7, 0.1, -0.5};
static const double along_columns[N_COLUMNS] = {0.6, 0.0, -0.8};

/// A gradient along one direction, but for a little
static void
fill_gradient(double* const gradient, uint32_t* const seed)
{
  const double length = (double)random_float(seed);
  for (size_t i = 0; i < N_CELLS; ++i) {
    gradient[N_CELLS - i] =
      length * along_rows[i / N_COLUMNS] * along_columns[i % N_COLUMNS] +
      1e-4 * (double)random_float(seed);
  }
}

/// Add a basis for all weights but the first, in their opposite order
static void
place(size_t* const at)
{
  CHECK(at);
  for (size_t i = 0; i < N_CELLS; ++i) {
    at[i] = N_CELLS - i;
  }
}

/// What has one direction is one number there, and turns back to what it was
static void
basis_finds_what_gradients_lie_along(void)
{
  Basis    basis = {0};
  uint32_t seed  = 1;
  double   gradient[1 + N_CELLS];
  double   copy[1 + N_CELLS];

  CHECK(basis_init(&basis, N_ROWS, N_COLUMNS));
  place(basis.at);
  gradient[0] = 5.0;
  for (int step = 0; step < 50; ++step) {
    fill_gradient(gradient, &seed);
    basis_count(&basis, gradient);
    basis_follow(&basis);
  }

  memcpy(copy, gradient, sizeof(copy));
  basis_turn(&basis, 0, gradient);
  double rest = 0.0;
  for (size_t i = 1; i < N_CELLS; ++i) {
    rest = fmax(rest, fabs(gradient[N_CELLS - i]));
  }
  CHECK(fabs(gradient[N_CELLS]) > 1e-2 && rest < 1e-3);
  basis_turn_back(&basis, gradient);
  for (size_t i = 0; i <= N_CELLS; ++i) {
    CHECK(fabs(gradient[i] - copy[i]) < 1e-12);
  }
  basis_free(&basis);
}

/// Silence tells nothing of directions
static void
basis_stays_where_no_gradient_is(void)
{
  const double zeros[1 + N_CELLS] = {0.0};
  double       vector[1 + N_CELLS];
  Basis        basis = {0};

  CHECK(basis_init(&basis, N_ROWS, N_COLUMNS));
  place(basis.at);
  basis_count(&basis, zeros);
  basis_follow(&basis);
  for (size_t i = 0; i <= N_CELLS; ++i) {
    vector[i] = (double)i;
  }
  basis_turn(&basis, 0, vector);
  for (size_t i = 0; i <= N_CELLS; ++i) {
    CHECK(vector[i] == (double)i);
  }
  basis_free(&basis);
}

/// Return how far Adam is from the least of a long valley across all weights
static double
descend(const bool has_basis)
{
  Adam     adam = {0};
  uint32_t seed = 1;
  double   gradient[1 + N_CELLS];
  double   weights[1 + N_CELLS];

  CHECK(adam_init(&adam, 1 + N_CELLS));
  if (has_basis) {
    place(adam_add_basis(&adam, N_ROWS, N_COLUMNS));
  }
  for (size_t i = 0; i <= N_CELLS; ++i) {
    weights[i] = 1.0 + 0.5 * (double)random_float(&seed);
  }
  for (int step = 0; step < 400; ++step) {
    double across = 0.0;
    for (size_t i = 0; i < N_CELLS; ++i) {
      across += along_rows[i / N_COLUMNS] * along_columns[i % N_COLUMNS] *
                weights[N_CELLS - i];
    }
    for (size_t i = 0; i < N_CELLS; ++i) {
      gradient[N_CELLS - i] =
        across * along_rows[i / N_COLUMNS] * along_columns[i % N_COLUMNS] +
        1e-4 * weights[N_CELLS - i];
    }
    gradient[0] = weights[0];
    adam_step(&adam, NULL, weights, gradient, 0.01);
  }
  adam_free(&adam);

  double sum = 0.0;
  for (size_t i = 0; i <= N_CELLS; ++i) {
    sum += weights[i] * weights[i];
  }
  return sqrt(sum);
}

/// Where no weight is a direction of its own, steps of each lead astray
static void
basis_leads_along_a_valley(void)
{
  CHECK(descend(true) < 0.5 * descend(false));
}

/// The first steps of Adam have the size of the rate, whatever the gradient
static void
adam_finds_the_least(void)
{
  Adam   adam      = {0};
  double weights[] = {3.0, -2.0};
  CHECK(adam_init(&adam, 2));

  for (int i = 0; i < 4000; ++i) {
    const double gradient[] = {2e3 * (weights[0] - 1.0),
                               2e-3 * (weights[1] - 1.0)};
    const double before[]   = {weights[0], weights[1]};
    adam_step(&adam, NULL, weights, gradient, 0.01);
    CHECK(i > 0 || fabs(before[0] - weights[0] - 0.01) < 1e-6);
    CHECK(i > 0 || fabs(weights[1] - before[1] - 0.01) < 1e-6);
  }
  CHECK(fabs(weights[0] - 1.0) < 1e-3 && fabs(weights[1] - 1.0) < 1e-3);
  adam_free(&adam);
}

static void
gradient_is_clipped_by_its_norm(void)
{
  double large[] = {3.0, -4.0};
  double small[] = {0.03, 0.04};
  double wild[]  = {INFINITY, 1.0};

  CHECK(gradient_clip(large, 2, 0.5) == 5.0);
  CHECK(fabs(large[0] - 0.3) < 1e-12 && fabs(large[1] + 0.4) < 1e-12);
  CHECK(fabs(gradient_clip(small, 2, 0.5) - 0.05) < 1e-12 && small[0] == 0.03);
  CHECK(!isfinite(gradient_clip(wild, 2, 0.5)));
}

static void
rate_rises_and_falls(void)
{
  const Schedule schedule = {0.01, 1e-5, 100};

  CHECK(fabs(schedule_rate(&schedule, 0, 0.0) - 0.0001) < 1e-12);
  CHECK(fabs(schedule_rate(&schedule, 99, 0.0) - 0.01) < 1e-12);
  CHECK(fabs(schedule_rate(&schedule, 500, 0.5) - 0.005005) < 1e-9);
  CHECK(fabs(schedule_rate(&schedule, 1000, 1.0) - 1e-5) < 1e-12);
  CHECK(fabs(schedule_rate(&schedule, 1000, 1.5) - 1e-5) < 1e-12);
}

static void
count_task(void* const data, const uint32_t i)
{
  ++((uint32_t*)data)[i];
}

static void
crew_does_each_task_once(void)
{
  for (uint32_t n_threads = 1; n_threads <= 4; ++n_threads) {
    uint32_t    counts[5] = {0};
    Crew* const crew      = crew_new(n_threads);
    CHECK(crew);
    for (int round = 0; round < 1000; ++round) {
      crew_run(crew, count_task, counts, 5);
    }
    for (int i = 0; i < 5; ++i) {
      CHECK(counts[i] == 1000);
    }
    crew_free(crew);
  }
}

/// A loss that falls by half in 50 windows, each up to six times another
static double
falling_loss(Random* const random, const int i)
{
  return exp2(-i / 50.0) * exp(1.8 * random_unit(random));
}

static void
loss_that_varies_does_not_explode(void)
{
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Random    random = {seed};
    LossWatch watch  = {0};
    int       n      = 0;
    for (int i = 0; i < 500; ++i) {
      n += loss_watch_explodes(&watch, falling_loss(&random, i));
    }
    CHECK(n == 0);
  }
}

/// Twenty times what is usual is an explosion, wherever losses have got to; and
/// so is four times, where they vary by a tenth
static void
explosion_is_told_from_that(void)
{
  Random    random = {1};
  LossWatch watch  = {0};
  LossWatch steady = {0};
  for (int i = 0; i < 500; ++i) {
    const double usual = exp2(-i / 50.0) * 2.4;
    loss_watch_explodes(&watch, falling_loss(&random, i));
    loss_watch_explodes(&steady, 0.01 * (1.0 + 0.1 * random_unit(&random)));
    if (i >= WATCHED) {
      CHECK(loss_watch_explodes(&watch, 20.0 * usual));
      CHECK(loss_watch_explodes(&steady, 0.04));
    }
  }
  CHECK(loss_watch_explodes(&watch, (double)NAN));
  CHECK(loss_watch_explodes(&steady, (double)INFINITY));
}

int
main(void)
{
  RUN(gradient_of_losses);
  RUN(loss_is_energy_of_the_error);
  RUN(guesses_are_ranked);
  RUN(cross_entropy_is_in_nats);
  RUN(basis_finds_what_gradients_lie_along);
  RUN(basis_stays_where_no_gradient_is);
  RUN(basis_leads_along_a_valley);
  RUN(adam_finds_the_least);
  RUN(gradient_is_clipped_by_its_norm);
  RUN(rate_rises_and_falls);
  RUN(loss_that_varies_does_not_explode);
  RUN(explosion_is_told_from_that);
  RUN(crew_does_each_task_once);
  return 0;
}
