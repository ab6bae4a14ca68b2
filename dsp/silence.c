// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file silence.c Exploring where silence leads, from here and there

#include "model.h"
#include "network.h"
#include "pack.h"
#include "state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  WINDOW      = 251, ///< Frames between looks; prime, to see oscillations
  N_POSITIONS = 9,   ///< Of the knobs
  N_PUSH      = 4 * WINDOW,
};

/// Where a search begins
typedef enum {
  FROM_HOME, ///< Where a reset begins
  FROM_ZERO,
  FROM_FILE,
  FROM_ABOVE, ///< After full scale, all above zero
  FROM_BELOW,
  FROM_NOISE, ///< After noise at full scale
  FROM_LOUD,  ///< After noise 20 dB above
  FROM_ANYWHERE,
} Start;

enum { N_STARTS = FROM_ANYWHERE + 4 };

static const float tolerance   = 1e-6f; ///< As for the rest of a model
static const float far_apart   = 1e-3f; ///< States of distinct rests
static const float audible     = 1e-4f; ///< -80 dBFS
static const float any_state   = 2.0f;
static const float loud_factor = 10.0f;

/// What a search works on
typedef struct {
  const RmnModel* model;
  RmnState*       state;
  RmnState*       rests[RMN_MAX_RESTS];
  float*          before;   ///< State at the last look
  float*          anywhere; ///< [n_memory] in the order of a network
  size_t          n_memory;
  float*          buffers;
  const float*    in[RMN_MAX_INPUTS];
  float*          out[RMN_MAX_OUTPUTS];
  uint64_t        n_left; ///< Frames that may be run
  uint32_t        seed;
} Explorer;

static float*
channel(const Explorer* const e, const uint32_t i)
{
  return e->buffers + (size_t)i * WINDOW;
}

static bool
explorer_init(Explorer* const         e,
              const RmnModel* const   model,
              const RmnNetwork* const network)
{
  const uint32_t n_in  = model->n_inputs;
  const uint32_t n_out = model->n_outputs;

  *e = (Explorer){.model = model, .n_left = rmn_model_max_frames(model)};

  e->seed     = 1U;
  e->n_memory = rmn_network_n_state(network);
  e->anywhere = (float*)calloc(e->n_memory + 1U, sizeof(float));
  e->state    = rmn_state_new(model, 1U);
  e->before   = (float*)calloc(model->n_state + 1U, sizeof(float));
  e->buffers  = (float*)calloc((size_t)(n_in + n_out) * WINDOW, sizeof(float));

  bool is_complete = e->state && e->anywhere && e->before && e->buffers;
  for (uint32_t r = 0; r < RMN_MAX_RESTS; ++r) {
    e->rests[r] = rmn_state_new(model, 1U);
    is_complete &= e->rests[r] != NULL;
  }
  for (uint32_t i = 0; is_complete && i < n_in; ++i) {
    e->in[i] = channel(e, i);
  }
  for (uint32_t o = 0; is_complete && o < n_out; ++o) {
    e->out[o] = channel(e, n_in + o);
  }
  return is_complete;
}

static void
explorer_clear(Explorer* const e)
{
  for (uint32_t r = 0; r < RMN_MAX_RESTS; ++r) {
    rmn_state_free(e->rests[r]);
  }
  rmn_state_free(e->state);
  free(e->anywhere);
  free(e->before);
  free(e->buffers);
}

/// Return a pseudo-random number in [-1, 1)
static float
draw(Explorer* const e)
{
  e->seed = e->seed * 1664525U + 1013904223U;
  return (float)((double)e->seed / 2147483648.0 - 1.0);
}

/// Run a window of constant audio, or of noise if `is_noise`
static void
run(Explorer* const e, const float level, const bool is_noise)
{
  for (uint32_t t = 0; t < WINDOW; ++t) {
    channel(e, 0)[t] = is_noise ? level * draw(e) : level;
  }
  rmn_process(e->model, e->state, e->in, e->out, WINDOW);
  e->n_left -= e->n_left < WINDOW ? e->n_left : WINDOW;
}

static void
push(Explorer* const e, const float level, const bool is_noise)
{
  rmn_state_reset(e->state, e->model, RMN_START_REST);
  for (uint32_t n = 0; n < N_PUSH; n += WINDOW) {
    run(e, level, is_noise);
  }
}

static void
begin(Explorer* const e, const uint32_t start)
{
  switch (start) {
  case FROM_HOME:
    rmn_state_reset(e->state, e->model, RMN_START_REST);
    break;
  case FROM_ZERO:
    rmn_state_reset(e->state, e->model, RMN_START_ZERO);
    break;
  case FROM_FILE:
    rmn_state_reset(e->state, e->model, RMN_START_FILE);
    break;
  case FROM_ABOVE:
    push(e, 1.0f, false);
    break;
  case FROM_BELOW:
    push(e, -1.0f, false);
    break;
  case FROM_NOISE:
    push(e, 1.0f, true);
    break;
  case FROM_LOUD:
    push(e, loud_factor, true);
    break;
  default:
    for (size_t i = 0; i < e->n_memory; ++i) {
      e->anywhere[i] = any_state * draw(e);
    }
    rmn_state_reset(e->state, e->model, RMN_START_ZERO);
    rmn_pack_state(e->model, e->anywhere, rmn_state_stream(e->state, 0));
  }
}

