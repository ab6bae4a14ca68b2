// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file state_delay_rt.c What a state delay does on the audio thread

#include "state.h"
#include "state_delay_line.h"

#include <math.h>
#include <string.h>

/// Quieter than this, an input is silent: -120 dBFS
static const float silence = 1e-6f;

/// A settled state moves by less than this from frame to frame
static const float stillness = 1e-3f;

RmnDelayOrder
rmn_state_delay_present_order(const RmnStateDelay* const delay)
{
  return delay->order;
}

static size_t
stream_bytes(const RmnStateDelay* const delay)
{
  return delay->state->n_floats * sizeof(float);
}

/// Return the memory of stream `s` after frame `frame`, if it is not too old
static float*
slot(const RmnStateDelay* const delay, const uint32_t frame, const uint32_t s)
{
  const size_t i = frame & (delay->n_slots - 1U);
  return delay->history +
         (i * delay->state->n_streams + s) * delay->state->n_floats;
}

void
rmn_state_delay_reset(RmnStateDelay* const delay)
{
  delay->phase   = 0;
  delay->n_quiet = 0;
  for (uint32_t p = 1; p < delay->n_phases; ++p) {
    rmn_state_copy(delay->phases[p], delay->state);
  }
  for (uint32_t i = 0; i < delay->n_slots; ++i) {
    for (uint32_t s = 0; s < delay->state->n_streams; ++s) {
      memcpy(slot(delay, i, s),
             rmn_state_stream(delay->state, s),
             stream_bytes(delay));
    }
  }
}

bool
rmn_state_delay_is_sane(const RmnStateDelay* const delay)
{
  bool sane = rmn_state_is_sane(delay->state);
  for (uint32_t p = 1; p < delay->n_phases; ++p) {
    sane &= rmn_state_is_sane(delay->phases[p]);
  }
  return sane;
}

uint32_t
rmn_state_delay_n_memories(const RmnStateDelay* const delay)
{
  return delay->n_phases ? delay->n_phases : delay->n_slots;
}

size_t
rmn_state_delay_n_memory(const RmnStateDelay* const delay)
{
  return (size_t)delay->state->n_streams * delay->state->n_floats;
}

const float*
rmn_state_delay_memory(const RmnStateDelay* const delay, const uint32_t i)
{
  return delay->n_phases ? delay->phases[i]->streams : slot(delay, i, 0U);
}

void
rmn_state_delay_step_down(RmnStateDelay* const delay)
{
  if (delay->order < RMN_DELAY_NEAREST) {
    delay->order = (RmnDelayOrder)(delay->order + 1);
  }
}

/// Run `n` frames of phase `p`, the first at `first`, `n_phases` apart
static void
run_phase(RmnStateDelay* const      delay,
          const uint32_t            p,
          const float* const* const in,
          float* const* const       out,
          const uint32_t            first,
          const uint32_t            n)
{
  const uint32_t step  = delay->n_phases;
  float*         audio = delay->buffers;

  for (uint32_t i = 0; i < delay->n_inputs; ++i, audio += RMN_DELAY_CHUNK) {
    for (uint32_t t = 0; t < n; ++t) {
      audio[t] = in[i][first + (size_t)t * step];
    }
  }

  rmn_process(delay->model, delay->phases[p], delay->in, delay->out, n);

  for (uint32_t o = 0; o < delay->n_outputs; ++o, audio += RMN_DELAY_CHUNK) {
    for (uint32_t t = 0; t < n; ++t) {
      out[o][first + (size_t)t * step] = audio[t];
    }
  }
}

/// Each state plays the frames of its turn
static void
run_phases(RmnStateDelay* const      delay,
           const float* const* const in,
           float* const* const       out,
           const uint32_t            n_frames)
{
  const uint32_t M = delay->n_phases;

  for (uint32_t first = 0; first < n_frames; first += RMN_DELAY_CHUNK * M) {
    const uint32_t left = n_frames - first;
    const uint32_t n = left < RMN_DELAY_CHUNK * M ? left : RMN_DELAY_CHUNK * M;

    for (uint32_t i = 0; i < M && i < n; ++i) {
      const uint32_t p = (delay->phase + i) % M;
      run_phase(delay, p, in, out, first + i, (n - i + M - 1U) / M);
    }
    delay->phase = (delay->phase + n) % M;
  }
}

