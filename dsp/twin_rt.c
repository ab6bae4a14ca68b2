// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file twin_rt.c What a twin does on the audio thread

#include "model.h"
#include "state.h"
#include "twin_sleep.h"

#include <math.h>
#include <string.h>

const RmnState*
rmn_twin_state(const RmnTwin* const twin)
{
  return twin->state;
}

float
rmn_twin_output(const RmnTwin* const twin)
{
  return twin->output;
}

bool
rmn_twin_is_asleep(const RmnTwin* const twin)
{
  return twin->is_asleep;
}

void
rmn_twin_contain(RmnTwin* const twin)
{
  if (twin->delay) {
    rmn_state_delay_step_down(twin->delay);
  }
}

/// Look whether `n` frames left the state where it was, and keep where it is if
/// not; return whether it is at rest
static bool
look(RmnTwin* const twin, const uint32_t n)
{
  const size_t       n_state  = twin->state->n_floats;
  const float* const now      = rmn_state_stream(twin->state, 0);
  const float        distance = rmn_state_distance(twin->before, now, n_state);
  const bool         stays    = distance <= rmn_still_bound(&twin->still);

  rmn_still_pass(&twin->still, stays, n);
  if (!stays) {
    memcpy(twin->before, now, n_state * sizeof(float));
  }
  return rmn_still_is_at_rest(&twin->still, n);
}

/// Look from here on
static void
look_anew(RmnTwin* const twin)
{
  rmn_still_disturb(&twin->still);
  memcpy(twin->before,
         rmn_state_stream(twin->state, 0),
         twin->state->n_floats * sizeof(float));
  memcpy(twin->heard, twin->knobs, sizeof(twin->heard));
}

/// Sleep in this state: as if it had always been there
static void
fall_asleep(RmnTwin* const twin)
{
  twin->is_asleep = true;
  if (twin->delay) {
    rmn_state_delay_reset(twin->delay);
  }
}

static void
wake(RmnTwin* const twin)
{
  twin->is_asleep = false;
  twin->n_awake   = 0;
  look_anew(twin);
}

bool
rmn_twin_is_sane(const RmnTwin* const twin)
{
  return twin->is_asleep ||
         (fabsf(twin->output) < RMN_SANE_LIMIT && // False for NaN
          (twin->delay ? rmn_state_delay_is_sane(twin->delay)
                       : rmn_state_is_sane(twin->state)));
}

/// Sleep where rest is known: there may be none at the present knobs
static void
go_home(RmnTwin* const twin)
{
  twin->output = rmn_model_rest(twin->model).output;
  rmn_state_reset(twin->state, twin->model, RMN_START_REST);
  fall_asleep(twin);
}

/// Let the state come to rest without a delay: rest is the same with it
static bool
settle(RmnTwin* const twin)
{
  const float* in[RMN_MAX_INPUTS] = {twin->silence};
  for (uint32_t k = 0; k < twin->n_knobs; ++k) {
    in[k + 1U] = twin->constants[k];
    for (uint32_t t = 0; t < RMN_TWIN_CHUNK; ++t) {
      twin->constants[k][t] = twin->knobs[k];
    }
  }

  bool           is_settled = false;
  const uint32_t n_looks    = twin->n_budget / RMN_TWIN_CHUNK;
  for (uint32_t i = 0; !is_settled && i < n_looks; ++i) {
    rmn_process(twin->model, twin->state, in, twin->out, RMN_TWIN_CHUNK);
    twin->output = twin->out[0][RMN_TWIN_CHUNK - 1];
    is_settled   = look(twin, RMN_TWIN_CHUNK);
  }
  return is_settled;
}

void
rmn_twin_reset(RmnTwin* const twin, const float* const knobs)
{
  const size_t size = twin->n_knobs * sizeof(float);

  go_home(twin);
  memcpy(twin->knobs, knobs, size);
  if (!memcmp(knobs, twin->defaults, size)) {
    return;
  }

  wake(twin);
  const bool is_settled = settle(twin);
  if (!rmn_twin_is_sane(twin)) {
    go_home(twin);
  } else {
    fall_asleep(twin);
    twin->is_asleep = is_settled;
    look_anew(twin);
  }
}

/// Take note of the knobs of frame `t`; return whether one has moved
static bool
hear_knobs(RmnTwin* const twin, const float* const* const in, const uint32_t t)
{
  bool has_moved = false;
  for (uint32_t k = 0; k < twin->n_knobs; ++k) {
    const float value = in[k + 1U][t];
    has_moved |= value != twin->knobs[k];
    twin->knobs[k] = value;
  }
  return has_moved;
}

/// Sleep through the frames from `first` on; return the first that wakes
static uint32_t
sleep_through(RmnTwin* const            twin,
              const float* const* const in,
              float* const              out,
              const uint32_t            first,
              const uint32_t            n_frames)
{
  uint32_t t = first;
  while (t < n_frames && !(twin->n_knobs && hear_knobs(twin, in, t))) {
    out[t++] = twin->output;
  }
  if (t < n_frames) {
    wake(twin);
  }
  return t;
}

/// Run `n` frames from `first` on
static void
run(RmnTwin* const            twin,
    const float* const* const in,
    float* const              out,
    const uint32_t            first,
    const uint32_t            n)
{
  const float* inputs[RMN_MAX_INPUTS] = {twin->silence};
  for (uint32_t k = 0; k < twin->n_knobs; ++k) {
    inputs[k + 1U] = in[k + 1U] + first;
  }

  if (twin->delay) {
    rmn_state_delay_process(twin->delay, inputs, twin->out, n);
  } else {
    rmn_process(twin->model, twin->state, inputs, twin->out, n);
  }
  memcpy(out + first, twin->out[0], n * sizeof(float));
  twin->output = twin->out[0][n - 1U];
  hear_knobs(twin, in, first + n - 1U);
  twin->n_awake += n;
}

/// Look at the state at the end of a window, unless a knob has moved in it
static void
watch(RmnTwin* const twin)
{
  if (!rmn_twin_is_sane(twin)) {
    return; // Beyond sense is no rest
  }

  if (memcmp(twin->heard, twin->knobs, sizeof(twin->heard)) != 0) {
    look_anew(twin);
  } else if (look(twin, twin->n_window) || twin->n_awake >= twin->n_most) {
    fall_asleep(twin);
  }
}

void
rmn_twin_process(RmnTwin* const            twin,
                 const float* const* const in,
                 float* const              out,
                 const uint32_t            n_frames)
{
  uint32_t t = 0;
  while (t < n_frames) {
    if (twin->is_asleep) {
      t = sleep_through(twin, in, out, t, n_frames);
      continue;
    }

    const uint32_t left = n_frames - t;
    const uint32_t due  = twin->n_window - twin->n_awake % twin->n_window;
    const uint32_t most = due < RMN_TWIN_CHUNK ? due : RMN_TWIN_CHUNK;
    const uint32_t n    = left < most ? left : most;

    run(twin, in, out, t, n);
    t += n;
    if (n == due) {
      watch(twin);
    }
  }
}
