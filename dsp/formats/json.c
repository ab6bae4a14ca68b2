// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "json.h"

#include "network.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Append to a path; one that is too long is cut, for it is only shown
__attribute__((format(printf, 2, 3))) static void
extend_path(RmnJson* const node, const char* const format, ...)
{
  const size_t length = strlen(node->path);
  va_list      args;
  va_start(args, format);
  vsnprintf(node->path + length, sizeof(node->path) - length, format, args);
  va_end(args);
}

static json_t*
unless_null(json_t* const value)
{
  return json_is_null(value) ? NULL : value;
}

RmnJson
rmn_json_root(json_t* const value, RmnError* const error)
{
  return (RmnJson){.value = value, .error = error};
}

RmnJson
rmn_json_member(const RmnJson object, const char* const key)
{
  RmnJson member = object;
  member.value   = unless_null(json_object_get(object.value, key));
  extend_path(&member, "%s%s", object.path[0] ? "." : "", key);
  return member;
}

RmnJson
rmn_json_element(const RmnJson array, const size_t index)
{
  RmnJson element = array;
  element.value   = unless_null(json_array_get(array.value, index));
  extend_path(&element, "[%zu]", index);
  return element;
}

size_t
rmn_json_length(const RmnJson array)
{
  return json_array_size(array.value);
}

bool
rmn_json_fail(const RmnJson     node,
              const RmnStatus   status,
              const char* const format,
              ...)
{
  char    text[sizeof(node.error->message)];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof(text), format, args);
  va_end(args);

  const char* const path = node.path[0] ? node.path : "the file";
  rmn_error_set(node.error, status, "%s: %s", path, text);
  return false;
}

static const char*
type_name(const json_t* const value)
{
  switch (json_typeof(value)) {
  case JSON_OBJECT:
    return "an object";
  case JSON_ARRAY:
    return "an array";
  case JSON_STRING:
    return "a string";
  case JSON_INTEGER:
  case JSON_REAL:
    return "a number";
  case JSON_TRUE:
  case JSON_FALSE:
    return "a boolean";
  case JSON_NULL:
    break;
  }
  return "null";
}

static bool
fail_type(const RmnJson node, const char* const expected)
{
  return node.value
           ? rmn_json_fail(node,
                           RMN_ERR_TYPE,
                           "%s, %s expected",
                           type_name(node.value),
                           expected)
           : rmn_json_fail(
               node, RMN_ERR_MISSING, "missing, %s expected", expected);
}

static bool
fail_memory(const RmnJson node)
{
  return rmn_json_fail(node, RMN_ERR_NO_MEMORY, "no memory");
}

bool
rmn_json_expect_object(const RmnJson node)
{
  return json_is_object(node.value) || fail_type(node, "an object");
}

bool
rmn_json_expect_array(const RmnJson node)
{
  return json_is_array(node.value) || fail_type(node, "an array");
}

bool
rmn_json_expect_keys(const RmnJson object, const char* const* const keys)
{
  const char* key   = NULL;
  json_t*     value = NULL;
  json_object_foreach (object.value, key, value) {
    const char* const* known = keys;
    while (*known && strcmp(*known, key) != 0) {
      ++known;
    }
    if (!*known) {
      return rmn_json_fail(rmn_json_member(object, key),
                           RMN_ERR_UNSUPPORTED,
                           "this key is not known, check its spelling");
    }
  }
  return true;
}

bool
rmn_json_expect_length(const RmnJson     array,
                       const RmnExtent   extent,
                       const char* const noun)
{
  if (!rmn_json_expect_array(array)) {
    return false;
  }

  const size_t n = rmn_json_length(array);
  return n == extent.size || rmn_json_fail(array,
                                           RMN_ERR_SHAPE,
                                           "%zu %s, %zu expected (%s)",
                                           n,
                                           noun,
                                           extent.size,
                                           extent.source);
}

