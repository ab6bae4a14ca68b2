// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "play.h"
#include "../../tools/progress.h"
#include "changes.h"

#include <math.h>
#include <string.h>

/// Where playing is
typedef struct {
  uint64_t frame;
  uint64_t n_frames; ///< To play, the tail included
  uint32_t change;   ///< Next of the changes
  uint32_t random;   ///< State of the generator, 0 for blocks all the same
} Position;

uint64_t
play_length(const Play* const play)
{
  const SF_INFO* const info = &play->in->info;
  return (uint64_t)info->frames +
         (uint64_t)ceil(play->options->n_tail_s * info->samplerate);
}

/// Return a length from 0 to `max_block`, short ones as likely as long ones
static uint32_t
random_length(uint32_t* const random, const uint32_t max_block)
{
  *random ^= *random << 13U; // Xorshift, Marsaglia 2003
  *random ^= *random >> 17U;
  *random ^= *random << 5U;
  return (*random >> 8U) % ((max_block >> (*random % 11U)) + 1U);
}

static uint32_t
next_length(const Options* const options, Position* const position)
{
  uint64_t length = options->max_block;
  uint64_t end    = position->n_frames;
  if (position->random) {
    length = random_length(&position->random, options->max_block);
  }
  if (position->change < options->n_changes) {
    end = options->changes[position->change].frame;
  }
  return (uint32_t)fmin((double)length, (double)(end - position->frame));
}

/// Pass what was read to the inputs of every instance
static void
feed(const Play* const play, const uint32_t n)
{
  const uint32_t n_channels = (uint32_t)play->in->info.channels;

  for (uint32_t i = 0; i < play->n_instances; ++i) {
    const Ports* const ports = &play->instances[i]->ports;
    for (uint32_t j = 0; j < ports->n_inputs; ++j) {
      const uint32_t c = n_channels == 1 ? 0 : i * ports->n_inputs + j;
      for (uint32_t t = 0; t < n; ++t) {
        ports->inputs[j][t] = play->in_frames[(size_t)t * n_channels + c];
      }
    }
  }
}

/// Collect the outputs of every instance
static void
gather(const Play* const play, const uint32_t n)
{
  const uint32_t n_channels = (uint32_t)play->out->info.channels;

  for (uint32_t i = 0; i < play->n_instances; ++i) {
    const Ports* const ports = &play->instances[i]->ports;
    for (uint32_t j = 0; j < ports->n_outputs; ++j) {
      const uint32_t c = i * ports->n_outputs + j;
      for (uint32_t t = 0; t < n; ++t) {
        play->out_frames[(size_t)t * n_channels + c] = ports->outputs[j][t];
      }
    }
  }
}

/// Read `n` frames, which are silent from the end of the input on
static bool
read_block(const Play* const play, const uint32_t n)
{
  const size_t n_channels = (size_t)play->in->info.channels;
  uint32_t     n_read     = 0;
  if (!wav_read(play->in, play->in_frames, n, &n_read)) {
    report("%s: %s", play->options->in_path, play->in->error);
    return false;
  }

  memset(play->in_frames + n_read * n_channels,
         0,
         (n - n_read) * n_channels * sizeof(float));
  return true;
}

static bool
play_block(const Play* const play, const uint32_t n)
{
  if (!read_block(play, n)) {
    return false;
  }

  feed(play, n);
  for (uint32_t i = 0; i < play->n_instances; ++i) {
    instance_run(play->instances[i], n);
  }
  gather(play, n);

  if (!wav_write(play->out, play->out_frames, n)) {
    report("%s: %s", play->options->out_path, play->out->error);
    return false;
  }
  return true;
}

/// Return the largest absolute sample; count what is not finite
static float
measure(const float* const samples, const size_t n, uint64_t* const n_bad)
{
  float peak = 0.0f;
  for (size_t i = 0; i < n; ++i) {
    if (isfinite(samples[i])) {
      peak = fmaxf(peak, fabsf(samples[i]));
    } else {
      ++*n_bad;
    }
  }
  return peak;
}

static void
update_figures(const Play* const play, Figures* const figures, const uint32_t n)
{
  const size_t n_in  = (size_t)n * (size_t)play->in->info.channels;
  const size_t n_out = (size_t)n * (size_t)play->out->info.channels;

  const float in_peak  = measure(play->in_frames, n_in, &figures->n_bad_in);
  const float out_peak = measure(play->out_frames, n_out, &figures->n_bad_out);

  figures->in_peak  = fmaxf(figures->in_peak, in_peak);
  figures->out_peak = fmaxf(figures->out_peak, out_peak);
  figures->n_frames += n;
}

static bool
play_blocks(const Play* const play,
            Position* const   position,
            Progress* const   progress,
            Figures* const    figures)
{
  while (position->frame < position->n_frames) {
    if (!changes_apply(play, position->frame, &position->change)) {
      return false;
    }

    const uint32_t n = next_length(play->options, position);
    if (!play_block(play, n)) {
      return false;
    }
    update_figures(play, figures, n);
    position->frame += n;
    progress_update(progress, position->frame);
  }

  for (uint32_t i = 0; i < play->n_instances; ++i) {
    instance_settle(play->instances[i]);
  }
  return true;
}

bool
play_file(const Play* const play, Figures* const figures)
{
  const Options* const options  = play->options;
  Position             position = {
                .n_frames = play_length(play),
                .random   = options->seed,
  };

  // What is set from the first frame on is there before, as in a session
  if (!changes_apply(play, 0, &position.change)) {
    return false;
  }
  for (uint32_t i = 0; i < play->n_instances; ++i) {
    instance_activate(play->instances[i]);
  }

  Progress progress;
  progress_start(&progress, position.n_frames, !options->is_quiet);
  const bool is_done = play_blocks(play, &position, &progress, figures);
  figures->n_seconds = progress_finish(&progress);
  return is_done;
}
