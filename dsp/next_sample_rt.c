// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "next_sample.h"

#include <math.h>
#include <string.h>

void
rmn_next_sample_set(RmnNextSample* const         next,
                    const RmnNextControls* const controls)
{
  const double n_decay = next->rate_hz * (double)controls->decay_s;

  next->controls = *controls;
  next->decay    = n_decay > 0.0 ? exp(-6.907755279 / n_decay) : 1.0;
  for (uint32_t l = 0; l < RMN_N_LISTEN; ++l) {
    const bool is_heard = l == (uint32_t)controls->listen;
    rmn_smooth_set(&next->heard[l], is_heard ? 1.0f : 0.0f);
  }
}

void
rmn_next_sample_reset(RmnNextSample* const next)
{
  memset(next->late, 0, sizeof(next->late));
  memset(next->predictions, 0, sizeof(next->predictions));
  memset(next->powers, 0, sizeof(next->powers));
  next->t_late       = 0U;
  next->t_prediction = 0U;
  next->n_zeros      = 0U;
  next->is_lost      = false;
  next->n_lost       = 0U;
  next->share        = 1.0f;
  next->level        = 1.0;
  next->power        = 0.0f;
  next->seed         = 1U;
  for (uint32_t l = 0; l < RMN_N_LISTEN; ++l) {
    rmn_smooth_snap(&next->heard[l]);
  }
  rmn_recall_reset(&next->recall);
}

/// Return whether a sample may be part of a drop-out
static bool
is_blank(const float x)
{
  return x == 0.0f || !rmn_is_audio(x);
}

/// Return whether a drop-out has lasted so long that it must be silence
static bool
is_meant(const RmnNextSample* const next)
{
  return next->n_lost >= next->n_full + next->n_fade;
}

uint32_t
rmn_next_sample_chunk(const RmnNextSample* const next,
                      const float* const         in,
                      const uint32_t             n_frames)
{
  const bool conceals = next->controls.conceals;
  bool       follows  = next->share == 1.0f && !next->controls.is_frozen;
  bool       may_gap  = conceals && !is_meant(next);
  for (uint32_t t = 0; follows && t < RMN_GAP_FRAMES; ++t) {
    follows = rmn_is_audio(next->late[t]);
    may_gap |= conceals && !is_blank(next->late[t]);
  }

  uint32_t n_zeros = next->n_zeros;
  for (uint32_t t = 0; follows && t < n_frames; ++t) {
    n_zeros = is_blank(in[t]) ? n_zeros + 1U : 0U;
    may_gap |= conceals && !n_zeros;
    follows = rmn_is_audio(in[t]) && !(may_gap && n_zeros > RMN_GAP_FRAMES);
  }
  return follows || n_frames < next->ahead ? n_frames : next->ahead;
}

/// Take the newest sample; return the one that is due, and note whether it is
/// lost
static float
delay(RmnNextSample* const next, const float newest)
{
  const float x      = next->late[next->t_late];
  const bool  stands = next->share < 1.0f && !next->controls.is_frozen;

  next->late[next->t_late] = newest;
  next->t_late             = (next->t_late + 1U) % RMN_GAP_FRAMES;
  next->n_zeros            = is_blank(newest) ? next->n_zeros + 1U : 0U;
  next->n_lost             = is_blank(x) || stands ? next->n_lost : 0U;

  // A run counts that reaches from here to the newest, or that has begun
  const bool is_run = next->n_zeros > RMN_GAP_FRAMES || next->is_lost;
  next->is_lost     = next->controls.conceals && is_blank(x) &&
                  (is_run || !rmn_is_audio(x)) && !is_meant(next);
  if (next->is_lost && next->share == 1.0f) {
    rmn_recall_search(&next->recall);
  }
  return rmn_is_audio(x) ? x : 0.0f;
}

/// Advance the share of the input by a frame
static void
fade(RmnNextSample* const next)
{
  const float left      = 1.0f - next->share;
  const bool  is_frozen = next->controls.is_frozen;
  if (next->is_lost) {
    next->share = 0.0f;
    next->n_lost += is_frozen ? 0U : 1U;
  } else if (is_frozen) {
    next->share -= next->share > next->step ? next->step : next->share;
  } else if (is_meant(next)) {
    next->share = 1.0f; // What stood in has faded away
  } else {
    next->share = left > next->step ? next->share + next->step : 1.0f;
  }
  next->level        = next->share == 1.0f ? 1.0 : next->level;
  const uint32_t age = next->recall.n_heard - next->recall.n_found;
  if (is_frozen || next->share == 1.0f || age >= next->n_full + next->n_fade) {
    rmn_recall_let_go(&next->recall);
  }
}

