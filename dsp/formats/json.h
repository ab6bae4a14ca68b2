// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file json.h The reader of named arrays and numbers in a JSON file.

   A node knows where in the file it stands, so every error names the file's
   own key.  Functions that return bool return false with the error filled.
   Nothing is written to an array before its length in the file is checked.
*/

#ifndef RMN_FORMATS_JSON_H
#define RMN_FORMATS_JSON_H

#include "rmn.h"

#include <jansson.h>

enum { RMN_MAX_PATH = 96 };

/// A value in a file, or the place where one is missing
typedef struct {
  json_t*   value; ///< NULL where it is missing or null
  RmnError* error;
  char      path[RMN_MAX_PATH]; ///< Such as `layers[1].weights[0]`
} RmnJson;

/// A length that an array must have, and the key of the file that says so
typedef struct {
  size_t      size;
  const char* source;
} RmnExtent;

RmnJson
rmn_json_root(json_t* value, RmnError* error);

RmnJson
rmn_json_member(RmnJson object, const char* key);

RmnJson
rmn_json_element(RmnJson array, size_t index);

/// Return the number of elements, 0 if this is no array
size_t
rmn_json_length(RmnJson array);

/// Fill the error with a sentence that begins with the node's path; is false
bool
rmn_json_fail(RmnJson node, RmnStatus status, const char* format, ...)
  __attribute__((format(printf, 3, 4)));

bool
rmn_json_expect_object(RmnJson node);

bool
rmn_json_expect_array(RmnJson node);

/// Refuse an object with any other key than these, which end with NULL
bool
rmn_json_expect_keys(RmnJson object, const char* const* keys);

/// Check an array's length; `noun` is what the message counts, such as "rows"
bool
rmn_json_expect_length(RmnJson array, RmnExtent extent, const char* noun);

/// Read a number, or a string that holds one, within the range of a float
bool
rmn_json_number(RmnJson node, double* number);

/// Like rmn_json_number(), but a missing number is `fallback`
bool
rmn_json_number_or(RmnJson node, double fallback, double* number);

/// Like rmn_json_number_or(), as a float
bool
rmn_json_float_or(RmnJson node, float fallback, float* number);

/// Read a whole number that is not negative; booleans count as 0 and 1
bool
rmn_json_count(RmnJson node, uint32_t* count);

bool
rmn_json_count_or(RmnJson node, uint32_t fallback, uint32_t* count);

/// Read a string; it belongs to the file
bool
rmn_json_string(RmnJson node, const char** string);

/// Read a string that must be one of `names`
bool
rmn_json_choice(RmnJson            node,
                const char* const* names,
                uint32_t           n_names,
                uint32_t*          index);

/// Copy `n` numbers from index `first` on, which the array must have
bool
rmn_json_slice(RmnJson array, size_t first, size_t n, float* out);

/// Copy an array of exactly this length
bool
rmn_json_vector(RmnJson node, RmnExtent extent, float* out);

/// Copy an array of rows, all of exactly this size, in row-major order
bool
rmn_json_matrix(RmnJson node, RmnExtent rows, RmnExtent columns, float* out);

/// Like rmn_json_matrix(), exchanging rows and columns
bool
rmn_json_transposed(RmnJson   node,
                    RmnExtent rows,
                    RmnExtent columns,
                    float*    out);

/// Copy a string; NULL if there is none worth keeping
bool
rmn_json_text(RmnJson node, char** text);

/// Write an object as compact JSON; NULL if there is none
bool
rmn_json_dump(RmnJson node, char** text);

/// Return a number that nothing depends on, NAN if there is none
double
rmn_json_figure(RmnJson node);

#endif // RMN_FORMATS_JSON_H
