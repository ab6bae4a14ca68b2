// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file phrase.h Plucked strings, to hear what a model makes of them

#ifndef RMN_PHRASE_H
#define RMN_PHRASE_H

#include "rmn.h"

/// A string that is plucked, and damped at its end
typedef struct {
  double start_s;
  double end_s;
  double frequency_hz;
  double level; ///< Of its fundamental
} RmnPluck;

typedef struct {
  const RmnPluck* plucks;
  uint32_t        n_plucks;
  uint32_t        n_partials; ///< Of a string, RMN_MAX_PARTIALS at most
  double          roll_off;   ///< Partial k is at k to the power of minus this
  double          decay_s;    ///< Time in which a string falls to 1/e
} RmnPhrase;

/// Half a second of guitar, which models are measured with
extern const RmnPhrase rmn_guitar_phrase;

enum { RMN_MAX_PARTIALS = 32 };

/**
   Add the first `n_frames` of a phrase to `audio`.

   @param highest_hz Partials from here on are left out.
*/
void
rmn_phrase_add(const RmnPhrase* phrase,
               float*           audio,
               uint32_t         n_frames,
               double           rate_hz,
               double           highest_hz);

#endif // RMN_PHRASE_H
