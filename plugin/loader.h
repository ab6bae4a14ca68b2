// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file loader.h Loading of models, on any thread but the audio thread

#ifndef RMN_LOADER_H
#define RMN_LOADER_H

#include "mailbox.h"
#include "source.h"

#include <lv2/log/logger.h>

#include <pthread.h>

typedef struct {
  pthread_mutex_t mutex; ///< One load at a time
  RmnMailbox*     mailbox;
  LV2_Log_Logger  logger;
  char            bundle_path[RMN_MAX_PATH];
  double          rate_hz;
  uint32_t        n_channels;
  uint32_t        ticket; ///< Of the newest request that took effect
  RmnSource       source; ///< What the session remembers
  RmnFile*        file;   ///< What was found of it, NULL if it is missing
} RmnLoader;

/// Prepare to load for `mailbox`
void
rmn_loader_init(RmnLoader*            loader,
                RmnMailbox*           mailbox,
                const LV2_Log_Logger* logger,
                const char*           bundle_path,
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

/**
   Load the model of a session, from wherever it is now.

   The session keeps its model even if it cannot be loaded now.  Only a newer
   request that took effect makes this one void.

   @param source What was saved; all but the path may be "" or 0.
   @return True if a sound that plays was left in the mailbox.
*/
bool
rmn_loader_restore(RmnLoader* loader, const RmnSource* source);

/// Log what went wrong with a session, and leave the message in the mailbox
void
rmn_loader_report(RmnLoader* loader, const char* message);

/// Keep `source` and `file` as they are, until rmn_loader_unlock()
void
rmn_loader_lock(RmnLoader* loader);

void
rmn_loader_unlock(RmnLoader* loader);

/// Free what the audio thread is done with
void
rmn_loader_collect(RmnLoader* loader);

#endif // RMN_LOADER_H
