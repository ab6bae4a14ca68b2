// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file loader.h Loading of models, on any thread but the audio thread

#ifndef RMN_LOADER_H
#define RMN_LOADER_H

#include "mailbox.h"

#include <lv2/log/logger.h>

#include <pthread.h>

enum {
  RMN_MAX_TITLE  = 256,
  RMN_HASH_BYTES = 17, ///< 16 digits and their end
};

/// What a session remembers of a model
typedef struct {
  char path[RMN_MAX_PATH];   ///< "" if there is none
  char name[RMN_MAX_TITLE];  ///< What the model calls itself
  char hash[RMN_HASH_BYTES]; ///< rmn_player_hash() in hexadecimal, or ""
} RmnSource;

typedef struct {
  pthread_mutex_t mutex; ///< One load at a time
  RmnMailbox*     mailbox;
  LV2_Log_Logger  logger;
  double          rate_hz;
  uint32_t        n_channels;
  RmnSource       source;
  RmnSource       present;             ///< Of the last sound that plays
  RmnSetting      setting;             ///< That it was made with
  char            asked[RMN_MAX_PATH]; ///< Where previous and next go on from
} RmnLoader;

/// Prepare to load for `mailbox`
void
rmn_loader_init(RmnLoader*            loader,
                RmnMailbox*           mailbox,
                const LV2_Log_Logger* logger,
                double                rate_hz,
                uint32_t              n_channels);

void
rmn_loader_destroy(RmnLoader* loader);

/**
   Load the model file at `path` and leave the sound in the mailbox.

   A newer ticket makes this request void.  If the file cannot be loaded, a
   sound that only carries a message is left, and the session keeps its model.
*/
void
rmn_loader_load(RmnLoader* loader, const char* path, uint32_t ticket);

/// Make the present model anew, if another setting is wanted by now
void
rmn_loader_remake(RmnLoader* loader);

/**
   Load the model of a session.

   The session keeps its model even if it cannot be loaded now.

   @param source What was saved; name and hash may be "".
   @return True if a sound that plays was left in the mailbox.
*/
bool
rmn_loader_restore(RmnLoader* loader, const RmnSource* source);

/// Log why a session's model is refused, and leave the message in the mailbox
void
rmn_loader_refuse(RmnLoader* loader, const char* message);

/// Copy what the session remembers
void
rmn_loader_get_source(RmnLoader* loader, RmnSource* source);

/// Free what the audio thread is done with
void
rmn_loader_collect(RmnLoader* loader);

/* For loaders that hold the mutex
   =============================== */

/// Describe a file of which only the path is known
void
rmn_source_init(RmnSource* source, const char* path);

/// Return the outcome of loading `source`, or NULL without memory for it
RmnSound*
rmn_loader_open(RmnLoader* loader, const RmnSource* source);

/// Log an outcome, leave it in the mailbox, and if it plays, have the session
/// remember it
void
rmn_loader_publish(RmnLoader* loader, const RmnSource* source, RmnSound* sound);

/// Say in the log and the mailbox why nothing was loaded
void
rmn_loader_decline(RmnLoader* loader, const char* message);

#endif // RMN_LOADER_H
