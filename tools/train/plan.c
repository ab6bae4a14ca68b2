// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "plan.h"

#include "network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char needs_names[] =
  "needs three names: DRY, WET and --output PRESET";

static const double largest = 1e6; ///< That the engine takes for a knob

/// One knob of a setting
typedef struct {
  char   name[RMN_MAX_NAME];
  double value;
} Turn;

/// Read "NAME=VALUE" from the start of a setting; return where that ends, or
/// NULL
static const char*
read_turn(const char* const setting,
          const char* const text,
          Turn* const       turn,
          RmnError* const   error)
{
  const size_t length = strcspn(text, "=,");
  if (!length || length >= RMN_MAX_NAME || text[length] != '=') {
    rmn_error_set(error,
                  RMN_ERR_VALUE,
                  "--knobs %s: takes NAME=VALUE, with commas between several, "
                  "such as Gain=0.5,Tone=2",
                  setting);
    return NULL;
  }

  const char* const number = text + length + 1U;
  char*             end    = NULL;
  memcpy(turn->name, text, length);
  turn->name[length] = '\0';
  turn->value        = strtod(number, &end);
  if (end == number || (*end && *end != ',') ||
      !(fabs(turn->value) < largest)) {
    rmn_error_set(error,
                  RMN_ERR_VALUE,
                  "--knobs %s: %s takes a number below a million",
                  setting,
                  turn->name);
    return NULL;
  }
  return end;
}

/// Return which knob of the plan has a name, or their number
static uint32_t
find_knob(const Plan* const plan, const char* const name)
{
  uint32_t k = 0;
  while (k < plan->n_knobs && strcmp(plan->knobs[k].name, name) != 0) {
    ++k;
  }
  return k;
}

/// Return a knob of this name, which the first setting makes
static bool
choose_knob(Plan* const       plan,
            const char* const setting,
            const char* const name,
            uint32_t* const   k,
            RmnError* const   error)
{
  *k = find_knob(plan, name);
  if (*k < plan->n_knobs) {
    return true;
  }
  if (plan->n_takes) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--knobs %s: has %s, which --knobs %s has not: give "
                          "every WET all knobs",
                          setting,
                          name,
                          plan->takes[0].setting);
  }
  if (*k == MAX_KNOBS) {
    return !rmn_error_set(error,
                          RMN_ERR_LIMIT,
                          "--knobs %s: has more knobs than the plugin, which "
                          "has %d",
                          setting,
                          MAX_KNOBS);
  }
  snprintf(plan->knobs[plan->n_knobs++].name, RMN_MAX_NAME, "%s", name);
  return true;
}

/// Read all knobs of a setting, each once
static bool
read_setting(Plan* const plan, PlanTake* const take, RmnError* const error)
{
  bool has[MAX_KNOBS] = {false};
  for (const char* text = take->setting; text;) {
    Turn     turn;
    uint32_t k = 0;
    text       = read_turn(take->setting, text, &turn, error);
    if (!text || !choose_knob(plan, take->setting, turn.name, &k, error)) {
      return false;
    }
    if (has[k]) {
      return !rmn_error_set(error,
                            RMN_ERR_VALUE,
                            "--knobs %s: has %s twice",
                            take->setting,
                            turn.name);
    }
    has[k]         = true;
    take->knobs[k] = (float)turn.value;
    text           = *text ? text + 1 : NULL;
  }

  for (uint32_t k = 0; k < plan->n_knobs; ++k) {
    if (!has[k]) {
      return !rmn_error_set(error,
                            RMN_ERR_VALUE,
                            "--knobs %s: has no %s, which --knobs %s has: give "
                            "every WET all knobs",
                            take->setting,
                            plan->knobs[k].name,
                            plan->takes[0].setting);
    }
  }
  return true;
}