/// Read a number from a string, in JSON's own syntax and in any locale
static RmnStatus
parse_number(const json_t* const value, double* const number)
{
  json_t* const parsed = json_loadb(
    json_string_value(value), json_string_length(value), JSON_DECODE_ANY, NULL);

  const bool is_number = json_is_number(parsed);
  *number              = json_number_value(parsed);
  json_decref(parsed);
  return is_number ? RMN_OK : RMN_ERR_TYPE;
}

static RmnStatus
read_number(const json_t* const value, double* const number)
{
  RmnStatus st = RMN_OK;
  if (json_is_number(value)) {
    *number = json_number_value(value);
  } else if (json_is_string(value)) {
    st = parse_number(value, number);
  } else {
    st = RMN_ERR_TYPE;
  }

  return st ? st : fabs(*number) <= (double)FLT_MAX ? RMN_OK : RMN_ERR_VALUE;
}

bool
rmn_json_number(const RmnJson node, double* const number)
{
  switch (read_number(node.value, number)) {
  case RMN_OK:
    return true;
  case RMN_ERR_VALUE:
    return rmn_json_fail(
      node, RMN_ERR_VALUE, "%g is beyond the range of a float", *number);
  default:
    return fail_type(node, "a number");
  }
}

bool
rmn_json_number_or(const RmnJson node,
                   const double  fallback,
                   double* const number)
{
  *number = fallback;
  return !node.value || rmn_json_number(node, number);
}

bool
rmn_json_float_or(const RmnJson node, const float fallback, float* const number)
{
  double     value = 0.0;
  const bool ok    = rmn_json_number_or(node, (double)fallback, &value);
  *number          = (float)value;
  return ok;
}

bool
rmn_json_count(const RmnJson node, uint32_t* const count)
{
  double number = json_is_true(node.value) ? 1.0 : 0.0;
  if (!json_is_boolean(node.value) && !rmn_json_number(node, &number)) {
    return false;
  }

  if (number < 0.0 || number > (double)UINT32_MAX || number != floor(number)) {
    return rmn_json_fail(
      node, RMN_ERR_VALUE, "%g is not a whole number from 0 on", number);
  }

  *count = (uint32_t)number;
  return true;
}

bool
rmn_json_count_or(const RmnJson   node,
                  const uint32_t  fallback,
                  uint32_t* const count)
{
  *count = fallback;
  return !node.value || rmn_json_count(node, count);
}

bool
rmn_json_string(const RmnJson node, const char** const string)
{
  *string = json_string_value(node.value);
  return *string || fail_type(node, "a string");
}

bool
rmn_json_choice(const RmnJson            node,
                const char* const* const names,
                const uint32_t           n_names,
                uint32_t* const          index)
{
  const char* string = NULL;
  if (!rmn_json_string(node, &string)) {
    return false;
  }

  char known[128] = "";
  for (uint32_t i = 0; i < n_names; ++i) {
    if (!strcmp(string, names[i])) {
      *index = i;
      return true;
    }
    strncat(known, i ? ", " : "", sizeof(known) - strlen(known) - 1);
    strncat(known, names[i], sizeof(known) - strlen(known) - 1);
  }

  return rmn_json_fail(
    node, RMN_ERR_UNSUPPORTED, "\"%.32s\" is not one of %s", string, known);
}

bool
rmn_json_text(const RmnJson node, char** const text)
{
  const char* const string = json_string_value(node.value);

  *text = string && string[0] ? strdup(string) : NULL;
  return *text || !string || !string[0] || fail_memory(node);
}

bool
rmn_json_dump(const RmnJson node, char** const text)
{
  const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(15);

  *text = NULL;
  if (!json_is_object(node.value)) {
    return true;
  }

  const size_t size = json_dumpb(node.value, NULL, 0, flags);

  *text = (char*)calloc(1, size + 1U);
  return (*text && size &&
          json_dumpb(node.value, *text, size, flags) == size) ||
         fail_memory(node);
}

double
rmn_json_figure(const RmnJson node)
{
  double number = NAN;
  return read_number(node.value, &number) ? (double)NAN : number;
}
