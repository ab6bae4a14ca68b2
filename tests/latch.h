// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file latch.h A task that is all memory: one input is noise, the other says
   which of it is the bit that is asked for in the end.

   After Bengio et al. (1994) and Hochreiter and Schmidhuber (1997).  Gates
   start as Tallec and Ollivier (2018) have them, open for up to the gap.
*/

#ifndef RMN_TEST_LATCH_H
#define RMN_TEST_LATCH_H

#include "networks.h"

#include "../tools/train/adam.h"
#include "../tools/train/fused.h"
#include "../tools/train/lanes.h"
#include "../tools/train/random.h"

#include <math.h>
#include <string.h>

enum {
  LATCH_INPUTS = 2, ///< Noise with the bit, and 1 where the bit is
  LATCH_HIDDEN = 8,
  LATCH_ROUNDS = 32, ///< Of lanes that are asked when all is learned
  LATCH_RUN    = 10, ///< Good answers of all lanes that end it
};

static const double latch_rate    = 0.01;
static const double latch_clip    = 0.2;  ///< As in trainer.c
static const double latch_learned = 1e-3; ///< Mean square that is good enough

/// A network that learns to remember
typedef struct {
  RmnNetwork* network;
  Trainee*    trainee;
  Lanes*      lanes;
  Adam        adam;
  Random      random;
  double*     gradient;
  size_t      n_frames; ///< From the bit to the question
  double      bits[FUSED_LANES];
} Latch;

/// How the lanes answered
typedef struct {
  double loss;  ///< Mean square of the error
  double wrong; ///< Share of bits that were
} Answer;

/// Let a gate of each unit keep what it has for 1 to `gap` frames; the sign
/// says whether it is open or shut for that
static inline void
latch_set_gate(float* const  bias,
               const size_t  gap,
               const float   sign,
               Random* const random)
{
  for (size_t u = 0; u < LATCH_HIDDEN; ++u) {
    const double time = 1.0 + random_unit(random) * ((double)gap - 1.0);
    bias[u]           = sign * (float)log(time);
  }
}

static inline void
latch_set_gates(RmnLayer* const layer, const size_t gap, Random* const random)
{
  if (layer->shape.type == RMN_LSTM) {
    float* const forget = layer->b + LATCH_HIDDEN;
    latch_set_gate(forget, gap, 1.0F, random);
    for (size_t u = 0; u < LATCH_HIDDEN; ++u) {
      layer->b[u] = -forget[u]; // What keeps for long takes in little
    }
  } else if (layer->shape.type == RMN_GRU) {
    latch_set_gate(layer->b + LATCH_HIDDEN, gap, 1.0F, random);
  }
}

/// Return a network that has learned nothing; `choose` as for trainee_new()
static inline Latch
latch_new(RmnShape            cell,
          const size_t        gap,
          const uint32_t      seed,
          LayerChooser* const choose)
{
  RmnError error = {RMN_OK, ""};
  Latch    latch = {.random = {seed}, .n_frames = gap + 1U};

  cell.n_inputs           = LATCH_INPUTS;
  cell.n_outputs          = LATCH_HIDDEN;
  const RmnShape shapes[] = {
    cell, {.type = RMN_DENSE, .n_inputs = LATCH_HIDDEN, .n_outputs = 1}};
  latch.network = random_network(shapes, 2, 7919U * seed);
  latch_set_gates(&latch.network->layers[0], gap, &latch.random);
  latch.trainee = trainee_new(latch.network, choose, &error);
  CHECK(latch.trainee);
  latch.lanes    = lanes_new(latch.trainee, FUSED_LANES, latch.n_frames);
  latch.gradient = (double*)calloc(latch.trainee->n_weights, sizeof(double));
  CHECK(latch.lanes && latch.gradient);
  CHECK(adam_init(&latch.adam, latch.trainee->n_weights));
  return latch;
}

static inline void
latch_free(Latch* const latch)
{
  lanes_free(latch->lanes);
  trainee_free(latch->trainee);
  rmn_network_free(latch->network);
  adam_free(&latch->adam);
  free(latch->gradient);
}

