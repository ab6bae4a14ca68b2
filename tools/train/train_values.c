// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "train_values.h"

#include <jansson.h>
#include <stdlib.h>

bool
read_number(const char* const text,
            const double      minimum,
            const double      maximum,
            double* const     number)
{
  char* end = NULL;
  *number   = strtod(text, &end);
  return end != text && !*end && *number >= minimum && *number <= maximum;
}

bool
read_count(const char* const text,
           const long        minimum,
           const long        maximum,
           uint32_t* const   count)
{
  char*      end   = NULL;
  const long value = strtol(text, &end, 10);
  *count           = (uint32_t)value;
  return end != text && !*end && value >= minimum && value <= maximum;
}

/// Return whether the last number of a list was there before
static bool
is_repeated(const List* const list)
{
  for (uint32_t i = 0; i + 1U < list->n; ++i) {
    if (list->values[i] == list->values[list->n - 1U]) {
      return true;
    }
  }
  return false;
}

bool
read_list(const char* text,
          const long  minimum,
          const long  maximum,
          List* const list)
{
  list->n = 0;
  for (; list->n < MAX_LIST; ++text) {
    char*      end   = NULL;
    const long value = strtol(text, &end, 10);
    if (end == text || value < minimum || value > maximum) {
      return false;
    }
    list->values[list->n++] = (uint32_t)value;
    if (is_repeated(list) || (*end && *end != ',')) {
      return false;
    }
    if (!*end) {
      return true;
    }
    text = end;
  }
  return false;
}

bool
is_text(const char* const text)
{
  json_t* const string = json_string(text);
  json_decref(string);
  return string;
}
