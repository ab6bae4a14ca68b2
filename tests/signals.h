// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file signals.h Audio that is the same at every rate, and how it differs

#ifndef RMN_TEST_SIGNALS_H
#define RMN_TEST_SIGNALS_H

#include "test.h"

#include <math.h>
#include <stdint.h>

static const double tau = 6.283185307179586;

/// Return a fading chord at `t` seconds, with nothing above 5 kHz to speak of;
/// silent before 0, smooth at its beginning
static inline double
chord(const double t)
{
  static const double frequencies_hz[] = {110.0, 164.8, 277.2, 1234.5, 3210.0};

  double sum = 0.0;
  for (size_t i = 0; i < sizeof(frequencies_hz) / sizeof(double); ++i) {
    sum += sin(tau * frequencies_hz[i] * t) / (double)(i + 1U);
  }

  const double attack = t < 0.01 ? 0.5 - 0.5 * cos(0.5 * tau * t / 0.01) : 1.0;
  return t > 0.0 ? 0.3 * attack * exp(-t / 0.2) * sum : 0.0;
}

/// Fill `audio` with the chord at a rate
static inline void
fill_chord(float* const audio, const uint32_t n_frames, const double at_hz)
{
  for (uint32_t t = 0; t < n_frames; ++t) {
    audio[t] = (float)chord(t / at_hz);
  }
}

/// Energy of signals, and of how they differ, both without an offset
typedef struct {
  double signal;
  double error;
} Esr;

static inline void
add_to_esr(Esr* const esr, const double expected, const double heard)
{
  esr->signal += expected * expected;
  esr->error += (heard - expected) * (heard - expected);
}

static inline double
esr_db(const Esr* const esr)
{
  CHECK(isfinite(esr->error) && esr->signal > 0.0);
  return 10.0 * log10(esr->error / esr->signal + 1e-30);
}

#endif // RMN_TEST_SIGNALS_H