/// Make noise, and tell every lane a bit, which is as loud
static inline void
latch_tell(Latch* const latch)
{
  Real* const noise = latch->lanes->x;
  Real* const flag  = noise + FUSED_LANES;

  for (size_t t = 0; t < latch->n_frames; ++t) {
    const size_t at = t * LATCH_INPUTS * FUSED_LANES;
    for (size_t l = 0; l < FUSED_LANES; ++l) {
      noise[at + l] = (Real)(2.0 * random_unit(&latch->random) - 1.0);
      flag[at + l]  = t ? 0 : 1;
    }
  }
  for (size_t l = 0; l < FUSED_LANES; ++l) {
    latch->bits[l] = noise[l] < 0 ? -1.0 : 1.0;
    noise[l]       = (Real)latch->bits[l];
  }
}

/// Tell every lane a bit, and ask for it
static inline Answer
latch_ask(Latch* const latch)
{
  const size_t last   = (latch->n_frames - 1U) * FUSED_LANES;
  Answer       answer = {0.0, 0.0};

  latch_tell(latch);
  lanes_reset(latch->lanes);
  lanes_forward(latch->lanes, latch->n_frames);
  for (size_t l = 0; l < FUSED_LANES; ++l) {
    const double y = (double)latch->lanes->y[last + l];
    const double e = y - latch->bits[l];
    answer.loss += e * e / FUSED_LANES;
    answer.wrong += (y * latch->bits[l] <= 0.0) / (double)FUSED_LANES;
  }
  return answer;
}

/// Leave the gradient of half the sum of squares that latch_ask() led to
static inline void
latch_back(Latch* const latch)
{
  const size_t last = (latch->n_frames - 1U) * FUSED_LANES;
  memset(latch->lanes->dy, 0, last * sizeof(Real));
  for (size_t l = 0; l < FUSED_LANES; ++l) {
    const double y             = (double)latch->lanes->y[last + l];
    latch->lanes->dy[last + l] = (Real)(y - latch->bits[l]);
  }
  lanes_backward(latch->lanes);
}

/// Move the weights by what latch_back() left
static inline void
latch_step(Latch* const latch)
{
  const size_t n = latch->trainee->n_weights;
  for (size_t i = 0; i < n; ++i) {
    latch->gradient[i] = (double)latch->lanes->gradient[i] / FUSED_LANES;
  }
  gradient_clip(latch->gradient, n, latch_clip);
  adam_step(
    &latch->adam, NULL, latch->trainee->weights, latch->gradient, latch_rate);
  trainee_update(latch->trainee);
}

/// Learn until the answers are good, for `n_updates` at most
static inline void
latch_learn(Latch* const latch, const int n_updates)
{
  int run = 0;
  for (int u = 0; u < n_updates && run < LATCH_RUN; ++u) {
    run = latch_ask(latch).loss < latch_learned ? run + 1 : 0;
    latch_back(latch);
    latch_step(latch);
  }
}

/// Ask many times, and return the mean
static inline Answer
latch_test(Latch* const latch)
{
  Answer mean = {0.0, 0.0};
  for (int i = 0; i < LATCH_ROUNDS; ++i) {
    const Answer answer = latch_ask(latch);
    mean.loss += answer.loss / LATCH_ROUNDS;
    mean.wrong += answer.wrong / LATCH_ROUNDS;
  }
  return mean;
}

/// Return the norm of the gradient of what is remembered, h and C, right after
/// the bit: the RMS over lanes.  Needs a latch of layer_funcs(), whose scratch
/// ends as the gradient of the state before the first frame.
static inline double
latch_gradient_norm(Latch* const latch)
{
  const size_t n   = 2U * LATCH_HIDDEN * FUSED_LANES;
  double       sum = 0.0;

  latch_ask(latch);
  latch_back(latch);
  for (size_t i = 0; i < n; ++i) {
    const double d = (double)latch->lanes->tapes[0].scratch[i];
    sum += d * d;
  }
  return sqrt(sum / FUSED_LANES);
}

#endif // RMN_TEST_LATCH_H
