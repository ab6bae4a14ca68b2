// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file listener.h A model that predicts, hearing a file: what it says of each
   frame, as urn:remanence:predict says it, but in time with the file.

   Channels are mixed to one, or for a network that hears a second audio the
   first two are what it hears.
*/

#ifndef REMANENCE_LISTENER_H
#define REMANENCE_LISTENER_H

#include "predictor.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  const char*   path; ///< Of the model
  RmnNetwork*   network;
  RmnPlayer*    player;
  RmnPredictor* predictor;
  double        rate_hz; ///< Of the file
  int64_t       frame;   ///< Of the file that is predicted next, late as it is
  float         mixed[RMN_PREDICTOR_CHUNK];
  float         side[RMN_PREDICTOR_CHUNK];
  float         audio[RMN_PREDICTOR_CHUNK]; ///< As late as what follows
  float         winners[RMN_PREDICTOR_CHUNK];
  float         values[RMN_MAX_OUTPUTS][RMN_PREDICTOR_CHUNK];
} Listener;

/// What a listener said of a stretch of frames
typedef struct {
  int64_t  first; ///< Frame of the file, negative before it begins
  uint32_t n_frames;
  bool     is_each; ///< Each frame has a value of its own
  bool     is_new;  ///< The last frame has a value, all before it an older one
} Stretch;

typedef void (*ListenerTell)(void*           handle,
                             const Listener* listener,
                             const Stretch*  stretch);

/// Read a model for a listener; false with a message printed
bool
listener_read(Listener* listener, const char* path);

/// Return whether the model says that it predicts, or looks as if it did
bool
listener_predicts(const Listener* listener);

/**
   Begin to listen.

   @param setup How the model is to play: its rate is that of the file.
   @param n_channels Of the file.
   @return False with a message printed; listener_close() in any case.
*/
bool
listener_open(Listener* listener, const RmnSetup* setup, uint32_t n_channels);

/// Hear `n` interleaved frames; `tell` is called with `handle` for each stretch
void
listener_hear(Listener*    listener,
              const float* frames,
              uint32_t     n_channels,
              uint32_t     n,
              ListenerTell tell,
              void*        handle);

/// Hear silence until all that was heard is told
void
listener_finish(Listener* listener, ListenerTell tell, void* handle);

/// Return how output `o` is called, never ""
const char*
listener_output_name(const Listener* listener, uint32_t o, char text[16]);

/// Return whether outputs are the scores of classes
bool
listener_tells_classes(const Listener* listener);

/// Return whether a file of `n_frames` has room for a hop; false with a message
/// printed
bool
listener_fits(const Listener* listener, uint64_t n_frames);

void
listener_close(Listener* listener);

#endif // REMANENCE_LISTENER_H
