// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_align.c How late a recording is, however late, and whether it
/// drifts

#include "../networks.h"

#include "../../tools/train/align.h"

#include <string.h>

enum { N_FRAMES = 120000, N_BEFORE = 60000, N_WHOLE = 2 * N_FRAMES };

static float dry[N_FRAMES];
static float wet[N_FRAMES];
static float played[N_WHOLE]; ///< Also before and after the recording
static float heard[N_WHOLE];  ///< Of the device, in time with it

/// Notes at odd times through a soft clipper and a low-pass
static void
play_notes(void)
{
  uint32_t seed  = 1;
  double   level = 0.0;
  double   step  = 0.0;
  double   y     = 0.0;
  int      begun = 0;
  int      next  = 0;
  for (int t = 0; t < N_WHOLE; ++t) {
    if (t == next) {
      begun = t;
      next  = t + 4000 + (int)(3000.0f * random_float(&seed));
      level = 0.5 + 0.4 * (double)random_float(&seed);
      step  = 0.06 + 0.05 * (double)random_float(&seed);
    }
    const double fade = exp((begun - t) / 3000.0);
    played[t]         = (float)(level * fade * sin(step * (t - begun)));
    y += 0.5 * (tanh(4.0 * (double)played[t]) - y);
    heard[t] = (float)y;
  }
}

/// Record with a delay that grows by `drift` a frame, and hiss
static void
record(const long delay, const double drift, const float hiss)
{
  uint32_t seed = 3;
  for (long t = 0; t < N_FRAMES; ++t) {
    const double at    = N_BEFORE + (double)(t - delay) - drift * (double)t;
    const long   whole = (long)floor(at);
    const float  part  = (float)(at - (double)whole);
    dry[t]             = played[N_BEFORE + t];
    wet[t] = heard[whole] + part * (heard[whole + 1] - heard[whole]) +
             hiss * random_float(&seed);
  }
}

static Alignment
find(void)
{
  const Recording recording = {
    .dry = dry, .wet = wet, .n_frames = N_FRAMES, .rate_hz = 48000};
  Alignment alignment = {0};
  CHECK(align_find(&recording, &alignment));
  return alignment;
}

static void
check_delay(const long delay)
{
  record(delay, 0.0, 1e-3f);
  const Alignment a = find();
  CHECK(labs(a.delay - delay) <= 1 && a.likeness > 0.1);
  CHECK(a.latest - a.earliest <= 2);
}

static void
delay_is_found(void)
{
  check_delay(0);
  check_delay(37);
  check_delay(-500);
}

static void
long_delay_is_found(void)
{
  check_delay(8500);
  check_delay(27000);
  check_delay(-20000);
}

/// Hiss of a third in which nothing is played says nothing of the delay
static void
silent_third_does_not_drift(void)
{
  static const float hisses[] = {0.0f, 1e-3f, 0.1f};
  for (size_t i = 0; i < sizeof(hisses) / sizeof(hisses[0]); ++i) {
    record(37, 0.0, hisses[i]);
    uint32_t seed = 9;
    for (int t = N_FRAMES / 3; t < 2 * N_FRAMES / 3; ++t) {
      dry[t] = 0.0f;
      wet[t] = hisses[i] * random_float(&seed);
    }
    const Alignment a = find();
    CHECK(labs(a.delay - 37) <= 1 && a.latest - a.earliest <= 2);
  }
}

/// Two clocks that differ by 150 and by 3000 millionths
static void
drift_is_seen(void)
{
  record(100, 150e-6, 1e-3f);
  const Alignment slow = find();
  CHECK(slow.latest - slow.earliest > 4 && slow.latest - slow.earliest < 20);

  record(100, 3e-3, 1e-3f);
  const Alignment fast = find();
  CHECK(fast.latest - fast.earliest > 100);
}

int
main(void)
{
  play_notes();
  RUN(delay_is_found);
  RUN(long_delay_is_found);
  RUN(silent_third_does_not_drift);
  RUN(drift_is_seen);
  return 0;
}
