// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file preset.h The parts of Remanence's own format

#ifndef RMN_FORMATS_PRESET_H
#define RMN_FORMATS_PRESET_H

#include "json.h"

/// An array of a layer: its key, where it is, and what it must look like
typedef struct {
  const char* key;
  float*      values; ///< NULL if the layer has no such array
  bool        is_optional;
  uint32_t    n_dims;
  RmnExtent   extents[3];
} RmnPresetArray;

enum { RMN_N_PRESET_ARRAYS = 7 };

/// Names of RmnPeephole, RmnReset, RmnDirection and RmnPlacement, as the format
/// has them
extern const char* const rmn_preset_peepholes[3];
extern const char* const rmn_preset_resets[2];
extern const char* const rmn_preset_directions[2];
extern const char* const rmn_preset_places[2];

/// Keys of the functions of a LSTM or GRU, as RmnCellFunction has them
extern const char* const rmn_preset_functions[RMN_N_CELL_FUNCTIONS];

/**
   Describe the arrays of a layer in the order in which they are written.

   @param units The key that says how many units it has, for error messages.
*/
void
rmn_preset_describe(const RmnLayer* layer,
                    const char*     units,
                    RmnPresetArray  arrays[RMN_N_PRESET_ARRAYS]);

/// Read `inputs`, which decide how many there are
bool
rmn_preset_read_inputs(RmnJson inputs, RmnNetwork* network);

/**
   Read what an object says of a network besides its layers, which must be
   complete, and its inputs.  What is known already stays as it is.
*/
bool
rmn_preset_read_facts(RmnJson object, RmnNetwork* network);

/// Add what there is to say of a network besides its layers, gains and rate
bool
rmn_preset_add_facts(json_t* object, const RmnNetwork* network);

/// Append what an element of `layers` describes
bool
rmn_preset_add_layer(RmnNetwork* network, RmnJson layer);

/// Read what the network predicts, or nothing where nothing is said; its layers
/// and outputs are there
bool
rmn_preset_read_prediction(RmnJson node, RmnNetwork* network);

#endif // RMN_FORMATS_PRESET_H
