// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file summary.h What `remanence info` knows about a model

#ifndef REMANENCE_SUMMARY_H
#define REMANENCE_SUMMARY_H

#include "rmn.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

enum {
  SUMMARY_SIZE         = 512, ///< Room for one line about a network
  SUMMARY_N_LOOK_AHEAD = 4,
};

/// Look-aheads whose error is told
extern const double summary_look_aheads_ms[SUMMARY_N_LOOK_AHEAD];

typedef struct {
  const char*       path;
  const RmnNetwork* network;
  RmnRest           rest;
  RmnLoudness       loudness;
  RmnSilence        silence;
  size_t            n_bytes;      ///< Of the model in memory
  float             worst;        ///< Error of the self-test
  bool              is_as_tested; ///< Whether it passes the self-test
  double look_ahead_db[SUMMARY_N_LOOK_AHEAD]; ///< ESR, NAN where unknown
} Summary;

/**
   Describe a layer in a few words such as "LSTM 40" or "dense 8 tanh".

   @param[out] text Cut off after `size` bytes.
*/
void
summary_layer(const RmnLayer* layer, char* text, size_t size);

/// Return whether a layer has an activation to choose
bool
summary_has_activation(const RmnShape* shape);

/// Describe a network in one line, such as "LSTM 40 -> dense 1, 2 inputs"
void
summary_network(const RmnNetwork* network, char* text, size_t size);

/// Return the time to settle in ms, NAN where the rate is unknown
double
summary_settle_ms(const Summary* summary);

/// Print everything for people to read
void
summary_print(const Summary* summary);

/// Return everything as a new JSON object, NULL without memory
json_t*
summary_json(const Summary* summary);

#endif // REMANENCE_SUMMARY_H