/// Return the gain of what stands in for a drop-out
static float
conceal(const RmnNextSample* const next)
{
  if (next->n_lost <= next->n_full) {
    return 1.0f;
  }

  const uint32_t n = next->n_lost - next->n_full;
  return n < next->n_fade ? 1.0f - (float)n / (float)next->n_fade : 0.0f;
}

/// Return noise of power 1: the sum of twelve uniform numbers, less their mean
static float
noise(uint32_t* const seed)
{
  double sum = -6.0;
  for (uint32_t i = 0; i < 12U; ++i) {
    *seed = *seed * 1664525U + 1013904223U; // Numerical Recipes
    sum += (double)*seed / 4294967296.0;
  }
  return (float)sum;
}

static float
clip(const float x)
{
  return x > 1.0f ? 1.0f : x < -1.0f ? -1.0f : x;
}

/// Return what stands in for the input: a prediction, and noise if frozen, or
/// what is recalled if not
static float
stand_in(RmnNextSample* const next, const float prediction)
{
  const bool is_warm =
    next->controls.is_frozen && next->controls.temperature > 0.0f;
  const float shake = is_warm ? next->controls.temperature *
                                  sqrtf(next->power) * noise(&next->seed)
                              : 0.0f;
  const float y     = rmn_recall_join(&next->recall, prediction);
  return clip(y + shake) * conceal(next);
}

/// Take note of how wrong a prediction was, unless there was nothing to predict
static void
note(RmnNextSample* const next, const float power)
{
  if (power >= 0.0f) {
    next->power = power + (next->power - power) * next->memory;
  }
}

/// Return the place in the rings of the frame after that of `t`
static uint32_t
step(const RmnNextSample* const next, const uint32_t t)
{
  return t + 1U < next->ahead ? t + 1U : 0U;
}

/// Hear a frame whose prediction is known; return what the network is to hear
static float
mix(RmnNextSample* const next,
    const float          x,
    const float          prediction,
    float* const         heard)
{
  if (next->share == 1.0f) {
    rmn_recall_hear(&next->recall, x);
    *heard = x;
    return x;
  }

  const float y     = stand_in(next, prediction);
  const float share = next->share;
  const float fed   = share * x + (1.0f - share) * y;
  rmn_recall_hear(&next->recall, fed);
  next->level *= next->controls.is_frozen ? next->decay : 1.0;
  *heard = share * x + (1.0f - share) * y * (float)next->level;
  return fed;
}

void
rmn_next_sample_hear(RmnNextSample* const next,
                     const float* const   in,
                     float* const         fed,
                     float* const         heard,
                     const uint32_t       n_frames)
{
  // Beyond what is predicted, all frames are input
  const bool is_known = n_frames <= next->ahead;
  uint32_t   p        = next->t_prediction;
  for (uint32_t t = 0; t < n_frames; ++t) {
    const float x = delay(next, in[t]);
    fade(next);
    if (is_known) {
      const bool follows = next->share == 1.0f && !next->controls.is_frozen;
      note(next, next->powers[p]);
      next->powers[p] = follows ? 0.0f : -1.0f;
    }
    fed[t] = mix(next, x, next->predictions[p], &heard[t]);
    p      = step(next, p);
  }
}

/// Return what is listened to in a frame
static float
listen(RmnNextSample* const next,
       const float          heard,
       const float          prediction,
       const float          residual)
{
  const float input = rmn_smooth_next(&next->heard[RMN_LISTEN_INPUT]);
  const float share = rmn_smooth_next(&next->heard[RMN_LISTEN_PREDICTION]);
  const float error = rmn_smooth_next(&next->heard[RMN_LISTEN_RESIDUAL]);

  return input * heard + share * prediction + error * residual;
}

void
rmn_next_sample_learn(RmnNextSample* const next,
                      const float* const   fed,
                      float* const         predicted,
                      float* const         heard,
                      const uint32_t       n_frames)
{
  const bool is_known = n_frames <= next->ahead;
  for (uint32_t t = 0; t < n_frames; ++t) {
    const uint32_t p          = next->t_prediction;
    const float    prediction = next->predictions[p];
    const float    residual   = fed[t] - prediction;
    if (!is_known) {
      note(next, next->powers[p]);
    }
    if (!is_known || next->powers[p] >= 0.0f) {
      next->powers[p] = residual * residual;
    }

    next->predictions[p] = predicted[t];
    predicted[t]         = prediction;
    heard[t]             = listen(next, heard[t], prediction, residual);
    next->t_prediction   = step(next, p);
  }
}
