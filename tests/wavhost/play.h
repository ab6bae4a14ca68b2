// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file play.h From an input file through instances to an output file

#ifndef WAVHOST_PLAY_H
#define WAVHOST_PLAY_H

#include "../../tools/wav.h"
#include "instance.h"
#include "options.h"

/// What is needed to play, all of it open
typedef struct {
  const Options* options;
  Instance**     instances; ///< [n_instances], ready to be activated
  uint32_t       n_instances;
  Wav*           in;
  Wav*           out;
  float*         in_frames;  ///< [max_block][channels of in]
  float*         out_frames; ///< [max_block][channels of out]
} Play;

/// What there is to say about it at the end
typedef struct {
  uint64_t n_frames;
  uint64_t n_bad_in; ///< Samples that are not finite
  uint64_t n_bad_out;
  double   n_seconds; ///< That it took
  float    in_peak;   ///< Largest absolute sample
  float    out_peak;
} Figures;

/// Return how many frames will be played, the tail included
uint64_t
play_length(const Play* play);

/// Play to the end, all changes included; false after a report
bool
play_file(const Play* play, Figures* figures);

#endif // WAVHOST_PLAY_H
