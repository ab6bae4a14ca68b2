// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "decibel.h"
#include "level.h"

/// Return the gain that normalises at a drive, in decibels
static float
normalising_db(const RmnLevel* const level, const float drive_db)
{
  const float middle = 0.5f * (RMN_N_DRIVES - 1);
  const float limit  = RMN_MAX_NORMALISE_DB;
  const float last   = RMN_N_DRIVES - 2;
  const float x      = middle + drive_db / RMN_DRIVE_STEP_DB;
  const float i      = fminf(fmaxf(floorf(x), 0.0f), last);
  const float a      = level->gains_db[(int)i];
  const float b      = level->gains_db[(int)i + 1];
  return fminf(fmaxf(a + (x - i) * (b - a), -limit), limit);
}

/// Glide to the gains that the settings call for
static void
update(RmnLevel* const level)
{
  const float limit  = RMN_MAX_DRIVE_DB;
  const float wanted = level->input_dbu - (float)level->model_dbu;
  const float drive_db =
    isnan(wanted) ? 0.0f : fminf(fmaxf(wanted, -limit), limit);
  const float gain_db =
    level->is_normalised ? normalising_db(level, drive_db) : 0.0f;

  rmn_smooth_set(&level->input_gain, rmn_gain_from_db(drive_db));
  rmn_smooth_set(&level->output_gain, rmn_gain_from_db(gain_db));
}

void
rmn_level_set_normalise(RmnLevel* const level, const bool enabled)
{
  level->is_normalised = enabled;
  update(level);
}

void
rmn_level_set_input(RmnLevel* const level, const float input_dbu)
{
  level->input_dbu = input_dbu;
  update(level);
}

void
rmn_level_snap(RmnLevel* const level)
{
  rmn_smooth_snap(&level->input_gain);
  rmn_smooth_snap(&level->output_gain);
}

bool
rmn_level_is_still(const RmnLevel* const level)
{
  return rmn_smooth_is_still(&level->input_gain) &&
         rmn_smooth_is_still(&level->output_gain);
}

RmnSmooth
rmn_level_amplify(RmnSmooth gain, float* const audio, const uint32_t n_frames)
{
  uint32_t t = 0;
  for (; t < n_frames && !rmn_smooth_is_still(&gain); ++t) {
    audio[t] *= rmn_smooth_next(&gain);
  }
  for (; t < n_frames; ++t) {
    audio[t] *= gain.target;
  }
  return gain;
}
