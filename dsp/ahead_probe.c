// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ahead_probe.c What a look-ahead is short of the whole

#include "ahead.h"
#include "take.h"

#include <math.h>
#include <stdlib.h>

static const double usual_s    = 0.6;
static const double shortest_s = 0.25;
static const double work       = 0.5; ///< Share of frames that take a while

/// A take that was played as a whole, and what it is played ahead with
typedef struct {
  RmnTake           take;
  const RmnModel*   model;
  const RmnNetwork* network;
  RmnState*         state;
  RmnState*         rest;
} Probe;

/// Run the take ahead; return the ESR
static double
play(const Probe* const probe, RmnAhead* const ahead, float* const frames)
{
  const RmnTake* const take     = &probe->take;
  const uint32_t       n_inputs = probe->network->n_inputs;
  const uint32_t       late     = rmn_ahead_latency(ahead);
  const double         offset   = rmn_model_rest(probe->model).output;
  const float*         in[RMN_MAX_INPUTS];
  float*               out[RMN_MAX_OUTPUTS];
  double               signal = 1e-9;
  double               error  = 0.0;

  for (uint32_t t = 0; t < take->n_frames; ++t) {
    float rest = (float)offset;
    in[0]      = take->in + t;
    for (uint32_t i = 1; i < n_inputs; ++i) {
      in[i] = &probe->network->inputs[i].value;
    }
    for (uint32_t o = 0; o < probe->network->n_outputs; ++o) {
      out[o] = frames + o;
    }
    rmn_ahead_process(ahead, in, out, 1, probe->rest, &rest);
    if (t >= late) {
      const double wanted = (double)take->out[t - late];
      signal += (wanted - offset) * (wanted - offset);
      error += ((double)frames[0] - wanted) * ((double)frames[0] - wanted);
    }
  }
  return isfinite(error) && isfinite(signal)
           ? 10.0 * log10(error / signal + 1e-15)
           : NAN;
}

static RmnStatus
measure(const Probe* const probe, const double ms, double* const esr_db)
{
  const uint32_t  n_frames = (uint32_t)(1e-3 * ms * probe->take.rate_hz);
  RmnAhead* const ahead =
    rmn_ahead_new(probe->model, probe->state, n_frames, 1U);
  if (!ahead) {
    return RMN_ERR_NO_MEMORY;
  }

  float frames[RMN_MAX_OUTPUTS] = {0.0f};
  rmn_state_reset(probe->state, probe->model, RMN_START_REST);
  rmn_ahead_reset(ahead, rmn_model_rest(probe->model).output);
  *esr_db = rmn_ahead_latency(ahead) < probe->take.n_frames / 2U
              ? play(probe, ahead, frames)
              : NAN;
  rmn_ahead_free(ahead);
  return RMN_OK;
}

/// Measure each look-ahead, the take being played as a whole; the worse is kept
static RmnStatus
measure_all(Probe* const        probe,
            const double* const ms,
            const uint32_t      n,
            double* const       esr_db)
{
  rmn_state_reset(probe->state, probe->model, RMN_START_REST);
  RmnStatus st = rmn_take_play(
    &probe->take, probe->model, probe->network, probe->state, NULL);
  for (uint32_t i = 0; !st && i < n; ++i) {
    double here_db = NAN;
    st             = measure(probe, ms[i], &here_db);
    esr_db[i]      = fmax(esr_db[i], here_db);
  }
  return st;
}

/// Make the take as loud as full scale, where many models remember for longer
static void
raise(const RmnTake* const take)
{
  float peak = 0.0f;
  for (uint32_t t = 0; t < take->n_frames; ++t) {
    peak = fmaxf(peak, fabsf(take->in[t]));
  }
  for (uint32_t t = 0; peak > 0.0f && t < take->n_frames; ++t) {
    take->in[t] /= peak;
  }
}

RmnStatus
rmn_look_ahead_probe(const RmnModel* const   model,
                     const RmnNetwork* const network,
                     const double* const     ms,
                     const uint32_t          n,
                     double* const           esr_db)
{
  const bool is_usual = network->rate_hz >= 8000.0 && network->rate_hz <= 4e5;
  const uint32_t rate_hz =
    is_usual ? (uint32_t)(network->rate_hz + 0.5) : 48000U;
  const double seconds =
    fmin(usual_s, work * rmn_model_max_frames(model) / rate_hz);
  for (uint32_t i = 0; i < n; ++i) {
    esr_db[i] = NAN;
  }
  if (!model->is_backward || seconds < shortest_s) {
    return RMN_OK;
  }

  Probe     probe = {{0, 0, NULL, NULL},
                     model,
                     network,
                     rmn_state_new(model, 1),
                     rmn_state_new(model, 1)};
  RmnStatus st    = RMN_ERR_NO_MEMORY;
  if (probe.state && probe.rest &&
      rmn_take_make(
        &probe.take, &rmn_guitar_phrase, rate_hz, seconds, 0.45 * rate_hz)) {
    st = measure_all(&probe, ms, n, esr_db);
    raise(&probe.take);
    st = st ? st : measure_all(&probe, ms, n, esr_db);
  }

  rmn_take_free(&probe.take);
  rmn_state_free(probe.state);
  rmn_state_free(probe.rest);
  return st;
}
