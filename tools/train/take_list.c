// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "take_list.h"

#include "network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/// Return which knob of the list has a name, or their number
static uint32_t
find_knob(const TakeList* const list, const char* const name)
{
  uint32_t k = 0;
  while (k < list->n_set && strcmp(list->knobs[k].name, name) != 0) {
    ++k;
  }
  return k;
}

/// Return a knob of this name, which the first setting makes
static bool
choose_knob(TakeList* const   list,
            const char* const setting,
            const char* const name,
            uint32_t* const   k,
            RmnError* const   error)
{
  *k = find_knob(list, name);
  if (*k < list->n_set) {
    return true;
  }
  if (list->n_takes) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--knobs %s: has %s, which --knobs %s has not: give "
                          "every WET all knobs",
                          setting,
                          name,
                          list->takes[0].setting);
  }
  if (*k == MAX_KNOBS) {
    return !rmn_error_set(error,
                          RMN_ERR_LIMIT,
                          "--knobs %s: has more knobs than the plugin, which "
                          "has %d",
                          setting,
                          MAX_KNOBS);
  }
  snprintf(list->knobs[list->n_set++].name, RMN_MAX_NAME, "%s", name);
  return true;
}

/// Read all knobs of a setting, each once
static bool
read_setting(TakeList* const   list,
             ListedTake* const take,
             RmnError* const   error)
{
  bool has[MAX_KNOBS] = {false};
  for (const char* text = take->setting; text;) {
    Turn     turn;
    uint32_t k = 0;
    text       = read_turn(take->setting, text, &turn, error);
    if (!text || !choose_knob(list, take->setting, turn.name, &k, error)) {
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

  for (uint32_t k = 0; k < list->n_set; ++k) {
    if (!has[k]) {
      return !rmn_error_set(error,
                            RMN_ERR_VALUE,
                            "--knobs %s: has no %s, which --knobs %s has: give "
                            "every WET all knobs",
                            take->setting,
                            list->knobs[k].name,
                            list->takes[0].setting);
    }
  }
  return true;
}

/// Refuse a setting that was given before
static bool
check_twice(const TakeList* const   list,
            const ListedTake* const take,
            RmnError* const         error)
{
  for (uint32_t t = 0; t < list->n_takes; ++t) {
    if (!memcmp(list->takes[t].knobs, take->knobs, sizeof(take->knobs))) {
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
take_list_add_setting(TakeList* const   list,
                      const char* const text,
                      RmnError* const   error)
{
  ListedTake take = {.setting = text};
  if (list->n_takes && !list->takes[0].setting) {
    return !rmn_error_set(error,
                          RMN_ERR_VALUE,
                          "--knobs %s: comes after the names of DRY and WET: "
                          "give the knobs before each WET",
                          text);
  }
  if (list->n_takes == MAX_TAKES) {
    return !rmn_error_set(error,
                          RMN_ERR_LIMIT,
                          "--knobs %s: at most %d settings can be learned",
                          text,
                          MAX_TAKES);
  }
  if (!read_setting(list, &take, error) || !check_twice(list, &take, error)) {
    return false;
  }
  list->takes[list->n_takes++] = take;
  return true;
}

bool
take_list_add_name(TakeList* const   list,
                   const char* const path,
                   RmnError* const   error)
{
  ListedTake* const take =
    &list->takes[list->n_takes ? list->n_takes - 1U : 0U];
  if (!list->dry_path && !list->n_takes) {
    list->dry_path = path;
  } else if (!list->n_takes) {
    list->n_takes  = 1;
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
             : !rmn_error_set(error, RMN_ERR_VALUE, "%s", take_list_needs);
  }
  return true;
}
