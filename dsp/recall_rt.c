// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "recall.h"

#include <math.h>
#include <string.h>

enum {
  MAX_WINDOW = 256, ///< Decimated frames: 10 ms below 24 kHz
  MAX_LAG    = 1216 ///< 50 ms
};

static const float short_first =
  0.05f; // Correlation that the longest lag costs

/// What is heard, some frames being one, from the oldest on
typedef struct {
  uint32_t n_window;
  uint32_t most; ///< The longest lag
  float    x[MAX_LAG + MAX_WINDOW];
} Decimated;

void
rmn_recall_reset(RmnRecall* const recall)
{
  memset(recall->heard, 0, sizeof(recall->heard));
  recall->n_heard     = 0U;
  recall->n_found     = 0U;
  recall->lag         = 0U;
  recall->correlation = 0.0f;
}

/// Return what was heard `age` frames ago, from 1 on
static float
heard(const RmnRecall* const recall, const uint32_t age)
{
  return recall->heard[(recall->n_heard - age) % RMN_RECALL_FRAMES];
}

static uint32_t
least_of(const uint32_t a, const uint32_t b)
{
  return a < b ? a : b;
}

static void
decimate(Decimated* const coarse, const RmnRecall* const recall)
{
  const uint32_t stride = recall->stride;

  coarse->n_window = least_of(recall->n_window / stride, MAX_WINDOW);
  coarse->most     = least_of(recall->most / stride, MAX_LAG);
  const uint32_t n = coarse->n_window + coarse->most;
  for (uint32_t i = 0; i < n; ++i) {
    float sum = 0.0f;
    for (uint32_t k = 0; k < stride; ++k) {
      sum += heard(recall, (n - i) * stride - k);
    }
    coarse->x[i] = sum;
  }
}

/// Return the correlation, or 0 if there is nothing to correlate
static float
normalised(const float product, const float energy, const float other)
{
  const float both = energy * other;
  return both > 0.0f ? product / sqrtf(both) : 0.0f;
}

/// Return the best coarse lag, 0 if none is any good
static uint32_t
coarse_lag(const RmnRecall* const recall)
{
  Decimated coarse = {0};
  decimate(&coarse, recall);

  // In [k] for the lag of `most - k`, so that loops run over lags
  const uint32_t     most              = coarse.most;
  const float* const now               = coarse.x + most;
  float              products[MAX_LAG] = {0.0f};
  float              energies[MAX_LAG] = {0.0f};
  float              energy            = 0.0f;
  for (uint32_t i = 0; i < coarse.n_window; ++i) {
    const float* const then = coarse.x + i;
    const float        x    = now[i];
    energy += x * x;
    for (uint32_t k = 0; k < most; ++k) {
      products[k] += x * then[k];
      energies[k] += then[k] * then[k];
    }
  }

  uint32_t best       = 0U;
  float    best_score = 0.0f;
  for (uint32_t k = 0; k < most; ++k) {
    const uint32_t lag   = most - k;
    const float    cost  = short_first * (float)lag / (float)most;
    const float    score = normalised(products[k], energies[k], energy) - cost;
    if (lag * recall->stride >= recall->least && score > best_score) {
      best       = lag;
      best_score = score;
    }
  }
  return best;
}

/// Return how much alike the last frames, one in `step` of them, are to those a
/// lag before
static float
correlation(const RmnRecall* const recall,
            const uint32_t         lag,
            const uint32_t         step)
{
  float product = 0.0f;
  float energy  = 0.0f;
  float other   = 0.0f;
  for (uint32_t age = step; age <= recall->n_window; age += step) {
    const float x = heard(recall, age);
    const float y = heard(recall, age + lag);
    product += x * y;
    energy += x * x;
    other += y * y;
  }
  return normalised(product, energy, other);
}

void
rmn_recall_search(RmnRecall* const recall)
{
  const uint32_t coarse = coarse_lag(recall) * recall->stride;
  const uint32_t step   = recall->stride < 8U ? 1U : recall->stride / 4U;
  float          best   = 0.0f;

  recall->n_found = recall->n_heard;
  recall->lag     = 0U;
  for (uint32_t i = 1U; coarse && i < 2U * recall->stride; ++i) {
    const uint32_t lag    = coarse - recall->stride + i;
    const bool     is_lag = lag >= recall->least && lag <= recall->most;
    const float    like   = is_lag ? correlation(recall, lag, step) : 0.0f;
    if (like > best) {
      recall->lag = lag;
      best        = like;
    }
  }

  const float all = recall->lag ? correlation(recall, recall->lag, 1U) : 0.0f;
  recall->correlation = fminf(fmaxf(all, 0.0f), 1.0f);
}

float
rmn_recall_join(const RmnRecall* const recall, const float prediction)
{
  if (!recall->lag) {
    return prediction;
  }

  const uint32_t t     = recall->n_heard - recall->n_found;
  const float    y     = recall->correlation * heard(recall, recall->lag);
  const float    share = (float)(t + 1U) / (float)(recall->n_join + 1U);
  return t < recall->n_join ? prediction + share * (y - prediction) : y;
}
