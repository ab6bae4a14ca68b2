// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file design.h A network before it has learned anything

#ifndef REMANENCE_TRAIN_DESIGN_H
#define REMANENCE_TRAIN_DESIGN_H

#include "rmn.h"

typedef struct {
  const char* cell;             ///< "lstm", "gru", "rnn" or "lstm-peephole"
  uint32_t    n_hidden;         ///< Units of each recurrent layer
  uint32_t    n_layers;         ///< Recurrent layers
  bool        is_bidirectional; ///< Each of them runs both ways
  bool        skip;             ///< The audio is added to the output
  bool        is_label;         ///< The output is a probability
  uint32_t    n_outputs;        ///< 0 for one
  double      memory; ///< Frames that cells remember at first, the longest;
                      ///< 0 for what weights at random come to
  uint64_t seed;
  uint32_t n_knobs; ///< Inputs besides the audio

  const RmnNetwork* front; ///< What is below all layers, or NULL

  const RmnInput* knobs; ///< [n_knobs]
} Design;

/// Return whether a cell of this name can be designed
bool
design_knows(const char* cell);

/// Put what is usual where a design says nothing: NULL or 0
void
design_complete(Design* design);

/**
   Return whether a network is of a design, where that says something.

   @param[out] reason What it contradicts, in the words of the command line.
*/
bool
design_describes(const Design*     design,
                 const RmnNetwork* network,
                 char*             reason,
                 size_t            size);

/**
   Return recurrent layers under a dense one, with weights at random within
   1 / sqrt(hidden units), those of knobs as if they went from -1 to 1, and
   forget gates that are open at first (Gers et al. 2000); with a memory, gates
   of LSTM and GRU are such that it goes from a frame to that many, evenly on a
   logarithmic scale (after Tallec and Ollivier 2018); or NULL with `error`
   filled.
*/
RmnNetwork*
design_network(const Design* design, double rate_hz, RmnError* error);

#endif // REMANENCE_TRAIN_DESIGN_H
