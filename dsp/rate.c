// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "divisor.h"
#include "model.h"
#include "network.h"
#include "rate_probe.h"
#include "rate_strategy.h"
#include "state.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/// Rates further apart than this are not adapted to each other
enum { MAX_RATIO = RMN_MAX_DELAY };

/// A state delay with a worse ESR is no choice of RMN_RATE_AUTO
static const double good_esr_db = -40.0;

/// A worse one is no choice at all: what comes out is something else
static const double bad_esr_db = -10.0;

const char*
rmn_rate_mode_name(const RmnRateMode mode)
{
  static const char* const names[RMN_N_RATE_MODES] = {
    [RMN_RATE_AUTO]     = "auto",
    [RMN_RATE_NATIVE]   = "native",
    [RMN_RATE_DELAY]    = "delay",
    [RMN_RATE_RESAMPLE] = "resample",
  };
  return names[mode];
}

/// Return a rate in whole Hz, 0 where it is unknown or unheard of
static uint32_t
whole_hz(const double rate_hz)
{
  return rate_hz >= 1.0 && rate_hz <= 1e7 ? (uint32_t)(rate_hz + 0.5) : 0U;
}

static bool
is_near(const uint32_t a_hz, const uint32_t b_hz)
{
  return a_hz / b_hz < MAX_RATIO && b_hz / a_hz < MAX_RATIO;
}

/// Return whether frames are remembered or counted, which cannot be
/// interpolated
static bool
has_history(const RmnNetwork* const network)
{
  bool has = rmn_network_is_seldom(network);
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnShape* const s = &network->layers[l].shape;
    has |= s->type == RMN_CONV1D && s->kernel_size > 1U;
  }
  return has;
}

/// Return whether the delayed states are not too many
static bool
is_bearable(const RmnState* const state, const uint32_t n_states)
{
  const uint64_t n_floats = (uint64_t)state->n_streams * state->n_floats;
  return n_floats * n_states <= RMN_MAX_DELAY_STATE;
}

/// Choose by what is known about the rates
static RmnRateMode
choose(const RmnRateMode wanted,
       const uint32_t    host_hz,
       const uint32_t    model_hz)
{
  if (!model_hz || model_hz == host_hz || !is_near(host_hz, model_hz)) {
    return RMN_RATE_NATIVE;
  }
  if (wanted == RMN_RATE_AUTO) {
    return host_hz > model_hz ? RMN_RATE_DELAY : RMN_RATE_RESAMPLE;
  }
  return wanted;
}

/// Find the best order that reaches `limit_db`, RMN_DELAY_NEAREST if none does
static RmnStatus
find_order(const RmnRate* const    rate,
           const RmnNetwork* const network,
           const uint32_t          net_hz,
           const uint32_t          model_hz,
           const double            limit_db,
           RmnDelayOrder* const    order)
{
  *order = rmn_state_delay_order((double)net_hz / model_hz);
  for (; *order < RMN_DELAY_NEAREST; *order = (RmnDelayOrder)(*order + 1)) {
    double          esr_db = 0.0;
    const RmnStatus st =
      rmn_rate_probe(rate->model, network, net_hz, model_hz, *order, &esr_db);
    if (st || esr_db <= limit_db) {
      return st;
    }
  }
  return RMN_OK;
}

/// Delay the state; `rate->delay` stays NULL if that cannot be or sounds wrong
static RmnStatus
try_delay(RmnRate* const          rate,
          const RmnNetwork* const network,
          const uint32_t          net_hz,
          const uint32_t          model_hz,
          const double            limit_db)
{
  const uint32_t M        = net_hz / model_hz;
  const bool     is_whole = net_hz % model_hz == 0;
  RmnDelayOrder  order    = RMN_DELAY_CUBIC;
  if (net_hz < model_hz || M > RMN_MAX_DELAY ||
      !is_bearable(rate->state, M + 4U) ||
      (!is_whole && has_history(network))) {
    return RMN_OK;
  }

  const RmnStatus st =
    is_whole ? RMN_OK
             : find_order(rate, network, net_hz, model_hz, limit_db, &order);
  if (st || order == RMN_DELAY_NEAREST) {
    return st;
  }

  rate->delay =
    rmn_state_delay_new(rate->model, rate->state, net_hz, model_hz, order);
  return rate->delay ? RMN_OK : RMN_ERR_NO_MEMORY;
}

