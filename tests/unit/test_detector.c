// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_detector.c When events begin and end, and how strong they are

#include "../networks.h"
#include "detector.h"
#include "follow.h"

#include <string.h>

enum { N = 4000 };

typedef struct {
  uint32_t frame;
  RmnEvent event;
} Told;

static float values[N];
static Told  told[N];

/// Detect from the beginning; return the number of events
static uint32_t
detect(const uint32_t n_hold, const uint32_t n_look)
{
  RmnDetector detector = {.is_high = false};
  uint32_t    n        = 0;
  rmn_detector_set(&detector, 0.5f, 0.1f, n_hold, n_look);
  for (uint32_t t = 0; t < N; ++t) {
    if (rmn_detector_hear(&detector, values[t], values[t], &told[n].event)) {
      told[n++].frame = t;
    }
  }
  return n;
}

/// Fill frames from `first` to `end`
static void
fill(const uint32_t first, const uint32_t end, const float value)
{
  for (uint32_t t = first; t < end; ++t) {
    values[t] = value;
  }
}

static void
check(const uint32_t i, const bool is_on, const uint32_t frame)
{
  CHECK(told[i].event.is_on == is_on && told[i].frame == frame);
}

static void
threshold_and_hysteresis(void)
{
  fill(0, N, 0.0f);
  fill(100, 200, 0.5f);  // On
  fill(200, 300, 0.41f); // Neither
  fill(300, 400, 0.39f); // Off
  fill(400, 500, 0.49f); // Neither
  CHECK(detect(0, 0) == 2U);
  check(0, true, 100);
  check(1, false, 300);
  CHECK(told[0].event.strength == 0.5f);
}

static void
an_event_is_held(void)
{
  fill(0, N, 0.0f);
  fill(100, 110, 0.9f);
  fill(150, 160, 0.9f); // Within the hold: the same event
  fill(400, 900, 0.9f); // Longer than the hold
  CHECK(detect(200, 0) == 4U);
  check(0, true, 100);
  check(1, false, 300);
  check(2, true, 400);
  check(3, false, 900);
}

static void
strength_is_the_peak_and_all_is_as_late(void)
{
  fill(0, N, 0.0f);
  fill(100, 105, 0.6f);
  fill(105, 110, 0.8f);
  fill(110, 300, 0.7f);
  fill(340, 400, 1.0f); // After the look
  CHECK(detect(0, 0) == 4U && told[0].event.strength == 0.6f);
  CHECK(detect(0, 7) == 4U && told[0].event.strength == 0.8f);
  check(0, true, 107);
  check(1, false, 307);
  check(2, true, 347);
  check(3, false, 407);
}

static void
strength_is_at_most_1(void)
{
  fill(0, N, 0.0f);
  fill(10, 20, 5.0f);
  CHECK(detect(0, 3) == 2U && told[0].event.strength == 1.0f);
}

/// Fill with what rises and falls all the time
static void
make_noise(void)
{
  uint32_t seed = 5;
  float    y    = 0.5f;
  for (uint32_t t = 0; t < N; ++t) {
    y += 0.3f * random_float(&seed);
    y         = y < 0.0f ? -y : y > 1.0f ? 2.0f - y : y;
    values[t] = y;
  }
}

/// Whatever looks and holds, events alternate, and a look makes them late alone
static void
events_alternate(void)
{
  static Told    at_once[N];
  const uint32_t looks[] = {0, 1, 13, 100};

  make_noise();
  for (uint32_t hold = 101; hold < 500U; hold += 99U) {
    const uint32_t n = detect(hold, 0);
    CHECK(n > 4U);
    memcpy(at_once, told, sizeof(told));
    for (uint32_t i = 0; i < 4U; ++i) {
      CHECK(detect(hold, looks[i]) <= n);
      for (uint32_t e = 0; e < n && at_once[e].frame + looks[i] < N; ++e) {
        CHECK(told[e].event.is_on == !(e % 2U));
        CHECK(told[e].frame == at_once[e].frame + looks[i]);
        CHECK(told[e].event.strength >= at_once[e].event.strength);
        CHECK(!(e % 2U) || told[e].frame - told[e - 1U].frame >= hold);
      }
    }
  }
}

/// Settings may change at any time: events still alternate
static void
settings_change_under_way(void)
{
  RmnDetector detector = {.is_high = false};
  uint32_t    seed     = 3;
  bool        was_on   = false;
  RmnEvent    event;

  make_noise();
  for (uint32_t first = 0; first < N; first += 10U) {
    const float r = 0.5f + 0.5f * random_float(&seed);
    rmn_detector_set(&detector,
                     0.3f + 0.4f * r,
                     0.1f * r,
                     (uint32_t)(60.0f * r),
                     (uint32_t)(50.0f - 50.0f * r));
    for (uint32_t t = first; t < first + 10U; ++t) {
      if (rmn_detector_hear(&detector, values[t], values[t], &event)) {
        CHECK(event.is_on != was_on);
        was_on = event.is_on;
      }
    }
  }
  CHECK(rmn_detector_release(&detector) == was_on);
  CHECK(!rmn_detector_release(&detector));
}

static void
positions_and_smoothing(void)
{
  const RmnOutput output = {"Level", "dB", -60.0f, 20.0f, 0.0f};
  CHECK(rmn_follow_position(&output, -60.0f) == 0.0f);
  CHECK(rmn_follow_position(&output, -20.0f) == 0.5f);
  CHECK(rmn_follow_position(&output, 99.0f) == 1.0f);
  CHECK(rmn_follow_position(&output, -99.0f) == 0.0f);

  // 63% of a step in the time constant; without one at once
  RmnFollow follow = {0.0, 0.0};
  CHECK(rmn_follow_next(&follow, 0.7f) == 0.7f);
  follow.value = 0.0;
  rmn_follow_set(&follow, 48000.0, 10.0f);
  float y = 0.0f;
  for (uint32_t t = 0; t < 480U; ++t) {
    y = rmn_follow_next(&follow, 1.0f);
  }
  CHECK(fabs((double)y - (1.0 - exp(-1.0))) < 1e-6);
  for (uint32_t t = 0; t < 48000U; ++t) {
    y = rmn_follow_next(&follow, 1.0f);
  }
  CHECK(y == 1.0f && follow.value == 1.0);
}

int
main(void)
{
  RUN(threshold_and_hysteresis);
  RUN(an_event_is_held);
  RUN(strength_is_the_peak_and_all_is_as_late);
  RUN(strength_is_at_most_1);
  RUN(events_alternate);
  RUN(settings_change_under_way);
  RUN(positions_and_smoothing);
  return 0;
}
