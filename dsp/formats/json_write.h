// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file json_write.h The writer of named arrays and numbers of a JSON file.

   Functions that return a value return NULL, and those that return bool false,
   if memory is short, a text is no UTF-8 or a number is not finite; adding NULL
   is such a failure too, so that calls can be put into each other.
*/

#ifndef RMN_FORMATS_JSON_WRITE_H
#define RMN_FORMATS_JSON_WRITE_H

#include "rmn.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Add a value, which the object owns from now on
bool
rmn_json_add(json_t* parent, const char* key, json_t* value);

/// Add a string, or nothing where there is none
bool
rmn_json_add_text(json_t* parent, const char* key, const char* text);

bool
rmn_json_add_count(json_t* parent, const char* key, uint32_t count);

/// Add a number, or nothing where it is unknown: NAN
bool
rmn_json_add_figure(json_t* parent, const char* key, double value);

/// Add an object that is kept as text, or nothing where there is none
bool
rmn_json_add_object(json_t* parent, const char* key, const char* text);

/// Add a gain in dB, so that the very same float is read back below 100 dB
bool
rmn_json_add_gain(json_t* parent, const char* key, float gain);

/// Add a sample rate, or nothing where it is unknown: 0
bool
rmn_json_add_rate(json_t* parent, const char* key, double rate_hz);

/// Append a value, which the array owns from now on
bool
rmn_json_append(json_t* array, json_t* value);

/// Append a new object to an array, to be filled, or return NULL
json_t*
rmn_json_append_object(json_t* array);

/// Append `n` numbers to an array
bool
rmn_json_append_numbers(json_t* array, const float* values, size_t n);

/// Return an array of `n` numbers
json_t*
rmn_json_new_vector(const float* values, size_t n);

/// Return an array of rows of a matrix, [n_rows][n_columns]
json_t*
rmn_json_new_matrix(const float* values, size_t n_rows, size_t n_columns);

/// Return an array of the columns of a matrix, [n_rows][n_columns]
json_t*
rmn_json_new_transposed(const float* values, size_t n_rows, size_t n_columns);

/// Fill a new object from a layer
typedef bool
RmnJsonFillLayer(json_t* object, const RmnLayer* layer);

/// Add "layers", an array of an object for each layer
bool
rmn_json_add_layers(json_t*           root,
                    const RmnNetwork* network,
                    RmnJsonFillLayer* fill);

/// Return the text of an object, if it is complete, for free(); release it
char*
rmn_json_print(json_t* root, bool is_complete, size_t* size);

#endif // RMN_FORMATS_JSON_WRITE_H
