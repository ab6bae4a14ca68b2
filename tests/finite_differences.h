// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file finite_differences.h Gradients of networks against difference
   quotients.

   In double precision, where central differences come within 1.3e-7 of every
   gradient.  The error of each is relative to the largest one of its array.
*/

#ifndef RMN_TEST_FINITE_DIFFERENCES_H
#define RMN_TEST_FINITE_DIFFERENCES_H

#include "training.h"

#include "../tools/train/loss.h"
#include "../tools/train/pool.h"

enum { N_LANES = 3, N_FRAMES = 19 };

static const double tolerance = 1e-5;

/// Start from a state that is not zero, which warming up leaves
static inline void
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

/// On cells that stray
static Real cell_pull = 0;

/// Go through the windows of a lesson from a state of zero each; add up their
/// gradients, if wanted
static inline double
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

/// Return what cells cost that stray: the integral of cell_excess()
static inline double
cost_of_cells(const Lanes* const lanes)
{
  double cost = 0.0;
  for (uint32_t l = 0; l < lanes->trainee->n_layers; ++l) {
    const LayerTape* const tape = &lanes->tapes[l];
    const size_t n = lanes->trainee->layers[l].shape.n_outputs * tape->n_lanes;
    for (size_t i = n; tape->c && i < n + n * tape->n_frames; ++i) {
      const double beyond = fmax(0.0, fabs((double)tape->c[i]) - CELL_REACH);
      cost += beyond < 1.0 ? 0.5 * beyond * beyond : beyond - 0.5;
    }
  }
  return cost;
}

static inline double
loss_of(const Lesson* const s)
{
  const double loss = judge ? judge_windows(s, NULL) : lesson_loss(s);
  return loss + (double)s->lanes->pull * cost_of_cells(s->lanes);
}

/// Return the difference quotient of the loss for weight `i`
static inline double
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
static inline double
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
static inline void
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
static inline void
check_network(RmnNetwork* const network, const uint32_t n_skip)
{
  network->n_skip   = n_skip;
  network->in_gain  = 1.5f;
  network->out_gain = 0.75f;

  Lesson s = make_lesson(network, layer_funcs, N_LANES, N_FRAMES);
  warm_up(&s);
  s.lanes->pull = cell_pull;
  CHECK(cell_pull == 0 || cost_of_cells(s.lanes) > 1.0);
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
static inline void
check_gradients(const RmnShape* const shapes,
                const uint32_t        n_layers,
                const uint32_t        n_skip)
{
  check_network(random_network(shapes, n_layers, 3), n_skip);
}

#endif // RMN_TEST_FINITE_DIFFERENCES_H
