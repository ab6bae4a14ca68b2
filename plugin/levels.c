// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "levels.h"
#include "decibel.h"
#include "fade.h"

static const double gain_time_s   = 0.01;
static const double bypass_time_s = 0.02;

void
rmn_levels_init(RmnLevels* const levels, const double rate_hz)
{
  rmn_smooth_init(&levels->input_gain, 1.0f, rate_hz, gain_time_s);
  rmn_smooth_init(&levels->output_gain, 1.0f, rate_hz, gain_time_s);
  rmn_smooth_init(&levels->mix, 1.0f, rate_hz, gain_time_s);
  levels->n_fade = (uint32_t)(rate_hz * bypass_time_s) + 1U;
}

void
rmn_levels_set(RmnLevels* const levels,
               const float      input_db,
               const float      output_db,
               const float      mix_percent,
               const bool       is_enabled)
{
  rmn_smooth_set(&levels->input_gain, rmn_gain_from_db(input_db));
  rmn_smooth_set(&levels->output_gain, rmn_gain_from_db(output_db));
  rmn_smooth_set(&levels->mix, mix_percent / 100.0f);
  levels->is_enabled = is_enabled;
}

void
rmn_levels_snap(RmnLevels* const levels)
{
  rmn_smooth_snap(&levels->input_gain);
  rmn_smooth_snap(&levels->output_gain);
  rmn_smooth_snap(&levels->mix);
}

void
rmn_levels_skip_fade(RmnLevels* const levels)
{
  levels->faded = levels->is_enabled ? levels->n_fade : 0U;
}

bool
rmn_levels_is_bypassed(const RmnLevels* const levels)
{
  return !levels->is_enabled && !levels->faded;
}

bool
rmn_levels_is_still(const RmnLevels* const levels)
{
  return rmn_smooth_is_still(&levels->input_gain) &&
         rmn_smooth_is_still(&levels->output_gain) &&
         rmn_smooth_is_still(&levels->mix) && levels->is_enabled &&
         levels->faded == levels->n_fade;
}

static void
scale(float* const audio, const float gain, const uint32_t n_frames)
{
  for (uint32_t t = 0; gain != 1.0f && t < n_frames; ++t) {
    audio[t] *= gain;
  }
}

void
rmn_levels_amplify(RmnLevels* const    levels,
                   float* const* const audio,
                   const uint32_t      n_channels,
                   const uint32_t      n_frames)
{
  if (rmn_smooth_is_still(&levels->input_gain)) {
    for (uint32_t c = 0; c < n_channels; ++c) {
      scale(audio[c], levels->input_gain.target, n_frames);
    }
    return;
  }

  for (uint32_t t = 0; t < n_frames; ++t) {
    const float gain = rmn_smooth_next(&levels->input_gain);
    for (uint32_t c = 0; c < n_channels; ++c) {
      audio[c][t] *= gain;
    }
  }
}

/// Advance the bypass by a frame; return 0 for bypass to 1 for effect
static float
next_bypass(RmnLevels* const levels)
{
  if (levels->is_enabled && levels->faded < levels->n_fade) {
    ++levels->faded;
  } else if (!levels->is_enabled && levels->faded) {
    --levels->faded;
  }
  return (float)levels->faded / (float)levels->n_fade;
}

/// Blend a channel while nothing moves, which is most of the time
static void
blend_still(const RmnLevels* const levels,
            const float* const     dry,
            float* const           wet,
            const uint32_t         n_frames)
{
  const float mix = levels->mix.target;

  for (uint32_t t = 0; mix < 1.0f && t < n_frames; ++t) {
    wet[t] = rmn_fade(dry[t], wet[t], mix);
  }
  scale(wet, levels->output_gain.target, n_frames);
}

void
rmn_levels_blend_still(const RmnLevels* const    levels,
                       const float* const* const dry,
                       float* const* const       wet,
                       const uint32_t            n_channels,
                       const uint32_t            n_frames)
{
  for (uint32_t c = 0; c < n_channels; ++c) {
    blend_still(levels, dry[c], wet[c], n_frames);
  }
}

void
rmn_levels_blend(RmnLevels* const          levels,
                 const float* const* const dry,
                 float* const* const       wet,
                 const uint32_t            n_channels,
                 const uint32_t            n_frames)
{
  if (rmn_levels_is_still(levels)) {
    rmn_levels_blend_still(levels, dry, wet, n_channels, n_frames);
    return;
  }

  for (uint32_t t = 0; t < n_frames; ++t) {
    const float gain    = rmn_smooth_next(&levels->output_gain);
    const float mix     = rmn_smooth_next(&levels->mix);
    const float enabled = next_bypass(levels);

    for (uint32_t c = 0; c < n_channels; ++c) {
      const float mixed = rmn_fade(dry[c][t], wet[c][t], mix) * gain;

      wet[c][t] = rmn_fade(dry[c][t], mixed, enabled);
    }
  }
}
