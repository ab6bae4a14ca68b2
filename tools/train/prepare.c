// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "prepare.h"

#include "../command.h"
#include "align.h"
#include "checks.h"
#include "hash.h"
#include "repeats.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/// Share of the wet audio that a filter explains, below which it is another
/// take
static const double unlike = 0.01;

/// Mean square below which a part of the wet audio is silent, -90 dBFS
static const double silent = 1e-9;

/// ESR below which noise is what a file format rounds away
static const double noiseless = 1e-8;

/// Frames that wet audio is left late: that costs little, but to be early asks
/// the network to foresee
static const long caution = 4;

/// Refuse what cannot be aligned, and warn of what is hard to
static bool
check_alignment(const TrainOptions* const o, const Alignment* const a)
{
  if (a->likeness < unlike) {
    command_report(o->wet_path,
                   "has nothing in common with %s: are they of one take? If "
                   "so, give --delay",
                   o->dry_path);
    return false;
  }
  if (a->delay < -1) {
    command_report(o->wet_path,
                   "comes %ld frames before %s: are they in the wrong order? "
                   "If not, give --delay %ld",
                   -a->delay,
                   o->dry_path,
                   a->delay);
    return false;
  }
  if (a->latest - a->earliest > 2) {
    command_report(o->wet_path,
                   "warning: the delay drifts from %ld to %ld frames: record "
                   "both on one clock",
                   a->earliest,
                   a->latest);
  }
  return true;
}

/// Find the delay, and show it
static bool
find_delay(const Recording* const recording, Story* const story)
{
  const TrainOptions* const o         = story->options;
  Alignment                 alignment = {0};

  story->delay = o->delay;
  if (o->is_delay_given || o->design.is_label) {
    return true;
  }
  if (!align_find(recording, &alignment)) {
    command_report(o->wet_path, "out of memory");
    return false;
  }
  if (!check_alignment(o, &alignment)) {
    return false;
  }

  story->delay = alignment.delay > caution ? alignment.delay - caution : 0;
  if (!o->is_quiet) {
    printf("Delay: %ld frames (%.2f ms), of which %ld are taken out\n",
           alignment.delay,
           1e3 * (double)alignment.delay / recording->rate_hz,
           story->delay);
    fflush(stdout);
  }
  return true;
}

static uint64_t
hash_of(const float* const audio, const size_t n)
{
  return rmn_hash_bytes(rmn_hash_seed, audio, n * sizeof(float));
}

/// Refuse to train towards silence, or to be judged by it
static bool
check_parts(const Recording* const recording, const TrainOptions* const o)
{
  const Part parts[] = {recording->train, recording->valid, recording->test};
  for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); ++i) {
    if (recording_energy(recording, parts[i]).plain < silent) {
      const double from = (double)parts[i].first;
      const double to   = (double)(parts[i].first + parts[i].n);
      command_report(o->wet_path,
                     "is silent from %.1f to %.1f s, by which the preset would "
                     "be judged: cut the silence off",
                     from / recording->rate_hz,
                     to / recording->rate_hz);
      return false;
    }
  }
  return true;
}

static bool
is_same_file(const struct stat* const a, const char* const path)
{
  struct stat b;
  return !stat(path, &b) && a->st_dev == b.st_dev && a->st_ino == b.st_ino;
}

/// Refuse an output that cannot be written or that would cost a recording
static bool
check_output(const TrainOptions* const o)
{
  struct stat       file;
  const char* const slash  = strrchr(o->out_path, '/');
  const int         length = slash ? (int)(slash - o->out_path) + 1 : 1;
  char* const       folder = (char*)calloc((size_t)length + 1U, 1);
  if (!folder) {
    command_report(o->out_path, "out of memory");
    return false;
  }

  memcpy(folder, slash ? o->out_path : ".", (size_t)length);
  const int reason = access(folder, W_OK | X_OK) ? errno : 0;
  free(folder);
  if (reason) {
    command_report(o->out_path, "cannot be written: %s", strerror(reason));
    return false;
  }
  if (!stat(o->out_path, &file) &&
      (is_same_file(&file, o->dry_path) || is_same_file(&file, o->wet_path))) {
    command_report(o->out_path, "is a recording: give the preset another name");
    return false;
  }
  return true;
}

/// Find what no network can learn, and say it before time is spent on it
static bool
find_noise(const Recording* const recording, Story* const story)
{
  const TrainOptions* const o = story->options;
  const Energy energy         = recording_energy(recording, recording->test);
  Repeats      repeats        = {0, 0.0};

  if (!repeats_find(recording->dry,
                    recording->wet,
                    recording->n_frames,
                    recording->rate_hz,
                    &repeats)) {
    command_report(o->wet_path, "out of memory");
    return false;
  }
  const double esr = repeats.square / energy.plain;
  story->noise_esr = esr > noiseless ? esr : 0.0;
  if (story->noise_esr > 0.0 && !o->is_quiet) {
    printf("Noise: %.1f s stand twice in the dry audio and differ in the wet: "
           "the recording's own noise limits the ESR to about %.2g%%\n",
           (double)repeats.n_frames / recording->rate_hz,
           100.0 * esr);
    fflush(stdout);
  }
  return true;
}

bool
prepare_recording(Recording* const recording, Story* const story)
{
  const TrainOptions* const o = story->options;
  if (!check_output(o) ||
      !recording_read(recording, o->dry_path, o->wet_path) ||
      !check_recording(
        recording, o->dry_path, o->wet_path, o->design.is_label)) {
    return false;
  }

  story->dry_hash = hash_of(recording->dry, recording->n_frames);
  story->wet_hash = hash_of(recording->wet, recording->n_frames);
  if (!find_delay(recording, story)) {
    return false;
  }
  if ((size_t)labs(story->delay) > recording->n_frames / 4U) {
    command_report(o->wet_path,
                   "lasts %.2f s, too little for a delay of %ld frames",
                   (double)recording->n_frames / recording->rate_hz,
                   story->delay);
    return false;
  }

  recording_align(recording, story->delay);
  recording->n_piece  = (size_t)lrint(o->piece_seconds * recording->rate_hz);
  recording->n_settle = (size_t)lrint(o->settle_seconds * recording->rate_hz);
  if (o->piece_seconds > 0.0 && recording->n_piece <= recording->n_settle) {
    command_report(o->wet_path,
                   "has no frame left in its pieces: --pieces takes a LENGTH "
                   "that exceeds its SKIP");
    return false;
  }

  recording_split(recording);
  if (recording->train.n < trainer_least_frames(&o->settings) ||
      !recording->test.n) {
    command_report(
      o->dry_path,
      "is too short for --truncation %u or --pieces: take less of either",
      o->settings.truncation);
    return false;
  }
  return check_parts(recording, o) && find_noise(recording, story);
}
