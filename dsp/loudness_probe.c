// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "loudness.h"
#include "model.h"
#include "take.h"

#include <math.h>

/// Single notes, hard and soft, then a chord with a note on top
static const RmnPluck plucks[] = {
  {0.000, 0.1, 196.0, 0.9},
  {0.100, 0.2, 98.0, 0.5},
  {0.200, 0.3, 392.0, 0.3},
  {0.300, 0.4, 246.9, 1.0},
  {0.400, 0.6, 110.0, 0.5},
  {0.402, 0.6, 164.8, 0.4},
  {0.404, 0.6, 220.0, 0.4},
  {0.500, 0.6, 659.3, 0.2},
};

static const RmnPhrase phrase     = {plucks, 8, 12, 1.5, 0.1};
static const double    duration_s = 0.6;
static const double    shortest_s = 0.1; ///< In a tenth of a second, one note
static const double    usual_hz   = 48000.0;

/// Return the rate that a network is measured at
static uint32_t
choose_rate(const RmnNetwork* const network)
{
  const double rate_hz  = network->rate_hz;
  const bool   is_usual = rate_hz >= 8000.0 && rate_hz <= 384000.0;
  return (uint32_t)((is_usual ? rate_hz : usual_hz) + 0.5);
}

/// Return how much of the phrase is played: less by a larger network
static double
choose_duration(const RmnModel* const model, const double rate_hz)
{
  const double most_s  = rmn_model_max_frames(model) / rate_hz;
  const double usual_s = fmin(duration_s, most_s / 32.0);
  return fmax(usual_s, fmin(shortest_s, most_s / 8.0));
}

/// Turn a loudness into what is known of a model, in tenths, so that machines
/// agree
static RmnLoudness
judge(const double exact_lufs)
{
  const double lufs    = round(10.0 * exact_lufs) / 10.0;
  const double limit   = RMN_MAX_NORMALISE_DB;
  const double gain_db = fmin(fmax(RMN_NORMAL_LUFS - lufs, -limit), limit);
  return (RmnLoudness){lufs, isfinite(lufs) ? gain_db : 0.0};
}

static void
amplify(const RmnTake* const take, const double gain_db)
{
  const double gain = pow(10.0, gain_db / 20.0);
  for (uint32_t t = 0; t < take->n_frames; ++t) {
    take->in[t] = (float)(gain * (double)take->in[t]);
  }
}

/// Return the loudness of what was played, less its offset
static double
listen(const RmnTake* const take, const float offset)
{
  for (uint32_t t = 0; t < take->n_frames; ++t) {
    take->out[t] -= offset;
  }
  return rmn_loudness_integrated(take->out, take->n_frames, take->rate_hz);
}

/// Play a take from rest at drives, one after the other
static RmnStatus
measure(const RmnTake* const    take,
        const RmnModel* const   model,
        const RmnNetwork* const network,
        RmnState* const         state,
        const float* const      drives_db,
        const uint32_t          n_drives,
        RmnLoudness* const      loudness)
{
  const float offset = rmn_model_rest(model).output;
  double      level_db =
    rmn_loudness_integrated(take->in, take->n_frames, take->rate_hz);

  for (uint32_t i = 0; i < n_drives; ++i) {
    const double wanted_db = RMN_PHRASE_LUFS + (double)drives_db[i];
    amplify(take, wanted_db - level_db);
    level_db = wanted_db;

    rmn_state_reset(state, model, RMN_START_REST);
    const RmnStatus st = rmn_take_play(take, model, network, state, NULL);
    if (st) {
      return st;
    }
    loudness[i] = judge(listen(take, offset));
  }
  return RMN_OK;
}

RmnStatus
rmn_loudness_probe(const RmnModel* const   model,
                   const RmnNetwork* const network,
                   const float* const      drives_db,
                   const uint32_t          n_drives,
                   RmnLoudness* const      loudness)
{
  const uint32_t  rate_hz = choose_rate(network);
  const double    seconds = choose_duration(model, rate_hz);
  RmnTake         take    = {0, 0, NULL, NULL};
  RmnState* const state   = rmn_state_new(model, 1);
  RmnStatus       st      = RMN_ERR_NO_MEMORY;

  if (state &&
      rmn_take_make(&take, &phrase, rate_hz, seconds, 0.45 * rate_hz)) {
    st = measure(&take, model, network, state, drives_db, n_drives, loudness);
  }
  rmn_take_free(&take);
  rmn_state_free(state);
  return st;
}
