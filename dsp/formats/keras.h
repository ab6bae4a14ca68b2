// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file keras.h The layers of a Keras-style file

#ifndef RMN_FORMATS_KERAS_H
#define RMN_FORMATS_KERAS_H

#include "json.h"

/// A layer in the file, and the channels that it must take and give
typedef struct {
  RmnJson   json;
  RmnJson   weights;
  RmnExtent in;
  RmnExtent out;
} RmnKerasSource;

/// A value of `type`, and the arrays of `weights` that belong to it
typedef struct {
  const char*  name;
  RmnLayerType type;
  uint32_t     min_arrays;
  uint32_t     max_arrays;
  bool (*read)(const RmnKerasSource* source, RmnLayer* layer);
} RmnKerasKind;

/// Return the kind of that name, or NULL
const RmnKerasKind*
rmn_keras_kind(const char* name);

/**
   Append what an element of `layers` describes.

   @param source The key that says how many channels the layer takes.
*/
bool
rmn_keras_add_layer(RmnNetwork* network, RmnJson layer, const char* source);

/// Read the last element of a shape, the others being batch and time
bool
rmn_keras_read_shape(RmnJson shape, uint32_t* n_channels);

#endif // RMN_FORMATS_KERAS_H
