// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file loader.h Loading of models, on any thread but the audio thread

#ifndef RMN_LOADER_H
#define RMN_LOADER_H

#include "find.h"
#include "mailbox.h"
#include "shelf.h"

#include <lv2/log/logger.h>

#include <pthread.h>

typedef struct {
  pthread_mutex_t mutex; ///< One load at a time
  RmnMailbox*     mailbox;
  LV2_Log_Logger  logger;
  char            bundle_path[RMN_MAX_PATH];
  double          rate_hz;
  uint32_t        n_channels;
  RmnShelf*       shelf;    ///< Of frozen sounds, NULL in an effect, not owned
  bool            predicts; ///< Players are to be played by predictors
  uint32_t        ticket;   ///< Of the newest request that took effect
  RmnSource       source;   ///< What the session remembers
  RmnFound        found;    ///< What of it plays
  char            missing[RMN_MAX_MESSAGE]; ///< Why something else plays, or ""
  RmnFile*        playing; ///< What plays, NULL before anything does
  RmnSetting      setting; ///< That it was made with
  char            asked[RMN_MAX_PATH]; ///< Where previous and next go on from
} RmnLoader;

/// Prepare to load for `mailbox`
void
rmn_loader_init(RmnLoader*            loader,
                RmnMailbox*           mailbox,
                const LV2_Log_Logger* logger,
                const char*           bundle_path,
                double                rate_hz,
                uint32_t              n_channels,
                RmnShelf*             shelf,
                bool                  predicts);

void
rmn_loader_destroy(RmnLoader* loader);

/**
   Load the model file at `path` and leave the sound in the mailbox.

   A newer ticket makes this request void.  If the file cannot be loaded, a
   sound that only carries a message is left, and the session keeps its model.
*/
void
rmn_loader_load(RmnLoader* loader, const char* path, uint32_t ticket);

/// Make what plays anew, if another setting is wanted by now
void
rmn_loader_remake(RmnLoader* loader);

/**
   Load the model of a session, from wherever it is now.

   Where a frozen sound of it is on the shelf, it goes on.

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

/// Keep everything as it is, until rmn_loader_unlock()
void
rmn_loader_lock(RmnLoader* loader);

void
rmn_loader_unlock(RmnLoader* loader);

/// Free what the audio thread is done with
void
rmn_loader_collect(RmnLoader* loader);

/* For loaders that hold the lock
   ============================== */

/// Describe a file of which only the path is known
void
rmn_source_init(RmnSource* source, const char* path);

/**
   Return the outcome of loading the file of `source`, or NULL without memory.

   @param find Filled; `find->file` is for rmn_file_free().
*/
RmnSound*
rmn_loader_open(RmnLoader* loader, const RmnSource* source, RmnFind* find);

/// Leave an outcome in the mailbox and, if it plays, have the session remember
/// it, which takes `find->file`
void
rmn_loader_publish(RmnLoader*       loader,
                   const RmnSource* source,
                   RmnFind*         find,
                   RmnSound*        sound,
                   uint32_t         ticket);

/// Say in the log and the mailbox that there was nothing to load
void
rmn_loader_note(RmnLoader* loader, const char* message);

/// Say in the log and the mailbox why nothing was loaded, an error
void
rmn_loader_decline(RmnLoader* loader, const char* message);

#endif // RMN_LOADER_H
