// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file rmn_base.h Limits and errors, of rmn.h

#ifndef RMN_RMN_BASE_H
#define RMN_RMN_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Marks a function that is safe to call on an audio thread
#define RMN_RT

/// What a file may ask for; every limit is checked before anything is allocated
enum {
  RMN_MAX_FILE_BYTES = 64 << 20, ///< Size of a model file
  RMN_MAX_LAYERS     = 32,       ///< Layers of one network
  RMN_MAX_WIDTH      = 1024,     ///< Units or channels of one layer
  RMN_MAX_INPUTS     = 16,       ///< Inputs of a network: audio and knobs
  RMN_MAX_OUTPUTS    = 16,       ///< Outputs of a network
  RMN_MAX_HISTORY    = 1 << 20, ///< Floats that a network remembers of a stream
  RMN_MAX_WEIGHTS    = 1 << 24, ///< Weights of a network
  RMN_MAX_STREAMS    = 64,      ///< Streams of one state
  RMN_MAX_PERIOD     = 128,     ///< Frames from step to step of a layer
  RMN_MAX_HOP        = 1 << 20, ///< Frames from prediction to prediction
  RMN_MAX_AHEAD      = 1 << 12, ///< Frames that a sample is predicted ahead
  RMN_MAX_LATE       = 1 << 12, ///< Frames that predictions may be late
  RMN_MAX_LATE_MS    = 64,      ///< The same in time, where the rate is known
};

/* Status
   ====== */

typedef enum {
  RMN_OK,
  RMN_ERR_NO_MEMORY,   ///< An allocation failed
  RMN_ERR_FILE,        ///< A file could not be opened or read
  RMN_ERR_TOO_LARGE,   ///< A file is larger than RMN_MAX_FILE_BYTES
  RMN_ERR_SYNTAX,      ///< A file is not well-formed
  RMN_ERR_FORMAT,      ///< A file is of no model format known here
  RMN_ERR_UNSUPPORTED, ///< A model is of a kind that this engine cannot play
  RMN_ERR_MISSING,     ///< A required key is missing
  RMN_ERR_TYPE,        ///< A value has the wrong type
  RMN_ERR_SHAPE,       ///< Dimensions contradict each other
  RMN_ERR_VALUE,       ///< A number is not finite or out of range
  RMN_ERR_LIMIT,       ///< A size exceeds one of the limits above
  RMN_ERR_SELF_TEST,   ///< A model does not compute what its file says
  RMN_ERR_STATE,       ///< Saved state is damaged or of another model
} RmnStatus;

enum { RMN_N_STATUS = RMN_ERR_STATE + 1 };

/// Return the meaning of `status` as a sentence without a full stop
const char*
rmn_strerror(RmnStatus status);

/// A status with one sentence that names the key and the numbers that clash
typedef struct {
  RmnStatus status;
  char      message[256];
} RmnError;

#endif // RMN_RMN_BASE_H
