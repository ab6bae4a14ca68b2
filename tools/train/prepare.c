// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "prepare.h"

#include "../command.h"
#include "align.h"
#include "checks.h"
#include "hash.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/// Share of the wet audio that a filter explains, below which it is another
/// take
static const double unlike = 0.01;

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
    printf("Delay: %ld frames (%.2f ms) taken out of WET\n",
           story->delay,
           1e3 * (double)story->delay / recording->rate_hz);
    fflush(stdout);
  }
  return true;
}

static uint64_t
hash_of(const float* const audio, const size_t n)
{
  return rmn_hash_bytes(rmn_hash_seed, audio, n * sizeof(float));
}

bool
prepare_recording(Recording* const recording, Story* const story)
{
  const TrainOptions* const o = story->options;
  if (!recording_read(recording, o->dry_path, o->wet_path) ||
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
  recording_split(recording);
  if (recording->train.n < trainer_least_frames(&o->settings) ||
      !recording->test.n) {
    command_report(
      o->dry_path,
      "is too short for --truncation %u or --pieces: take less of either",
      o->settings.truncation);
    return false;
  }
  return true;
}
