// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file rate_rt.c What a rate does on the audio thread

#include "rate_strategy.h"
#include "state.h"

RmnRateMode
rmn_rate_mode(const RmnRate* const rate)
{
  return rate->mode;
}

uint32_t
rmn_rate_latency(const RmnRate* const rate)
{
  return rate->adapter ? rate->adapter->latency : 0U;
}

void
rmn_rate_reset(RmnRate* const rate, const float output)
{
  if (rate->delay) {
    rmn_state_delay_reset(rate->delay);
  }
  if (rate->adapter) {
    rmn_adapter_reset(rate->adapter, output);
  }
}

bool
rmn_rate_is_sane(const RmnRate* const rate)
{
  return rate->delay ? rmn_state_delay_is_sane(rate->delay)
                     : rmn_state_is_sane(rate->state);
}

void
rmn_rate_contain(RmnRate* const rate)
{
  if (rate->delay && !rmn_state_delay_is_sane(rate->delay)) {
    rmn_state_delay_step_down(rate->delay);
  }
}

/// Run the network at its own rate
static void
run(RmnRate* const            rate,
    const float* const* const in,
    float* const* const       out,
    const uint32_t            n_frames)
{
  if (rate->delay) {
    rmn_state_delay_process(rate->delay, in, out, n_frames);
  } else {
    rmn_process(rate->model, rate->state, in, out, n_frames);
  }
}

void
rmn_rate_process(RmnRate* const            rate,
                 const float* const* const in,
                 float* const* const       out,
                 const uint32_t            n_frames)
{
  RmnAdapter* const adapter = rate->adapter;

  if (adapter) {
    const uint32_t n = rmn_adapter_take(adapter, in, n_frames);
    run(rate, adapter->in, adapter->out, n);
    rmn_adapter_give(adapter, n, out, n_frames);
  } else {
    run(rate, in, out, n_frames);
  }
}
