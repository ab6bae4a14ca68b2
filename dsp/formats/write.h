// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file write.h The dialects that networks are written in.

   A writer is the opposite of a loader, and knows no more than one.  What its
   dialect has no place for goes into a supplement, which other programs pass
   over; what would make them play something else is refused.
*/

#ifndef RMN_FORMATS_WRITE_H
#define RMN_FORMATS_WRITE_H

#include "rmn.h"

#include <jansson.h>

/// What a network may have besides layers, skip, gains and rate
enum {
  RMN_HAS_NAME         = 1 << 0,
  RMN_HAS_AUTHOR       = 1 << 1,
  RMN_HAS_LICENCE      = 1 << 2,
  RMN_HAS_DESCRIPTION  = 1 << 3,
  RMN_HAS_GEAR         = 1 << 4,
  RMN_HAS_PROVENANCE   = 1 << 5,
  RMN_HAS_TRAINING     = 1 << 6,
  RMN_HAS_ESR          = 1 << 7,
  RMN_HAS_LOUDNESS     = 1 << 8,
  RMN_HAS_INPUT_LEVEL  = 1 << 9,
  RMN_HAS_OUTPUT_LEVEL = 1 << 10,
  RMN_HAS_KNOBS        = 1 << 11, ///< Names, ranges and defaults
  RMN_HAS_OUTPUTS      = 1 << 12, ///< Names and units
  RMN_HAS_REST         = 1 << 13,
  RMN_HAS_START        = 1 << 14, ///< A state to start from, besides zero
  RMN_HAS_SELF_TEST    = 1 << 15,
  RMN_HAS_PREDICTION   = 1 << 16,
};

/// A dialect that networks are written in
typedef struct {
  const char* name;  ///< As `--to` has it
  const char* title; ///< As sentences have it
  unsigned    seen;  ///< What programs of this dialect read, RMN_HAS_*

  /// Whether it can express a network, or else fill the error with the reason
  bool (*check)(const RmnNetwork* network, RmnError* error);

  /// Return the file for free(), or NULL: no UTF-8, no number, no memory
  char* (*print)(const RmnNetwork* network, size_t* size);
} RmnWriter;

extern const RmnWriter rmn_preset_writer;
extern const RmnWriter rmn_keras_writer;
extern const RmnWriter rmn_torch_writer;
extern const RmnWriter rmn_nam_writer;
extern const RmnWriter rmn_onnx_writer;

/* What several writers check, or else fill the error: write_check.c
   ================================================================= */

/// Refuse gains, which a dialect has no place for
bool
rmn_refuse_gains(const RmnNetwork* network, const char* title, RmnError* error);

/// Refuse knobs of other ranges than 0 to 1, which a dialect takes for granted
bool
rmn_refuse_ranges(const RmnNetwork* network,
                  const char*       title,
                  RmnError*         error);

/// Refuse a skip that is neither to no output nor to all
bool
rmn_refuse_half_a_skip(const RmnNetwork* network,
                       const char*       title,
                       RmnError*         error);

/// Refuse what is not recurrent layers of one kind and size, without
/// peepholes, and then a linear dense layer
bool
rmn_refuse_other_stacks(const RmnNetwork* network,
                        const char*       title,
                        RmnError*         error);

/* What a dialect has no place for: supplement.c
   ============================================= */

/// Return RMN_HAS_* of what a network has
unsigned
rmn_network_has(const RmnNetwork* network);

/**
   Return what a network has besides its layers, as in Remanence's own format.

   @param seen RMN_HAS_START if the layers of the dialect can start elsewhere
   than at zero.
   @return An object, or NULL if it cannot be written.
*/
json_t*
rmn_supplement_new(const RmnNetwork* network, unsigned seen);

#endif // RMN_FORMATS_WRITE_H
