// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "recording.h"

#include "../command.h"
#include "loss.h"

#include <stdlib.h>

bool
recording_join(Recording* const       recording,
               const AudioFile* const dry,
               const AudioFile* const wet)
{
  const size_t n_dry = dry->n_frames;
  const size_t n_wet = wet->n_frames;

  *recording = (Recording){.dry_file = dry,
                           .wet_file = wet,
                           .dry      = dry->samples,
                           .wet      = wet->samples,
                           .n_frames = n_dry < n_wet ? n_dry : n_wet,
                           .rate_hz  = dry->rate_hz,
                           .weight   = 1.0};
  if (wet->rate_hz != dry->rate_hz) {
    command_report(wet->path,
                   "has a rate of %u Hz, but %s has %u Hz: export both at one",
                   wet->rate_hz,
                   dry->path,
                   dry->rate_hz);
    return false;
  }

  // A second more or less is what recorders do, more is another recording
  const size_t difference = n_dry > n_wet ? n_dry - n_wet : n_wet - n_dry;
  if (difference > dry->rate_hz) {
    command_report(wet->path,
                   "lasts %.2f s, but %s lasts %.2f s: are they of one take?",
                   (double)n_wet / dry->rate_hz,
                   dry->path,
                   (double)n_dry / dry->rate_hz);
    return false;
  }
  return true;
}

bool
recording_suits(const Recording* const recording, const Recording* const other)
{
  const AudioFile* const wet = recording->wet_file;
  if (recording->rate_hz != other->rate_hz) {
    command_report(wet->path,
                   "has a rate of %u Hz, but %s has %u Hz: export all at one",
                   recording->rate_hz,
                   other->wet_file->path,
                   other->rate_hz);
    return false;
  }
  if (wet->hash == other->wet_file->hash) {
    command_report(wet->path,
                   "holds the same audio as %s, though knobs were turned in "
                   "between: name another file",
                   other->wet_file->path);
    return false;
  }
  return true;
}

void
recording_align(Recording* const recording, const long delay)
{
  const float** const early = delay < 0 ? &recording->dry : &recording->wet;
  const size_t        n_cut = (size_t)labs(delay);

  *early += n_cut;
  for (int i = 0; i < MAX_OTHERS && delay > 0; ++i) {
    recording->wets[i] += recording->wets[i] ? n_cut : 0U;
  }
  recording->n_frames -= n_cut;
  recording->delay = delay;
}

void
recording_split(Recording* const recording)
{
  const size_t tenth  = recording->n_frames / 10U;
  const size_t unit   = recording->n_piece  ? recording->n_piece
                        : recording->window ? recording->window
                                            : 1U;
  const size_t n_held = tenth / unit * unit;
  const size_t n_all  = recording->n_frames / unit * unit;

  const size_t n_train = n_all - 2U * n_held;

  recording->parts[PART_TRAIN] = (Part){0, n_train};
  recording->parts[PART_VALID] = (Part){n_train, n_held};
  recording->parts[PART_TEST]  = (Part){n_train + n_held, n_held};
}

Energy
recording_energy(const Recording* const recording, const Part part)
{
  Energy energy = {0.0, 0.0, 0};
  double before = 0.0;

  for (size_t t = part.first; t < part.first + part.n; ++t) {
    const double x = (double)recording->wet[t];
    const double d = x - pre_emphasis * before;
    if (recording_counts(recording, t)) {
      energy.plain += x * x;
      energy.emphasised += d * d;
      ++energy.n;
    }
    before = x;
  }

  const double n = energy.n ? (double)energy.n : 1.0;
  energy.plain /= n;
  energy.emphasised /= n;
  return energy;
}
