// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "recording.h"

#include "../command.h"
#include "../wav.h"
#include "loss.h"

#include <stdlib.h>
#include <string.h>

/// Read a file as a whole; the message names what is wrong with it alone
static bool
read_channel(const char* const path,
             float** const     audio,
             size_t* const     n_frames,
             uint32_t* const   rate_hz)
{
  Wav      wav    = {0};
  uint32_t n_read = 0;
  bool     ok     = wav_open(&wav, path);

  if (!ok) {
    command_report(path, "%s", wav.error);
  } else if (wav.info.channels != 1) {
    command_report(path,
                   "has %d channels, but training needs one: export it in mono",
                   wav.info.channels);
    ok = false;
  } else if (wav.info.frames > UINT32_MAX) {
    command_report(path, "is too long: ten minutes are plenty");
    ok = false;
  } else {
    *rate_hz  = (uint32_t)wav.info.samplerate;
    *n_frames = (size_t)wav.info.frames;
    *audio    = (float*)malloc(*n_frames * sizeof(float));
    ok        = *audio && wav_read(&wav, *audio, (uint32_t)*n_frames, &n_read);
    if (!ok) {
      command_report(path, "%s", *audio ? wav.error : "out of memory");
    }
    *n_frames = n_read;
  }

  wav_close(&wav);
  return ok;
}

bool
recording_read(Recording* const  recording,
               const char* const dry,
               const char* const wet)
{
  size_t   n_dry       = 0;
  size_t   n_wet       = 0;
  uint32_t wet_rate_hz = 0;

  *recording = (Recording){0};
  if (!read_channel(dry, &recording->dry, &n_dry, &recording->rate_hz) ||
      !read_channel(wet, &recording->wet, &n_wet, &wet_rate_hz)) {
    return false;
  }
  if (wet_rate_hz != recording->rate_hz) {
    command_report(wet,
                   "has a rate of %u Hz, but %s has %u Hz: export both at one",
                   wet_rate_hz,
                   dry,
                   recording->rate_hz);
    return false;
  }

  // A second more or less is what recorders do, more is another recording
  const size_t difference = n_dry > n_wet ? n_dry - n_wet : n_wet - n_dry;
  if (difference > recording->rate_hz) {
    command_report(wet,
                   "lasts %.2f s, but %s lasts %.2f s: are they of one take?",
                   (double)n_wet / recording->rate_hz,
                   dry,
                   (double)n_dry / recording->rate_hz);
    return false;
  }
  recording->n_frames = n_dry < n_wet ? n_dry : n_wet;
  return true;
}

void
recording_free(Recording* const recording)
{
  free(recording->dry);
  free(recording->wet);
}

void
recording_align(Recording* const recording, const long delay)
{
  float* const early = delay < 0 ? recording->dry : recording->wet;
  const size_t n_cut = (size_t)labs(delay);

  recording->n_frames -= n_cut;
  memmove(early, early + n_cut, recording->n_frames * sizeof(float));
}

void
recording_split(Recording* const recording)
{
  const size_t tenth  = recording->n_frames / 10U;
  const size_t unit   = recording->n_piece ? recording->n_piece : 1U;
  const size_t n_held = tenth / unit * unit;
  const size_t n_all  = recording->n_frames / unit * unit;

  recording->train = (Part){0, n_all - 2U * n_held};
  recording->valid = (Part){recording->train.n, n_held};
  recording->test  = (Part){recording->train.n + n_held, n_held};
}

Energy
recording_energy(const Recording* const recording, const Part part)
{
  Energy energy = {0.0, 0.0, 0.0};
  size_t n      = 0;
  double before = 0.0;

  for (size_t t = part.first; t < part.first + part.n; ++t) {
    const double x = (double)recording->wet[t];
    const double d = x - pre_emphasis * before;
    if (recording_counts(recording, t)) {
      energy.plain += x * x;
      energy.emphasised += d * d;
      ++n;
    }
    before = x;
  }

  energy.plain /= n ? (double)n : 1.0;
  energy.emphasised /= n ? (double)n : 1.0;
  energy.share = part.n ? (double)n / (double)part.n : 0.0;
  return energy;
}
