// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file event_list.h What a model finds in a file, each with its beginning and
   end.

   - Of values: the events of each output, by the detector of the plugin.  The
     threshold of output 0 is the model's, those of the others are at the same
     place in their ranges.
   - Of classes: for how many hops in a row the same one is likeliest.
   - Of windows: the class, or every value, at the end of each.
*/

#ifndef REMANENCE_EVENT_LIST_H
#define REMANENCE_EVENT_LIST_H

#include "detector.h"
#include "listener.h"

typedef struct {
  int64_t  start; ///< First frame
  int64_t  end;   ///< First frame after it
  uint32_t output;
  float    value; ///< The peak of an event or a class, or a window's value
} FoundEvent;

typedef struct {
  FoundEvent* events; ///< [n_events] In the order of their beginnings
  size_t      n_events;
  size_t      n_room;
  bool        is_short; ///< Of memory, so that some are missing

  RmnDetector detectors[RMN_MAX_OUTPUTS];
  FoundEvent  present[RMN_MAX_OUTPUTS]; ///< Under way, if it has no end
  uint32_t    n_hops;                   ///< Of a window, or 0
  uint32_t    n_hops_left;
  int64_t     since; ///< First frame of the present hop or window
} EventList;

/// Begin a list of what `listener` will find
void
event_list_open(EventList* list, const Listener* listener);

/// Look for events in a stretch
void
event_list_take(EventList*      list,
                const Listener* listener,
                const Stretch*  stretch);

/// End what is under way at the end of the file; false without memory
bool
event_list_finish(EventList* list, const Listener* listener, int64_t n_frames);

void
event_list_close(EventList* list);

#endif // REMANENCE_EVENT_LIST_H
