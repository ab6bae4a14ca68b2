// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_recall.c What was heard is known again when it repeats

#include "../networks.h"

#include "recall.h"

#include <math.h>
#include <string.h>

enum { MAX_FRAMES = 96000 };

static float     sound[MAX_FRAMES];
static RmnRecall recall;

/// Make noise of some period, softer from period to period, and dark enough for
/// a coarse search
static void
make_periodic(const uint32_t n, const uint32_t period, const float fade)
{
  uint32_t seed = 3;
  float    dark = 0.0f;
  randomise(sound, period, 0.5f, &seed);
  for (uint32_t t = 0; t < 2U * period; ++t) {
    dark += 0.1f * (sound[t % period] - dark);
    sound[t % period] = dark;
  }
  for (uint32_t t = period; t < n; ++t) {
    sound[t] = fade * sound[t - period];
  }
}

static void
hear(const double rate_hz, const uint32_t n, const uint32_t least)
{
  rmn_recall_init(&recall, rate_hz, least);
  for (uint32_t t = 0; t < n; ++t) {
    rmn_recall_hear(&recall, sound[t]);
  }
}

static void
periods_are_found_at_any_rate(void)
{
  static const double rates_hz[] = {
    8000.0, 22050.0, 44100.0, 96000.0, 192000.0};
  static const double periods_s[] = {0.0031, 0.0077, 0.0123, 0.021};
  for (uint32_t i = 0; i < 20U; ++i) {
    const double   rate_hz = rates_hz[i / 4U];
    const uint32_t period  = (uint32_t)(rate_hz * periods_s[i % 4U]);
    const uint32_t n       = (uint32_t)(0.3 * rate_hz);
    make_periodic(n, period, 0.9f);
    hear(rate_hz, n, 1);
    rmn_recall_search(&recall);
    const uint32_t lag = recall.lag; // Of several periods, if they fit the
                                     // stride of the search better
    if (!lag || lag % period || recall.correlation < 0.999f) {
      fprintf(stderr,
              "  %g Hz: %u of %u frames, %g\n",
              rate_hz,
              lag,
              period,
              (double)recall.correlation);
    }
    CHECK(lag && lag % period == 0U && recall.correlation >= 0.999f);
  }
}

/// A network that is far ahead can only be told what is old enough
static void
lags_are_long_enough(void)
{
  make_periodic(48000, 300, 1.0f);
  hear(48000.0, 48000, 1000);
  rmn_recall_search(&recall);
  CHECK(recall.lag == 1200 && recall.correlation > 0.999f);

  hear(48000.0, 48000, 4096); // Beyond any lag
  rmn_recall_search(&recall);
  CHECK(recall.lag == 0 && rmn_recall_join(&recall, 0.5f) == 0.5f);
}

static void
what_does_not_repeat_is_not_like_itself(void)
{
  uint32_t seed = 4;
  randomise(sound, 48000, 0.5f, &seed);
  hear(48000.0, 48000, 1);
  rmn_recall_search(&recall);
  CHECK(recall.correlation < 0.4f);

  memset(sound, 0, sizeof(sound));
  hear(48000.0, 48000, 1);
  rmn_recall_search(&recall);
  CHECK(recall.lag == 0 && rmn_recall_join(&recall, 0.5f) == 0.5f);
}

/// Neither the loudest nor the softest audio spoils the search
static void
levels_do_not_matter(void)
{
  static const float gains[] = {1e5f, 1e-8f};
  for (uint32_t i = 0; i < 2U; ++i) {
    make_periodic(24000, 431, 1.0f);
    for (uint32_t t = 0; t < 24000U; ++t) {
      sound[t] *= gains[i];
    }
    hear(48000.0, 24000, 1);
    rmn_recall_search(&recall);
    CHECK(recall.lag == 431 && recall.correlation > 0.999f);
  }
}

/// The prediction becomes what was heard, without a step
static void
prediction_joins_what_repeats(void)
{
  make_periodic(48000, 431, 1.0f);
  hear(48000.0, 24000, 1);
  rmn_recall_search(&recall);
  for (uint32_t t = 0; t < 2000U; ++t) {
    const float true_x = sound[24000U + t];
    const float wrong =
      t < 48U ? 0.1f * (1.0f - (float)(t + 1U) / 49.0f) : 0.0f;
    const float y = rmn_recall_join(&recall, true_x + 0.1f);
    CHECK(fabsf(y - true_x - wrong) < 1e-5f);
    rmn_recall_hear(&recall, true_x);
  }
  rmn_recall_let_go(&recall);
  CHECK(rmn_recall_join(&recall, 0.5f) == 0.5f);
}

int
main(void)
{
  RUN(periods_are_found_at_any_rate);
  RUN(lags_are_long_enough);
  RUN(what_does_not_repeat_is_not_like_itself);
  RUN(levels_do_not_matter);
  RUN(prediction_joins_what_repeats);
  return 0;
}
