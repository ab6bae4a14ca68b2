// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "json_write.h"

#include <math.h>
#include <string.h>

bool
rmn_json_add(json_t* const parent, const char* const key, json_t* const value)
{
  return !json_object_set_new(parent, key, value);
}

bool
rmn_json_add_text(json_t* const     parent,
                  const char* const key,
                  const char* const text)
{
  return !text || !*text || rmn_json_add(parent, key, json_string(text));
}

bool
rmn_json_add_count(json_t* const     parent,
                   const char* const key,
                   const uint32_t    count)
{
  return rmn_json_add(parent, key, json_integer(count));
}

bool
rmn_json_add_figure(json_t* const     parent,
                    const char* const key,
                    const double      value)
{
  return isnan(value) || rmn_json_add(parent, key, json_real(value));
}

bool
rmn_json_add_object(json_t* const     parent,
                    const char* const key,
                    const char* const text)
{
  return !text || rmn_json_add(parent, key, json_loads(text, 0, NULL));
}

bool
rmn_json_add_gain(json_t* const parent, const char* const key, const float gain)
{
  return rmn_json_add(parent, key, json_real(20.0 * log10((double)gain)));
}

bool
rmn_json_add_rate(json_t* const     parent,
                  const char* const key,
                  const double      rate_hz)
{
  const json_int_t whole = (json_int_t)rate_hz;
  return rate_hz <= 0.0 ||
         rmn_json_add(parent,
                      key,
                      (double)whole == rate_hz ? json_integer(whole)
                                               : json_real(rate_hz));
}

bool
rmn_json_append(json_t* const array, json_t* const value)
{
  return !json_array_append_new(array, value);
}

json_t*
rmn_json_append_object(json_t* const array)
{
  json_t* const object = json_object();
  return rmn_json_append(array, object) ? object : NULL;
}

bool
rmn_json_append_numbers(json_t* const      array,
                        const float* const values,
                        const size_t       n)
{
  bool ok = array;
  for (size_t i = 0; ok && i < n; ++i) {
    ok = rmn_json_append(array, json_real((double)values[i]));
  }
  return ok;
}

/// Return an array if it is complete, else release it
static json_t*
unless_failed(json_t* const array, const bool is_complete)
{
  if (!is_complete) {
    json_decref(array);
  }
  return is_complete ? array : NULL;
}

json_t*
rmn_json_new_vector(const float* const values, const size_t n)
{
  json_t* const array = json_array();
  return unless_failed(array, rmn_json_append_numbers(array, values, n));
}

json_t*
rmn_json_new_matrix(const float* const values,
                    const size_t       n_rows,
                    const size_t       n_columns)
{
  json_t* const rows = json_array();
  bool          ok   = rows;
  for (size_t r = 0; ok && r < n_rows; ++r) {
    const float* const row = values + r * n_columns;
    ok = rmn_json_append(rows, rmn_json_new_vector(row, n_columns));
  }
  return unless_failed(rows, ok);
}

json_t*
rmn_json_new_transposed(const float* const values,
                        const size_t       n_rows,
                        const size_t       n_columns)
{
  json_t* const columns = json_array();
  bool          ok      = columns;
  for (size_t c = 0; ok && c < n_columns; ++c) {
    json_t* const column = json_array();
    ok                   = rmn_json_append(columns, column);
    for (size_t r = 0; ok && r < n_rows; ++r) {
      const double value = (double)values[r * n_columns + c];
      ok                 = rmn_json_append(column, json_real(value));
    }
  }
  return unless_failed(columns, ok);
}

bool
rmn_json_add_layers(json_t* const           root,
                    const RmnNetwork* const network,
                    RmnJsonFillLayer* const fill)
{
  json_t* const layers = json_array();
  bool          ok     = rmn_json_add(root, "layers", layers);
  for (uint32_t l = 0; ok && l < network->n_layers; ++l) {
    json_t* const object = rmn_json_append_object(layers);
    ok                   = object && fill(object, &network->layers[l]);
  }
  return ok;
}

char*
rmn_json_print(json_t* const root, const bool is_complete, size_t* const size)
{
  // Nine digits hold a float exactly
  const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(9);
  char* const  text  = is_complete ? json_dumps(root, flags) : NULL;
  json_decref(root);
  if (text) {
    *size            = strlen(text) + 1U;
    text[*size - 1U] = '\n'; // In place of the zero at its end
  }
  return text;
}
