// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "threshold.h"

#include "score.h"

#include "detector.h"

#include <math.h>
#include <stdlib.h>

static const double tolerance_ms = 25.0; ///< Of where an event begins
static const double short_ms     = 100.0;
static const float  half         = 0.5F;

/// A timeline that is being drawn
typedef struct {
  Timeline*        timeline;
  const Recording* take;
  Part             part;
  size_t           n_step; ///< Frames of a step
  size_t           first;  ///< Step at which the part begins
  float            y;      ///< The value that was last
} Drawing;

/// Keep the most of what a network says within a step
static void
draw(void* const               data,
     const size_t              first,
     const float* const* const y,
     const size_t              n)
{
  Drawing* const         drawing  = (Drawing*)data;
  const Recording* const take     = drawing->take;
  Timeline* const        timeline = drawing->timeline;
  for (size_t t = first; t < first + n; ++t) {
    drawing->y = recording_counts(take, t) ? y[0][t - first] : drawing->y;
    if (t >= drawing->part.first) {
      const size_t at =
        drawing->first + (t - drawing->part.first) / drawing->n_step;
      timeline->y[at]     = fmaxf(timeline->y[at], drawing->y);
      timeline->is_so[at] = take->wet[t] >= half;
    }
  }
}

Timeline
timeline_new(const RmnNetwork* const network,
             const Session* const    session,
             const PartOf            part)
{
  const uint32_t rate_hz  = session->takes[0].rate_hz;
  const size_t   n_step   = rate_hz < 2000U ? 1U : rate_hz / 1000U;
  Timeline       timeline = {.step_ms = 1e3 * (double)n_step / rate_hz};
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    timeline.n += session->takes[t].parts[part].n / n_step + 1U;
  }

  timeline.y      = (float*)calloc(timeline.n, sizeof(float));
  timeline.is_so  = (bool*)calloc(timeline.n, sizeof(bool));
  Drawing drawing = {.timeline = &timeline, .n_step = n_step};
  bool    ok      = timeline.y && timeline.is_so;
  for (uint32_t t = 0; ok && t < session->n_takes; ++t) {
    drawing.take = &session->takes[t];
    drawing.part = drawing.take->parts[part];
    ok = score_play(network, drawing.take, drawing.part, draw, &drawing);
    drawing.first += drawing.part.n / n_step + 1U;
  }
  timeline.n = ok ? timeline.n : 0U;
  return timeline;
}

void
timeline_free(Timeline* const timeline)
{
  free(timeline->y);
  free(timeline->is_so);
}

bool
timeline_is_onset(const Timeline* const timeline)
{
  size_t n_on     = 0;
  size_t n_events = 0;
  for (size_t i = 0; i < timeline->n; ++i) {
    n_on += timeline->is_so[i];
    n_events += timeline->is_so[i] && !(i && timeline->is_so[i - 1U]);
  }
  return n_events &&
         timeline->step_ms * (double)n_on / (double)n_events <= short_ms;
}

/// What of a threshold is right
typedef struct {
  size_t n_found;  ///< That are there, and found
  size_t n_there;  ///< That are there
  size_t n_called; ///< That were said to be
} Count;

static double
f_of(const Count* const c)
{
  const double n = (double)(c->n_there + c->n_called);
  return n > 0.0 ? 2.0 * (double)c->n_found / n : 0.0;
}

/// Run the detector of the predictor; write where it is on
static void
detect(const Threshold* const th,
       const Timeline* const  timeline,
       bool* const            on)
{
  RmnDetector detector = {0};
  bool        is_on    = false;
  rmn_detector_set(&detector,
                   (float)th->value,
                   (float)th->hysteresis,
                   (uint32_t)lrint(th->hold_ms / timeline->step_ms),
                   0);
  for (size_t i = 0; i < timeline->n; ++i) {
    RmnEvent event;
    if (rmn_detector_hear(&detector, timeline->y[i], 0.0F, &event)) {
      is_on = event.is_on;
    }
    on[i] = is_on;
  }
}

static Count
count_frames(const Timeline* const timeline, const bool* const on)
{
  Count count = {0, 0, 0};
  for (size_t i = 0; i < timeline->n; ++i) {
    count.n_found += on[i] && timeline->is_so[i];
    count.n_there += timeline->is_so[i];
    count.n_called += on[i];
  }
  return count;
}

/// Return the next beginning from step `i` on, or the end
static size_t
next_beginning(const bool* const on, size_t i, const size_t n)
{
  while (i < n && !(on[i] && !(i && on[i - 1U]))) {
    ++i;
  }
  return i;
}

/// Match beginnings in the order of time, each with one at most
static Count
count_beginnings(const Timeline* const timeline, const bool* const on)
{
  const size_t n      = timeline->n;
  const double most   = tolerance_ms / timeline->step_ms;
  Count        count  = {0, 0, 0};
  size_t       there  = next_beginning(timeline->is_so, 0, n);
  size_t       called = next_beginning(on, 0, n);
  while (there < n || called < n) {
    const double distance = (double)called - (double)there;
    const bool   is_match = there < n && called < n && fabs(distance) <= most;
    const bool   takes_there  = is_match || there < called;
    const bool   takes_called = is_match || called <= there;
    count.n_found += is_match;
    if (takes_there) {
      ++count.n_there;
      there = next_beginning(timeline->is_so, there + 1U, n);
    }
    if (takes_called) {
      ++count.n_called;
      called = next_beginning(on, called + 1U, n);
    }
  }
  return count;
}

/// Score into memory of as many steps
static void
score_with(Threshold* const th, const Timeline* const timeline, bool* const on)
{
  detect(th, timeline, on);
  const Count count =
    th->is_onset ? count_beginnings(timeline, on) : count_frames(timeline, on);
  th->f = f_of(&count);
}

void
threshold_score(Threshold* const th, const Timeline* const timeline)
{
  bool* const on = (bool*)malloc(timeline->n + 1U);
  th->f          = NAN;
  if (on) {
    score_with(th, timeline, on);
  }
  free(on);
}

Threshold
threshold_tune(const Timeline* const timeline, const bool is_onset)
{
  static const double falls[]    = {0.05, 0.1, 0.2, 0.4};
  static const double holds_ms[] = {0.0, 20.0, 50.0, 100.0, 200.0, 400.0};
  enum { N_FALLS = 4, N_HOLDS = 6, N_VALUES = 19 };

  Threshold   best = {0.5, 0.1, 50.0, is_onset, -1.0};
  bool* const on   = (bool*)malloc(timeline->n + 1U);
  for (int i = 0; on && i < N_VALUES * N_FALLS * N_HOLDS; ++i) {
    const double value = 0.05 * (1 + i / (N_FALLS * N_HOLDS));
    const double fall  = falls[i / N_HOLDS % N_FALLS];
    Threshold    th    = {
            value, fmin(fall, value), holds_ms[i % N_HOLDS], is_onset, 0.0};
    score_with(&th, timeline, on);
    best = th.f > best.f ? th : best;
  }
  free(on);
  return best;
}
