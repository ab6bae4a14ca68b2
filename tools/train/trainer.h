// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file trainer.h Truncated back-propagation through time, epoch by epoch.

   Lanes start at random places, hear some audio to warm up, and then go on for
   a long stream.  Most take along what they remember from the stream before, as
   a player does for hours, so that a state which they got stuck in is heard
   until it is unlearned.  The weights change after every stretch of
   `truncation` frames, but the state is carried on: the gradient is truncated,
   the memory is not.  Streams do not end with epochs, and are long.  Layers
   that run backward begin anew each time, as many frames later as the network
   is to look ahead, which teach nothing but what comes.

   The same seed, session and kind of processor, which OpenBLAS has kernels for,
   give the same network, whatever the number of threads.
*/

#ifndef REMANENCE_TRAIN_TRAINER_H
#define REMANENCE_TRAIN_TRAINER_H

#include "archive.h"
#include "loss.h"
#include "rmn.h"
#include "session.h"

#include <signal.h>

enum {
  MIN_TRUNCATION = 8,
  MAX_TRUNCATION = 8192,
  MAX_LOOK_AHEAD = 8192,
};

typedef struct {
  LossKind loss;
  uint32_t truncation; ///< Frames between two updates
  uint32_t n_warm_up;  ///< At the start of a stream, that teach nothing; 0 for
                       ///< what suits audio
  uint32_t look_ahead; ///< Frames after a stretch that a network hears some
                       ///< layer of which runs backward; no other one does
  uint32_t n_epochs;
  double   n_minutes; ///< To end after, or 0
  double   rate;      ///< Of learning, 0 to choose by the size of the network
  uint64_t seed;
  uint32_t n_threads;
  bool     from_anywhere; ///< Some streams begin with a state at random

  const volatile sig_atomic_t* stop; ///< Ends an epoch as soon as it is set
} TrainSettings;

/// What happened in an epoch
typedef struct {
  uint32_t n_updates;     ///< That it had
  double   loss;          ///< Mean over its updates
  double   gradient_norm; ///< Largest, before clipping
  uint32_t n_clipped;     ///< Updates whose gradient was clipped
  uint32_t n_returns;     ///< To the best snapshot, as the loss exploded
} Epoch;

typedef struct TrainerImpl Trainer;

/**
   Return a trainer of a network, or NULL with `error` filled.

   Network and session must outlive it; neither is changed.  The network takes
   the knobs of the session.
*/
Trainer*
trainer_new(const RmnNetwork*    network,
            const Session*       session,
            const TrainSettings* settings,
            RmnError*            error);

void
trainer_free(Trainer* trainer);

/// Return how many updates an epoch has: it hears as much audio as there is to
/// learn from, or somewhat more if that is little
uint64_t
trainer_n_updates(const Trainer* trainer);

/// Return how many frames of audio an update hears
uint64_t
trainer_n_frames(const Trainer* trainer);

/// Return the shortest part for training that these settings can do with
size_t
trainer_least_frames(const TrainSettings* settings);

/// Called after each update with the number of those done so far, in all
/// epochs; returns the seconds that these took
typedef double
TrainerNote(void* data, uint64_t n_updates);

/// Train to the end of the epoch, or until time is up; the next call goes on
/// from there
Epoch
trainer_epoch(Trainer* trainer, TrainerNote* note, void* data);

/**
   Have what layers feed back to themselves weaken from here on, or not.

   A network need not come to rest in silence that no recording has, and no
   gradient would tell.  The weights that a state is fed back by decay by up
   to a tenth in an epoch: what goes on by itself dies out, while learning
   keeps up what sound needs.
*/
void
trainer_calm(Trainer* trainer, bool is_restless);

/// Return whether it weakens
bool
trainer_is_calmed(const Trainer* trainer);

/// Return whether an epoch was begun and not ended
bool
trainer_is_within_epoch(const Trainer* trainer);

/**
   Count, save or load all that decides how training goes on, between two
   updates.

   A trainer of the same network, recording and settings that loads what
   another one saved goes on to the same bits.  Sizes and places are checked; a
   trainer that loaded what is bad can only be freed.
*/
void
trainer_visit(Trainer* trainer, Archive* archive);

/// Write the weights, as they now are, to a network of the same layers
void
trainer_store(const Trainer* trainer, RmnNetwork* network);

#endif // REMANENCE_TRAIN_TRAINER_H
