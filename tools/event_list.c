// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "event_list.h"

#include <math.h>
#include <stdlib.h>

enum { UNDER_WAY = -1, NONE = -2 }; ///< Ends that are none

/// Choose what is an event of output `o`
static void
set_detector(RmnDetector* const    detector,
             const Listener* const listener,
             const uint32_t        o)
{
  const RmnPrediction* const p = rmn_predictor_prediction(listener->predictor);
  const RmnOutput* const     first = &listener->network->outputs[0];
  const RmnOutput* const     own   = &listener->network->outputs[o];
  const float                share =
    (own->maximum - own->minimum) / (first->maximum - first->minimum);
  const double n_hold = listener->rate_hz * 0.001 * (double)p->hold_ms;

  *detector = (RmnDetector){.is_high = false};
  rmn_detector_set(detector,
                   o ? own->minimum + share * (p->threshold - first->minimum)
                     : p->threshold,
                   o ? share * p->hysteresis : p->hysteresis,
                   (uint32_t)(n_hold + 0.5),
                   0U);
}

void
event_list_open(EventList* const list, const Listener* const listener)
{
  const RmnPrediction* const p = rmn_predictor_prediction(listener->predictor);

  *list = (EventList){.n_hops      = p->window / p->hop,
                      .n_hops_left = p->window / p->hop};
  for (uint32_t o = 0; o < listener->network->n_outputs; ++o) {
    set_detector(&list->detectors[o], listener, o);
    list->present[o].end = NONE;
  }
}

static void
add(EventList* const list, const FoundEvent event)
{
  if (list->n_events == list->n_room) {
    const size_t      n_room = list->n_room ? 2U * list->n_room : 256U;
    FoundEvent* const more =
      (FoundEvent*)realloc(list->events, n_room * sizeof(FoundEvent));
    list->is_short |= !more;
    if (!more) {
      return;
    }
    list->events = more;
    list->n_room = n_room;
  }
  list->events[list->n_events++] = event;
}

/// End an event that is under way, if it is
static void
end_event(EventList* const list, const uint32_t o, const int64_t frame)
{
  FoundEvent* const event = &list->present[o];
  if (event->end == UNDER_WAY) {
    event->end = frame;
    add(list, *event);
    event->end = NONE;
  }
}

/// Take the value of output `o` in a frame
static void
detect(EventList* const list,
       const uint32_t   o,
       const float      value,
       const int64_t    frame)
{
  RmnEvent          event;
  FoundEvent* const present = &list->present[o];
  if (rmn_detector_hear(&list->detectors[o], value, 0.0f, &event)) {
    end_event(list, o, frame);
    if (event.is_on) {
      *present = (FoundEvent){frame, UNDER_WAY, o, value};
    }
  }
  if (present->end == UNDER_WAY) {
    present->value = fmaxf(present->value, value);
  }
}

/// Take the likeliest class at the end of a hop
static void
follow_class(EventList* const list,
             const uint32_t   o,
             const float      value,
             const int64_t    frame)
{
  FoundEvent* const present = &list->present[0];
  if (present->end != UNDER_WAY || present->output != o) {
    end_event(list, 0U, list->since);
    *present = (FoundEvent){list->since, UNDER_WAY, o, value};
  }
  present->value = fmaxf(present->value, value);
  list->since    = frame + 1;
}

/// Take what is said at the end of a hop of a window
static void
follow_window(EventList* const      list,
              const Listener* const listener,
              const uint32_t        t,
              const int64_t         frame)
{
  if (--list->n_hops_left) {
    return;
  }

  const uint32_t winner = (uint32_t)listener->winners[t];
  for (uint32_t o = 0; o < listener->network->n_outputs; ++o) {
    if (!winner || winner == o + 1U) {
      add(list,
          (FoundEvent){list->since, frame + 1, o, listener->values[o][t]});
    }
  }
  list->since       = frame + 1;
  list->n_hops_left = list->n_hops;
}

/// Take what is said in a frame
static void
take_frame(EventList* const      list,
           const Listener* const listener,
           const uint32_t        t,
           const int64_t         frame,
           const bool            is_new)
{
  const uint32_t winner = (uint32_t)listener->winners[t];
  if (list->n_hops) {
    if (is_new) {
      follow_window(list, listener, t, frame);
    }
  } else if (listener_tells_classes(listener)) {
    if (is_new) {
      follow_class(list, winner - 1U, listener->values[winner - 1U][t], frame);
    }
  } else {
    for (uint32_t o = 0; o < listener->network->n_outputs; ++o) {
      detect(list, o, listener->values[o][t], frame);
    }
  }
}

void
event_list_take(EventList* const      list,
                const Listener* const listener,
                const Stretch* const  stretch)
{
  for (uint32_t t = 0; t < stretch->n_frames; ++t) {
    const int64_t frame   = stretch->first + t;
    const bool    is_last = t + 1U == stretch->n_frames;
    if (frame >= 0) {
      take_frame(list,
                 listener,
                 t,
                 frame,
                 stretch->is_each || (stretch->is_new && is_last));
    }
  }
}

/// Sort by beginnings, and by outputs where these are the same
static int
compare(const void* const a, const void* const b)
{
  const FoundEvent* const x = (const FoundEvent*)a;
  const FoundEvent* const y = (const FoundEvent*)b;

  return x->start != y->start
           ? (x->start > y->start) - (x->start < y->start)
           : (x->output > y->output) - (x->output < y->output);
}

bool
event_list_finish(EventList* const      list,
                  const Listener* const listener,
                  const int64_t         n_frames)
{
  const bool is_class = listener_tells_classes(listener);
  for (uint32_t o = 0; o < listener->network->n_outputs; ++o) {
    end_event(list, o, is_class ? list->since : n_frames);
  }
  if (list->n_events) {
    qsort(list->events, list->n_events, sizeof(FoundEvent), compare);
  }
  return !list->is_short;
}

void
event_list_close(EventList* const list)
{
  free(list->events);
  *list = (EventList){0};
}
