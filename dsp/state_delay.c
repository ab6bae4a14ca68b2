// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "memory.h"
#include "model.h"
#include "state.h"
#include "state_delay_line.h"

#include <math.h>

/// Below this the cubic's gain, up to 1.03 where M < 2, is harmless in practice
static const double max_near_cubic = 1.25;

/// Silence after which a state that settles has settled, besides its own time
static const double quiet_time_s = 0.5;

RmnDelayOrder
rmn_state_delay_order(const double M)
{
  return M >= 2.0 || M <= max_near_cubic ? RMN_DELAY_CUBIC
                                         : RMN_DELAY_QUADRATIC;
}

/// Lagrange's polynomial through `n` taps from `first` on, at M
static void
interpolate(RmnDelayTaps* const taps,
            const double        M,
            const uint32_t      first,
            const uint32_t      n)
{
  float rest = 1.0f;

  for (uint32_t i = 0; i < RMN_MAX_TAPS; ++i) {
    double weight = i < n ? 1.0 : 0.0;
    for (uint32_t j = 0; j < n; ++j) {
      const double distance = M - (double)(first + j);
      weight *= i == j ? 1.0 : distance / ((double)i - (double)j);
    }
    taps->delays[i]  = first + (i < n ? i : 0U);
    taps->weights[i] = (float)weight;
    rest -= i ? taps->weights[i] : 0.0f;
  }
  taps->weights[0] = rest;
}

/// Return the first of taps whose middle one is the nearest to M, or else 1
static uint32_t
first_tap(const double M, const double middle)
{
  return M - middle < 1.0 ? 1U : (uint32_t)(M - middle);
}

static void
plan_taps(RmnDelayTaps* const taps, const double M)
{
  interpolate(&taps[RMN_DELAY_CUBIC], M, first_tap(M, 1.0), 4U);
  interpolate(&taps[RMN_DELAY_QUADRATIC], M, first_tap(M, 0.5), 3U);
  interpolate(&taps[RMN_DELAY_LINEAR], M, first_tap(M, 0.0), 2U);
  interpolate(&taps[RMN_DELAY_NEAREST], M, (uint32_t)(M + 0.5), 1U);
}

/// Make a state for every phase but the first
static bool
allocate_phases(RmnStateDelay* const delay, const uint32_t n_phases)
{
  const size_t n_channels = (size_t)delay->n_inputs + delay->n_outputs;

  delay->buffers =
    (float*)rmn_aligned_calloc(n_channels * RMN_DELAY_CHUNK * sizeof(float));
  delay->phases = (RmnState**)calloc(n_phases, sizeof(RmnState*));
  if (!delay->buffers || !delay->phases) {
    return false;
  }

  delay->n_phases  = n_phases;
  delay->phases[0] = delay->state;
  for (uint32_t p = 1; p < n_phases; ++p) {
    delay->phases[p] = rmn_state_new(delay->model, delay->state->n_streams);
    if (!delay->phases[p]) {
      return false;
    }
  }

  for (uint32_t i = 0; i < delay->n_inputs; ++i) {
    delay->in[i] = delay->buffers + (size_t)i * RMN_DELAY_CHUNK;
  }
  for (uint32_t o = 0; o < delay->n_outputs; ++o) {
    const size_t channel = (size_t)delay->n_inputs + o;
    delay->out[o]        = delay->buffers + channel * RMN_DELAY_CHUNK;
  }
  return true;
}

/// Make room for the states of the frames that the taps reach back to
static bool
allocate_line(RmnStateDelay* const delay, const double M, const double rate_hz)
{
  const RmnRest rest = rmn_model_rest(delay->model);
  const size_t  n_floats =
    (size_t)delay->state->n_streams * delay->state->n_floats;

  plan_taps(delay->taps, M);
  delay->n_settled =
    rest.settled ? (uint32_t)(2.0 * M * rest.n_frames + rate_hz * quiet_time_s)
                 : 0U;

  delay->n_slots = 1U;
  while (delay->n_slots < (uint32_t)M + RMN_MAX_TAPS) {
    delay->n_slots *= 2U;
  }
  delay->history =
    (float*)rmn_aligned_calloc(delay->n_slots * n_floats * sizeof(float));
  delay->knobs = (float*)calloc(delay->n_inputs, sizeof(float));
  return delay->history && delay->knobs;
}

RmnStateDelay*
rmn_state_delay_new(const RmnModel* const model,
                    RmnState* const       state,
                    const uint32_t        rate_hz,
                    const uint32_t        model_hz,
                    const RmnDelayOrder   order)
{
  RmnStateDelay* const delay = (RmnStateDelay*)calloc(1, sizeof(RmnStateDelay));
  if (!delay) {
    return NULL;
  }

  delay->model     = model;
  delay->state     = state;
  delay->rate_hz   = rate_hz;
  delay->model_hz  = model_hz;
  delay->order     = order;
  delay->n_inputs  = state->n_streams * rmn_model_n_inputs(model);
  delay->n_outputs = state->n_streams * rmn_model_n_outputs(model);
  delay->in        = (const float**)calloc(delay->n_inputs, sizeof(float*));
  delay->out       = (float**)calloc(delay->n_outputs, sizeof(float*));

  const double M = (double)rate_hz / (double)model_hz;
  const bool   is_full =
    delay->in && delay->out &&
    (rate_hz % model_hz ? allocate_line(delay, M, (double)rate_hz)
                        : allocate_phases(delay, rate_hz / model_hz));
  if (!is_full) {
    rmn_state_delay_free(delay);
    return NULL;
  }

  rmn_state_delay_reset(delay);
  return delay;
}

RmnStateDelay*
rmn_state_delay_new_like(const RmnStateDelay* const delay,
                         RmnState* const            state)
{
  return rmn_state_delay_new(
    delay->model, state, delay->rate_hz, delay->model_hz, delay->order);
}

uint32_t
rmn_state_delay_step(const RmnStateDelay* const delay)
{
  return (delay->rate_hz + delay->model_hz - 1U) / delay->model_hz;
}

uint32_t
rmn_state_delay_n_settled(const RmnStateDelay* const delay)
{
  return delay->n_settled;
}

void
rmn_state_delay_set_home(RmnStateDelay* const delay, const RmnState* const home)
{
  delay->home = home;
}

void
rmn_state_delay_free(RmnStateDelay* const delay)
{
  if (delay) {
    for (uint32_t p = 1; p < delay->n_phases; ++p) {
      rmn_state_free(delay->phases[p]);
    }
    free(delay->phases);
    free(delay->buffers);
    free(delay->history);
    free(delay->knobs);
    free(delay->in);
    free(delay->out);
    free(delay);
  }
}