/// Refuse a setting that was given before
static bool
check_twice(const Plan* const     plan,
            const PlanTake* const take,
            RmnError* const       error)
{
  for (uint32_t t = 0; t < plan->n_takes; ++t) {
    if (!memcmp(plan->takes[t].knobs, take->knobs, sizeof(take->knobs))) {
      return !rmn_error_set(error,
                            RMN_ERR_VALUE,
                            "--knobs %s: is the setting of another WET too: "
                            "give each its own",
                            take->setting);
    }
  }
  return true;
}

bool
plan_add_setting(Plan* const       plan,
                 const char* const text,
                 RmnError* const   error)
{
  PlanTake take = {.setting = text};
  if (plan->n_takes && !plan->takes[0].setting) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--knobs %s: comes after the names of DRY and WET: "
                          "give the knobs before each WET",
                          text);
  }
  if (plan->n_takes == MAX_TAKES) {
    return !rmn_error_set(error,
                          RMN_ERR_LIMIT,
                          "--knobs %s: at most %d settings can be learned",
                          text,
                          MAX_TAKES);
  }
  if (!read_setting(plan, &take, error) || !check_twice(plan, &take, error)) {
    return false;
  }
  plan->takes[plan->n_takes++] = take;
  return true;
}

bool
plan_add_name(Plan* const plan, const char* const path, RmnError* const error)
{
  PlanTake* const take = &plan->takes[plan->n_takes ? plan->n_takes - 1U : 0U];
  if (!plan->dry_path && !plan->n_takes) {
    plan->dry_path = path;
  } else if (!plan->n_takes) {
    plan->n_takes  = 1;
    take->wet_path = path;
  } else if (take->setting && !take->wet_path) {
    take->wet_path = path;
  } else if (take->setting && !take->dry_path) {
    take->dry_path = take->wet_path;
    take->wet_path = path;
  } else {
    return take->setting
             ? !rmn_error_set(error,
                              RMN_ERR_VALUE,
                              "--knobs %s: has three names, but takes WET, or "
                              "DRY and WET",
                              take->setting)
             : !rmn_error_set(error, RMN_ERR_VALUE, "%s", needs_names);
  }
  return true;
}

/// Give a take the files that it needs
static bool
complete_take(const Plan* const plan,
              PlanTake* const   take,
              RmnError* const   error)
{
  if (!take->wet_path) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--knobs %s: needs the name of WET after it",
                          take->setting);
  }
  if (!take->dry_path && !plan->dry_path) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--knobs %s: needs a DRY, before the first --knobs "
                          "or before its WET",
                          take->setting);
  }
  take->dry_path = take->dry_path ? take->dry_path : plan->dry_path;
  return true;
}

/// Find the range of a knob; refuse one that is never turned
static bool
find_range(Plan* const plan, const uint32_t k, RmnError* const error)
{
  RmnInput* const knob = &plan->knobs[k];
  knob->minimum        = plan->takes[0].knobs[k];
  knob->maximum        = knob->minimum;
  for (uint32_t t = 1; t < plan->n_takes; ++t) {
    knob->minimum = fminf(knob->minimum, plan->takes[t].knobs[k]);
    knob->maximum = fmaxf(knob->maximum, plan->takes[t].knobs[k]);
  }
  if (knob->minimum == knob->maximum) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--knobs: %s is %g for every WET: what is not turned "
                          "cannot be learned, leave it out",
                          knob->name,
                          (double)knob->minimum);
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
  for (uint32_t k = 0; k < plan->n_knobs; ++k) {
    plan->knobs[k].value = plan->takes[plan->default_take].knobs[k];
  }
}

bool
plan_close(Plan* const plan, RmnError* const error)
{
  if (!plan->n_takes) {
    return !rmn_error_set(error, RMN_ERR_VALUE, "%s", needs_names);
  }
  for (uint32_t t = 0; t < plan->n_takes; ++t) {
    if (!complete_take(plan, &plan->takes[t], error)) {
      return false;
    }
  }
  for (uint32_t k = 0; k < plan->n_knobs; ++k) {
    if (!find_range(plan, k, error)) {
      return false;
    }
  }
  choose_defaults(plan);
  return true;
}
