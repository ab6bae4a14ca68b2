// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "rate_probe.h"
#include "model.h"
#include "state.h"
#include "take.h"

#include <math.h>

enum {
  N_POINTS   = 1000, ///< Where the takes are compared
  HALF_WIDTH = 20,   ///< Of the low-pass, in frames of the model
};

/// Cut of the low-pass, in the model's rate: what lies above is mostly aliased,
/// and differs without anything being wrong
static const double cut = 0.3;

static const double tau        = 6.283185307179586;
static const double duration_s = 0.3;

static const RmnPluck plucks[] = {
  {0.00, 0.09, 196.0, 0.45},
  {0.09, 0.17, 110.0, 0.15},
  {0.17, 0.25, 329.6, 0.025},
};

static const RmnPhrase phrase = {plucks, 3, 8, 1.0, 0.04};

/// Return a take at a time, low-passed by a windowed sinc
static double
listen(const RmnTake* const take, const double time_s, const double model_hz)
{
  const double  frame = time_s * take->rate_hz;
  const double  unit  = model_hz / take->rate_hz; // Frames of the model
  const int64_t first = (int64_t)ceil(frame - HALF_WIDTH / unit);
  const int64_t last  = (int64_t)floor(frame + HALF_WIDTH / unit);

  double sum = 0.0;
  for (int64_t t = first; t <= last; ++t) {
    const double x      = ((double)t - frame) * unit;
    const double window = 0.5 + 0.5 * cos(0.5 * tau * x / HALF_WIDTH);
    const double angle  = cut * tau * x;
    const double sinc   = fabs(angle) < 1e-9 ? 1.0 : sin(angle) / angle;
    sum += window * sinc * (double)take->out[t];
  }
  return 2.0 * cut * unit * sum;
}

/// Return the mean energy of what changes from frame to frame in the silence at
/// the end, where what rings is left alone
static double
measure_ringing(const RmnTake* const take)
{
  const uint32_t n   = take->n_frames / 10U;
  double         sum = 0.0;
  for (uint32_t t = take->n_frames - n; n > 1U && t < take->n_frames; ++t) {
    const double change = (double)take->out[t] - (double)take->out[t - 1U];
    sum += change * change / n;
  }
  return sum;
}

/// Return the energy of what differs over that of the reference's sound
static double
compare(const RmnTake* const reference,
        const RmnTake* const take,
        const double         rest)
{
  const double model_hz = reference->rate_hz;
  const double margin_s = (HALF_WIDTH + 1) / model_hz;
  const double length_s = reference->n_frames / model_hz - 2.0 * margin_s;
  double       signal   = 1e-9; // Of silence, what differs must be silent
  double       error    = 0.0;

  for (int i = 0; i < N_POINTS && length_s > 0.0; ++i) {
    const double time_s   = margin_s + length_s * i / N_POINTS;
    const double expected = listen(reference, time_s, model_hz);
    const double differs  = listen(take, time_s, model_hz) - expected;
    signal += (expected - rest) * (expected - rest);
    error += differs * differs;
  }

  const double ringing = measure_ringing(take) - measure_ringing(reference);
  error += N_POINTS * fmax(ringing, 0.0);
  return isfinite(error) && isfinite(signal) ? error / signal : 1e30;
}

RmnStatus
rmn_rate_probe(const RmnModel* const   model,
               const RmnNetwork* const network,
               const uint32_t          rate_hz,
               const uint32_t          model_hz,
               const RmnDelayOrder     order,
               double* const           esr_db)
{
  const double most =
    0.25 * rmn_model_max_frames(model) / ((double)rate_hz + model_hz);
  const double seconds    = fmin(duration_s, most);
  const double highest_hz = 0.3 * model_hz;

  RmnTake         native  = {0, 0, NULL, NULL};
  RmnTake         delayed = {0, 0, NULL, NULL};
  RmnState* const state   = rmn_state_new(model, 1);
  RmnState* const first   = rmn_state_new(model, 1);
  RmnStateDelay*  delay =
    first ? rmn_state_delay_new(model, first, rate_hz, model_hz, order) : NULL;

  RmnStatus st = RMN_ERR_NO_MEMORY;
  if (state && delay &&
      rmn_take_make(&native, &phrase, model_hz, seconds, highest_hz) &&
      rmn_take_make(&delayed, &phrase, rate_hz, seconds, highest_hz)) {
    st = rmn_take_play(&native, model, network, state, NULL);
    st = st ? st : rmn_take_play(&delayed, model, network, NULL, delay);
  }
  if (!st) {
    const double rest = (double)rmn_model_rest(model).output;
    *esr_db           = 10.0 * log10(compare(&native, &delayed, rest) + 1e-30);
  }

  rmn_take_free(&native);
  rmn_take_free(&delayed);
  rmn_state_delay_free(delay);
  rmn_state_free(first);
  rmn_state_free(state);
  return st;
}
