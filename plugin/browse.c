// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "browse.h"
#include "folder.h"

#include <stdio.h>
#include <string.h>

static void
decline(RmnLoader* const loader, const char* const what)
{
  char message[RMN_MAX_MESSAGE] = "";
  snprintf(message,
           sizeof(message),
           "%s in the folder of %s: set a model file of another folder",
           what,
           loader->asked[0] ? loader->asked : "no model");
  rmn_loader_note(loader, message);
}

/// Tell of a file that was left out, unless there is something else to tell
static void
tell_skipped(RmnLoader* const  loader,
             RmnSound* const   sound,
             const char* const skipped)
{
  if (!sound->message[0]) {
    memcpy(sound->message, skipped, sizeof(sound->message));
    sound->is_note = false;
  } else if (skipped[0]) {
    lv2_log_warning(&loader->logger, "remanence: %s\n", skipped);
  }
}

/**
   Open the file at `path`.

   @param[out] skipped Filled, with nothing published, if it cannot be loaded.
   @return True if the search is over: it plays, or this request is void.
*/
static bool
try_file(RmnLoader* const  loader,
         const char* const path,
         const uint32_t    ticket,
         char* const       skipped)
{
  RmnSource source;
  rmn_source_init(&source, path);
  memcpy(loader->asked, source.path, sizeof(loader->asked));
  if (!rmn_mailbox_is_latest(loader->mailbox, ticket)) {
    return true;
  }

  RmnFind         find;
  RmnSound* const sound = rmn_loader_open(loader, &source, &find);
  const bool      is_void =
    !sound || !rmn_mailbox_is_latest(loader->mailbox, ticket);
  const bool plays = !is_void && sound->player;
  if (plays) {
    tell_skipped(loader, sound, skipped);
    rmn_loader_publish(loader, &source, &find, sound, ticket);
  } else {
    if (!is_void) {
      memcpy(skipped, sound->message, RMN_MAX_MESSAGE);
    }
    rmn_sound_free(sound);
  }
  rmn_file_free(find.file);
  return plays || is_void;
}

/// Try every other file of the folder once, from the nearest on
static void
step_through(RmnLoader* const       loader,
             const RmnFolder* const folder,
             const int              step,
             const uint32_t         ticket)
{
  char skipped[RMN_MAX_MESSAGE] = "";
  char start[RMN_MAX_PATH];
  memcpy(start, loader->asked, sizeof(start));

  for (size_t i = 0; i < folder->n_paths; ++i) {
    const char* const path =
      folder->paths[rmn_folder_step(folder, loader->asked, step)];
    if (!strcmp(path, start)) {
      break;
    }
    if (try_file(loader, path, ticket, skipped)) {
      return;
    }
  }

  memcpy(loader->asked, start, sizeof(start));
  if (skipped[0]) {
    rmn_loader_decline(loader, skipped);
  } else {
    decline(loader, "There is no other model");
  }
}

void
rmn_browse_step(RmnLoader* const loader, const int step, const uint32_t ticket)
{
  RmnFolder folder;

  rmn_loader_lock(loader);
  rmn_folder_init(&folder, loader->asked);
  step_through(loader, &folder, step, ticket);
  rmn_folder_clear(&folder);
  rmn_loader_unlock(loader);
}

void
rmn_browse_program(RmnLoader* const loader,
                   const uint32_t   number,
                   const uint32_t   ticket)
{
  char      what[RMN_MAX_NAME];
  char      skipped[RMN_MAX_MESSAGE] = "";
  RmnFolder folder;

  rmn_loader_lock(loader);
  rmn_folder_init(&folder, loader->asked);
  if (number >= folder.n_paths) {
    snprintf(what,
             sizeof(what),
             "There is no program %u, but only %zu models",
             number,
             folder.n_paths);
    decline(loader, what);
  } else if (!try_file(loader, folder.paths[number], ticket, skipped)) {
    rmn_loader_decline(loader, skipped);
  }
  rmn_folder_clear(&folder);
  rmn_loader_unlock(loader);
}
