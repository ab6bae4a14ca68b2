// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "checks.h"

#include "../command.h"

#include <math.h>
#include <string.h>

enum {
  MIN_SECONDS = 5,
  MIN_RUN     = 4,  ///< Equal samples at full scale that make a clipped peak
  MAX_CLIPPED = 10, ///< Clipped peaks that may pass unnoticed
  MIN_RATE_HZ = 8000,
  MAX_RATE_HZ = 384000,
};

static const double silence    = 1e-3;  ///< Peak, -60 dBFS
static const double full_scale = 0.999; ///< Where clipping begins
static const double max_offset = 0.5;   ///< Of the RMS

/// What one pass over a channel finds
typedef struct {
  double peak;
  double mean;
  double rms;
  size_t first_bad; ///< Frame of the first that is no number, n if none
  size_t n_clipped; ///< Peaks with a flat top at full scale
} Census;

/// Return how many runs of equal samples at full scale there are
static size_t
count_clipped(const float* const audio, const size_t n)
{
  size_t n_clipped = 0;
  size_t run       = 0;
  for (size_t t = 1; t < n; ++t) {
    const bool is_flat =
      audio[t] == audio[t - 1] && fabs((double)audio[t]) >= full_scale;
    run = is_flat ? run + 1U : 0U;
    n_clipped += run == MIN_RUN - 1U;
  }
  return n_clipped;
}

static Census
take_census(const float* const audio, const size_t n)
{
  Census census = {.first_bad = n};
  double sum    = 0.0;
  double square = 0.0;

  for (size_t t = n; t-- > 0U;) {
    const double x = (double)audio[t];
    if (!isfinite(x)) {
      census.first_bad = t;
    }
    census.peak = fmax(census.peak, fabs(x));
    sum += x;
    square += x * x;
  }
  census.mean      = sum / (double)n;
  census.rms       = sqrt(square / (double)n);
  census.n_clipped = count_clipped(audio, n);
  return census;
}

/// Refuse audio that is no audio
static bool
check_numbers(const Census* const    census,
              const Recording* const recording,
              const char* const      path)
{
  if (census->first_bad < recording->n_frames) {
    command_report(path,
                   "holds a NaN or infinity at %.3f s: export it again",
                   (double)census->first_bad / recording->rate_hz);
    return false;
  }
  return true;
}

/// Refuse audio that tells nothing
static bool
check_level(const Census* const census, const char* const path)
{
  if (census->peak < silence) {
    command_report(path,
                   "is silent, with a peak of %.1f dBFS: record it again, or "
                   "name another file",
                   20.0 * log10(census->peak + 1e-10));
    return false;
  }
  return true;
}

/// Refuse clipped audio, or warn of it where it may have been clipped on
/// purpose
static bool
check_peaks(const Census* const census,
            const char* const   path,
            Warnings* const     warnings)
{
  if (census->n_clipped <= MAX_CLIPPED) {
    return true;
  }
  if (warnings) {
    warnings_add(warnings,
                 path,
                 "is clipped at %zu peaks: if that was not the device, record "
                 "it again at a lower level",
                 census->n_clipped);
  } else {
    command_report(path,
                   "is clipped at %zu peaks: record it again at a lower level",
                   census->n_clipped);
  }
  return warnings;
}

/// Refuse audio off centre, or warn of it where a device may have moved it
static bool
check_offset(const Census* const census,
             const char* const   path,
             Warnings* const     warnings)
{
  if (fabs(census->mean) <= max_offset * census->rms) {
    return true;
  }
  if (warnings) {
    warnings_add(warnings,
                 path,
                 "is off centre by %.3f at an RMS of %.3f, which the preset "
                 "will be too",
                 census->mean,
                 census->rms);
  } else {
    command_report(
      path,
      "is off centre by %.3f at an RMS of %.3f: remove its DC offset",
      census->mean,
      census->rms);
  }
  return warnings;
}

static bool
check_audio(const Census* const census,
            const char* const   path,
            Warnings* const     warnings)
{
  return check_level(census, path) && check_peaks(census, path, warnings) &&
         check_offset(census, path, warnings);
}

static bool
check_length(const Recording* const recording, const char* const path)
{
  if (recording->rate_hz < MIN_RATE_HZ || recording->rate_hz > MAX_RATE_HZ) {
    command_report(path,
                   "has a rate of %u Hz, but %d to %d Hz can be trained",
                   recording->rate_hz,
                   MIN_RATE_HZ,
                   MAX_RATE_HZ);
    return false;
  }
  if (recording->n_frames / recording->rate_hz < MIN_SECONDS) {
    command_report(path,
                   "lasts %.2f s: training takes at least %d s, and is best "
                   "with two minutes or more",
                   (double)recording->n_frames / recording->rate_hz,
                   MIN_SECONDS);
    return false;
  }
  return true;
}

bool
check_recording(const Recording* const recording,
                const char* const      dry,
                const char* const      wet,
                const Goal* const      goal,
                Warnings* const        warnings)
{
  const size_t n          = recording->n_frames;
  const Census dry_census = take_census(recording->dry, n);
  const Census wet_census = take_census(recording->wet, n);

  if (!check_length(recording, dry) ||
      !check_numbers(&dry_census, recording, dry) ||
      !check_numbers(&wet_census, recording, wet) ||
      !check_audio(&dry_census, dry, NULL) ||
      (goal->kind == GOAL_DEVICE && !check_audio(&wet_census, wet, warnings))) {
    return false;
  }
  if (goal->kind != GOAL_NEXT &&
      !memcmp(recording->dry, recording->wet, n * sizeof(float))) {
    command_report(wet,
                   "holds the same audio as %s: name what came out of the "
                   "device",
                   dry);
    return false;
  }
  return true;
}
