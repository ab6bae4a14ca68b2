// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_resample.c Resampling keeps time, and does not alias

#include "../networks.h"
#include "../signals.h"
#include "resample.h"

#include <string.h>

enum { MAX_FRAMES = 400000 };

typedef struct {
  uint32_t in_hz;
  uint32_t out_hz;
} Pair;

static const Pair pairs[] = {
  {22050, 44100},
  {22050, 48000},
  {44100, 48000},
  {48000, 44100},
  {88200, 48000},
  {96000, 44100},
  {192000, 44100},
  {384000, 48000},
  {44100, 384000},
  {44101, 48000}, // Without a common divisor
};

enum { N_PAIRS = sizeof(pairs) / sizeof(pairs[0]) };

static float in[MAX_FRAMES];
static float out[MAX_FRAMES];

/// Resample `in` in blocks of `n_block`; return the number of frames in `to`
static uint32_t
resample(RmnResampler* const resampler,
         const uint32_t      n_frames,
         const uint32_t      n_block,
         float*              to)
{
  float* const start = to;
  for (uint32_t t = 0; t < n_frames; t += n_block) {
    const uint32_t     left = n_frames - t;
    const float* const from = in + t;
    to += rmn_resampler_process(resampler,
                                &from,
                                left < n_block ? left : n_block,
                                &to,
                                (uint32_t)(start + MAX_FRAMES - to));
  }
  return (uint32_t)(to - start);
}

static void
first_frame_out_is_first_frame_in(void)
{
  for (int i = 0; i < N_PAIRS; ++i) {
    const double        in_hz  = pairs[i].in_hz;
    const double        out_hz = pairs[i].out_hz;
    RmnResampler* const resampler =
      rmn_resampler_new(1, pairs[i].in_hz, pairs[i].out_hz);
    CHECK(resampler);

    const uint32_t n_frames = pairs[i].in_hz / 2U;
    fill_chord(in, n_frames, in_hz);
    const uint32_t n = resample(resampler, n_frames, 64, out);

    Esr esr = {0.0, 0.0};
    CHECK(n > 0.45 * out_hz);
    for (uint32_t t = 0; t < n; ++t) {
      add_to_esr(&esr, chord(t / out_hz), (double)out[t]);
    }
    printf("  %g to %g Hz: %.1f dB\n", in_hz, out_hz, esr_db(&esr));
    CHECK(esr_db(&esr) < -90.0); // A hundredth of a frame is -70 dB
    rmn_resampler_free(resampler);
  }
}

static void
any_split_gives_the_same_bits(void)
{
  static const uint32_t blocks[] = {1, 7, 64, 1000, 20000};
  static float          expected[MAX_FRAMES];

  uint32_t seed = 1;
  randomise(in, 20000, 1.0f, &seed);
  for (int i = 0; i < N_PAIRS; ++i) {
    uint32_t n_expected = 0;
    for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
      RmnResampler* const resampler =
        rmn_resampler_new(1, pairs[i].in_hz, pairs[i].out_hz);
      CHECK(resampler);
      const uint32_t n =
        resample(resampler, 20000, blocks[b], b ? out : expected);
      n_expected = b ? n_expected : n;
      CHECK(n == n_expected);
      CHECK(!b || !memcmp(out, expected, n * sizeof(float)));
      rmn_resampler_free(resampler);
    }
  }
}

static void
reset_forgets_every_channel(void)
{
  enum { N = 500 };
  static float first[2][4 * N];
  static float again[2][4 * N];

  uint32_t seed = 1;
  randomise(in, 2 * N, 1.0f, &seed);
  RmnResampler* const resampler = rmn_resampler_new(2, 44100, 48000);
  CHECK(resampler);

  const float* const from[]  = {in, in + N};
  const float* const other[] = {in + N, in};
  float* const       to[]    = {first[0], first[1]};
  float* const       then[]  = {again[0], again[1]};
  const uint32_t     n = rmn_resampler_process(resampler, from, N, to, 4 * N);
  rmn_resampler_process(resampler, other, N, then, 4 * N);
  rmn_resampler_reset(resampler);
  CHECK(rmn_resampler_process(resampler, from, N, then, 4 * N) == n);
  CHECK(n > N / 2);
  for (int c = 0; c < 2; ++c) {
    CHECK(!memcmp(first[c], again[c], n * sizeof(float)));
  }
  CHECK(memcmp(first[0], first[1], n * sizeof(float)));
  rmn_resampler_free(resampler);
}

/// Return the level of a sine of amplitude 1 after resampling, in decibel
static double
level_db(const double frequency_hz, const uint32_t in_hz, const uint32_t out_hz)
{
  RmnResampler* const resampler = rmn_resampler_new(1, in_hz, out_hz);
  CHECK(resampler);
  for (uint32_t t = 0; t < in_hz / 2U; ++t) {
    in[t] = (float)sin(tau * frequency_hz * t / in_hz);
  }

  const uint32_t n      = resample(resampler, in_hz / 2U, 64, out);
  double         energy = 0.0;
  for (uint32_t t = n / 2U; t < n; ++t) {
    energy += 2.0 * (double)out[t] * (double)out[t] / (0.5 * n);
  }
  rmn_resampler_free(resampler);
  return 10.0 * log10(energy + 1e-30);
}

static void
passes_19500_hz_and_stops_aliases(void)
{
  CHECK(fabs(level_db(19500.0, 44100, 48000)) < 0.05);
  CHECK(fabs(level_db(19500.0, 48000, 44100)) < 0.05);
  CHECK(fabs(level_db(19500.0, 96000, 44100)) < 0.05);
  CHECK(level_db(22500.0, 96000, 44100) < -90.0); // It would be 21.6 kHz
  CHECK(level_db(26000.0, 96000, 48000) < -90.0);
  CHECK(level_db(23900.0, 48000, 44100) < -90.0);
}

int
main(void)
{
  RUN(first_frame_out_is_first_frame_in);
  RUN(any_split_gives_the_same_bits);
  RUN(reset_forgets_every_channel);
  RUN(passes_19500_hz_and_stops_aliases);
  return 0;
}
