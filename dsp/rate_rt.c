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
  const uint32_t n_ahead = rate->stand_in ? 0U : rate->n_ahead;
  return n_ahead + rate->n_late + (rate->adapter ? rate->adapter->latency : 0U);
}

void
rmn_rate_reset(RmnRate* const     rate,
               const RmnStart     start,
               const float* const knobs)
{
  rmn_twin_reset(rate->twin, knobs);
  if (start == RMN_START_REST) {
    rmn_state_spread(rate->state, rmn_twin_state(rate->twin));
  } else {
    rmn_state_reset(rate->state, rate->model, start);
  }

  if (rate->delay) {
    rmn_state_delay_reset(rate->delay);
  }
  if (rate->ahead) {
    rmn_ahead_reset(rate->ahead, rmn_twin_output(rate->twin));
  }
  if (rate->adapter) {
    rmn_adapter_reset(rate->adapter, rmn_twin_output(rate->twin));
  }
}

bool
rmn_rate_is_sane(const RmnRate* const rate)
{
  return rmn_twin_is_sane(rate->twin) &&
         (rate->delay ? rmn_state_delay_is_sane(rate->delay)
                      : rmn_state_is_sane(rate->state));
}

uint32_t
rmn_rate_n_memories(const RmnRate* const rate)
{
  return rate->delay ? rmn_state_delay_n_memories(rate->delay) : 1U;
}

size_t
rmn_rate_n_memory(const RmnRate* const rate)
{
  return rate->delay ? rmn_state_delay_n_memory(rate->delay)
                     : (size_t)rate->state->n_streams * rate->state->n_floats;
}

const float*
rmn_rate_memory(const RmnRate* const rate, const uint32_t i)
{
  return rate->delay ? rmn_state_delay_memory(rate->delay, i)
                     : rate->state->streams;
}

bool
rmn_rate_is_still(const RmnRate* const rate)
{
  return !rate->ahead && rmn_twin_is_asleep(rate->twin);
}

void
rmn_rate_contain(RmnRate* const rate)
{
  if (rate->delay && !rmn_state_delay_is_sane(rate->delay)) {
    rmn_state_delay_step_down(rate->delay);
    rmn_twin_contain(rate->twin);
  }
}

/// Run the network ahead, and its twin, from hop to hop
static void
run_ahead(RmnRate* const            rate,
          const float* const* const in,
          float* const* const       out,
          float* const              rest,
          const uint32_t            n_frames)
{
  const size_t n_streams = rate->state->n_streams;
  const size_t n_in      = n_streams * rate->model->n_inputs;
  const size_t n_out     = n_streams * rate->model->n_outputs;
  const float* in_here[RMN_MAX_STREAMS * RMN_MAX_INPUTS];
  float*       out_here[RMN_MAX_STREAMS * RMN_MAX_OUTPUTS];

  for (uint32_t t = 0, n = 0; t < n_frames; t += n) {
    const uint32_t next = rmn_ahead_next(rate->ahead);

    n = next < n_frames - t ? next : n_frames - t;
    for (size_t i = 0; i < n_in; ++i) {
      in_here[i] = in[i] + t;
    }
    for (size_t o = 0; o < n_out; ++o) {
      out_here[o] = out[o] + t;
    }
    rmn_twin_process(rate->twin, in_here, rest + t, n);
    rmn_ahead_process(
      rate->ahead, in_here, out_here, n, rmn_twin_state(rate->twin), rest + t);
  }
}

/// Run the network, and its twin, at their own rate
static void
run(RmnRate* const            rate,
    const float* const* const in,
    float* const* const       out,
    float* const              rest,
    const uint32_t            n_frames)
{
  if (rate->ahead && !rate->stand_in) {
    run_ahead(rate, in, out, rest, n_frames);
    return;
  }

  rmn_twin_process(rate->twin, in, rest, n_frames);
  if (rate->stand_in) {
    rate->stand_in(rate->handle, in, out, n_frames);
  } else if (rate->delay) {
    rmn_state_delay_process(rate->delay, in, out, n_frames);
  } else {
    rmn_process(rate->model, rate->state, in, out, n_frames);
  }
}

void
rmn_rate_process(RmnRate* const            rate,
                 const float* const* const in,
                 float* const* const       out,
                 float* const              rest,
                 const uint32_t            n_frames)
{
  RmnAdapter* const adapter = rate->adapter;

  if (adapter) {
    const uint32_t n = rmn_adapter_take(adapter, in, n_frames);
    run(rate, adapter->in, adapter->out, adapter->rest, n);
    rmn_adapter_give(adapter, n, out, rest, n_frames);
  } else {
    run(rate, in, out, rest, n_frames);
  }
}