/// Where output 0 has been
typedef struct {
  float least;
  float most;
} Swing;

/// Take note of output 0 of the last window
static void
add_swing(const Explorer* const e, Swing* const swing)
{
  for (uint32_t t = 0; t < WINDOW; ++t) {
    swing->least = fminf(swing->least, e->out[0][t]);
    swing->most  = fmaxf(swing->most, e->out[0][t]);
  }
}

typedef enum {
  SETTLED,
  RESTLESS, ///< Goes on moving
  UNKNOWN,  ///< Blew up, or there was no time for all of a decay
} Outcome;

/// Tell by the last two quarters of a silence what goes on
static Outcome
judge(const Swing before, const Swing after)
{
  const float slowest = 0.9f; // Decay from quarter to quarter
  const float first   = before.most - before.least;
  const float last    = after.most - after.least;
  return first <= audible && last <= audible ? SETTLED
         : last <= slowest * first           ? UNKNOWN
                                             : RESTLESS;
}

/// Let silence lead from where the state is
static Outcome
settle(Explorer* const e)
{
  const uint32_t half       = RMN_SILENCE_FRAMES / 2;
  const size_t   n          = e->model->n_state;
  float* const   now        = rmn_state_stream(e->state, 0);
  Swing          swings[2]  = {{INFINITY, -INFINITY}, {INFINITY, -INFINITY}};
  bool           is_settled = false;

  memcpy(e->before, now, n * sizeof(float));
  for (uint32_t t = 0; !is_settled && t < RMN_SILENCE_FRAMES; t += WINDOW) {
    if (!e->n_left) {
      return UNKNOWN;
    }

    run(e, 0.0f, false);
    if (!rmn_state_is_sane(e->state) || !isfinite(e->out[0][WINDOW - 1])) {
      return UNKNOWN;
    }
    is_settled = rmn_state_distance(e->before, now, n) <= tolerance;
    memcpy(e->before, now, n * sizeof(float));
    if (t >= half) {
      add_swing(e, &swings[2U * (t - half) / half]);
    }
  }
  return is_settled ? SETTLED : judge(swings[0], swings[1]);
}

/// Add where the state came to rest, unless it is known
static void
add_rest(Explorer* const e, RmnSilence* const found)
{
  const float  output = e->out[0][WINDOW - 1];
  const float* now    = rmn_state_stream(e->state, 0);
  const size_t n      = e->model->n_state;

  for (uint32_t r = 0; r < found->n_rests; ++r) {
    const float* const rest = rmn_state_stream(e->rests[r], 0);
    if (fabsf(found->outputs[r] - output) <= audible ||
        rmn_state_distance(rest, now, n) <= far_apart) {
      return;
    }
  }
  if (found->n_rests < RMN_MAX_RESTS) {
    rmn_state_copy(e->rests[found->n_rests], e->state);
    found->outputs[found->n_rests++] = output;
  }
}

/// Explore with every knob at `position` of its range, or its default if < 0
static RmnSilence
explore(Explorer* const         e,
        const RmnNetwork* const network,
        const float             position)
{
  for (uint32_t i = 1; i < network->n_inputs; ++i) {
    const RmnInput* const knob  = &network->inputs[i];
    const float           range = knob->maximum - knob->minimum;
    for (uint32_t t = 0; t < WINDOW; ++t) {
      channel(e, i)[t] =
        position < 0.0f ? knob->value : knob->minimum + position * range;
    }
  }

  RmnSilence found = {.position = position, .restless_position = position};
  for (uint32_t s = 0; s < N_STARTS && !found.is_restless; ++s) {
    begin(e, s);
    const Outcome outcome = settle(e);
    if (outcome == SETTLED) {
      add_rest(e, &found);
    }
    found.is_restless = outcome == RESTLESS;
  }
  return found;
}

RmnStatus
rmn_silence_explore(const RmnModel* const   model,
                    const RmnNetwork* const network,
                    RmnSilence* const       silence)
{
  Explorer   e;
  const bool is_complete = explorer_init(&e, model, network);
  if (is_complete) {
    *silence = explore(&e, network, -1.0f);
  }

  const uint32_t n = network->n_inputs > 1U ? N_POSITIONS : 0U;
  for (uint32_t p = 0; is_complete && p < n; ++p) {
    const float      position = (float)p / (float)(N_POSITIONS - 1);
    const RmnSilence found    = explore(&e, network, position);

    if (found.n_rests > silence->n_rests) {
      silence->n_rests  = found.n_rests;
      silence->position = position;
      memcpy(silence->outputs, found.outputs, sizeof(found.outputs));
    }
    if (found.is_restless && !silence->is_restless) {
      silence->is_restless       = true;
      silence->restless_position = position;
    }
  }

  explorer_clear(&e);
  return is_complete ? RMN_OK : RMN_ERR_NO_MEMORY;
}
