// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file formats.h The dialects of model files.

   A loader fills an empty network from a parsed file: it turns transposition,
   gate order and bias scheme into the canonical form of rmn.h, and nothing
   else.  rmn_network_validate() comes after it.
*/

#ifndef RMN_FORMATS_H
#define RMN_FORMATS_H

#include "json.h"

typedef struct {
  const char* name; ///< For people, becomes RmnNetwork.format

  /// Return true if a file, which is a JSON object, looks like this dialect
  bool (*detect)(RmnJson root);

  /// Fill `network`, or return false with the error filled
  bool (*read)(RmnJson root, RmnNetwork* network);
} RmnFormat;

extern const RmnFormat rmn_format_preset;
extern const RmnFormat rmn_format_keras;
extern const RmnFormat rmn_format_torch;
extern const RmnFormat rmn_format_nam;

/// Return whether bytes look like a model of ONNX, for rmn_onnx_read()
bool
rmn_is_onnx(const char* bytes, size_t size);

/// Fill `network` from a model of ONNX, or return false with the error filled
bool
rmn_onnx_read(const char* bytes,
              size_t      size,
              RmnNetwork* network,
              RmnError*   error);

/// Return what is to be said about bytes that cannot be JSON, or NULL
const char*
rmn_sniff(const char* bytes, size_t size);

enum { RMN_MAX_TEST_FRAMES = 1 << 13 };

/* What several loaders need to reach the canonical form
   ===================================================== */

/// Return the number of channels that the next layer of a network must take
size_t
rmn_network_width(const RmnNetwork* network);

/// Add the recurrent bias [G * H] of a layer whose `b` has the input bias
void
rmn_layer_add_recurrent_bias(RmnLayer* layer, const float* bias);

/// Read a sample rate; without one, the usual rate of the format is assumed
bool
rmn_read_rate(RmnJson node, double usual_hz, RmnNetwork* network);

/// Exchange the update and the reset gate of a GRU
void
rmn_layer_swap_update_reset(RmnLayer* layer);

/**
   Make room for a self-test; the layers must be complete.

   @param node Where the test stands in the file, for the error message.
*/
bool
rmn_network_add_self_test(RmnNetwork* network, size_t n_frames, RmnJson node);

/**
   Read what rmn_supplement_new() wrote, if it is there; layers are complete.

   What the dialect itself says stays as it is.
*/
bool
rmn_supplement_read(RmnJson supplement, RmnNetwork* network);

/// Read the name of an activation without parameters; missing or empty is
/// linear
bool
rmn_read_activation(RmnJson node, RmnActivation* activation);

/// Read a gain in dB, missing is 0 dB, as a factor
bool
rmn_read_gain(RmnJson node, float* gain);

#endif // RMN_FORMATS_H
