// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_loudness.c The meter against ITU-R BS.1770 and EBU Tech 3341

#include "../test.h"
#include "loudness.h"

#include <math.h>

static const double tau = 6.283185307179586;

/// A part of a test signal: a sine for some time
typedef struct {
  double seconds;
  double peak_db;
} Part;

/// Return the loudness of sines one after the other
static double
loudness_of(const Part* const parts,
            const size_t      n_parts,
            const double      frequency_hz,
            const double      rate_hz)
{
  double seconds = 0.0;
  for (size_t p = 0; p < n_parts; ++p) {
    seconds += parts[p].seconds;
  }

  const uint32_t n     = (uint32_t)(seconds * rate_hz);
  float* const   audio = (float*)calloc(n, sizeof(float));
  uint32_t       t     = 0;
  double         end_s = 0.0;
  CHECK(audio);
  for (size_t p = 0; p < n_parts; ++p) {
    const double peak = pow(10.0, parts[p].peak_db / 20.0);
    end_s += parts[p].seconds;
    for (; t < n && t < end_s * rate_hz; ++t) {
      audio[t] = (float)(peak * sin(tau * frequency_hz * t / rate_hz));
    }
  }

  const double lufs = rmn_loudness_integrated(audio, n, rate_hz);
  free(audio);
  return lufs;
}

/// BS.1770: 997 Hz at full scale in one channel
static void
sine_of_full_scale_is_3_below_0_at_any_rate(void)
{
  static const double rates[] = {
    22050.0, 44100.0, 48000.0, 88200.0, 96000.0, 192000.0, 384000.0};
  const Part part = {5.0, 0.0};
  for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); ++i) {
    const double lufs = loudness_of(&part, 1, 997.0, rates[i]);
    fprintf(stderr, "  %6.0f Hz: %.3f LUFS\n", rates[i], lufs);
    CHECK(fabs(lufs + 3.01) < 0.05);
  }
}

/// Return the gain in dB of a filter of the standard's table
static double
gain_db(const double* const b, const double* const a, const double w)
{
  const double re_b = b[0] + b[1] * cos(w) + b[2] * cos(2.0 * w);
  const double im_b = b[1] * sin(w) + b[2] * sin(2.0 * w);
  const double re_a = 1.0 + a[0] * cos(w) + a[1] * cos(2.0 * w);
  const double im_a = a[0] * sin(w) + a[1] * sin(2.0 * w);
  return 10.0 *
         log10((re_b * re_b + im_b * im_b) / (re_a * re_a + im_a * im_a));
}

/// Tables 1 and 2 of BS.1770-4, which are for 48 kHz
static void
weighting_is_that_of_the_standard(void)
{
  static const double shelf_b[] = {
    1.53512485958697, -2.69169618940638, 1.19839281085285};
  static const double shelf_a[] = {-1.69065929318241, 0.73248077421585};
  static const double pass_b[]  = {1.0, -2.0, 1.0};
  static const double pass_a[]  = {-1.99004745483398, 0.99007225036621};
  static const double hertz[]   = {
      20.0, 40.0, 100.0, 500.0, 1000.0, 2000.0, 4000.0, 10000.0, 20000.0};

  const Part part = {4.0, -6.0};
  for (size_t i = 0; i < sizeof(hertz) / sizeof(hertz[0]); ++i) {
    const double w        = tau * hertz[i] / 48000.0;
    const double expected = -0.691 - 3.0103 - 6.0 +
                            gain_db(shelf_b, shelf_a, w) +
                            gain_db(pass_b, pass_a, w);
    CHECK(fabs(loudness_of(&part, 1, hertz[i], 48000.0) - expected) < 0.01);
  }
}

/// Cases 1 to 5 of EBU Tech 3341, which are of two channels: 3.01 LU louder
static void
gates_as_the_standard_does(void)
{
  static const Part cases[][5] = {
    {{20.0, -23.0}},
    {{20.0, -33.0}},
    {{10.0, -36.0}, {60.0, -23.0}, {10.0, -36.0}},
    {{10.0, -72.0}, {10.0, -36.0}, {60.0, -23.0}, {10.0, -36.0}, {10.0, -72.0}},
    {{20.0, -26.0}, {20.1, -20.0}, {20.0, -26.0}},
  };
  static const double expected[] = {-23.0, -33.0, -23.0, -23.0, -23.0};

  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    const double lufs = loudness_of(cases[i], 5, 1000.0, 48000.0) + 3.0103;
    fprintf(stderr, "  case %zu: %.2f LUFS\n", i + 1U, lufs);
    CHECK(fabs(lufs - expected[i]) <= 0.1);
  }
}

static void
short_audio_is_one_block(void)
{
  const Part whole = {0.4, -20.0};
  const Part part  = {0.35, -20.0};
  CHECK(fabs(loudness_of(&whole, 1, 1000.0, 48000.0) -
             loudness_of(&part, 1, 1000.0, 48000.0)) < 0.05);
}

static void
offset_is_not_heard(void)
{
  enum { N = 48000 };
  static float with[N];
  static float without[N];
  for (uint32_t t = 0; t < N; ++t) {
    without[t] = (float)(0.1 * sin(tau * 440.0 * t / N));
    with[t]    = t < N / 2 ? 0.0f : 0.01f; // A step at most
  }
  CHECK(rmn_loudness_integrated(with, N, 48000.0) <
        rmn_loudness_integrated(without, N, 48000.0) - 20.0);
}

static void
silence_and_nonsense_have_no_loudness(void)
{
  static float audio[48000];
  CHECK(rmn_loudness_integrated(audio, 48000, 48000.0) == -INFINITY);
  CHECK(rmn_loudness_integrated(audio, 1, 48000.0) == -INFINITY);
  CHECK(rmn_loudness_integrated(audio, 0, 48000.0) == -INFINITY);
  audio[20000] = NAN;
  CHECK(isnan(rmn_loudness_integrated(audio, 48000, 48000.0)));
  audio[20000] = INFINITY;
  CHECK(isnan(rmn_loudness_integrated(audio, 48000, 48000.0)));

  const Part quiet = {1.0, -71.0};
  CHECK(loudness_of(&quiet, 1, 1000.0, 48000.0) == -INFINITY);
}

int
main(void)
{
  RUN(sine_of_full_scale_is_3_below_0_at_any_rate);
  RUN(weighting_is_that_of_the_standard);
  RUN(gates_as_the_standard_does);
  RUN(short_audio_is_one_block);
  RUN(offset_is_not_heard);
  RUN(silence_and_nonsense_have_no_loudness);
  return 0;
}
