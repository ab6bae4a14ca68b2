// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file epochs.h A recording, and networks that learn it, for tests of
/// trainers

#ifndef RMN_TEST_EPOCHS_H
#define RMN_TEST_EPOCHS_H

#include "bidirectional.h"
#include "networks.h"

#include "../tools/train/trainer.h"

#include <math.h>

enum { N_FRAMES = 30000 };

static volatile sig_atomic_t stop;
static float                 dry[N_FRAMES];
static float                 wet[N_FRAMES];
static Recording             recording;
static const Session         session = {.n_takes = 1, .takes = &recording};

/// Noise through a soft clipper and a low-pass
static inline void
fill_recording(void)
{
  uint32_t seed = 1;
  double   y    = 0.0;
  for (int t = 0; t < N_FRAMES; ++t) {
    dry[t] = 0.5f * random_float(&seed);
    y += 0.5 * (tanh(3.0 * (double)dry[t]) - y);
    wet[t] = (float)y;
  }
  recording = (Recording){.dry      = dry,
                          .wet      = wet,
                          .n_frames = N_FRAMES,
                          .rate_hz  = 8000,
                          .weight   = 1.0};
  recording_split(&recording);
}

static inline TrainSettings
settings_of(const uint32_t truncation, const uint32_t n_threads)
{
  return (TrainSettings){.truncation = truncation,
                         .look_ahead = 48,
                         .n_epochs   = 5,
                         .seed       = 1,
                         .n_threads  = n_threads,
                         .stop       = &stop};
}

/// Return a layer of a cell, in both directions if that one is backward, under
/// a dense one
static inline RmnNetwork*
cell_network(RmnShape cell, const uint32_t n_hidden)
{
  if (cell.direction == RMN_BACKWARD) {
    cell.direction = RMN_FORWARD;
    return bidirectional_network(cell, 1, n_hidden, 1, 1);
  }

  RmnShape shapes[] = {cell, {.type = RMN_DENSE, .n_outputs = 1}};

  shapes[0].n_inputs  = 1;
  shapes[0].n_outputs = n_hidden;
  shapes[1].n_inputs  = n_hidden;
  return random_network(shapes, 2, 1);
}

static inline double
ignore(void* const data, const uint64_t n_updates)
{
  (void)data;
  (void)n_updates;
  return 0.0;
}

static inline Trainer*
new_trainer(const RmnNetwork* const network, const TrainSettings* settings)
{
  RmnError       error   = {RMN_OK, ""};
  Trainer* const trainer = trainer_new(network, &session, settings, &error);
  CHECK(trainer);
  return trainer;
}

#endif // RMN_TEST_EPOCHS_H