/// Look ahead, by a whole number of frames of the host if rates allow it
static RmnStatus
look_ahead(RmnRate* const        rate,
           const RmnSetup* const setup,
           const uint32_t        host_hz,
           const uint32_t        net_hz)
{
  enum {
    MAX_STEP   = 1024,  // Rates without much in common are not worth more
    MAX_FRAMES = 28000, // Of the host, as much as a plugin's dry sound waits
  };

  const double   ms     = setup->look_ahead_ms > 0.0 ? setup->look_ahead_ms
                                                     : (double)RMN_LOOK_AHEAD_MS;
  const double   wanted = fmin(ms, RMN_MAX_LOOK_AHEAD_MS);
  const double   most   = fmin(wanted, 1e3 * MAX_FRAMES / setup->rate_hz);
  const uint32_t n_step = host_hz ? net_hz / rmn_divisor(net_hz, host_hz) : 1U;
  const double   hz     = host_hz ? net_hz : setup->rate_hz;

  rate->ahead = rmn_ahead_new(rate->model,
                              rate->state,
                              (uint32_t)(1e-3 * most * hz),
                              n_step <= MAX_STEP ? n_step : 1U);
  if (!rate->ahead) {
    return RMN_ERR_NO_MEMORY;
  }

  const double n = rmn_ahead_latency(rate->ahead);
  rate->n_ahead  = (uint32_t)(n * setup->rate_hz / hz + 0.5);
  return RMN_OK;
}

/// Wait for outputs that are late by themselves
static void
wait_for_outputs(RmnRate* const          rate,
                 const RmnNetwork* const network,
                 const double            host_hz)
{
  const double ratio = rmn_frame_ratio(rate->mode, network, host_hz);

  rate->n_late = (uint32_t)(network->prediction.latency * ratio + 0.5);
}

/// Make what the strategy needs, or fall back to another
static RmnStatus
build(RmnRate* const          rate,
      const RmnNetwork* const network,
      const RmnSetup* const   setup,
      const uint32_t          n_frames)
{
  const uint32_t host_hz  = whole_hz(setup->rate_hz);
  const uint32_t model_hz = whole_hz(network->rate_hz);
  const bool     is_ahead = rate->model->is_backward; // No state to delay
  const uint32_t times    = is_ahead ? 1U : setup->oversampling;
  const uint32_t n_floats = rate->state->n_floats;

  rate->mode = n_floats ? choose(setup->rate_mode, host_hz, model_hz)
                        : RMN_RATE_NATIVE; // No time step to keep
  if (rate->mode == RMN_RATE_DELAY && is_ahead) {
    rate->mode = RMN_RATE_RESAMPLE;
  }
  if (rate->mode == RMN_RATE_DELAY) {
    const bool      is_auto = setup->rate_mode == RMN_RATE_AUTO;
    const double    limit   = is_auto ? good_esr_db : bad_esr_db;
    const RmnStatus st =
      try_delay(rate, network, host_hz * times, model_hz, limit);
    if (st) {
      return st;
    }
    rate->mode = rate->delay ? RMN_RATE_DELAY : RMN_RATE_RESAMPLE;
  }

  wait_for_outputs(rate, network, setup->rate_hz);
  const uint32_t step_hz = rate->mode == RMN_RATE_RESAMPLE ? model_hz : host_hz;
  const uint32_t net_hz  = step_hz * times;
  if (!rate->delay && times > 1U && n_floats) {
    rate->delay = rmn_state_delay_new(
      rate->model, rate->state, net_hz, step_hz, RMN_DELAY_CUBIC);
    if (!rate->delay) {
      return RMN_ERR_NO_MEMORY;
    }
  }

  if (is_ahead && look_ahead(rate, setup, host_hz, net_hz)) {
    return RMN_ERR_NO_MEMORY;
  }
  if (net_hz != host_hz) {
    rate->adapter = rmn_adapter_new(host_hz,
                                    net_hz,
                                    setup->n_streams,
                                    network->n_inputs,
                                    network->n_outputs,
                                    n_frames);
    return rate->adapter ? RMN_OK : RMN_ERR_NO_MEMORY;
  }
  return RMN_OK;
}

