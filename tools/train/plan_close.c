// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plan_close.c A plan after its last word: files, ranges, defaults

#include "plan.h"

#include "network.h"

#include <math.h>

/// A teacher takes one DRY for all settings, wherever it stands among them
static void
share_dry(Plan* const plan)
{
  uint32_t n_named = 0;
  uint32_t named   = 0;
  for (uint32_t t = 0; t < plan->n_takes; ++t) {
    if (plan->takes[t].wet_path) {
      named = t;
      ++n_named;
    }
  }
  if (!plan->dry_path && n_named == 1) {
    plan->dry_path = plan->takes[named].wet_path;
  }
}

/// Give a take what its teacher plays
static bool
complete_lesson(const Plan* const plan,
                PlanTake* const   take,
                RmnError* const   error)
{
  if (take->wet_path && (take->dry_path || !take->setting)) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--teacher plays WET itself: give it DRY alone, not "
                          "%s",
                          take->wet_path);
  }
  take->dry_path = take->wet_path ? take->wet_path : plan->dry_path;
  take->wet_path = plan->teacher_path;
  return true;
}

/// Give a take the files that it needs
static bool
complete_take(const Plan* const plan,
              PlanTake* const   take,
              RmnError* const   error)
{
  if (plan->teacher_path && !complete_lesson(plan, take, error)) {
    return false;
  }
  if (!take->wet_path) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--knobs %s: needs the name of WET after it",
                          take->setting);
  }
  take->dry_path = take->dry_path ? take->dry_path : plan->dry_path;
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
find_range(Plan* const plan, const uint32_t k)
{
  RmnInput* const knob = &plan->knobs[k];
  knob->minimum        = plan->takes[0].knobs[k];
  knob->maximum        = knob->minimum;
  for (uint32_t t = 1; t < plan->n_takes; ++t) {
    knob->minimum = fminf(knob->minimum, plan->takes[t].knobs[k]);
    knob->maximum = fmaxf(knob->maximum, plan->takes[t].knobs[k]);
  }
}

static void
swap_knobs(Plan* const plan, const uint32_t a, const uint32_t b)
{
  const RmnInput knob = plan->knobs[a];
  plan->knobs[a]      = plan->knobs[b];
  plan->knobs[b]      = knob;
  for (uint32_t t = 0; t < plan->n_takes; ++t) {
    float* const knobs = plan->takes[t].knobs;
    const float  value = knobs[a];
    knobs[a]           = knobs[b];
    knobs[b]           = value;
  }
}

/// Find the knobs that are turned, which come first; a teacher may keep others
/// where they are
static bool
find_turned(Plan* const plan, RmnError* const error)
{
  for (uint32_t k = 0; k < plan->n_set; ++k) {
    const RmnInput* const knob = &plan->knobs[k];
    find_range(plan, k);
    if (knob->minimum < knob->maximum) {
      swap_knobs(plan, k, plan->n_knobs++);
    } else if (!plan->teacher_path) {
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
distance_of(const Plan* const plan, const PlanTake* const take)
{
  double distance = 0.0;
  for (uint32_t k = 0; k < plan->n_knobs; ++k) {
    const double low  = (double)plan->knobs[k].minimum;
    const double high = (double)plan->knobs[k].maximum;
    const double x    = ((double)take->knobs[k] - low) / (high - low);
    distance += fabs(x - 0.5);
  }
  return distance;
}

/// Let the preset open at the most moderate of what is learned
static void
choose_defaults(Plan* const plan)
{
  for (uint32_t t = 1; t < plan->n_takes; ++t) {
    const PlanTake* const best = &plan->takes[plan->default_take];
    if (distance_of(plan, &plan->takes[t]) < distance_of(plan, best)) {
      plan->default_take = t;
    }
  }
  for (uint32_t k = 0; k < plan->n_set; ++k) {
    plan->knobs[k].value = plan->takes[plan->default_take].knobs[k];
  }
}

const char plan_needs[] =
  "needs three names: DRY, WET, or --teacher MODEL, and --output PRESET";

bool
plan_close(Plan* const plan, RmnError* const error)
{
  if (plan->teacher_path) {
    plan->n_takes = !plan->n_takes && plan->dry_path ? 1U : plan->n_takes;
    share_dry(plan);
  }
  if (!plan->n_takes) {
    return !rmn_error_set(error, RMN_ERR_VALUE, "%s", plan_needs);
  }
  for (uint32_t t = 0; t < plan->n_takes; ++t) {
    if (!complete_take(plan, &plan->takes[t], error)) {
      return false;
    }
  }
  if (!find_turned(plan, error)) {
    return false;
  }
  choose_defaults(plan);
  return true;
}
