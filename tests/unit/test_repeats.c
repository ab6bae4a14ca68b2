// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_repeats.c Noise that a recording tells of by what stands twice

#include "../networks.h"

#include "../../tools/train/repeats.h"

#include <string.h>

enum { RATE_HZ = 8000, N_FRAMES = 12 * RATE_HZ, N_PASSAGE = 3 * RATE_HZ };

static const double noise_square = 1e-6; ///< Mean square of the noise

static float dry[N_FRAMES];
static float wet[N_FRAMES];

static void
play_noise(void)
{
  uint32_t seed = 1;
  for (int t = 0; t < N_FRAMES; ++t) {
    dry[t] = 0.5f * random_float(&seed);
  }
}

/// Let the dry audio at `to` be that at `from`
static void
repeat(const size_t from, const size_t to)
{
  memcpy(dry + to, dry + from, N_PASSAGE * sizeof(float));
}

/// Record a device with some memory, and noise
static void
record(const double square)
{
  const float level = (float)sqrt(3.0 * square); // Of uniform noise
  uint32_t    seed  = 7;
  double      y     = 0.0;
  for (int t = 0; t < N_FRAMES; ++t) {
    y += 0.01 * (tanh(3.0 * (double)dry[t]) - y);
    wet[t] = (float)y + level * random_float(&seed);
  }
}

static Repeats
find(void)
{
  Repeats repeats;
  CHECK(repeats_find(dry, wet, N_FRAMES, RATE_HZ, &repeats));
  return repeats;
}

/// Passages are found from some frame of their first block on
static bool
is_about(const size_t n_frames, const size_t expected)
{
  return n_frames <= expected && n_frames + 2048U > expected;
}

/// Within 5% of what was added, wherever the passages stand
static void
noise_is_found(void)
{
  static const size_t places[][2] = {
    {0, 4 * RATE_HZ}, {1234, 71777}, {RATE_HZ, 9 * RATE_HZ}};

  for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); ++i) {
    play_noise();
    repeat(places[i][0], places[i][1]);
    record(noise_square);
    const Repeats repeats = find();
    CHECK(is_about(repeats.n_frames, N_PASSAGE - RATE_HZ / 2));
    CHECK(fabs(repeats.square / noise_square - 1.0) < 0.05);
  }
}

static void
every_repeat_counts(void)
{
  play_noise();
  repeat(0, 4 * RATE_HZ);
  repeat(0, 8 * RATE_HZ + 77);
  record(noise_square);
  const Repeats repeats = find();
  CHECK(is_about(repeats.n_frames / 2U, N_PASSAGE - RATE_HZ / 2));
  CHECK(fabs(repeats.square / noise_square - 1.0) < 0.05);
}

/// What the device remembers of other audio before is no noise
static void
no_noise_is_no_noise(void)
{
  play_noise();
  repeat(0, 5 * RATE_HZ);
  record(0.0);
  const Repeats repeats = find();
  CHECK(repeats.n_frames > 0 && repeats.square < 1e-12);
}

static void
nothing_is_found_without_repeats(void)
{
  play_noise();
  record(noise_square);
  CHECK(find().n_frames == 0);
}

/// Much the same is not the same
static void
other_audio_is_no_repeat(void)
{
  play_noise();
  repeat(0, 5 * RATE_HZ);
  for (int t = 0; t < N_FRAMES; t += 900) {
    dry[t] += 1e-3f;
  }
  record(noise_square);
  CHECK(find().n_frames == 0);
}

/// Silence stands in every recording, and tells nothing of what is played
static void
silence_is_no_repeat(void)
{
  play_noise();
  memset(dry, 0, 5 * RATE_HZ * sizeof(float));
  memset(dry + 6 * RATE_HZ, 0, 5 * RATE_HZ * sizeof(float));
  record(noise_square);
  CHECK(find().n_frames == 0);
}

int
main(void)
{
  RUN(noise_is_found);
  RUN(every_repeat_counts);
  RUN(no_noise_is_no_noise);
  RUN(nothing_is_found_without_repeats);
  RUN(other_audio_is_no_repeat);
  RUN(silence_is_no_repeat);
  return 0;
}
