// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file story.h How a network came to be, as its preset tells

#ifndef REMANENCE_TRAIN_STORY_H
#define REMANENCE_TRAIN_STORY_H

#include "score.h"
#include "threshold.h"
#include "train_options.h"

#include <stdio.h>

enum { N_LINEAR = 2 };

/// Orders of linear prediction that a network is held against
extern const uint32_t story_orders[N_LINEAR];

typedef struct {
  const TrainOptions* options;
  uint32_t            n_epochs;
  uint32_t            best_epoch;
  Score               valid; ///< Mean over takes
  Score               test;  ///< Likewise
  Score               test_takes[MAX_TAKES];
  Score               whole; ///< Of a device: the worst take, from its start on
  Score     ahead; ///< Of the test as a plugin plays it, if that looks ahead
  Threshold threshold;           ///< Of a label: tuned on the validation part,
                                 ///< and measured on the test
  double   linear_esr[N_LINEAR]; ///< Of what comes next, on the test
  Warnings warnings;             ///< Those of the recordings, and of the run
} Story;

/// Return the name of a file without its folder
const char*
story_file_name(const char* path);

/// Return which take came out worst
uint32_t
story_worst(const Story* story, const Session* session);

/// Return in one sentence how good the network is, where it came out worst
const char*
story_judge(const Story* story, const Session* session);

/// Print how good it is, with each setting of the knobs
void
story_tell(const Story* story, const Session* session);

/// Print how good the network is at each setting of the knobs, a line each
void
story_print_takes(const Story* story, const Session* session, FILE* file);

/// Print how good it is with the look-ahead of a plugin, if it hears the future
void
story_print_ahead(const Story* story, const Session* session, FILE* file);

/// Print what else there is to say of a network that predicts
void
story_print_rest(const Story* story, const Session* session, FILE* file);

/// Return JSON that says where the data came from and how to do it again, for
/// free(); NULL without memory
char*
story_provenance(const Story* story, const Session* session);

/// Return JSON with figures of held-out audio, free-running, likewise
char*
story_figures(const Story* story, const Session* session);

#endif // REMANENCE_TRAIN_STORY_H
