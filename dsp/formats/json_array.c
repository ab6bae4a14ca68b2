// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file json_array.c Arrays of numbers, checked and copied

#include "json.h"

#include <float.h>
#include <math.h>

/// Copy `n` numbers from index `first` on to every `stride`th float of `out`
static bool
copy_numbers(const RmnJson array,
             const size_t  first,
             const size_t  n,
             const size_t  stride,
             float* const  out)
{
  for (size_t i = 0; i < n; ++i) {
    const json_t* const value  = json_array_get(array.value, first + i);
    double              number = json_number_value(value);
    if (!json_is_number(value) || fabs(number) > (double)FLT_MAX) {
      if (!rmn_json_number(rmn_json_element(array, first + i), &number)) {
        return false;
      }
    }
    out[i * stride] = (float)number;
  }
  return true;
}

bool
rmn_json_slice(const RmnJson array,
               const size_t  first,
               const size_t  n,
               float* const  out)
{
  return copy_numbers(array, first, n, 1, out);
}

bool
rmn_json_vector(const RmnJson node, const RmnExtent extent, float* const out)
{
  return rmn_json_expect_length(node, extent, "numbers") &&
         copy_numbers(node, 0, extent.size, 1, out);
}

bool
rmn_json_matrix(const RmnJson   node,
                const RmnExtent rows,
                const RmnExtent columns,
                float* const    out)
{
  bool ok = rmn_json_expect_length(node, rows, "rows");
  for (size_t r = 0; ok && r < rows.size; ++r) {
    const RmnJson row = rmn_json_element(node, r);
    ok                = rmn_json_vector(row, columns, out + r * columns.size);
  }
  return ok;
}

bool
rmn_json_transposed(const RmnJson   node,
                    const RmnExtent rows,
                    const RmnExtent columns,
                    float* const    out)
{
  bool ok = rmn_json_expect_length(node, rows, "rows");
  for (size_t r = 0; ok && r < rows.size; ++r) {
    const RmnJson row = rmn_json_element(node, r);
    ok                = rmn_json_expect_length(row, columns, "numbers") &&
         copy_numbers(row, 0, columns.size, rows.size, out + r);
  }
  return ok;
}
