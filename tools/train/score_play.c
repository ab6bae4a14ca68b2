// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file score_play.c A part of a recording, played by the engine

#include "play.h"
#include "score.h"

#include "decision.h"

#include <math.h>
#include <stdlib.h>

enum { N_BLOCK = 1024 };

/// What is played so that a part of a recording can be heard
typedef struct {
  const RmnModel*  model;
  RmnState*        state;
  const Recording* recording;
  size_t           start; ///< Up to a second before the part
  size_t           end;
  RmnDecision*     values;
} Rendition;

/// Have a recording's values pooled, from where one begins
static void
open_values(RmnDecision* const      values,
            const RmnNetwork* const network,
            const Recording* const  take)
{
  const RmnPrediction prediction = {.kind   = RMN_PREDICT_VALUE,
                                    .hop    = take->hop ? take->hop : 1U,
                                    .window = take->window,
                                    .pool   = take->pool};
  rmn_decision_init(values, network, &prediction, 1.0, 0);
}

/// Replace outputs by the values that are made of them, if they are pooled
static void
pool_values(const Rendition* const r, float* const* const y, const size_t n)
{
  RmnDecision* const values = r->values;
  float              winners[N_BLOCK];
  for (size_t t = 0, n_chunk = 0; r->recording->pool && t < n; t += n_chunk) {
    const size_t n_most = n - t < N_BLOCK ? n - t : N_BLOCK;
    float*       at[RMN_MAX_OUTPUTS];
    for (uint32_t o = 0; o < values->n_outputs; ++o) {
      at[o] = y[o] + t;
    }
    n_chunk = rmn_decision_chunk(values, (uint32_t)n_most);
    rmn_decision_take(values, at, winners, (uint32_t)n_chunk);
  }
}

/// Play block by block, each window from the start of a state
static void
play_blocks(const Rendition* const r, ScoreEar* const ear, void* const data)
{
  const Recording* const recording = r->recording;
  const size_t window = recording->window ? recording->window : SIZE_MAX;
  float        blocks[RMN_MAX_OUTPUTS][N_BLOCK];
  float*       y[RMN_MAX_OUTPUTS];
  for (size_t o = 0; o < RMN_MAX_OUTPUTS; ++o) {
    y[o] = blocks[o];
  }

  for (size_t t = r->start, n = 0; t < r->end; t += n) {
    const size_t n_left = window - t % window;
    n                   = r->end - t < N_BLOCK ? r->end - t : N_BLOCK;
    n                   = n < n_left ? n : n_left;
    if (t % window == 0U && t) {
      rmn_state_reset(r->state, r->model, RMN_START_FILE);
    }
    const float* others[MAX_OTHERS];
    for (int i = 0; i < MAX_OTHERS; ++i) {
      const float* const other = recording->others[i];
      others[i]                = other ? other + t : NULL;
    }
    play(
      r->model, r->state, recording->knobs, recording->dry + t, others, y, n);
    pool_values(r, y, n);
    ear(data, t, (const float* const*)y, n);
  }
}

/// Play what hears the future, up to a second of it after the part
static bool
play_future(const Rendition* const r, ScoreEar* const ear, void* const data)
{
  const Recording* const take     = r->recording;
  const size_t           n_future = take->n_frames - r->end;
  const size_t   n_after = n_future < take->rate_hz ? n_future : take->rate_hz;
  const size_t   n       = r->end + n_after - r->start;
  const uint32_t n_out   = rmn_model_n_outputs(r->model);
  const float* const dry = take->dry + r->start;
  float* const       all = (float*)calloc(n * n_out, sizeof(float));
  float*             y[RMN_MAX_OUTPUTS] = {NULL};
  for (uint32_t o = 0; all && o < n_out; ++o) {
    y[o] = all + o * n;
  }

  const uint32_t n_ahead =
    (uint32_t)lrint(1e-3 * take->look_ahead_ms * take->rate_hz);
  bool ok = all;
  if (ok) {
    play_silence(r->model, r->state, take->knobs, take->rate_hz);
    ok = n_ahead
           ? play_ahead(r->model, r->state, n_ahead, take->knobs, dry, y, n)
           : play_whole(r->model, r->state, take->knobs, dry, y, n);
  }
  if (ok) {
    pool_values(r, y, n);
    ear(data, r->start, (const float* const*)y, r->end - r->start);
  }
  free(all);
  return ok;
}

bool
score_play(const RmnNetwork* const network,
           const Recording* const  recording,
           const Part              part,
           ScoreEar* const         ear,
           void* const             data)
{
  const size_t    second   = recording->rate_hz;
  const size_t    n_before = part.first < second ? part.first : second;
  RmnModel* const model    = rmn_model_new(network);
  RmnState* const state    = model ? rmn_state_new(model, 1) : NULL;
  RmnDecision     values;

  const size_t    before = part.first - n_before;
  const Rendition r      = {model,
                            state,
                            recording,
                            before - before % recording_unit(recording),
                            part.first + part.n,
                            &values};

  open_values(&values, network, recording);
  bool ok = state;
  if (ok && rmn_model_is_backward(model)) {
    ok = play_future(&r, ear, data);
  } else if (ok) {
    play_blocks(&r, ear, data);
  }
  rmn_state_free(state);
  rmn_model_free(model);
  return ok;
}