uint32_t
rmn_rate_reach(const RmnRate* const rate)
{
  uint64_t n = 0; // Frames of the network
  for (uint32_t l = 0; l < rate->model->n_layers; ++l) {
    const RmnPackedLayer* const layer  = &rate->model->layers[l];
    const uint32_t              period = rmn_shape_period(&layer->shape);
    n += (uint64_t)layer->n_ring * period + period - 1U;
  }
  n *= rate->delay ? rmn_state_delay_step(rate->delay) : 1U;

  const RmnAdapter* const adapter = rate->adapter;
  if (adapter) { // A linear-phase filter is twice as long as its delay
    n = n * adapter->host_hz / adapter->net_hz + 4U * adapter->latency;
  }
  return n < UINT32_MAX / 2U ? (uint32_t)n : UINT32_MAX / 2U;
}

/// Have a twin run as the network does
static bool
add_twin(RmnRate* const rate, const RmnNetwork* const network)
{
  rate->twin = rmn_twin_new(rate->model, network, rate->delay);
  if (rate->twin && rate->delay) {
    rmn_state_delay_set_home(rate->delay, rmn_twin_state(rate->twin));
  }
  return rate->twin;
}

/// Say what may not sound as expected
static void
describe(const RmnRate* const    rate,
         const RmnNetwork* const network,
         const RmnSetup* const   setup,
         char                    warning[RMN_MAX_RATE_WARNING])
{
  const double host_hz  = setup->rate_hz;
  const double model_hz = network->rate_hz;
  const char*  origin =
    network->is_rate_assumed ? "does not say its rate, was probably" : "was";

  const bool is_asked =
    setup->rate_mode == RMN_RATE_DELAY || setup->rate_mode == RMN_RATE_RESAMPLE;

  warning[0] = '\0';
  if (model_hz <= 0.0 && is_asked) {
    snprintf(warning,
             RMN_MAX_RATE_WARNING,
             "The model does not say its rate: it plays sample for sample, as "
             "nobody knows what to delay or resample it to");
  }
  if (rate->ahead && setup->oversampling > 1U) {
    snprintf(warning,
             RMN_MAX_RATE_WARNING,
             "The model runs backward too, and is not oversampled");
  }
  if (model_hz <= 0.0 || model_hz == host_hz || !rate->state->n_floats) {
    return;
  }

  if (rate->mode == RMN_RATE_NATIVE) {
    snprintf(warning,
             RMN_MAX_RATE_WARNING,
             "The model %s made for %g Hz and plays at %g Hz: it will sound "
             "different",
             origin,
             model_hz,
             host_hz);
  } else if (setup->rate_mode == RMN_RATE_DELAY &&
             rate->mode != RMN_RATE_DELAY) {
    snprintf(warning,
             RMN_MAX_RATE_WARNING,
             "The model was made for %g Hz, and delaying its state does not "
             "work at %g Hz: the audio is resampled instead",
             model_hz,
             host_hz * setup->oversampling);
  } else if (network->is_rate_assumed) {
    snprintf(warning,
             RMN_MAX_RATE_WARNING,
             "The model does not say its rate: it plays as if it was made for "
             "%g Hz, as is usual for its format",
             model_hz);
  }
}

RmnRate*
rmn_rate_new(const RmnModel* const   model,
             const RmnNetwork* const network,
             RmnState* const         state,
             const RmnSetup* const   setup,
             const uint32_t          n_frames,
             char                    warning[RMN_MAX_RATE_WARNING])
{
  RmnRate* const rate = (RmnRate*)calloc(1, sizeof(RmnRate));
  if (rate) {
    rate->model = model;
    rate->state = state;
  }
  if (!rate || build(rate, network, setup, n_frames) ||
      !add_twin(rate, network)) {
    rmn_rate_free(rate);
    return NULL;
  }

  describe(rate, network, setup, warning);
  return rate;
}

void
rmn_rate_set_stand_in(RmnRate* const   rate,
                      const RmnStandIn run,
                      void* const      handle)
{
  rate->stand_in = run;
  rate->handle   = handle;
}

void
rmn_rate_free(RmnRate* const rate)
{
  if (rate) {
    rmn_adapter_free(rate->adapter);
    rmn_ahead_free(rate->ahead);
    rmn_twin_free(rate->twin);
    rmn_state_delay_free(rate->delay);
    free(rate);
  }
}
