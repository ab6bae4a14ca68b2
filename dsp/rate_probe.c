// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "rate_probe.h"
#include "model.h"
#include "state.h"

#include <math.h>
#include <stdlib.h>

enum {
  BLOCK      = 64,
  N_PARTIALS = 8,
  N_POINTS   = 1000, ///< Where the takes are compared
  HALF_WIDTH = 20,   ///< Of the low-pass, in frames of the model
};

/// Cut of the low-pass, in the model's rate: what lies above is mostly aliased,
/// and differs without anything being wrong
static const double cut = 0.3;

static const double tau        = 6.283185307179586;
static const double duration_s = 0.3;

/// A string that is plucked: a few partials that decay
typedef struct {
  double start_s;
  double end_s;
  double frequency_hz;
  double level;
} Pluck;

static const Pluck plucks[] = {
  {0.00, 0.09, 196.0, 0.9},
  {0.09, 0.17, 110.0, 0.3},
  {0.17, 0.25, 329.6, 0.05},
};

/// The audio of one run, and what it was turned into
typedef struct {
  uint32_t rate_hz;
  uint32_t n_frames;
  float*   in;
  float*   out;
} Take;

/// Return 0 to 1 in the first and 1 to 0 in the last 2 ms
static double
envelope(const Pluck* const pluck, const double t)
{
  const double from_end = fmin(t - pluck->start_s, pluck->end_s - t);
  const double x        = fmin(from_end / 0.002, 1.0);
  return 0.5 - 0.5 * cos(0.5 * tau * x);
}

static float
phrase(const double t, const double highest_hz)
{
  double sum = 0.0;
  for (size_t p = 0; p < sizeof(plucks) / sizeof(plucks[0]); ++p) {
    const Pluck* const pluck = &plucks[p];
    if (t < pluck->start_s || t >= pluck->end_s) {
      continue;
    }

    const double since = t - pluck->start_s;
    const double level = pluck->level * envelope(pluck, t) * exp(-since / 0.04);
    for (int k = 1; k <= N_PARTIALS; ++k) {
      const double f = k * pluck->frequency_hz;
      sum += f < highest_hz ? level * sin(tau * f * since) / k : 0.0;
    }
  }
  return (float)(0.5 * sum);
}

static bool
make_take(Take* const    take,
          const uint32_t rate_hz,
          const double   seconds,
          const double   highest_hz)
{
  take->rate_hz  = rate_hz;
  take->n_frames = (uint32_t)(seconds * rate_hz);
  take->in       = (float*)calloc(take->n_frames + 1U, sizeof(float));
  take->out      = (float*)calloc(take->n_frames + 1U, sizeof(float));
  for (uint32_t t = 0; take->in && t < take->n_frames; ++t) {
    take->in[t] = phrase((double)t / rate_hz, highest_hz);
  }
  return take->in && take->out;
}

static void
free_take(const Take* const take)
{
  free(take->in);
  free(take->out);
}

/// Play a take with every knob at its default, the state delayed or not
static RmnStatus
play(const RmnModel* const   model,
     const RmnNetwork* const network,
     RmnState* const         state,
     RmnStateDelay* const    delay,
     const Take* const       take)
{
  const size_t n_channels = network->n_inputs + network->n_outputs;
  float* const buffer     = (float*)calloc(n_channels * BLOCK, sizeof(float));
  const float* in[RMN_MAX_INPUTS];
  float*       out[RMN_MAX_OUTPUTS];
  if (!buffer) {
    return RMN_ERR_NO_MEMORY;
  }

  for (uint32_t i = 0; i < network->n_inputs; ++i) {
    in[i] = buffer + (size_t)i * BLOCK;
    for (uint32_t t = 0; t < BLOCK; ++t) {
      buffer[i * BLOCK + t] = network->inputs[i].value;
    }
  }
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    out[o] = buffer + (size_t)(network->n_inputs + o) * BLOCK;
  }

  for (uint32_t t = 0; t < take->n_frames; t += BLOCK) {
    const uint32_t left = take->n_frames - t;
    const uint32_t n    = left < BLOCK ? left : BLOCK;
    in[0]               = take->in + t;
    out[0]              = take->out + t;
    if (delay) {
      rmn_state_delay_process(delay, in, out, n);
    } else {
      rmn_process(model, state, in, out, n);
    }
  }
  free(buffer);
  return RMN_OK;
}

/// Return a take at a time, low-passed by a windowed sinc
static double
listen(const Take* const take, const double time_s, const double model_hz)
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
measure_ringing(const Take* const take)
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
compare(const Take* const reference, const Take* const take, const double rest)
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

  Take            native  = {0, 0, NULL, NULL};
  Take            delayed = {0, 0, NULL, NULL};
  RmnState* const state   = rmn_state_new(model, 1);
  RmnState* const first   = rmn_state_new(model, 1);
  RmnStateDelay*  delay =
    first ? rmn_state_delay_new(model, first, rate_hz, model_hz, order) : NULL;

  RmnStatus st = RMN_ERR_NO_MEMORY;
  if (state && delay && make_take(&native, model_hz, seconds, highest_hz) &&
      make_take(&delayed, rate_hz, seconds, highest_hz)) {
    st = play(model, network, state, NULL, &native);
    st = st ? st : play(model, network, NULL, delay, &delayed);
  }
  if (!st) {
    const double rest = (double)rmn_model_rest(model).output;
    *esr_db           = 10.0 * log10(compare(&native, &delayed, rest) + 1e-30);
  }

  free_take(&native);
  free_take(&delayed);
  rmn_state_delay_free(delay);
  rmn_state_free(first);
  rmn_state_free(state);
  return st;
}
