// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file about.h What a model file says of its model, for people to read

#ifndef RMN_ABOUT_H
#define RMN_ABOUT_H

#include "rmn.h"

/// Texts are "" and numbers NAN where nothing is known
typedef struct {
  char    name[128];
  char    author[128];
  char    licence[64];
  char    network[96]; ///< Its layers, such as "LSTM 16, dense 1"
  int32_t n_weights;
  float   rate_hz;
  float   esr;  ///< Error-to-signal ratio that the trainer stated
  float   lufs; ///< Loudness that was measured
} RmnAbout;

/// Describe a network; its loudness is unknown as yet
void
rmn_about_init(RmnAbout* about, const RmnNetwork* network);

#endif // RMN_ABOUT_H
