// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "level.h"

#include <stdio.h>

static const double gain_time_s = 0.01;

/// Say why a model will not be as loud as others
static void
describe_doubt(const RmnLoudness* const loudness,
               char                     warning[RMN_MAX_LEVEL_WARNING])
{
  const double missing = RMN_NORMAL_LUFS - loudness->lufs - loudness->gain_db;

  warning[0] = '\0';
  if (!isfinite(loudness->lufs)) {
    snprintf(
      warning,
      RMN_MAX_LEVEL_WARNING,
      "The model is silent or unstable: its loudness cannot be measured, "
      "so it is not normalised");
  } else if (loudness->gain_db >= loudness->most_db && missing > 0.1) {
    snprintf(warning,
             RMN_MAX_LEVEL_WARNING,
             "The model grows so loud when it is played hard that it is not "
             "brought to the loudness of others: it stays %.0f dB quieter",
             missing);
  } else if (fabs(missing) > 0.1) {
    snprintf(warning,
             RMN_MAX_LEVEL_WARNING,
             "The model is so %s that normalising it takes more than %d dB: "
             "it stays %.0f dB %s than others",
             missing > 0.0 ? "quiet" : "loud",
             RMN_MAX_NORMALISE_DB,
             fabs(missing),
             missing > 0.0 ? "quieter" : "louder");
  }
}

/// Measure at every drive, or only at none if the model does not state its own
static RmnStatus
measure(RmnLevel* const         level,
        const RmnModel* const   model,
        const RmnNetwork* const network)
{
  enum { MIDDLE = RMN_N_DRIVES / 2 };

  const bool     is_driven = isfinite(level->model_dbu);
  const uint32_t first     = is_driven ? 0U : MIDDLE;
  const uint32_t n         = is_driven ? RMN_N_DRIVES : 1U;
  float          drives_db[RMN_N_DRIVES];
  RmnLoudness    loudness[RMN_N_DRIVES];
  for (int i = 0; i < RMN_N_DRIVES; ++i) {
    drives_db[i] = (float)((i - MIDDLE) * RMN_DRIVE_STEP_DB);
  }

  const RmnStatus st =
    rmn_loudness_probe(model, network, drives_db + first, n, loudness + first);
  if (st) {
    return st;
  }

  level->loudness    = loudness[MIDDLE];
  const double usual = level->loudness.lufs;
  for (uint32_t i = first; i < first + n; ++i) {
    // Where nothing is heard, a model is taken to be linear
    const bool   is_heard = isfinite(loudness[i].lufs);
    const double lufs =
      is_heard ? loudness[i].lufs : usual + (double)drives_db[i];
    const double gain_db = fmin(RMN_NORMAL_LUFS - lufs, loudness[i].most_db);
    level->gains_db[i]   = isfinite(usual) ? (float)gain_db : 0.0f;
  }
  return RMN_OK;
}

RmnStatus
rmn_level_init(RmnLevel* const         level,
               const RmnModel* const   model,
               const RmnNetwork* const network,
               const double            rate_hz,
               char                    warning[RMN_MAX_LEVEL_WARNING])
{
  level->model_dbu   = network->metadata.input_level_dbu;
  level->input_dbu   = NAN;
  const RmnStatus st = measure(level, model, network);
  if (st) {
    return st;
  }

  rmn_smooth_init(&level->input_gain, 1.0f, rate_hz, gain_time_s);
  rmn_smooth_init(&level->output_gain, 1.0f, rate_hz, gain_time_s);
  describe_doubt(&level->loudness, warning);
  return RMN_OK;
}
