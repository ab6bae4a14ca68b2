// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file training.h Gradients of networks in training, for tests

#ifndef RMN_TEST_TRAINING_H
#define RMN_TEST_TRAINING_H

#include "networks.h"

#include "../tools/train/lanes.h"

#include <math.h>
#include <string.h>

/// Every cell that is trained, of no size yet
static const RmnShape trained_cells[] = {
  {.type = RMN_RNN, .activation = RMN_TANH},
  {.type = RMN_RNN, .activation = RMN_RELU},
  {.type = RMN_LSTM},
  {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_DIAGONAL},
  {.type = RMN_LSTM, .peephole = RMN_PEEPHOLE_FULL},
  {.type = RMN_GRU, .reset = RMN_RESET_AFTER},
  {.type = RMN_GRU, .reset = RMN_RESET_BEFORE}};

enum { N_TRAINED_CELLS = sizeof(trained_cells) / sizeof(trained_cells[0]) };

/// A network in training, and sequences to go through it
typedef struct {
  RmnNetwork* network;
  Trainee*    trainee;
  Lanes*      lanes;
  size_t      n_frames;
  size_t      n_x;
  size_t      n_y;
  Real*       x;      ///< [n_frames][n_inputs][n_lanes]
  Real*       target; ///< [n_frames][n_outputs][n_lanes]
} Lesson;

/// Return a lesson of random audio; it owns the network
static inline Lesson
make_lesson(RmnNetwork* const   network,
            LayerChooser* const choose,
            const size_t        n_lanes,
            const size_t        n_frames)
{
  RmnError error = {RMN_OK, ""};
  Lesson   s     = {.network = network, .n_frames = n_frames};

  s.trainee = trainee_new(network, choose, &error);
  CHECK(s.trainee);
  s.lanes  = lanes_new(s.trainee, n_lanes, n_frames);
  s.n_x    = n_frames * n_lanes * network->n_inputs;
  s.n_y    = n_frames * n_lanes * network->n_outputs;
  s.x      = (Real*)malloc(s.n_x * sizeof(Real));
  s.target = (Real*)malloc(s.n_y * sizeof(Real));
  CHECK(s.lanes && s.x && s.target);

  uint32_t seed = 5;
  for (size_t i = 0; i < s.n_x; ++i) {
    s.x[i] = (Real)random_float(&seed);
  }
  for (size_t i = 0; i < s.n_y; ++i) {
    s.target[i] = (Real)random_float(&seed);
  }
  return s;
}

/// Let the cells of a LSTM grow, up or down by turns, until they stray
static inline void
let_cells_stray(RmnNetwork* const network)
{
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    RmnLayer* const layer = &network->layers[l];
    const size_t    H     = layer->shape.n_outputs;
    for (size_t u = 0; layer->shape.type == RMN_LSTM && u < H; ++u) {
      layer->b[u] += 1.0f;
      layer->b[H + u] += 3.0f;
      layer->b[2U * H + u] += u % 2U ? 1.0f : -1.0f;
    }
  }
}

static inline void
free_lesson(Lesson* const s)
{
  lanes_free(s->lanes);
  trainee_free(s->trainee);
  rmn_network_free(s->network);
  free(s->x);
  free(s->target);
}

/// Return half the sum of squares of the error from where the state stands,
/// and leave its gradient in `dy`
static inline double
lesson_loss(const Lesson* const s)
{
  memcpy(s->lanes->x, s->x, s->n_x * sizeof(Real));
  lanes_forward(s->lanes, s->n_frames);

  double loss = 0.0;
  for (size_t i = 0; i < s->n_y; ++i) {
    const double error = (double)s->lanes->y[i] - (double)s->target[i];
    s->lanes->dy[i]    = (Real)error;
    loss += 0.5 * error * error;
  }
  return loss;
}

/// Leave the gradient of that loss in `s->lanes->gradient`
static inline void
lesson_gradient(const Lesson* const s)
{
  lesson_loss(s);
  lanes_backward(s->lanes);
}

/// Return the L2 norm of the difference, relative to that of `b`
static inline double
relative_l2(const Real* const a, const double* const b, const size_t n)
{
  double difference = 0.0;
  double norm       = 0.0;
  for (size_t i = 0; i < n; ++i) {
    const double d = (double)a[i] - b[i];
    difference += d * d;
    norm += b[i] * b[i];
  }
  CHECK(isfinite(difference) && norm > 0.0);
  return sqrt(difference / norm);
}

#endif // RMN_TEST_TRAINING_H
