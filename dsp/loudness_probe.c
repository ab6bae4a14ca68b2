// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "loudness.h"
#include "model.h"
#include "take.h"

#include <math.h>

static const double duration_s = 0.6;
static const double shortest_s = 0.1; ///< In a tenth of a second, one note
static const double usual_hz   = 48000.0;

static const double hard_db      = 12.0; ///< How much harder it is played
static const double tolerance_db = 1.0;  ///< To peak above a wire by then

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

/// Round to tenths, so that machines agree
static double
round_db(const double db)
{
  return round(10.0 * db) / 10.0;
}

/// Turn a loudness into what is known of a model
static RmnLoudness
judge(const double exact_lufs, const double most_db)
{
  const double lufs    = round_db(exact_lufs);
  const double limit   = RMN_MAX_NORMALISE_DB;
  const double wanted  = fmin(RMN_NORMAL_LUFS - lufs, most_db);
  const double gain_db = fmin(fmax(wanted, -limit), limit);
  return (RmnLoudness){lufs, isfinite(lufs) ? gain_db : 0.0, most_db};
}

static void
amplify(const RmnTake* const take, const double gain_db)
{
  const double gain = pow(10.0, gain_db / 20.0);
  for (uint32_t t = 0; t < take->n_frames; ++t) {
    take->in[t] = (float)(gain * (double)take->in[t]);
  }
}

/// Return the peak, which is -200 dB in silence
static double
peak_db(const float* const x, const uint32_t n)
{
  float peak = 1e-10f;
  for (uint32_t t = 0; t < n; ++t) {
    peak = fmaxf(peak, fabsf(x[t]));
  }
  return 20.0 * log10((double)peak);
}

/// What a take is played through
typedef struct {
  const RmnTake*    take;
  const RmnModel*   model;
  const RmnNetwork* network;
  RmnState*         state;
  double            level_db; ///< Of the take, as it now is
} Probe;

/// Play the take from rest at a drive, and take the offset off what comes out
static RmnStatus
play(Probe* const probe, const double drive_db)
{
  const RmnTake* const take      = probe->take;
  const double         wanted_db = RMN_PHRASE_LUFS + drive_db;
  amplify(take, wanted_db - probe->level_db);
  probe->level_db = wanted_db;

  rmn_state_reset(probe->state, probe->model, RMN_START_REST);
  const RmnStatus st =
    rmn_take_play(take, probe->model, probe->network, probe->state, NULL);
  const float offset = rmn_model_rest(probe->model).output;
  for (uint32_t t = 0; !st && t < take->n_frames; ++t) {
    take->out[t] -= offset;
  }
  return st;
}

/// Measure at drives, one after the other, when it has been played hard
static RmnStatus
measure(Probe* const       probe,
        const float* const drives_db,
        const uint32_t     n_drives,
        RmnLoudness* const loudness)
{
  const RmnTake* const take = probe->take;

  RmnStatus    st = play(probe, hard_db);
  const double grown =
    peak_db(take->out, take->n_frames) - peak_db(take->in, take->n_frames);
  const double wire_db = RMN_NORMAL_LUFS - RMN_PHRASE_LUFS;
  for (uint32_t i = 0; !st && i < n_drives; ++i) {
    const double softer_db = fmax(-(double)drives_db[i], 0.0);
    const double most_db   = wire_db + tolerance_db - grown + softer_db;

    st = play(probe, (double)drives_db[i]);
    loudness[i] =
      judge(rmn_loudness_integrated(take->out, take->n_frames, take->rate_hz),
            round_db(most_db));
  }
  return st;
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

  if (state && rmn_take_make(
                 &take, &rmn_guitar_phrase, rate_hz, seconds, 0.45 * rate_hz)) {
    Probe probe = {
      &take,
      model,
      network,
      state,
      rmn_loudness_integrated(take.in, take.n_frames, take.rate_hz)};
    st = measure(&probe, drives_db, n_drives, loudness);
  }
  rmn_take_free(&take);
  rmn_state_free(state);
  return st;
}
