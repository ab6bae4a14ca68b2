// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file take_list_close.c A list of takes after its last word: files, ranges,
/// defaults

#include "take_list.h"

#include "network.h"

#include <math.h>

/// A teacher takes one DRY for all settings, wherever it stands among them
static void
share_dry(TakeList* const list)
{
  uint32_t n_named = 0;
  uint32_t named   = 0;
  for (uint32_t t = 0; t < list->n_takes; ++t) {
    if (list->takes[t].wet_path) {
      named = t;
      ++n_named;
    }
  }
  if (!list->dry_path && n_named == 1) {
    list->dry_path = list->takes[named].wet_path;
  }
}

/// Give a take what its teacher plays
static bool
complete_lesson(const TakeList* const list,
                ListedTake* const     take,
                RmnError* const       error)
{
  if (take->wet_path && (take->dry_path || !take->setting)) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--teacher plays WET itself: give it DRY alone, not "
                          "%s",
                          take->wet_path);
  }
  take->dry_path = take->wet_path ? take->wet_path : list->dry_path;
  take->wet_path = list->teacher_path;
  return true;
}

/// Give a take the files that it needs
static bool
complete_take(const TakeList* const list,
              ListedTake* const     take,
              RmnError* const       error)
{
  if (list->teacher_path && !complete_lesson(list, take, error)) {
    return false;
  }
  if (!take->wet_path) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--knobs %s: needs the name of WET after it",
                          take->setting);
  }
  take->dry_path = take->dry_path ? take->dry_path : list->dry_path;
  if (!take->dry_path) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--knobs %s: needs a DRY, before the first --knobs "
                          "or after this one",
                          take->setting);
  }
  return true;
}

/// Find the range of a knob
static void
find_range(TakeList* const list, const uint32_t k)
{
  RmnInput* const knob = &list->knobs[k];
  knob->minimum        = list->takes[0].knobs[k];
  knob->maximum        = knob->minimum;
  for (uint32_t t = 1; t < list->n_takes; ++t) {
    knob->minimum = fminf(knob->minimum, list->takes[t].knobs[k]);
    knob->maximum = fmaxf(knob->maximum, list->takes[t].knobs[k]);
  }
}

static void
swap_knobs(TakeList* const list, const uint32_t a, const uint32_t b)
{
  const RmnInput knob = list->knobs[a];
  list->knobs[a]      = list->knobs[b];
  list->knobs[b]      = knob;
  for (uint32_t t = 0; t < list->n_takes; ++t) {
    float* const knobs = list->takes[t].knobs;
    const float  value = knobs[a];
    knobs[a]           = knobs[b];
    knobs[b]           = value;
  }
}

/// Find the knobs that are turned, which come first; a teacher may keep others
/// where they are
static bool
find_turned(TakeList* const list, RmnError* const error)
{
  for (uint32_t k = 0; k < list->n_set; ++k) {
    const RmnInput* const knob = &list->knobs[k];
    find_range(list, k);
    if (knob->minimum < knob->maximum) {
      swap_knobs(list, k, list->n_knobs++);
    } else if (!list->teacher_path) {
      return !rmn_error_set(error,
                            RMN_ERR_VALUE,
                            "--knobs: %s is %g for every WET: what is not "
                            "turned cannot be learned, leave it out",
                            knob->name,
                            (double)knob->minimum);
    }
  }
  return true;
}

/// Return how far from the middle of their ranges the knobs of a take are
static double
distance_of(const TakeList* const list, const ListedTake* const take)
{
  double distance = 0.0;
  for (uint32_t k = 0; k < list->n_knobs; ++k) {
    const double low  = (double)list->knobs[k].minimum;
    const double high = (double)list->knobs[k].maximum;
    const double x    = ((double)take->knobs[k] - low) / (high - low);
    distance += fabs(x - 0.5);
  }
  return distance;
}

/// Let the preset open at the most moderate of what is learned
static void
choose_defaults(TakeList* const list)
{
  for (uint32_t t = 1; t < list->n_takes; ++t) {
    const ListedTake* const best = &list->takes[list->default_take];
    if (distance_of(list, &list->takes[t]) < distance_of(list, best)) {
      list->default_take = t;
    }
  }
  for (uint32_t k = 0; k < list->n_set; ++k) {
    list->knobs[k].value = list->takes[list->default_take].knobs[k];
  }
}

const char take_list_needs[] =
  "needs three names: DRY, WET, or --teacher MODEL, --predict N or "
  "--csv FILE, and --output PRESET";

/// Let DRY be what is learned, too
static bool
be_alone(TakeList* const list, RmnError* const error)
{
  if (list->n_takes || list->teacher_path) {
    return !rmn_error_set(
      error,
      RMN_ERR_VALUE,
      "--predict takes DRY alone, of which it predicts what "
      "comes: no WET, --knobs or --teacher");
  }
  list->n_takes           = list->dry_path ? 1U : 0U;
  list->takes[0].wet_path = list->dry_path;
  return true;
}

/// Let a table be what is learned
static bool
be_table(TakeList* const list, RmnError* const error)
{
  if (list->n_takes || list->teacher_path || list->is_alone || list->dry_path) {
    return !rmn_error_set(
      error,
      RMN_ERR_VALUE,
      "--csv takes no audio: no DRY, WET, --knobs, --teacher "
      "or --predict");
  }
  list->n_takes           = 1;
  list->takes[0].dry_path = list->csv_path;
  list->takes[0].wet_path = list->csv_path;
  return true;
}

bool
take_list_close(TakeList* const list, RmnError* const error)
{
  if (list->csv_path) {
    return be_table(list, error);
  }
  if (list->is_alone && !be_alone(list, error)) {
    return false;
  }
  if (list->teacher_path) {
    list->n_takes = !list->n_takes && list->dry_path ? 1U : list->n_takes;
    share_dry(list);
  }
  if (!list->n_takes) {
    return !rmn_error_set(error, RMN_ERR_VALUE, "%s", take_list_needs);
  }
  for (uint32_t t = 0; t < list->n_takes; ++t) {
    if (!complete_take(list, &list->takes[t], error)) {
      return false;
    }
  }
  if (!find_turned(list, error)) {
    return false;
  }
  choose_defaults(list);
  return true;
}