/// Set the state to that of M frames ago
static void
recall(RmnStateDelay* const delay)
{
  const RmnDelayTaps* const taps = &delay->taps[delay->order];
  const float* const        w    = taps->weights;
  const uint32_t            now  = delay->frame;

  for (uint32_t s = 0; s < delay->state->n_streams; ++s) {
    float* const restrict state   = rmn_state_stream(delay->state, s);
    const float* const restrict a = slot(delay, now - taps->delays[0], s);
    const float* const restrict b = slot(delay, now - taps->delays[1], s);
    const float* const restrict c = slot(delay, now - taps->delays[2], s);
    const float* const restrict d = slot(delay, now - taps->delays[3], s);

    // Differences, so that equal states give just that state
    for (uint32_t i = 0; i < delay->state->n_floats; ++i) {
      state[i] = a[i] + (w[1] * (b[i] - a[i]) + w[2] * (c[i] - a[i]) +
                         w[3] * (d[i] - a[i]));
    }
  }
}

/// Keep the state that this frame led to
static void
keep(RmnStateDelay* const delay)
{
  for (uint32_t s = 0; s < delay->state->n_streams; ++s) {
    memcpy(slot(delay, delay->frame, s),
           rmn_state_stream(delay->state, s),
           stream_bytes(delay));
  }
  ++delay->frame;
}

/// Count the frames up to this one that were silent, no knob moving
static void
listen(RmnStateDelay* const delay)
{
  const uint32_t step = delay->n_inputs / delay->state->n_streams;

  bool quiet = true;
  for (uint32_t i = 0; i < delay->n_inputs; ++i) {
    const float x = *delay->in[i];
    quiet &= i % step ? x == delay->knobs[i] : fabsf(x) <= silence;
    delay->knobs[i] = x;
  }
  delay->n_quiet = quiet ? delay->n_quiet + 1U : 0U;
}

/// Return the largest change of the state in the last frame
static float
last_change(const RmnStateDelay* const delay)
{
  float largest = 0.0f;
  for (uint32_t s = 0; s < delay->state->n_streams; ++s) {
    const float* const now    = slot(delay, delay->frame - 1U, s);
    const float* const before = slot(delay, delay->frame - 2U, s);
    const size_t       n      = delay->state->n_floats;
    largest = fmaxf(largest, rmn_state_distance(before, now, n));
  }
  return largest;
}

/// Give up an order that rings; linear interpolation never does
static void
watch(RmnStateDelay* const delay)
{
  if (delay->order < RMN_DELAY_LINEAR && delay->n_settled &&
      delay->n_quiet > delay->n_settled &&
      delay->frame % RMN_DELAY_WINDOW == 0 && last_change(delay) > stillness) {
    rmn_state_delay_step_down(delay);
    if (delay->home) {
      rmn_state_spread(delay->state, delay->home);
    } else {
      rmn_state_reset(delay->state, delay->model, RMN_START_REST);
    }
    rmn_state_delay_reset(delay);
  }
}

/// Recall, run and keep, frame by frame
static void
run_line(RmnStateDelay* const      delay,
         const float* const* const in,
         float* const* const       out,
         const uint32_t            n_frames)
{
  memcpy(delay->in, in, delay->n_inputs * sizeof(float*));
  memcpy(delay->out, out, delay->n_outputs * sizeof(float*));

  for (uint32_t t = 0; t < n_frames; ++t) {
    listen(delay);
    recall(delay);
    rmn_process(delay->model, delay->state, delay->in, delay->out, 1U);
    keep(delay);
    watch(delay);
    for (uint32_t i = 0; i < delay->n_inputs; ++i) {
      ++delay->in[i];
    }
    for (uint32_t o = 0; o < delay->n_outputs; ++o) {
      ++delay->out[o];
    }
  }
}

void
rmn_state_delay_process(RmnStateDelay* const      delay,
                        const float* const* const in,
                        float* const* const       out,
                        const uint32_t            n_frames)
{
  if (delay->n_phases) {
    run_phases(delay, in, out, n_frames);
  } else {
    run_line(delay, in, out, n_frames);
  }
}
